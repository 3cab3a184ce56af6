"""Giving the role that a provider's groups decided."""

from django.contrib.auth.models import Group

from sso_providers.models import ExternalIdentity, User
from sso_providers.oidc.policy import GROUP_ROLES, Role


def give(role: Role | None, *, identity: ExternalIdentity, held: frozenset[str]) -> None:
    """Exactly this role to the person, none for None; groups that are no roles stay. `held` names those they are in.

    A person who was made a superuser by hand stays one; one whom a provider made is one until a provider gives less.
    """
    user = identity.user
    join_group(user, role, held)
    is_superuser = user.is_superuser
    if role is Role.SUPERUSER and not is_superuser:
        is_superuser = identity.made_superuser = True
        identity.save(update_fields=["made_superuser"])
    elif role is not Role.SUPERUSER and is_superuser:
        is_superuser = not unmark(user)
    set_marks(user, is_superuser=is_superuser, is_staff=is_superuser or role is not None)


def join_group(user: User, role: Role | None, held: frozenset[str]) -> None:
    """Asks nothing where nothing changes, as at nearly every sign-in."""
    has = held & set(GROUP_ROLES)
    wanted = {role.value} & set(GROUP_ROLES) if role else set()
    if has != wanted:
        user.groups.remove(*Group.objects.filter(name__in=has - wanted))
        user.groups.add(*Group.objects.filter(name__in=wanted - has))


def unmark(user: User) -> bool:
    """From now on no provider has made the person a superuser; returns whether one had."""
    return bool(user.external_identities.filter(made_superuser=True).update(made_superuser=False))


def set_marks(user: User, *, is_superuser: bool, is_staff: bool) -> None:
    if (user.is_superuser, user.is_staff) != (is_superuser, is_staff):
        user.is_superuser, user.is_staff = is_superuser, is_staff
        user.save(update_fields=["is_superuser", "is_staff"])
