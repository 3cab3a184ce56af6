"""What a registration's staff login amounts to: at which issuer, and which roles it can give. Reads no secret."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from sso_providers.catalogue import Application
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.policy import RANKS, Role

Found = TypeVar("Found")


def read(registration: ProviderRegistration, of: Callable[[Application], Found], *, broken: Found) -> Found:
    """Something `of` its application; `broken` for a row that was broken outside the portal."""
    try:
        return of(registration.application(with_secret=False))
    except (LookupError, AttributeError, TypeError, ValueError):
        return broken


def issuer_of(registration: ProviderRegistration) -> str:
    """The `iss` of the people who come through it; "" for a broken row."""
    return read(registration, lambda application: application.endpoints.issuer, broken="")


def destinations(registration: ProviderRegistration) -> tuple[str, ...]:
    """What decides where a check or a sign-in sends the secrets; nothing for a broken row."""
    return read(registration, lambda application: application.kind.destinations(application.settings), broken=())


def roles_of(registration: ProviderRegistration) -> frozenset[Role]:
    """Those that its policy can give, to whomever."""
    groups = registration.group_roles if isinstance(registration.group_roles, dict) else {}
    named = (*groups.values(), registration.default_role)
    return frozenset(role for role in Role if role in named)


def highest(roles: Iterable[Role]) -> Role | None:
    return max(roles, key=RANKS.__getitem__, default=None)
