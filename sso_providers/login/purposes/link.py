"""Linking an account at a provider to one's own here, from a signed-in session."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import confirmation, identities
from sso_providers.actions.audit import Actor
from sso_providers.login import errors
from sso_providers.login.backend import Answer
from sso_providers.login.pending import Pending
from sso_providers.models import ProviderRegistration, User
from sso_providers.oidc import policy

from .purpose import FOR_STAFF_LOGIN, Purpose


def may_link(request: HttpRequest) -> bool:
    return bool(request.user.is_authenticated and request.user.is_staff)


@sensitive_variables()
def finish(request: HttpRequest, registration: ProviderRegistration, started: Pending, answer: Answer) -> HttpResponse:
    """Changes no role: the next sign-in through the account does. Nobody else's session has this `state`."""
    user = request.user
    if not isinstance(user, User) or not may_link(request) or not confirmation.is_confirmed(request.session):
        raise errors.link_not_asked_for()
    decision = policy.decide(registration.staff_policy, answer.claims)
    if not decision:
        raise errors.link_without_role(decision.reason)
    try:
        identity = identities.link(user=user, registration=registration, claims=answer.claims, by=Actor.of(request))
    except identities.AlreadyLinked as error:
        raise errors.already_linked() from error
    linked = _("Your account %(account)s at %(registration)s is linked.") % {
        "account": identity.email or identity.subject,
        "registration": registration,
    }
    waits = _("It works when an administrator has approved it.") if identity.awaits_approval else ""
    messages.success(request, f"{linked} {waits}".strip())
    return HttpResponseRedirect(started.next_url or reverse("account"))


LINK = Purpose(
    name="link",
    registrations=FOR_STAFF_LOGIN,
    may_start=may_link,
    finish=finish,
    # A plain sign-in instead would make an account of its own for what was to be linked.
    else_sign_in=False,
)
