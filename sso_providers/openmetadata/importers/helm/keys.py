"""What the chart's values may hold about signing in, and since which chart.

From the values.yaml and values.schema.json of every chart that was published; Helm refuses other names below
`openmetadata.config` since chart 1.0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sso_providers.catalogue import Release
from sso_providers.openmetadata.settings import ROWS, Setting

CONFIG = "openmetadata.config"
AUTHENTICATION = "authentication"
OIDC = f"{AUTHENTICATION}.oidcConfiguration"
LDAP = f"{AUTHENTICATION}.ldapConfiguration"
SAML = f"{AUTHENTICATION}.saml"
BLOCKS = (AUTHENTICATION, "authorizer", "jwtTokenConfiguration")
# Keys of a block that are no settings: whether the chart renders the block at all.
SWITCHES = tuple(f"{block}.enabled" for block in (*BLOCKS, OIDC))
# The chart has them, and never renders them: a template of its fails before that.
UNRENDERED = tuple(
    f"{LDAP}.trustStoreConfig.hostNameConfig.{name}" for name in ("allowWildCards", "acceptableHostNames")
)
# The first chart with it, where that is not the first with the block.
SINCE: Mapping[str, str] = {
    **dict.fromkeys((f"{AUTHENTICATION}.enabled", "authorizer.enabled", f"{AUTHENTICATION}.responseType"), "1.2.5"),
    **dict.fromkeys(
        (
            f"{LDAP}.{name}"
            for name in (
                "groupBaseDN",
                "roleAdminName",
                "allAttributeName",
                "usernameAttributeName",
                "groupAttributeName",
                "groupAttributeValue",
                "groupMemberAttributeName",
                "authRolesMapping",
                "authReassignRoles",
            )
        ),
        "1.3.0",
    ),
    f"{AUTHENTICATION}.clientType": "1.3.2",
    OIDC: "1.3.2",
    "authorizer.useRolesFromProvider": "1.4.0",
    f"{AUTHENTICATION}.jwtPrincipalClaimsMapping": "1.4.4",
    f"{OIDC}.tokenValidity": "1.4.6",
    f"{SAML}.security.validateXml": "1.4.8",
    f"{SAML}.sp.spPrivateKey": "1.4.8",
    "authorizer.allowedDomains": "1.6.12",
    f"{OIDC}.maxAge": "1.6.12",
    f"{OIDC}.promptType": "1.6.13",
    f"{OIDC}.sessionExpiry": "1.8.2",
}
# The last chart with it.
UNTIL: Mapping[str, str] = {f"{SAML}.security.wantNameIdEncrypted": "1.4.7"}
VERSION = re.compile(r"v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """`path` is below `openmetadata.config`. Without a setting it is a block, or a switch of one."""

    path: str
    setting: Setting | None = None
    is_block: bool = False

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def full_name(self) -> str:
        return f"{CONFIG}.{self.path}"


def every() -> dict[str, Key]:
    found = {setting.helm: Key(path=setting.helm, setting=setting) for setting in ROWS if setting.helm}
    found |= {path: Key(path=path) for path in (*SWITCHES, *UNRENDERED)}
    for path in tuple(found):
        while path := path.rpartition(".")[0]:
            found[path] = Key(path=path, is_block=True)
    return found


def children() -> dict[str, dict[str, Key]]:
    found: dict[str, dict[str, Key]] = {}
    for path, key in KEYS.items():
        found.setdefault(path.rpartition(".")[0], {})[key.name] = key
    return found


KEYS: Mapping[str, Key] = MappingProxyType(every())
# By block, "" for `openmetadata.config` itself; then by name.
CHILDREN: Mapping[str, Mapping[str, Key]] = MappingProxyType(children())


@dataclass(frozen=True, slots=True)
class Chart:
    """Which chart a file is for, as far as known: its exact version, "" for unknown, and the line of the server."""

    version: str = ""
    release: Release | None = None

    def lacks(self, path: str) -> str:
        """The first chart that has the key, where this one is certainly older; else ""."""
        since = SINCE.get(path, "")
        return since if since and self.is_before(since) else ""

    def has_still(self, path: str) -> bool:
        """Whether a key that newer charts lack is in this one, or may be."""
        until = UNTIL.get(path, "")
        return bool(until) and (self.is_known and not self.is_after(until))

    @property
    def is_known(self) -> bool:
        return bool(self.version) or self.release is not None

    @property
    def is_old(self) -> bool:
        """Whether its values stand below `global`: up to chart 1.0.6, which is for server 1.0."""
        return self.is_before("1.1.0")

    def is_before(self, version: str) -> bool:
        """Certainly: a line is before a version when its last patch would be."""
        other = numbers(version)
        if own := numbers(self.version):
            return own < other
        return self.release is not None and numbers(str(self.release))[:2] < other[:2]

    def is_after(self, version: str) -> bool:
        other = numbers(version)
        if own := numbers(self.version):
            return own > other
        return self.release is not None and numbers(str(self.release))[:2] > other[:2]


def numbers(version: str) -> tuple[int, ...]:
    """Of a version such as 1.9.3 or v1.9; empty for anything else, ranges too."""
    found = VERSION.match(version)
    return tuple(int(part or 0) for part in found.groups()) if found else ()
