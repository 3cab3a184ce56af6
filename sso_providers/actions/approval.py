"""Newcomers who wait until somebody approves them: their account at a provider waits, and they have no rights."""

from django.db import transaction
from django.db.models import QuerySet

from sso_providers.models import Event, ExternalIdentity, User
from sso_providers.oidc.policy import Role

from . import sessions, ways_in
from .audit import Actor, record
from .identities import unlink
from .staff_login import highest, highest_at, roles_of


class MayNotApprove(ValueError):
    """The person could get a role that the approver doesn't have."""


def waiting() -> "QuerySet[User]":
    return User.objects.filter(external_identities__awaits_approval=True, is_active=True).distinct()


def waiting_accounts(user: User) -> list[ExternalIdentity]:
    """The person's accounts at providers that wait."""
    waits = user.external_identities.filter(awaits_approval=True)
    return list(waits.select_related("registration").order_by("pk"))


@transaction.atomic
def approve(*, user: User, by: Actor) -> None:
    """The next sign-in gives the role that the policy gives then. Raises `MayNotApprove`."""
    accounts = waiting_accounts(user)
    if reason := refusal(accounts, by):
        raise MayNotApprove(reason)
    for account in accounts:
        account.awaits_approval = False
        account.save(update_fields=["awaits_approval"])
        record(Event.PERSON_APPROVED, by=by, target_type="person", target=user.username, detail=str(account))


@transaction.atomic
def decline(*, user: User, by: Actor) -> None:
    """Switches the account off. One of staff, who wanted to link another account, only loses that one.

    Raises `ways_in.LastWayIn`.
    """
    for account in waiting_accounts(user):
        record(Event.PERSON_DECLINED, by=by, target_type="person", target=user.username, detail=str(account))
        if user.is_staff:
            unlink(identity=account, by=by)
        elif user.is_active:
            switch_off(user, by)


def switch_off(user: User, by: Actor) -> None:
    with ways_in.guarded():
        user.is_active = False
        user.save(update_fields=["is_active"])
        sessions.end_for_user(user=user, by=by, reason="switched off")


def refusal(accounts: list[ExternalIdentity], by: Actor) -> str:
    """Why `by` can't approve them, as a sentence; "" if they can. Nobody vouches for more than they have."""
    role = highest(highest_role(account) for account in accounts)
    if by.user is None or role is None or by.user.may_give(role):
        return ""
    return f"People can get the role {role} by that account, which you don't have: ask somebody who has it."


def highest_role(account: ExternalIdentity) -> Role:
    """What a sign-in with the account could give at the most, as far as the policies go that are in force."""
    if account.registration is None:
        return Role.SUPERUSER  # whatever the next registration at that issuer says
    here = highest(roles_of(account.registration)) or Role.VIEWER
    return highest([here, highest_at(account.issuer) or here]) or here
