"""Keys that the chart doesn't have: what was meant, and where it belongs."""

import json
from typing import Any

import pytest

from sso_providers.catalogue import RELEASES, Release
from sso_providers.openmetadata.importers.helm.keys import CHILDREN, KEYS, Chart
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Kind
from tests.openmetadata import facts

from .helm_reading import CONFIG, SWITCH, authentication, block, imported, oidc, only, stated, told

OIDC_BLOCK, LDAP_BLOCK = "authentication.oidcConfiguration", "authentication.ldapConfiguration"
STORE, TRUST = f"{LDAP_BLOCK}.trustStoreConfig", "customTrustManagerConfig"
CHARTS = [release for release in RELEASES.values() if release.chart]


@pytest.mark.parametrize("release", CHARTS, ids=str)
def test_keys_are_those_of_the_charts_schema(release: Release):
    chart = Chart(release.chart)
    schema = json.loads(facts.fact(f"chart-values/{release}/values.schema.json"))
    config = schema["properties"]["openmetadata"]["properties"]["config"]["properties"]
    named = {path for name in CHILDREN[""] for path in paths(config[name], name)}
    assert {path for path in KEYS if not chart.lacks(path)} == named


def paths(schema: dict[str, Any], path: str) -> set[str]:
    inner = schema.get("properties", {})
    if "secretRef" in inner:
        return {path}
    return {path, *(each for name, child in inner.items() for each in paths(child, f"{path}.{name}"))}


@pytest.mark.parametrize("release", CHARTS, ids=str)
def test_read_of_the_charts_own_values_is_no_trouble(release: Release):
    values = facts.fact(f"chart-values/{release}/values.yaml")
    found = imported(values, line=str(release))
    assert told(found) == told(imported(values)) == []
    assert found.surroundings.variables[SWITCH] == "false"


@pytest.mark.parametrize(
    ("text", "kind", "name", "setting", "fix"),
    [
        ("clientid: abc", Kind.MISSPELT, "clientid", "clientId", "abc"),
        ("providr: azure", Kind.MISSPELT, "providr", "provider", "azure"),
        ("publicKeyUrls: [https://a]", Kind.MISSPELT, "publicKeyUrls", "publicKeyUrls", ("https://a",)),
        ("AUTHENTICATION_AUTHORITY: https://q", Kind.MISPLACED, "AUTHENTICATION_AUTHORITY", "authority", "https://q"),
        ("discoveryUri: https://q", Kind.MISPLACED, "discoveryUri", "oidcConfiguration.discoveryUri", "https://q"),
        ("userBaseDN: dc=acme", Kind.MISPLACED, "userBaseDN", "ldapConfiguration.userBaseDN", "dc=acme"),
        ("providerName: Acme", Kind.UNKNOWN, "providerName", "providerName", None),
        ("foo: bar", Kind.UNKNOWN, "foo", "", None),
        ("ldapConfiguration:\n  enabled: true", Kind.UNKNOWN, "ldapConfiguration.enabled", "", None),
        ("saml:\n  enabled: true", Kind.UNKNOWN, "saml.enabled", "", None),
    ],
)
def test_read_of_an_unknown_key_names_what_was_meant(text: str, kind: Kind, name: str, setting: str, fix: object):
    trouble = only(imported(authentication(text)))
    assert (trouble.kind, trouble.name) == (kind, f"{CONFIG}.authentication.{name}")
    assert (trouble.setting, trouble.fix) == (f"{AUTHENTICATION}.{setting}" if setting else "", fix)


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("prompt", "prompt"),
        ("type", "type"),
        ("discoveryUrl", "discoveryUri"),
        ("promtType", "prompt"),
        ("scopes", "scope"),
    ],
)
def test_read_of_the_servers_own_or_a_slips_name_in_the_oidc_block_is_misspelt(key: str, meant: str):
    trouble = only(imported(oidc(f"{key}: x")))
    assert (trouble.kind, trouble.setting, trouble.fix) == (Kind.MISSPELT, f"{OIDC}.{meant}", "x")


def test_read_of_the_authorizers_key_below_authentication_is_misplaced():
    trouble = only(imported(authentication("initialAdmins: [jane]")))
    assert (trouble.kind, trouble.setting) == (Kind.MISPLACED, f"{AUTHORIZER}.adminPrincipals")
    assert trouble.fix == ("jane",)


def test_read_of_bot_principals_is_obsolete():
    trouble = only(imported(block(f"{CONFIG}.authorizer", "botPrincipals: [ingestion-bot]")))
    assert (trouble.kind, trouble.name) == (Kind.OBSOLETE, f"{CONFIG}.authorizer.botPrincipals")


