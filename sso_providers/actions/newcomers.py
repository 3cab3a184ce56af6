"""The portal's account of somebody a provider vouches for: made, named and filled in from their claims."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import IntegrityError, transaction

from sso_providers.models import ProviderRegistration, User

# Names that others may take, one after the other, between the look for a free one and its use.
LOST_NAMES = 4
# Of a mail address, as the columns hold it.
LONGEST_ADDRESS = 254


def new_user(registration: ProviderRegistration, claims: Mapping[str, Any]) -> User:
    """Without rights, and without a password. Of two newcomers of one name at once, one gets the next name."""
    for _ in range(LOST_NAMES):
        with suppress(IntegrityError), transaction.atomic():
            return make_user(registration, claims)
    return make_user(registration, claims)


def make_user(registration: ProviderRegistration, claims: Mapping[str, Any]) -> User:
    """Raises `IntegrityError` if somebody else takes the name meanwhile."""
    user = User(username=free_username(registration, claims))
    user.set_unusable_password()
    fill_in(user, claims)
    user.save()
    return user


def free_username(registration: ProviderRegistration, claims: Mapping[str, Any]) -> str:
    """The provider's name for the person; never one that another account has."""
    wanted = text(claims, "preferred_username") or text(claims, "email") or text(claims, "sub")
    wanted = User.normalize_username(wanted)
    wanted = "".join(character for character in wanted if character.isalnum() or character in "@.+-_")[:90] or "person"
    candidate, number = wanted, 1
    while User.objects.filter(username__iexact=candidate).exists():
        candidate = f"{wanted}-{registration.slug}" if number == 1 else f"{wanted}-{registration.slug}-{number}"
        number += 1
    return candidate


def update_profile(user: User, claims: Mapping[str, Any]) -> None:
    """Writes what changed."""
    if changed := fill_in(user, claims):
        user.save(update_fields=changed)


def fill_in(user: User, claims: Mapping[str, Any]) -> list[str]:
    """The names of the fields that changed by it."""
    profile = {
        "email": text(claims, "email")[:LONGEST_ADDRESS],
        "first_name": (text(claims, "given_name") or text(claims, "name"))[:150],
        "last_name": text(claims, "family_name")[:150],
    }
    changed = [name for name, value in profile.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, profile[name])
    return changed


def text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and value.isprintable() else ""
