"""Which account at a provider belongs to which person here.

People are found by (issuer, subject). An e-mail address links only where `linkable` says so; everything else is
linked by the person, signed in here.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sso_providers.models import Event, ExternalIdentity, ProviderRegistration, User

from . import roles, sessions, ways_in
from .accounts import new_user, text
from .audit import Actor, record


class AlreadyLinked(ValueError):
    """The account at the provider belongs to somebody else here."""


class OnlyWayIn(ValueError):
    """Without this account at a provider, the person couldn't sign in any more."""


def find_identity(claims: Mapping[str, Any]) -> ExternalIdentity | None:
    found = ExternalIdentity.objects.select_related("user").filter(issuer=claims["iss"], subject=claims["sub"])
    return found.first()


def new_identity(registration: ProviderRegistration, claims: Mapping[str, Any], address: str) -> ExternalIdentity:
    """Of somebody who comes for the first time, at an account of its own or at the one that `linkable` finds.

    Another request may have made it meanwhile: a person with two tabs open is one person.
    """
    made_once: dict[str, Any] = {
        **columns(registration, claims),
        "user": partial(account_for, registration, claims, address),
        "awaits_approval": registration.newcomers_wait,
    }
    identity, _ = ExternalIdentity.objects.get_or_create(
        issuer=claims["iss"], subject=claims["sub"], defaults=made_once
    )
    return identity


def columns(registration: ProviderRegistration, claims: Mapping[str, Any]) -> dict[str, Any]:
    """What a sign-in writes each time."""
    email = text(claims, "email")[:254]
    return {"registration": registration, "email": email, "last_signed_in_at": timezone.now()}


def account_for(registration: ProviderRegistration, claims: Mapping[str, Any], address: str) -> User:
    user = linkable(registration, claims)
    if user is None:
        return new_user(registration, claims)
    by = Actor(user.username, user, address)
    audit(Event.ACCOUNT_LINKED, user, by, f"{registration.slug}: {claims['sub']}, by the address {user.email}")
    return user


def linkable(registration: ProviderRegistration, claims: Mapping[str, Any]) -> User | None:
    """The account that a newcomer gets because it has their e-mail address.

    Only if the registration says that its addresses tell who somebody is, the provider says that this one is
    verified, and it is the address of exactly one active account without rights. What another provider, whose
    addresses tell nothing, wrote into an account is no reason to hand it over: else somebody could take the
    address first, and keep a way into the account that its owner then gets.
    """
    email = text(claims, "email")
    if not registration.authoritative_email or claims.get("email_verified") is not True or not is_plain(email):
        return None
    found = User.objects.select_for_update().filter(email__iexact=email, is_active=True)
    same = [user for user in found if is_plain(user.email) and user.email.lower() == email.lower()]
    return same[0] if len(same) == 1 and may_be_linked(same[0], claims["iss"]) else None


def is_plain(email: str) -> bool:
    """Databases take some letters for others when they ignore case: the Turkish dotless i for an i."""
    return "@" in email and email.isascii()


def may_be_linked(user: User, issuer: str) -> bool:
    if user.is_staff or user.is_superuser or user.highest_role:
        return False
    known = user.external_identities.select_related("registration")
    return not any(
        each.issuer == issuer
        or each.awaits_approval
        or each.registration is None
        or not each.registration.authoritative_email
        for each in known
    )


@transaction.atomic
def link(*, user: User, registration: ProviderRegistration, claims: Mapping[str, Any], by: Actor) -> ExternalIdentity:
    """For somebody who is signed in here and has just signed in there. Raises `AlreadyLinked`.

    Where newcomers wait for approval, so does the linked account: who may not vouch for a newcomer can't bring one
    in as a second self.
    """
    linked, made = ExternalIdentity.objects.get_or_create(
        issuer=claims["iss"],
        subject=claims["sub"],
        defaults={**columns(registration, claims), "user": user, "awaits_approval": registration.newcomers_wait},
    )
    if linked.user_id != user.pk:
        raise AlreadyLinked(f"Another account here is linked to {linked}.")
    if made:
        audit(Event.ACCOUNT_LINKED, user, by, f"{registration.slug}: {linked.subject}")
    return linked


@transaction.atomic
def unlink(*, identity: ExternalIdentity, by: Actor, keep_session: str = "") -> None:
    """Ends the sessions that began with it too, all but the one with the key `keep_session`.

    Who was made a superuser by a provider is none any more. Raises `ways_in.LastWayIn`.
    """
    user = identity.user
    with ways_in.guarded():
        if user.external_identities.filter(pk=identity.pk, made_superuser=True).exists():
            roles.set_marks(user, is_superuser=False, is_staff=user.highest_role is not None)
        audit(Event.ACCOUNT_UNLINKED, user, by, str(identity))
        began_with_it = Q(user=user, issuer=identity.issuer, subject=identity.subject)
        sessions.end(began_with_it & ~Q(session_key=keep_session))
        identity.delete()


def unlink_own(*, identity: ExternalIdentity, by: Actor, keep_session: str) -> None:
    """As `unlink`, for the person themselves. Raises `OnlyWayIn`, too."""
    if not identity.user.has_usable_password() and not other_ways(identity).exists():
        raise OnlyWayIn(
            "It is your only way to sign in: link another account first, or have an administrator give you a password."
        )
    unlink(identity=identity, by=by, keep_session=keep_session)


def other_ways(identity: ExternalIdentity) -> Any:
    """The person's other accounts at providers that they can sign in with."""
    theirs = ExternalIdentity.objects.filter(user=identity.user, awaits_approval=False, registration__staff_login=True)
    return theirs.exclude(pk=identity.pk)


def audit(event: Event, user: User, by: Actor, detail: str) -> None:
    record(event, by=by, target_type="person", target=user.username, detail=detail)
