"""Which account at a provider belongs to which person here.

People are found by (issuer, subject). An e-mail address links only where `linkable` says so; everything else is
linked by the person, signed in here.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sso_providers.models import Event, ExternalIdentity, ProviderRegistration, User

from . import roles, sessions, ways_in
from .audit import Actor, record
from .newcomers import LONGEST_ADDRESS, new_user, text


class AlreadyLinked(ValueError):
    """The account at the provider belongs to somebody else here."""


class OnlyWayIn(ValueError):
    """Without this account at a provider, the person couldn't sign in any more."""


def find_identity(claims: Mapping[str, Any]) -> ExternalIdentity | None:
    found = ExternalIdentity.objects.select_related("user").filter(issuer=claims["iss"], subject=claims["sub"])
    return found.first()


def find_with_groups(claims: Mapping[str, Any]) -> tuple[ExternalIdentity | None, frozenset[str]]:
    """As `find_identity`, and the names of the groups here that the person is in: one query for both."""
    found = ExternalIdentity.objects.select_related("user").filter(issuer=claims["iss"], subject=claims["sub"])
    rows = list(found.annotate(group=F("user__groups__name")))
    return (rows[0] if rows else None), frozenset(row.group for row in rows if row.group)


def new_identity(registration: ProviderRegistration, claims: Mapping[str, Any], address: str) -> ExternalIdentity:
    """Of somebody who comes for the first time, at an account of its own or at the one that `linkable` finds.

    Another request may have made it meanwhile: a person with two tabs open is one person.
    """
    made_once: dict[str, Any] = {
        **columns(registration, claims),
        "user": partial(account_for, registration, claims, address),
        "awaits_approval": registration.newcomers_wait,
    }
    identity, _made = ExternalIdentity.objects.get_or_create(
        issuer=claims["iss"], subject=claims["sub"], defaults=made_once
    )
    return identity


def columns(registration: ProviderRegistration, claims: Mapping[str, Any]) -> dict[str, Any]:
    """What a sign-in writes each time. An address that is cut is another one, and nobody verified that."""
    email = text(claims, "email")
    return {
        "registration": registration,
        "email": email[:LONGEST_ADDRESS],
        "email_verified": is_verified(claims) and len(email) <= LONGEST_ADDRESS,
        "last_signed_in_at": timezone.now(),
    }


def is_verified(claims: Mapping[str, Any]) -> bool:
    """By the provider's own word (OpenID Connect Core 1.0, section 5.1); that we trust its addresses is none."""
    return claims.get("email_verified") is True


def account_for(registration: ProviderRegistration, claims: Mapping[str, Any], address: str) -> User:
    user = linkable(registration, claims, among=User.objects.select_for_update())
    if user is None:
        return new_user(registration, claims)
    by = Actor(user.username, user, address)
    audit(Event.ACCOUNT_LINKED, user, by, f"{registration.slug}: {claims['sub']}, by the address {user.email}")
    return user


def linkable(registration: ProviderRegistration, claims: Mapping[str, Any], *, among: "QuerySet[User]") -> User | None:
    """The account `among` these that a newcomer gets because it has their e-mail address.

    Only if the registration says that its addresses identify people, the provider says that this one is
    verified, and it is the address of exactly one active account without rights.
    """
    email = text(claims, "email")
    if not registration.authoritative_email or not is_verified(claims) or not is_plain(email):
        return None
    same = [user for user in among.filter(email__iexact=email, is_active=True) if is_same(user.email, email)]
    return same[0] if len(same) == 1 and may_be_linked(same[0], claims["iss"], email) else None


def is_plain(email: str) -> bool:
    """Databases take some letters for others when they ignore case: the Turkish dotless i for an i."""
    return "@" in email and email.isascii()


def is_same(stored: str, email: str) -> bool:
    """`email` is plain."""
    return is_plain(stored) and stored.lower() == email.lower()


def may_be_linked(user: User, issuer: str, email: str) -> bool:
    """Everybody who has a way into the account must have proven that the address is theirs.

    Otherwise somebody could take the address first, unverified or at a provider whose addresses identify nobody,
    and keep a way into the account that its owner then gets.
    """
    if user.is_staff or user.is_superuser or user.highest_role:
        return False
    known = user.external_identities.select_related("registration")
    return all(each.issuer != issuer and has_proven(each, email) for each in known)


def has_proven(identity: ExternalIdentity, email: str) -> bool:
    """At the last sign-in by which this identity came in, or began to wait."""
    registration = identity.registration
    if registration is None or not registration.authoritative_email or identity.awaits_approval:
        return False
    return identity.email_verified and is_same(identity.email, email)


@transaction.atomic
def link(*, user: User, registration: ProviderRegistration, claims: Mapping[str, Any], by: Actor) -> ExternalIdentity:
    """For somebody who is signed in here and has just signed in there. Raises `AlreadyLinked`.

    Where newcomers wait for approval, so does the linked account: anybody who may not vouch for a newcomer can't
    bring one in as a second self.
    """
    identity, made = ExternalIdentity.objects.get_or_create(
        issuer=claims["iss"],
        subject=claims["sub"],
        defaults={**columns(registration, claims), "user": user, "awaits_approval": registration.newcomers_wait},
    )
    if identity.user_id != user.pk:
        raise AlreadyLinked(_("Another account here is linked to %(identity)s.") % {"identity": identity})
    if made:
        audit(Event.ACCOUNT_LINKED, user, by, f"{registration.slug}: {identity.subject}")
    return identity


@transaction.atomic
def unlink(*, identity: ExternalIdentity, by: Actor, keep_session: str = "") -> None:
    """Ends the sessions that began with it too, all but the one with the key `keep_session`.

    A person whom a provider made a superuser is none any more. Raises `ways_in.LastWayIn`.
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
            _(
                "It is your only way to sign in: link another account first, or have an administrator give you a "
                "password."
            )
        )
    unlink(identity=identity, by=by, keep_session=keep_session)


def other_ways(identity: ExternalIdentity) -> Any:
    """The person's other accounts at providers that they can sign in with."""
    theirs = ExternalIdentity.objects.filter(user=identity.user, awaits_approval=False, registration__staff_login=True)
    return theirs.exclude(pk=identity.pk)


def audit(event: Event, user: User, by: Actor, detail: str) -> None:
    record(event, by=by, target_type="person", target=user.username, detail=detail)
