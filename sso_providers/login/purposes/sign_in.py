"""The usual purpose: a session of one's own."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.debug import sensitive_variables

from sso_providers.login import last_registration, sessions
from sso_providers.login.backend import Answer, RegistrationBackend
from sso_providers.login.pending import Pending
from sso_providers.models import ProviderRegistration

from .purpose import FOR_STAFF_LOGIN, Purpose

BACKEND = "sso_providers.login.backend.RegistrationBackend"


@sensitive_variables()
def finish(request: HttpRequest, registration: ProviderRegistration, started: Pending, answer: Answer) -> HttpResponse:
    user = RegistrationBackend().authenticate(request, registration=registration, answer=answer)
    auth.login(request, user, backend=BACKEND)
    sessions.begin(request, sessions.through(registration, answer))
    response = HttpResponseRedirect(started.next_url or resolve_url(settings.LOGIN_REDIRECT_URL))
    last_registration.remember(response, registration)
    return response


SIGN_IN = Purpose(
    name="sign-in",
    registrations=FOR_STAFF_LOGIN,
    may_start=lambda request: True,
    finish=finish,
)
