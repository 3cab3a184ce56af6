"""Who may sign in to the portal, and as what: an operator's policy applied to one person's claims."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """In rising order."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    SUPERUSER = "superuser"


# A superuser is one by Django's own mark, the others by being in the group of that name.
GROUP_ROLES = tuple(role for role in Role if role is not Role.SUPERUSER)
RANKS = {role.value: rank for rank, role in enumerate(Role)}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPolicy:
    """The default lets nobody in. Roles are texts of `Role`; others raise `ValueError`.

    `groups_claim` is a claim's name or a dotted path to it, such as realm_access.roles.
    `trust_email` takes the provider's addresses as verified where it doesn't say so.
    """

    allowed_domains: tuple[str, ...] = ()
    required_groups: tuple[str, ...] = ()
    groups_claim: str = "groups"
    group_roles: Mapping[str, str] = field(default_factory=dict)
    default_role: str = ""
    trust_email: bool = False

    def __post_init__(self) -> None:
        for role in (*self.group_roles.values(), self.default_role or Role.VIEWER):
            if role not in RANKS:
                raise ValueError(f"Unexpected role '{role}': use one of {', '.join(RANKS)}.")


@dataclass(frozen=True, slots=True)
class Decision:
    """`role` is "" where the person may not come in. `reason` names the rule that decided, for people."""

    role: str
    reason: str

    def __bool__(self) -> bool:
        return bool(self.role)


def decide(policy: StaffPolicy, claims: Mapping[str, Any]) -> Decision:
    """Domain first, then the required group, then the highest role that a group gives."""
    groups = find_groups(claims, policy.groups_claim)
    refused = _refused_domain(policy, claims) or _refused_group(policy, claims, groups)
    if refused:
        return Decision("", refused)
    mapped = [(role, group) for group, role in policy.group_roles.items() if group in groups]
    if mapped:
        role, group = max(mapped, key=lambda each: RANKS[each[0]])
        return Decision(role, f"The group '{group}' gives the role {role}.")
    if policy.default_role:
        return Decision(policy.default_role, f"No group gives a role; the default is {policy.default_role}.")
    if not policy.group_roles:
        return Decision("", "The policy gives nobody a role: map a group to a role, or set a default role.")
    return Decision("", f"None of the person's groups gives a role. {_missing_groups(policy, claims, groups)}".strip())


def find_groups(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """The texts at `path`: a claim of that very name, else each part a step further inside."""
    value: object = claims
    if path in claims:
        value = claims[path]
    else:
        for step in path.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()


def _refused_domain(policy: StaffPolicy, claims: Mapping[str, Any]) -> str:
    if not policy.allowed_domains:
        return ""
    email = claims.get("email")
    local, at, domain = email.partition("@") if isinstance(email, str) else ("", "", "")
    if not (local and at and domain) or "@" in domain:
        return (
            "The provider sent no e-mail address, and the policy allows certain domains only: ask for the email scope."
        )
    if not policy.trust_email and not _is_verified(claims):
        return (
            "The provider does not say that the e-mail address is verified (email_verified): have it verified "
            "there, or trust this provider's addresses in the policy."
        )
    if domain.lower() not in {allowed.lower() for allowed in policy.allowed_domains}:
        return f"The e-mail address is in none of the allowed domains: {', '.join(policy.allowed_domains)}."
    return ""


def _is_verified(claims: Mapping[str, Any]) -> bool:
    # Amazon Cognito's userinfo endpoint sends the text "true".
    return claims.get("email_verified") is True or claims.get("email_verified") == "true"


def _refused_group(policy: StaffPolicy, claims: Mapping[str, Any], groups: frozenset[str]) -> str:
    if not policy.required_groups or not groups.isdisjoint(policy.required_groups):
        return ""
    missing = _missing_groups(policy, claims, groups)
    return f"The person is in none of the required groups: {', '.join(policy.required_groups)}. {missing}".strip()


def _missing_groups(policy: StaffPolicy, claims: Mapping[str, Any], groups: frozenset[str]) -> str:
    if groups:
        return ""
    # https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference#groups-overage-claim
    names = claims.get("_claim_names")
    if claims.get("hasgroups") or (isinstance(names, Mapping) and "groups" in names):
        return "Entra left the groups out because there are too many: send only groups assigned to the application."
    return f"The claim '{policy.groups_claim}' is missing or empty: have the provider send it."
