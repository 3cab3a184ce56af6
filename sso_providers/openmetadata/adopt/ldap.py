"""LDAP: the opposite of `assemble.ldap`."""

import json

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.directory import ARROW
from sso_providers.openmetadata.assemble.ldap import GROUPS, SEARCH
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import LDAP, TRUST_STORE

from .draft import secrets_of, stated

NAMES = {**SEARCH, **GROUPS, "recursive_groups": "recursiveGroupMembership", "trust_store": "truststoreConfigType"}
SECRETS = {"bind_password": "dnAdminPassword"}
# By the chosen way, its own block; the others' variables have the same names.
TRUST: dict[object, dict[str, str]] = {
    "TrustAll": {"examine_validity_dates": "trustAllConfig.examineValidityDates"},
    "JVMDefault": {"verify_hostname": "jvmDefaultConfig.verifyHostname"},
    "HostName": {
        "allow_wildcards": "hostNameConfig.allowWildCards",
        "acceptable_host_names": "hostNameConfig.acceptableHostNames",
    },
    "CustomTrustStore": {
        "trust_store_path": "customTrustManagerConfig.trustStoreFilePath",
        "trust_store_format": "customTrustManagerConfig.trustStoreFileFormat",
        "verify_hostname": "customTrustManagerConfig.verifyHostname",
        "examine_validity_dates": "customTrustManagerConfig.examineValidityDates",
    },
}
TRUST_SECRETS = {"trust_store_password": "customTrustManagerConfig.trustStoreFilePassword"}


def settings(config: SecurityConfig) -> dict[str, Value]:
    found = stated(config, NAMES, LDAP)
    found |= stated(config, TRUST.get(found.get("trust_store"), {}), TRUST_STORE)
    lines = role_lines(config.values.get(f"{LDAP}.authRolesMapping"))
    return found | ({"role_mapping": lines} if lines else {})


def secrets(config: SecurityConfig) -> dict[str, Secret]:
    return secrets_of(config, SECRETS, LDAP) | secrets_of(config, TRUST_SECRETS, TRUST_STORE)


def role_lines(source: object) -> tuple[str, ...]:
    """A line for each group; what is no JSON object of roles by group is none."""
    try:
        found = json.loads(source) if isinstance(source, str) and source else {}
    except ValueError:
        return ()
    if not isinstance(found, dict):
        return ()
    by_group = {group: roles for group, roles in found.items() if isinstance(roles, list)}
    return tuple(f"{group}{ARROW}{', '.join(map(str, roles))}" for group, roles in by_group.items())
