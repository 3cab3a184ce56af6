"""Every export satisfies the server's own validators; the stand-in for them refuses what is wrong."""

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest

from sso_providers.catalogue import Application, Field, FieldType, Flow, InvalidSettings, Release, get_kind
from sso_providers.openmetadata.assemble import assemble
from tests.certificates import SP_CERTIFICATE

from .cases import COMBINATIONS, FULL_SETTINGS, LINES, SERVER, application, export_for, full
from .deployed import over_api
from .facts import fact
from .server_rules import complaints

VALIDATED = [line for line in LINES if line >= Release("1.10")]


def payload(kind: str, flow: Flow, release: Release = LINES[-1]) -> dict[str, Any]:
    return sent(application(kind, flow), release)


def sent(registration: Application, release: Release = LINES[-1]) -> dict[str, Any]:
    return over_api(export_for(assemble(registration, SERVER), "api", release=release))


@pytest.mark.parametrize("release", VALIDATED, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_every_payload_satisfies_the_servers_validators(kind: str, flow: Flow, release: Release) -> None:
    for registration in (application(kind, flow), full(kind, flow)):
        assert complaints(sent(registration, release)) == []


ODD_TEXTS = (
    *("", "   ", "x", "a b", "é", "*", "-", "0", "null", "all", "a=b", "a = b", "a:b", "x" * 2000, "a\nb", "common"),
    *("openid", "openid email", "openid  offline_access", "OPENID email", "email profile", "openid offline_access x"),
    *("none", "login", "consent", "select_account", "id_token", "code", "token"),
    *("urn:acme:openmetadata", "urn:", "https://", "https://acme.example", "http://acme.example", "ftp://acme.example"),
    *("https://acme.example/", "https://acme.example//", "https://acme.example/a?b=c", "https://acme.example/#a"),
    *("https://acme.example/authorize", "https://acme.example/oauth2/v2.0/authorize", "https://acme.example/token"),
    *("https://acme.example/realms/acme/protocol/openid-connect/auth", "https://acme.example/oauth2/default"),
    *("https://acme.example/.well-known/openid-configuration", "https://me:x@acme.example", "acme.example", "-acme"),
    *("acme-admin.okta.com", "acme.okta.com/", "9188040d-6c67-4c5b-b112-36a304b66dad", "eu-central-1_AbC", "us_x"),
    *("dc=acme", "cn=a,dc=acme", "cn=a,dc=acme = Admin", "ldap://ldap.acme.example", "fd00::5", "/etc/x.jks"),
)
ODD = {
    FieldType.BOOLEAN: (True, False, "yes", ""),
    FieldType.INTEGER: (
        *("", "-1", "0", "1", "59", "389", "636", "3600", "65536", "2147483647", "2147483648", "1e3"),
        7,
    ),
    FieldType.LIST: (*ODD_TEXTS, [], ["a", "a"], ["email", "https://acme.example/claims/email"], ",,"),
    FieldType.LINES: (*ODD_TEXTS, [], ["a = b", "a = c"], [f"{name} = x" for name in "abcdef"]),
}


def odd_values(field: Field) -> tuple[object, ...]:
    return field.choices if field.type is FieldType.CHOICE else ODD.get(field.type, ODD_TEXTS)


def odd_settings(kind: str, flow: Flow) -> Iterator[dict[str, Any]]:
    """Each field's every odd value, beside the least and beside the most that else is said."""
    for field in get_kind(kind).fields[flow]:
        for value in odd_values(field):
            yield {field.name: value}
            yield {**FULL_SETTINGS.get((kind, flow), {}), field.name: value}


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_settings_that_the_servers_validators_would_refuse_are_refused_before(kind: str, flow: Flow) -> None:
    taken = 0
    for settings in odd_settings(kind, flow):
        try:
            registration = application(kind, flow, **settings)
        except InvalidSettings:
            continue
        taken += 1
        assert complaints(sent(registration)) == [], settings
    assert taken


KEY_PAIR = {"sp_certificate": SP_CERTIFICATE}
KEY_STORE = {"key_store_path": "/etc/openmetadata/saml.jks", "key_store_alias": "openmetadata"}


def test_saml_with_any_switches_and_keys_is_taken_or_refused_before() -> None:
    switches = [field.name for field in get_kind("saml").fields[Flow.NONE] if field.type is FieldType.BOOLEAN]
    for on in itertools.chain.from_iterable(itertools.combinations(switches, count) for count in range(4)):
        switched: dict[str, Any] = dict.fromkeys(on, True)
        for keys in ({}, KEY_PAIR, KEY_STORE, KEY_PAIR | KEY_STORE):
            try:
                registration = application("saml", Flow.NONE, **switched, **keys)
            except InvalidSettings:
                continue
            assert complaints(sent(registration)) == [], (on, keys)


def test_saml_that_decrypts_with_a_key_store_alone_is_taken() -> None:
    document = sent(application("saml", Flow.NONE, want_assertions_encrypted=True, **KEY_STORE))
    saml = document["authenticationConfiguration"]["samlConfiguration"]
    assert (saml["security"]["keyStoreAlias"], "spPrivateKey" in saml["sp"]) == ("openmetadata", False)
    assert complaints(document) == []


@pytest.mark.parametrize("release", VALIDATED, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_every_payload_has_the_blocks_of_its_provider_only(kind: str, flow: Flow, release: Release) -> None:
    """An empty block of another provider is refused (issue 28619)."""
    document = payload(kind, flow, release)
    assert set(document) == {"authenticationConfiguration", "authorizerConfiguration"}
    blocks = {name for name in document["authenticationConfiguration"] if name.endswith("Configuration")}
    own = {"saml": {"samlConfiguration"}, "ldap": {"ldapConfiguration"}}
    assert blocks == own.get(kind, {"oidcConfiguration"} if flow is Flow.CODE else set())
    known = json.loads(fact(f"schemas/{release}/authenticationConfiguration.json"))["properties"]
    assert set(document["authenticationConfiguration"]) <= set(known)


@pytest.mark.parametrize(
    ("kind", "path", "value", "complaint"),
    [
        (
            "azure",
            "authenticationConfiguration.authority",
            "https://login.microsoftonline.com/common/oauth2",
            "authority",
        ),
        ("azure", "authenticationConfiguration.oidcConfiguration.scope", "openid", "offline_access"),
        ("google", "authenticationConfiguration.clientId", "abc", "clientId"),
        ("google", "authenticationConfiguration.oidcConfiguration.prompt", "login", "prompt"),
        ("okta", "authenticationConfiguration.authority", "https://acme.okta.com", "not the org server"),
        ("auth0", "authenticationConfiguration.providerName", "", "providerName"),
        ("aws-cognito", "authenticationConfiguration.publicKeyUrls", ["https://x.example"], "keys of Cognito only"),
        ("keycloak", "authenticationConfiguration.jwtPrincipalClaimsMapping", ["email:email"], "mapping of both"),
        (
            "custom-oidc",
            "authenticationConfiguration.authority",
            "https://x.example/realms/acme/protocol/openid-connect/auth",
            "authority is no endpoint",
        ),
        ("saml", "authenticationConfiguration.samlConfiguration.sp.acs", "https://x.example/acs", "sp.acs"),
        ("saml", "authenticationConfiguration.samlConfiguration.sp.entityId", "urn:acme:om", "sp.entityId"),
        ("saml", "authenticationConfiguration.samlConfiguration.security.signSpMetadata", True, "key pair"),
        ("ldap", "authenticationConfiguration.ldapConfiguration.port", 0, "port"),
        ("ldap", "authorizerConfiguration.adminPrincipals", ["ada@acme.example"], "adminPrincipals are names"),
    ],
)
def test_stand_in_refuses_what_is_wrong(kind: str, path: str, value: object, complaint: str) -> None:
    flow = Flow.NONE if kind in {"saml", "ldap"} else Flow.CODE
    document = payload(kind, flow)
    *parents, last = path.split(".")
    node = document
    for key in parents:
        node = node[key]
    node[last] = value
    assert complaint in complaints(document)
