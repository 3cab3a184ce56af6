"""Proving again who one is, before something that matters: at the provider, anew, as the same person."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import confirmation, identities
from sso_providers.actions.audit import Actor
from sso_providers.catalogue.sentences import say
from sso_providers.login import errors
from sso_providers.login.backend import Answer, RegistrationBackend
from sso_providers.login.pending import Pending
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import policy, tokens
from sso_providers.oidc.tokens import Fault, TokenError

from .purpose import FOR_STAFF_LOGIN, Purpose


@sensitive_variables()
def finish(request: HttpRequest, registration: ProviderRegistration, started: Pending, answer: Answer) -> HttpResponse:
    try:
        check_fresh(answer.claims, started)
    except TokenError as error:
        raise errors.from_provider(error) from error
    check_person(request, registration, answer)
    confirmation.confirm(session=request.session, by=Actor.of(request), registration=registration)
    return HttpResponseRedirect(started.next_url or resolve_url(settings.LOGIN_REDIRECT_URL))


def check_fresh(claims: Mapping[str, Any], started: Pending) -> None:
    """A sign-in at the provider since it was asked for (OpenID Connect Core 1.0, section 3.1.2.1, max_age)."""
    signed_in_at = claims.get("auth_time")
    if isinstance(signed_in_at, bool) or not isinstance(signed_in_at, int | float):
        raise TokenError(Fault.MISSING_CLAIM, say("The provider does not say when you signed in there (auth_time)."))
    if signed_in_at + tokens.LEEWAY < started.started_at:
        raise TokenError(Fault.TOO_OLD, say("The provider did not ask you to sign in again."))


def check_person(request: HttpRequest, registration: ProviderRegistration, answer: Answer) -> None:
    """The person who is signed in here, and whom a sign-in would let in now.

    It is none, though: nobody gets an account or another role by it, nor is it recorded as one.
    """
    identity = identities.find_identity(answer.claims)
    if identity is None or identity.user != request.user:
        raise errors.another_person()
    if not identity.user.is_active:
        raise errors.disabled()
    if identity.awaits_approval:
        raise errors.waits()
    if not policy.decide(registration.staff_policy, answer.claims):
        # As at a sign-in, which raises then too: what the person lost at the provider is lost here at once.
        RegistrationBackend().authenticate(request, registration=registration, answer=answer)


CONFIRM = Purpose(
    name="confirm",
    registrations=FOR_STAFF_LOGIN,
    may_start=lambda request: request.user.is_authenticated,
    finish=finish,
    # Ask for the password again, even of who is signed in there.
    parameters={"prompt": "login", "max_age": "0"},
)
