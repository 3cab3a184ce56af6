"""Blocks of the chart under other names and at other places, and settings that it has no key for."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache

from sso_providers.openmetadata import settings
from sso_providers.openmetadata.settings import ROWS, Setting

from .keys import AUTHENTICATION, CHILDREN, KEYS, LDAP, OIDC, SAML

# What the layout of before 1.1 had besides: names of the server of those days.
OLD_PATHS = (
    "authentication.publicKey",
    "authorizer.initialAdmin",
    "authorizer.botPrincipal",
    "authorizer.botPrincipals",
)
OLD_KEYS = tuple(path.rpartition(".")[2] for path in OLD_PATHS)
# Everything else of `openmetadata.config`, in any chart.
CONFIG_KEYS = frozenset(
    [
        "upgradeMigrationConfigs",
        "deployPipelinesConfig",
        "reindexConfig",
        "migrationConfigs",
        "logLevel",
        "clusterName",
        "openmetadata",
        "elasticsearch",
        "database",
        "pipelineServiceClientConfig",
        "fernetkey",
        "eventMonitor",
        "secretsManager",
        "web",
        "rdf",
        "basicLogin",
        "maskPasswordsApi",
        "smtpConfig",
    ]
)
# Other names that people give the blocks, openmetadata.yaml's own among them.
SYNONYMS: Mapping[str, str] = {
    "authenticationConfiguration": AUTHENTICATION,
    "authenticationConfig": AUTHENTICATION,
    "auth": AUTHENTICATION,
    "authorizerConfiguration": "authorizer",
    "authorizerConfig": "authorizer",
    "authorization": "authorizer",
    "jwtConfiguration": "jwtTokenConfiguration",
    "jwtTokenConfig": "jwtTokenConfiguration",
    "oidc": OIDC,
    "oidcConfig": OIDC,
    "oidcConfigurations": OIDC,
    "ldap": LDAP,
    "ldapConfig": LDAP,
    "samlConfiguration": SAML,
    "samlConfig": SAML,
}
NOT_IN_NAME = re.compile(r"[^a-z0-9]")
# How alike a slip and the name of a block are, from 0 to 1, by difflib's measure; short names have no slips.
ALIKE = 0.88
SHORT = 5
REMEMBERED = 1000
# The server's blocks and the chart's.
PARENTS = {
    settings.AUTHENTICATION: AUTHENTICATION,
    settings.AUTHORIZER: "authorizer",
    settings.OIDC: OIDC,
    settings.LDAP: LDAP,
    settings.SAML: SAML,
}


def plain(name: str) -> str:
    """Without case, and without what parts words."""
    return NOT_IN_NAME.sub("", name.lower()[:100])


def named() -> dict[str, list[str]]:
    """Every block by its plain name, the outer ones first."""
    found: dict[str, list[str]] = {}
    for path in (path for path, key in KEYS.items() if key.is_block):
        found.setdefault(plain(path.rpartition(".")[2]), []).append(path)
    for name, path in SYNONYMS.items():
        found.setdefault(plain(name), []).append(path)
    return found


def without_key() -> dict[str, Setting]:
    """By the place where people look for it."""
    found: dict[str, Setting] = {}
    for setting in ROWS:
        parent, _, name = setting.path.rpartition(".")
        if setting.helm is None and parent in PARENTS:
            found[f"{PARENTS[parent]}.{name}"] = setting
    return found


NAMED: Mapping[str, list[str]] = named()
WITHOUT_KEY: Mapping[str, Setting] = without_key()


def is_one(name: str) -> bool:
    """Whether a block may have this name."""
    return bool(paths(name))


@lru_cache(REMEMBERED)
def paths(name: str) -> tuple[str, ...]:
    """The blocks that have the name, or one that it is a slip of."""
    wanted = plain(name)
    if wanted in NAMED or len(wanted) <= SHORT:
        return tuple(NAMED.get(wanted, ()))
    near = [each for each in NAMED if each[0] == wanted[0] and abs(len(each) - len(wanted)) <= 2]
    ratios = {each: SequenceMatcher(None, wanted, each, autojunk=False).ratio() for each in near}
    best = max(near, key=lambda each: ratios[each], default="")
    return tuple(NAMED[best]) if best and ratios[best] >= ALIKE else ()


def meant(name: str, keys: set[str], block: str) -> str:
    """The path of the block that a mapping with these keys was probably meant to be; "" for none.

    Known by a name of the block and one of its keys. Of several the one next to `block`, where it stands.
    """
    fitting = [path for path in paths(name) if not keys.isdisjoint(CHILDREN[path])]
    return max(fitting, key=lambda path: (path.rpartition(".")[0] == block, path.startswith(block)), default="")


def is_of_config(name: str) -> bool:
    return name in CONFIG_KEYS
