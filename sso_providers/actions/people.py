"""What a sign-in through a registration does to the portal's users."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from sso_providers.models import Event, ExternalIdentity, ProviderRegistration, User
from sso_providers.oidc.policy import GROUP_ROLES, Decision, Role

from .audit import Actor, record


@transaction.atomic
def admit(
    *, registration: ProviderRegistration, claims: Mapping[str, Any], decision: Decision, address: str
) -> User | None:
    """The user behind validated `claims`, with the role decided; None if the policy gives none.

    People are found by (issuer, subject) alone. A newcomer without a role gets no account;
    who had a role and lost it loses the rights that came with it.
    """
    identity = find_identity(claims)
    if not decision.role:
        if identity:
            set_role(identity.user, None)
        refuse(registration, claims, decision.reason, address)
        return None
    if identity is None:
        identity = new_identity(registration, claims)
    if not identity.user.is_active:
        refuse(registration, claims, "The account here is switched off.", address)
        return None
    identity.registration = registration
    identity.email = text(claims, "email")[:254]
    identity.last_signed_in_at = timezone.now()
    identity.save()
    update_profile(identity.user, claims)
    set_role(identity.user, Role(decision.role))
    record(
        Event.SIGNED_IN,
        by=Actor(identity.user.username, identity.user, address),
        target_type="registration",
        target=registration.slug,
        detail=decision.reason,
    )
    return identity.user


def find_identity(claims: Mapping[str, Any]) -> ExternalIdentity | None:
    found = ExternalIdentity.objects.select_related("user").filter(issuer=claims["iss"], subject=claims["sub"])
    return found.first()


def new_identity(registration: ProviderRegistration, claims: Mapping[str, Any]) -> ExternalIdentity:
    """Another request may have made it meanwhile: a person with two tabs open is one person."""
    made_once: dict[str, Any] = {"user": lambda: new_user(registration, claims), "last_signed_in_at": timezone.now}
    identity, _ = ExternalIdentity.objects.get_or_create(
        issuer=claims["iss"], subject=claims["sub"], defaults=made_once
    )
    return identity


def refuse(registration: ProviderRegistration, claims: Mapping[str, Any], reason: str, address: str) -> None:
    record(
        Event.SIGN_IN_REFUSED,
        by=Actor(text(claims, "email") or text(claims, "sub"), address=address),
        target_type="registration",
        target=registration.slug,
        detail=reason,
    )


def new_user(registration: ProviderRegistration, claims: Mapping[str, Any]) -> User:
    user = User(username=free_username(registration, claims))
    user.set_unusable_password()
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
    user.email = text(claims, "email")[:254]
    user.first_name = (text(claims, "given_name") or text(claims, "name"))[:150]
    user.last_name = text(claims, "family_name")[:150]
    user.save(update_fields=["email", "first_name", "last_name"])


def set_role(user: User, role: Role | None) -> None:
    """Exactly this role's group; other groups of the user stay. A superuser's rights are not touched."""
    user.groups.remove(*Group.objects.filter(name__in=[each.value for each in GROUP_ROLES if each != role]))
    if role in GROUP_ROLES:
        user.groups.add(Group.objects.get(name=role.value))
    if not user.is_superuser and user.is_staff != bool(role):
        user.is_staff = bool(role)
        user.save(update_fields=["is_staff"])


@transaction.atomic
def save_rights(*, user: User, event: Event, by: Actor) -> None:
    """After somebody chose a person's groups by hand: who has a role is staff. Recorded with the role."""
    user.is_staff = user.is_superuser or user.highest_role is not None
    user.save(update_fields=["is_staff"])
    record(event, by=by, target_type="person", target=user.username, detail=user.role)


def text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and value.isprintable() else ""
