"""The working ways in: by which somebody could sign in now and manage the portal. The last one stays open.

What a provider says is not held up by it: people who lost the role there lose it here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from sso_providers.models import ExternalIdentity, ProviderRegistration
from sso_providers.oidc.policy import Role

from .recovery import recovery_accounts
from .staff_login import issuer_of, roles_of

MANAGERS = frozenset({Role.ADMINISTRATOR, Role.SUPERUSER})
# Registrations as they are about to be, by primary key; None for one that is about to go.
Changed = Mapping[int | None, ProviderRegistration | None]
NOTHING: Changed = MappingProxyType({})


class LastWayIn(ValueError):
    """A change after which nobody could sign in any more who manages the portal."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """User names of superusers with a password, and names of registrations through which a manager comes in."""

    accounts: tuple[str, ...]
    registrations: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.accounts or self.registrations)

    def __str__(self) -> str:
        ways = [_("the local account '%(name)s'") % {"name": name} for name in self.accounts]
        ways += [_("the sign-in through '%(name)s'") % {"name": name} for name in self.registrations]
        return _(" and ").join(ways)


@contextmanager
def guarded() -> Iterator[None]:
    """Takes back what is done within, and raises `LastWayIn`, if it closes the last way in."""
    with transaction.atomic():
        lock()
        before = find()
        yield
        refuse_none(before, find())


def refuse_closing(stored: ProviderRegistration, changed: ProviderRegistration | None) -> None:
    """Raises `LastWayIn` if `stored` is the last way in, and would not be one as `changed` (None: deleted)."""
    if stored.staff_login:
        refuse_none(find(), find({stored.pk: changed}))


def refuse_none(before: WaysIn, after: WaysIn) -> None:
    if before and not after:
        raise LastWayIn(
            _(
                "Nobody who manages the portal could sign in any more: what is left is %(ways)s. First give another "
                "superuser a password ('manage.py createsuperuser' makes one where the portal runs), or sign in as an "
                "administrator through another registration."
            )
            % {"ways": before}
        )


def lock() -> None:
    """Changes to ways in wait for each other, or two requests could close the last two at once.

    One row stands for all of them. On SQLite every transaction that writes is alone from its beginning.
    """
    list(Group.objects.select_for_update(no_key=True).filter(name=Role.ADMINISTRATOR.value))


def find(changed: Changed = NOTHING) -> WaysIn:
    """Two queries, whatever there is. How things are now, but for the registrations in `changed`."""
    accounts = recovery_accounts().order_by("username").values_list("username", flat=True)
    registrations = set()
    for identity in managers_at_providers():
        registration = changed.get(identity.registration_id, identity.registration)
        if registration and leads_in(registration, identity):
            registrations.add(registration.name)
    return WaysIn(tuple(accounts), tuple(sorted(registrations)))


def managers_at_providers() -> "QuerySet[ExternalIdentity]":
    """The identities by which superusers and administrators have signed in."""
    mapped = ExternalIdentity.objects.filter(user=OuterRef("user"), made_superuser=True)
    manages = Q(user__is_superuser=True) | Q(user__groups__name=Role.ADMINISTRATOR.value)
    known = ExternalIdentity.objects.filter(manages, user__is_active=True, awaits_approval=False)
    return known.select_related("user", "registration").annotate(by_mapping=Exists(mapped))


def leads_in(registration: ProviderRegistration, identity: Any) -> bool:
    """Whether the person still manages the portal when they come through it, as far as can be told from here."""
    if not registration.staff_login or issuer_of(registration) != identity.issuer:
        return False
    made_by_hand = identity.user.is_superuser and not identity.by_mapping
    return bool(roles_of(registration) if made_by_hand else roles_of(registration) & MANAGERS)
