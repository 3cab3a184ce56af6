"""A session ends eight hours after the sign-in, however much it is used."""

import time
from collections.abc import Callable, Mapping

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse

from sso_providers import crypto
from sso_providers.login.backend import Answer
from sso_providers.models import ProviderRegistration
from sso_providers.models.session import PROVIDER

BEGAN = "began_at"
ID_TOKEN = "id_token"


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
