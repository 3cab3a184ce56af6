"""Claims as a page shows them: readable, bounded, and with what the portal reads them for."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sso_providers.oidc.groups import longest_key
from sso_providers.oidc.policy import StaffPolicy, shown

MOST_ROWS = 200
# In characters.
LONGEST_NAME = 100
LONGEST_VALUE = 2000


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """`read_as` says what the portal reads the claim for; "" where it does not."""

    name: str
    value: str
    read_as: str


@dataclass(frozen=True, slots=True)
class ClaimsTable:
    """`left_out` is how many more there are."""

    rows: list[ClaimRow]
    left_out: int


def claims_table(claims: Mapping[str, Any], read_as: Mapping[str, str]) -> ClaimsTable:
    """Those that are read come first."""
    names = sorted(claims, key=lambda name: name not in read_as)
    rows = [
        ClaimRow(shown(name, LONGEST_NAME), shown_value(claims[name]), read_as.get(name, ""))
        for name in names[:MOST_ROWS]
    ]
    return ClaimsTable(rows, len(names) - len(rows))


def shown_value(value: object) -> str:
    """As JSON, except that a text stands there as it is; cut where it is long."""
    lines = [value] if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False).splitlines()
    text = "\n".join(shown(line, LONGEST_VALUE) for line in lines)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def claims_read(staff_policy: StaffPolicy, claims: Mapping[str, Any]) -> dict[str, str]:
    """Claim -> what the portal reads it for."""
    found = {"iss": _("whose person it is"), "sub": _("who it is")}
    if staff_policy.allowed_domains:
        found["email"] = _("allowed mail domains")
        if not staff_policy.trust_email:
            found["email_verified"] = _("allowed mail domains")
    if staff_policy.group_roles or staff_policy.required_groups:
        key = longest_key(claims, staff_policy.groups_claim) or staff_policy.groups_claim
        found[key] = _("the person's groups")
    return found
