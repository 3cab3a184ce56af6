"""Which registration this browser signed in with last, so that the sign-in page can offer it first."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sso_providers.models import ProviderRegistration

COOKIE = "last_registration"


def slug(request: HttpRequest) -> str:
    """Whatever the cookie says, "" without one: it need not be that of any registration."""
    return request.COOKIES.get(COOKIE, "")


def remember(response: HttpResponse, registration: ProviderRegistration) -> None:
    response.set_cookie(
        COOKIE,
        registration.slug,
        max_age=365 * 24 * 60 * 60,
        path=reverse("sign-in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
