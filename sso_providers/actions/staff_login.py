"""What a registration's staff login amounts to: at which issuer, and which roles it can give. Reads no secret."""

from collections.abc import Iterable, Iterator

from sso_providers.models import ProviderRegistration
from sso_providers.oidc.policy import RANKS, Role


def issuer_of(registration: ProviderRegistration) -> str:
    """The `iss` of the people who come through it; "" for a row that was broken outside the portal."""
    try:
        return registration.application(with_secret=False).endpoints.issuer
    except (LookupError, AttributeError, TypeError, ValueError):
        return ""


def roles_of(registration: ProviderRegistration) -> frozenset[Role]:
    """Those that its policy can give, to whomever."""
    groups = registration.group_roles if isinstance(registration.group_roles, dict) else {}
    named = (*groups.values(), registration.default_role)
    return frozenset(role for role in Role if role in named)


def highest_at(issuer: str) -> Role | None:
    """The highest role that anybody known at `issuer` could get now: several registrations may lead there."""
    return highest(role for registration in leading_to(issuer) for role in roles_of(registration))


def leading_to(issuer: str) -> Iterator[ProviderRegistration]:
    return (each for each in ProviderRegistration.objects.for_staff_login() if issuer_of(each) == issuer)


def highest(roles: Iterable[Role]) -> Role | None:
    return max(roles, key=RANKS.__getitem__, default=None)
