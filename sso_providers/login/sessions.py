"""A session ends eight hours after the sign-in, however much it is used."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

BEGAN = "began_at"


def begin(request: HttpRequest) -> None:
    """For who has just signed in: a key of its own, also when the same person signs in again, and its time."""
    request.session.cycle_key()
    request.session[BEGAN] = int(time.time())


def session_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, behind Django's authentication."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            began = request.session.setdefault(BEGAN, int(time.time()))
            if time.time() - began > settings.SESSION_COOKIE_AGE:
                auth.logout(request)
        return get_response(request)

    return middleware
