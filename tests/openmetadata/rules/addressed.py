"""Subjects that the tests of rules on addresses share, and the asking of one rule."""

from collections.abc import Mapping
from dataclasses import replace

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules import (
    addresses,
    callbacks,
    issuers,
    keys,
    malformed,
    own_keys,
    placeholders,
    tenants,
)
from sso_providers.openmetadata.rules.stated_addresses import (
    AUTHORITY,
    CALLBACK,
    CLIENT_TYPE,
    DISCOVERY,
    KEYS,
    OIDC_CALLBACK,
    PROVIDER,
    SERVER_URL,
    TENANT,
)
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.subject import Subject, Surroundings

MODULES = (placeholders, malformed, own_keys, keys, issuers, tenants, addresses, callbacks)
RULES: dict[str, Rule] = {rule.id: rule for module in MODULES for rule in module.RULES}
OWN_KEYS = "https://om.acme.test/api/v1/system/config/jwks"
REALM = "https://id.acme.test/realms/acme"
REALM_KEYS = f"{REALM}/protocol/openid-connect/certs"
WELL_KNOWN = "/.well-known/openid-configuration"
GUID = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
OTHER_GUID = "0f8fad5b-d9cb-469f-a165-70867728950e"
ENTRA = f"https://login.microsoftonline.com/{GUID}"
ENTRA_KEYS = f"{ENTRA}/discovery/v2.0/keys"
POOL = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123"
OKTA = "https://acme.okta.com/oauth2/default"
# Right as it is.
KEYCLOAK: Mapping[str, Value | Secret] = {
    PROVIDER: "custom-oidc",
    CLIENT_TYPE: "confidential",
    AUTHORITY: REALM,
    KEYS: (REALM_KEYS, OWN_KEYS),
    CALLBACK: "https://om.acme.test/callback",
    DISCOVERY: REALM + WELL_KNOWN,
    OIDC_CALLBACK: "https://om.acme.test/callback",
    SERVER_URL: "https://om.acme.test",
}
AZURE: Mapping[str, Value | Secret] = {
    **KEYCLOAK,
    PROVIDER: "azure",
    AUTHORITY: ENTRA,
    KEYS: (ENTRA_KEYS, OWN_KEYS),
    DISCOVERY: f"{ENTRA}/v2.0{WELL_KNOWN}",
    TENANT: GUID,
}
NOT_STATED = Secret("not stated")


def subject(
    values: Mapping[str, Value | Secret],
    changes: Mapping[str, Value | Secret] | None = None,
    *,
    target: str = "docker",
    release: str = "1.12",
    hosts: frozenset[str] = frozenset(),
    base_path: str = "",
) -> Subject:
    """`changes` replace values, NOT_STATED takes one out."""
    every = {path: value for path, value in {**values, **(changes or {})}.items() if value is not NOT_STATED}
    variables = {"BASE_PATH": base_path} if base_path else {}
    return Subject(
        config=SecurityConfig(server_url="", values=every),
        target=target,
        release=Release(release),
        surroundings=Surroundings(hosts=hosts, variables=variables),
    )


def found(rule: str, examined: Subject) -> list[Found]:
    """What the rule says, each with its level filled in."""
    asked = RULES[rule]
    if not asked.concerns(examined):
        return []
    return [replace(each, level=each.level or asked.level) for each in asked.check(examined)]


def findings(examined: Subject) -> dict[str, Level]:
    """Every rule that says something, with the gravest it says."""
    grave = list(Level)
    levels = {rule: [each.level or RULES[rule].level for each in found(rule, examined)] for rule in RULES}
    return {rule: min(each, key=grave.index) for rule, each in levels.items() if each}


def errors(examined: Subject) -> set[str]:
    return {rule for rule, level in findings(examined).items() if level is Level.ERROR}


def fix(rule: str, examined: Subject) -> object:
    """The fix of the rule's one finding."""
    (only,) = found(rule, examined)
    return only.fix


def settings(rule: str, examined: Subject) -> list[str]:
    return [each.setting for each in found(rule, examined)]
