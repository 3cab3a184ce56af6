"""The portal's account of somebody a provider vouches for: made, named and filled in from their claims."""

from collections.abc import Mapping
from typing import Any

from sso_providers.models import ProviderRegistration, User


def new_user(registration: ProviderRegistration, claims: Mapping[str, Any]) -> User:
    """Without rights, and without a password."""
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


PROFILE = ("email", "first_name", "last_name")


def fill_in(user: User, claims: Mapping[str, Any]) -> None:
    user.email = text(claims, "email")[:254]
    user.first_name = (text(claims, "given_name") or text(claims, "name"))[:150]
    user.last_name = text(claims, "family_name")[:150]


def update_profile(user: User, claims: Mapping[str, Any]) -> None:
    fill_in(user, claims)
    user.save(update_fields=PROFILE)


def text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and value.isprintable() else ""
