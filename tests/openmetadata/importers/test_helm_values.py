"""What the chart does with a value on its way to the server, and what Helm refuses."""

import json
from typing import Any

import pytest

from sso_providers.catalogue import RELEASES, Release
from sso_providers.openmetadata.importers.helm.keys import CHILDREN, KEYS
from sso_providers.openmetadata.importers.helm.values import fits
from sso_providers.openmetadata.importers.tree import Scalar, resolved
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC
from sso_providers.openmetadata.subject import Kind
from tests.openmetadata import facts

from .helm_reading import CONFIG, SWITCH, authentication, block, imported, oidc, only, stated, told

CHARTS = [release for release in RELEASES.values() if release.chart]
SAMPLES: dict[str, Scalar] = {"string": "x", "boolean": True, "integer": 3}


@pytest.mark.parametrize("release", CHARTS, ids=str)
def test_fits_takes_what_the_charts_schema_takes(release: Release):
    schema = json.loads(facts.fact(f"chart-values/{release}/values.schema.json"))
    config = schema["properties"]["openmetadata"]["properties"]["config"]["properties"]
    for path, wanted in (pair for name in CHILDREN[""] for pair in types(config[name], name)):
        setting = KEYS[path].setting if path in KEYS else None
        if setting is None or setting.secret_ref or "array" in wanted:
            continue
        taken = {name for name, sample in SAMPLES.items() if fits(setting, sample)}
        assert taken == wanted - {"null"}, path


def types(schema: dict[str, Any], path: str) -> list[tuple[str, set[str]]]:
    inner = schema.get("properties", {})
    if not inner:
        kind = schema["type"]
        return [(path, {kind} if isinstance(kind, str) else set(kind))]
    return [each for name, child in inner.items() for each in types(child, f"{path}.{name}")]


@pytest.mark.parametrize(
    ("text", "setting", "value"),
    [
        ('clientId: "0123"', "clientId", "0123"),
        ("clientId: it's", "clientId", "it's"),
        ("clientId: 'a: b # c'", "clientId", "a: b # c"),
        ('clientId: ""', "clientId", ""),
        ("authority: $${X}", "authority", "${X}"),
        ("authority: ${X:-https://id}", "authority", "https://id"),
        ("enableSelfSignup: no", "enableSelfSignup", False),
        ("publicKeys: [https://a, 'b c']", "publicKeyUrls", ("https://a", "b c")),
        ("publicKeys:", "publicKeyUrls", ()),
        ("jwtPrincipalClaimsMapping: []", "jwtPrincipalClaimsMapping", ()),
        ("oidcConfiguration: {useNonce: false}", "oidcConfiguration.useNonce", "false"),
        ("oidcConfiguration: {tokenValidity: '7200'}", "oidcConfiguration.tokenValidity", 7200),
        ("oidcConfiguration: {customParams: '{a: b}'}", "oidcConfiguration.customParams", '{"a": "b"}'),
        ("oidcConfiguration: {customParams: null}", "oidcConfiguration.customParams", "{}"),
        ("ldapConfiguration: {port: 636}", "ldapConfiguration.port", 636),
        ("ldapConfiguration: {host: ldap.acme.example}", "ldapConfiguration.host", "ldap.acme.example"),
    ],
)
def test_read_gives_what_the_server_gets(text: str, setting: str, value: object):
    found = imported(authentication(text))
    assert found.config.values == {f"{AUTHENTICATION}.{setting}": value}
    assert told(found) == []


@pytest.mark.parametrize(
    ("text", "setting", "fix"),
    [
        ("clientId: 0123", "clientId", "0123"),
        ("clientId: true", "clientId", "true"),
        ('enableSelfSignup: "false"', "enableSelfSignup", False),
        ("publicKeys: https://a", "publicKeyUrls", ("https://a",)),
        ("jwtPrincipalClaimsMapping: [username: sub]", "jwtPrincipalClaimsMapping", ("username:sub",)),
        ("jwtPrincipalClaims: [email, 1]", "jwtPrincipalClaims", ("email", "1")),
        ("oidcConfiguration:\n  tokenValidity: 3600", "oidcConfiguration.tokenValidity", 3600),
        ("oidcConfiguration:\n  maxAge: 0", "oidcConfiguration.maxAge", "0"),
        ('oidcConfiguration:\n  useNonce: "true"', "oidcConfiguration.useNonce", "true"),
        ("oidcConfiguration:\n  customParams:\n    a: b", "oidcConfiguration.customParams", '{"a": "b"}'),
        ('ldapConfiguration:\n  port: "636"', "ldapConfiguration.port", 636),
        ("saml:\n  security:\n    tokenValidity: '3600'", "samlConfiguration.security.tokenValidity", 3600),
    ],
)
def test_read_of_a_type_that_helm_refuses_says_so_and_keeps_what_was_meant(text: str, setting: str, fix: object):
    found = imported(authentication(text))
    trouble = only(found)
    path = f"{AUTHENTICATION}.{setting}"
    assert (trouble.kind, trouble.setting, trouble.fix) == (Kind.WRONG_TYPE, path, fix)
    assert found.config.values[path] == fix
    assert found.places[path].line == trouble.line


