"""Which registration this browser signed in with last, so that the sign-in page can offer it first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

COOKIE = "last_registration"


def last_way(request: HttpRequest) -> str:
    return request.COOKIES.get(COOKIE, "")


def remember_way(response: HttpResponse, slug: str) -> None:
    response.set_cookie(
        COOKIE,
        slug,
        max_age=365 * 24 * 60 * 60,
        path=reverse("sign-in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
