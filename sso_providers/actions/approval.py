"""Newcomers who wait until somebody approves them: their identity at a provider waits, and they have no rights."""

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from sso_providers.language import in_words
from sso_providers.models import Event, ExternalIdentity, ProviderRegistration, User
from sso_providers.oidc.policy import Role

from . import sessions, ways_in
from .audit import Actor, record
from .identities import unlink
from .staff_login import highest, issuer_of, roles_of


class MayNotApprove(ValueError):
    """The person could get a role that the approver doesn't have."""


def waiting() -> "QuerySet[User]":
    waits = ExternalIdentity.objects.filter(user=OuterRef("pk"), awaits_approval=True)
    return User.objects.filter(Exists(waits), is_active=True)


def waiting_identities(user: User) -> list[ExternalIdentity]:
    """The person's identities at providers that wait."""
    waits = user.external_identities.filter(awaits_approval=True)
    return list(waits.select_related("registration").order_by("pk"))


@transaction.atomic
def approve(*, user: User, by: Actor) -> None:
    """The next sign-in gives the role that the policy gives then. Raises `MayNotApprove`."""
    identities = waiting_identities(user)
    if reason := refusal(identities, by):
        raise MayNotApprove(reason)
    for identity in identities:
        identity.awaits_approval = False
        identity.save(update_fields=["awaits_approval"])
        record(Event.PERSON_APPROVED, by=by, target_type="person", target=user.username, detail=str(identity))


@transaction.atomic
def decline(*, user: User, by: Actor) -> None:
    """Switches the account off. One of staff, who wanted to link another identity, only loses that one.

    Raises `ways_in.LastWayIn`.
    """
    for identity in waiting_identities(user):
        record(Event.PERSON_DECLINED, by=by, target_type="person", target=user.username, detail=str(identity))
        if user.is_staff:
            unlink(identity=identity, by=by)
        elif user.is_active:
            switch_off(user, by)


def switch_off(user: User, by: Actor) -> None:
    with ways_in.guarded():
        user.is_active = False
        user.save(update_fields=["is_active"])
        sessions.end_for_user(user=user, by=by, reason="switched off")


def refusal(identities: list[ExternalIdentity], by: Actor) -> str:
    """Why `by` can't approve them, as a sentence; "" if they can. Nobody vouches for more than they have."""
    in_force = list(ProviderRegistration.objects.for_staff_login()) if identities else []
    role = highest(highest_role(identity, in_force) for identity in identities)
    if by.user is None or role is None or by.user.may_give(role):
        return ""
    sentence = _("People can get the role %(role)s by that account, which you don't have: ask somebody who has it.")
    return sentence % {"role": in_words(role.value)}


def highest_role(identity: ExternalIdentity, in_force: list[ProviderRegistration]) -> Role:
    """What a sign-in with the identity could give at the most: several registrations may lead to its issuer."""
    if identity.registration is None:
        return Role.SUPERUSER  # whatever the next registration at that issuer says
    at_issuer = (roles_of(each) for each in in_force if issuer_of(each) == identity.issuer)
    return highest(roles_of(identity.registration).union(*at_issuer)) or Role.VIEWER