@pytest.mark.parametrize("text", ["authority: {a: b}", "authority: [a]", "publicKeys: {a: b}", "ldapConfiguration: x"])
def test_read_of_a_shape_that_cannot_be_meant_states_nothing(text: str):
    found = imported(authentication(text))
    assert only(found).kind is Kind.WRONG_TYPE
    assert found.config.values == {}


def test_read_of_a_block_that_is_nothing_is_no_trouble():
    assert told(imported(authentication("oidcConfiguration:\nprovider: azure"))) == []


def test_read_of_a_null_says_that_the_default_is_lost():
    assert only(imported(oidc("promptType:"))).kind is Kind.EMPTY


def test_read_of_a_variable_that_the_values_set_is_resolved():
    text = authentication("authority: https://${HOST}/x") + "extraEnvs:\n- name: HOST\n  value: id.acme.example\n"
    assert stated(imported(text)) == {f"{CONFIG}.authentication.authority": "https://id.acme.example/x"}


def test_read_of_a_variable_that_nothing_sets_says_so():
    found = imported(authentication("clientId: ${CLIENT}"))
    assert (only(found).kind, only(found).setting) == (Kind.UNRESOLVED, f"{AUTHENTICATION}.clientId")
    assert found.config.values == {}


def test_read_of_a_trust_store_that_the_chart_cannot_render_says_so():
    found = imported(block(f"{CONFIG}.authentication.ldapConfiguration", "truststoreConfigType: HostName"))
    assert only(found).setting == f"{LDAP}.truststoreConfigType"
    assert "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE" in only(found).message


@pytest.mark.parametrize(("text", "value"), [("true", "true"), ("false", "false"), ("yes", "true"), ('"true"', "true")])
def test_read_tells_whether_a_block_is_switched_on(text: str, value: str):
    found = imported(oidc(f"enabled: {text}"))
    assert found.surroundings.variables == {SWITCH: value}
    assert (found.surroundings.places[SWITCH].name, found.surroundings.places[SWITCH].line) == (SWITCH, 5)
    assert bool(found.troubles) == text.startswith('"')


def test_read_states_what_a_switched_off_block_holds():
    found = imported(oidc("enabled: false\nscope: openid"))
    assert found.config.values == {f"{OIDC}.scope": "openid"}


def test_read_without_a_switch_says_nothing_of_it():
    assert imported(oidc("scope: openid")).surroundings.variables == {}


def test_read_tells_the_authorizers_switch_too():
    found = imported(block(f"{CONFIG}.authorizer", "enabled: false\nprincipalDomain: acme.example"))
    assert found.surroundings.variables == {f"{CONFIG}.authorizer.enabled": "false"}
    assert found.config.values == {f"{AUTHORIZER}.principalDomain": "acme.example"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("nULL", "nULL"),
        ("y", True),
        ("Yes", True),
        ("ON", True),
        ("n", False),
        ("off", False),
        ("tRue", "tRue"),
        ("12", 12),
        ("-3", -3),
        ("1_000", 1000),
        ("010", 8),
        ("0o10", 8),
        ("0x1F", 31),
        ("0b11", 3),
        ("08", 8.0),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.10", 1.1),
        ("1.2.3", "1.2.3"),
        ("2024-01-01", "2024-01-01"),
        ("12:30", "12:30"),
        ("0x", "0x"),
        ("-", "-"),
        ("_1", "_1"),
    ],
)
def test_resolved_types_plain_scalars_as_helm_does(text: str, value: object):
    found = resolved(text)
    assert found == value and type(found) is type(value)
