"""A session ends eight hours after the sign-in, however much it is used, and when nobody has used it for an hour."""

import re
import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sso_providers import crypto
from sso_providers.login.backend import Answer
from sso_providers.models import ProviderRegistration
from sso_providers.models.session import PROVIDER

BEGAN = "began_at"
USED = "used_at"
ID_TOKEN = "id_token"
# In seconds: how exact USED is. Every request would write to the database otherwise.
NOTED_EVERY = 60
# Pages that ask again by themselves for as long as they are open: looking at one is no use of the session.
BY_THEMSELVES = re.compile(r"/runs/\d+/(state/)?")


def through(registration: ProviderRegistration, answer: Answer) -> dict[str, str]:
    """The provider's sign-in that a session begins with; the ID token, which signing out there needs, is sealed."""
    return {
        "registration": registration.slug,
        "issuer": answer.claims["iss"],
        "subject": answer.claims["sub"],
        "sid": answer.sid,
        ID_TOKEN: crypto.seal(answer.id_token).ciphertext,
    }


def begin(request: HttpRequest, provider: Mapping[str, str] | None = None) -> None:
    """For who has just signed in: a key of its own, also when the same person signs in again, and its time."""
    request.session.pop(PROVIDER, None)
    if provider:
        request.session[PROVIDER] = dict(provider)
    request.session.cycle_key()
    request.session[BEGAN] = request.session[USED] = int(time.time())


def session_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, behind Django's authentication."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info != reverse("healthz") and request.user.is_authenticated:
            if is_over(request.session):
                auth.logout(request)
            elif not BY_THEMSELVES.fullmatch(request.path_info):
                note_use(request)
        return get_response(request)

    return middleware


def is_over(session: SessionBase) -> bool:
    now = int(time.time())
    began, used = session.setdefault(BEGAN, now), session.setdefault(USED, now)
    return bool(now - began > settings.SESSION_COOKIE_AGE or now - used > settings.SESSION_IDLE_AGE)


def note_use(request: HttpRequest) -> None:
    """Saves at once: at the request's end, what other requests have changed meanwhile would be lost."""
    now = int(time.time())
    if now - request.session[USED] < NOTED_EVERY:
        return
    request.session[USED] = now
    try:
        request.session.save()
    except UpdateError:  # somebody ended it since it was read
        auth.logout(request)
    else:
        request.session.modified = False