def test_read_of_a_key_with_dots_is_misplaced():
    found = imported(authentication("oidcConfiguration.enabled: true\noidcConfiguration.scope: openid"))
    assert told(found) == [
        (Kind.MISPLACED, f"{CONFIG}.authentication.oidcConfiguration.enabled"),
        (Kind.MISPLACED, f"{CONFIG}.authentication.oidcConfiguration.scope"),
    ]
    assert found.troubles[1].setting == f"{OIDC}.scope"
    assert SWITCH not in found.surroundings.variables


@pytest.mark.parametrize(
    ("name", "text", "kind", "right"),
    [
        ("oidcConfiguration", "scope: x", Kind.MISPLACED, f"{OIDC_BLOCK}.scope"),
        ("samlConfiguration", "sp: {acs: x}", Kind.MISPLACED, "authentication.saml.sp.acs"),
        ("authentication.samlConfiguration", "sp: {acs: x}", Kind.MISSPELT, "authentication.saml.sp.acs"),
        ("authentication.ldap", "host: x", Kind.MISSPELT, f"{LDAP_BLOCK}.host"),
        ("authentication.authorizer", "principalDomain: x", Kind.MISPLACED, "authorizer.principalDomain"),
        ("authenticationConfiguration", "authority: x", Kind.MISSPELT, "authentication.authority"),
        (f"{LDAP_BLOCK}.{TRUST}", "trustStoreFilePath: x", Kind.MISPLACED, f"{STORE}.{TRUST}.trustStoreFilePath"),
    ],
)
def test_read_of_a_block_at_the_wrong_place_says_so_once_and_reads_it(name: str, text: str, kind: Kind, right: str):
    found = imported(block(f"{CONFIG}.{name}", text))
    assert told(found) == [(kind, f"{CONFIG}.{name}")]
    assert stated(found) == {f"{CONFIG}.{right}": "x"}


def test_read_of_a_misplaced_block_does_not_win_over_the_right_one():
    wrong, right = "enabled: false\nscope: a", "enabled: true\nscope: b"
    found = imported(block(CONFIG, block("oidcConfiguration", wrong) + block(OIDC_BLOCK, right)))
    assert stated(found) == {f"{CONFIG}.authentication.oidcConfiguration.scope": "b"}
    assert found.surroundings.variables[SWITCH] == "true"


def test_read_of_a_block_that_is_an_alias_of_itself_ends():
    found = imported("authentication: &a\n  provider: azure\n  authorizer: *a\n  className: x\n")
    assert (Kind.MISPLACED, f"{CONFIG}.authentication.authorizer") in told(found)


@pytest.mark.parametrize("key", ["logLevel", "clusterName", "elasticsearch", "database", "smtpConfig", "somethingNew"])
def test_read_of_what_is_not_about_signing_in_is_no_trouble(key: str):
    assert told(imported(block(CONFIG, f"{key}:\n  host: x\nauthentication:\n  provider: azure"))) == []


@pytest.mark.parametrize(
    ("helm", "line", "is_known"),
    [
        ("authentication.clientType", "1.2", False),
        ("authentication.clientType", "1.3", True),
        ("authentication.jwtPrincipalClaimsMapping", "1.3", False),
        ("authentication.ldapConfiguration.groupBaseDN", "1.2", False),
        ("authentication.oidcConfiguration.maxAge", "1.5", False),
        ("authentication.oidcConfiguration.sessionExpiry", "1.7", False),
        ("authentication.oidcConfiguration.sessionExpiry", "1.8", True),
    ],
)
def test_read_of_a_key_that_is_younger_than_the_chart_says_since_when_it_is_known(helm: str, line: str, is_known: bool):
    parent, _, name = helm.rpartition(".")
    found = imported(block(f"{CONFIG}.{parent}", f'{name}: "3600"' if "List" not in name else f"{name}: []"), line=line)
    unknown = [each for each in told(found) if each[0] is Kind.UNKNOWN]
    assert (not unknown) == is_known


def test_read_goes_by_the_charts_own_version_where_the_file_tells():
    values = "chart: openmetadata\nversion: {}\nvalues:\n" + indented(oidc('sessionExpiry: "3600"'))
    assert told(imported(values.format("1.8.1")))[0][0] is Kind.UNKNOWN
    assert told(imported(values.format("1.8.4"))) == []


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


def test_read_of_an_old_key_is_no_trouble_where_the_chart_had_it():
    text = block(f"{CONFIG}.authentication.saml.security", "wantNameIdEncrypted: false")
    assert told(imported(text, line="1.3")) == []
    assert only(imported(text, line="1.9")).kind is Kind.OBSOLETE


def test_every_setting_of_the_chart_has_one_key():
    assert {key.setting.path for key in KEYS.values() if key.setting} == {
        path for path, setting in SETTINGS.items() if setting.helm
    }
    assert f"{LDAP}.host" in SETTINGS
