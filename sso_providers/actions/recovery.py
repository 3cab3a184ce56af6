"""The way back in: one-time links for who can run commands here, and the proof that a recovery account works."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.models import Event, RecoveryLink, User

from .audit import Actor, record

LINK_LASTS = timedelta(minutes=10)
# A password that nobody has typed for a quarter of a year is one that nobody may find when it is needed.
PROOF_LASTS = timedelta(days=90)


class UnknownPerson(ValueError):
    """Nobody has this user name."""

    def __init__(self, name: str) -> None:
        sentence = _("Nobody here has the user name %(name)s: give it to the letter, as it is under People.")
        super().__init__(sentence % {"name": repr(name)})


class AccountSwitchedOff(ValueError):
    """A link could not sign the person in."""

    def __init__(self, name: str) -> None:
        sentence = _("The account %(name)s is switched off: make a link for one that is active.")
        super().__init__(sentence % {"name": repr(name)})


class NoRecoveryAccount(ValueError):
    """Whom a drill must not prove."""


class VoidLink(ValueError):
    """Unknown, used, too old, replaced by a newer one, or of an account that was switched off: nobody learns which."""


@transaction.atomic
@sensitive_variables()
def make_link(*, username: str, by: Actor) -> str:
    """The token of a new link, which is stored nowhere; older links of the person work no more.

    Raises `UnknownPerson` or `AccountSwitchedOff`.
    """
    # Locked, so that of two links made at once one is the newer.
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise UnknownPerson(username)
    if not user.is_active:
        raise AccountSwitchedOff(username)
    RecoveryLink.objects.filter(Q(user=user) | Q(expires_at__lte=timezone.now())).delete()
    token = secrets.token_urlsafe(32)
    RecoveryLink.objects.create(user=user, token_hash=digest(token), expires_at=timezone.now() + LINK_LASTS)
    record(Event.RECOVERY_LINK_MADE, by=by, target_type="person", target=user.username)
    return token


@sensitive_variables()
def find_person(token: str) -> User | None:
    """Whom the link would sign in; looking uses nothing up, for programs that preview links look too."""
    link = usable().filter(token_hash=digest(token)).select_related("user").first()
    return link.user if link and link.user.is_active else None


@transaction.atomic
@sensitive_variables()
def use_link(*, token: str, address: str) -> User:
    """Whom the link signs in, once. Raises `VoidLink`."""
    found = RecoveryLink.objects.filter(token_hash=digest(token)).select_related("user").first()
    # The database decides who is first; no other table is asked here, or PostgreSQL could let two through.
    if found is None or not usable().filter(pk=found.pk).update(used_at=timezone.now()) or not found.user.is_active:
        raise VoidLink
    by = Actor(found.user.username, found.user, address)
    record(Event.RECOVERY_LINK_USED, by=by, target_type="person", target=found.user.username)
    record(Event.SIGNED_IN, by=by, detail="with a recovery link")
    return found.user


def usable() -> QuerySet[RecoveryLink]:
    return RecoveryLink.objects.filter(used_at=None, expires_at__gt=timezone.now())


def digest(token: str) -> str:
    """Unsalted, for the token is 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proof:
    """When somebody last showed that they know the password of the recovery account `name`."""

    name: str
    at: datetime | None
    days: int
    is_old: bool


def newest_proof() -> Proof | None:
    """Of the superusers who can sign in with a password, the one whose proof is newest; None without any."""
    account = recovery_accounts().order_by(F("password_proven_at").desc(nulls_last=True), "username").first()
    if account is None:
        return None
    at, now = account.password_proven_at, timezone.now()
    if at is None:
        return Proof(account.username, None, days=0, is_old=False)
    return Proof(account.username, at, days=(now.date() - at.date()).days, is_old=now - at > PROOF_LASTS)


def recovery_accounts() -> QuerySet[User]:
    """Active superusers with a password: a stored one that begins with "!" matches none (Django's mark)."""
    with_password = User.objects.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return with_password.filter(is_superuser=True, is_active=True)


@transaction.atomic
def prove(*, user: User, by: Actor) -> None:
    """Somebody typed the password of this recovery account in a drill. Raises `NoRecoveryAccount`."""
    if not recovery_accounts().filter(pk=user.pk).update(password_proven_at=timezone.now()):
        raise NoRecoveryAccount
    record(Event.RECOVERY_PROVEN, by=by, target_type="person", target=user.username)


@transaction.atomic
def sign_in_with_password(*, user: User, by: Actor) -> None:
    """Every sign-in with a password proves it, too."""
    User.objects.filter(pk=user.pk).update(password_proven_at=timezone.now())
    record(Event.SIGNED_IN, by=by, detail="with a password")
