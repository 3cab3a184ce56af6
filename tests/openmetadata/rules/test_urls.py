"""Addresses as people write them, placeholders, and what holds for all rules on addresses together."""

from dataclasses import replace

import pytest

from sso_providers.catalogue import Flow, Release, Secret, Value
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.homes import home_of
from sso_providers.openmetadata.rules.stated_addresses import AUTHORITY, CALLBACK, DISCOVERY, KEYS
from sso_providers.openmetadata.rules.urls import parse, shown, tidy
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, SAML, SETTINGS, ValueType
from sso_providers.openmetadata.subject import Subject, Surroundings
from tests.openmetadata import cases, test_samples

from .addressed import (
    AZURE,
    KEYCLOAK,
    OWN_KEYS,
    REALM,
    REALM_KEYS,
    RULES,
    WELL_KNOWN,
    errors,
    findings,
    found,
    subject,
)

TARGETS = ("docker", "bare-metal", "kubernetes", "api", "ingestion")
URL = "https://id.acme.test/realms/acme"
PASSWORD = "hunter2-canary"
AWKWARD = (
    *cases.AWKWARD,
    "http://[",
    "https://[::1",
    "http://a:b:c",
    "https://x:99999999",
    "//",
    "http://",
    "\x00",
    "*",
)


@pytest.mark.parametrize(
    "pasted",
    [
        f" {URL} ",
        f'"{URL}"',
        f"'{URL}'",
        f"{{{URL}}}",
        f"[{URL}]",
        f"<{URL}>",
        f"{URL},",
        f'{URL}""',
        f"OIDC_DISCOVERY_URI={URL}",
        f"authority: {URL}",
        "http://https://id.acme.test/realms/acme",
        "https://https://https://id.acme.test/realms/acme",
        "https:/id.acme.test/realms/acme",
        "https:id.acme.test/realms/acme",
        "https//id.acme.test/realms/acme",
        "id.acme.test/realms/acme",
    ],
)
def test_address_is_found_in_what_is_pasted(pasted: str) -> None:
    assert tidy(pasted) == URL


@pytest.mark.parametrize(
    "text", [URL, "http://localhost:8585", "https://https.acme.test/x", "Client ID", "", "a b", "/x"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize("text", AWKWARD)
def test_parsing_never_raises(text: str) -> None:
    address = parse(text)

    assert address.text == text
    assert isinstance(home_of(address, "okta").url, str)
    assert isinstance(address.is_public(), bool)


def test_what_is_shown_has_neither_credentials_nor_a_query() -> None:
    assert shown(f"https://user:{PASSWORD}@id.acme.test/x?key={PASSWORD}") == "'https://…@id.acme.test/x'"
    assert len(shown("x" * 10_000)) < 130


@pytest.mark.parametrize(
    ("host", "is_local", "is_inside", "is_public"),
    [
        ("localhost", True, False, False),
        ("om.localhost", True, False, False),
        ("127.0.0.53", True, False, False),
        ("[::1]", True, False, False),
        ("0.0.0.0", True, False, False),  # noqa: S104
        ("keycloak", False, True, False),
        ("a.b.svc", False, True, False),
        ("a.b.svc.acme.test", False, True, False),
        ("host.docker.internal", False, True, False),
        ("10.0.0.1", False, False, False),
        ("id.corp.local", False, False, True),
        ("service", False, True, False),
        ("service.acme.test", False, False, True),
    ],
)
def test_hosts_tell_who_can_resolve_them(host: str, is_local: bool, is_inside: bool, is_public: bool) -> None:
    address = parse(f"http://{host}:8080/x")

    assert (address.is_local, address.is_inside(), address.is_public()) == (is_local, is_inside, is_public)


@pytest.mark.parametrize(
    "text",
    [
        "https://login.microsoftonline.com/{tenant}",
        "https://login.microsoftonline.com/<tenant-id>",
        "https://{Domain}/.well-known/openid-configuration",
        "{TenantID}",
        "<your domain>",
        "https://<your-domain>/auth",
    ],
)
def test_gaps_are_an_error_and_nothing_else_is_said_of_them(text: str) -> None:
    for path in (AUTHORITY, DISCOVERY):
        assert errors(subject(KEYCLOAK, {path: text})) == {"placeholder-left"}


@pytest.mark.parametrize(
    "text",
    [
        "https://your-domain.okta.com",
        "https://your.auth0.domain/",
        "https://yourdomain.test",
        "https://REPLACE_WITH_HOST/realms/acme",
        "https://replaceme.test",
        "https://xxx.okta.com",
        "https://xxxxxxxx/realms/acme",
        "...",
        "Your Auth0 Domain",
    ],
)
def test_words_of_a_template_are_a_warning(text: str) -> None:
    assert findings(subject(KEYCLOAK, {AUTHORITY: text})) == {"placeholder-left": Level.WARNING}


@pytest.mark.parametrize(
    "text",
    [
        "https://todo.acme.test/realms/acme",
        "https://yourself.test/realms/acme",
        "https://savour.test/realms/acme",
        "https://id.acme.test/realms/xx",
        "https://maxxx.test/realms/acme",
    ],
)
def test_words_that_only_look_like_a_template_are_none(text: str) -> None:
    assert "placeholder-left" not in findings(subject(KEYCLOAK, {AUTHORITY: text}))


def test_gap_in_a_list_is_an_error() -> None:
    keys = ("https://login.microsoftonline.com/{tenant}/discovery/v2.0/keys", OWN_KEYS)

    assert errors(subject(AZURE, {KEYS: keys})) == {"placeholder-left"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{AUTHORIZER}.principalDomain", "<your-domain>"),
        (f"{AUTHORIZER}.adminPrincipals", ("admin", "{user}")),
        (f"{SAML}.idp.idpX509Certificate", "<certificate>"),
        (f"{LDAP}.userBaseDN", "ou=people,dc={company},dc=com"),
    ],
)
def test_every_setting_is_looked_through_for_gaps(path: str, value: Value) -> None:
    assert errors(subject({path: value})) == {"placeholder-left"}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (f"{LDAP}.authRolesMapping", '{"cn=a,dc=acme": ["Admin"]}'),
        (f"{SAML}.idp.idpX509Certificate", "MIIxxx/xxxx+your-"),
        (f"{AUTHENTICATION}.providerName", "Your Acme"),
        (AUTHORITY, "https://${HOST}/realms/acme"),
        (AUTHORITY, "https://{{ .Values.host }}/realms/acme"),
        (f"{AUTHORIZER}.principalDomain", "open-metadata.org"),
    ],
)
def test_text_with_signs_of_its_own_is_not_reported(path: str, value: Value) -> None:
    assert findings(subject({path: value})) == {}


def test_secret_left_as_a_placeholder_is_an_error_and_not_shown() -> None:
    path = f"{LDAP}.dnAdminPassword"

    for text in ("<password>", "{bind-password}", "your-password", "REPLACE_ME"):
        (said,) = found("placeholder-secret", subject({path: Secret(text)}))
        assert text not in said.message
    for text in ("correct{horse}battery", "a<b>c", "yours-truly-1f9a"[1:], ""):
        assert found("placeholder-secret", subject({path: Secret(text)})) == []


def test_domain_of_the_documentation_is_a_hint() -> None:
    examined = subject({CALLBACK: "https://om.example.com/callback"})

    assert findings(examined) == {"documentation-domain": Level.HINT}
    assert findings(subject({CALLBACK: "https://om.acme.example/callback"})) == {}


@pytest.mark.parametrize(("kind", "flow"), cases.COMBINATIONS)
@pytest.mark.parametrize("is_whole", [True, False])
def test_own_configurations_have_neither_error_nor_warning(kind: str, flow: Flow, is_whole: bool) -> None:
    for application in (cases.application(kind, flow), cases.full(kind, flow)):
        config = assemble(application, cases.SERVER)
        for release in cases.LINES:
            for target in TARGETS:
                examined = Subject(config=config, target=target, release=release, is_whole=is_whole)
                said = findings(examined)
                assert set(said.values()) <= {Level.HINT}, (release, target, said)
                assert said.keys() <= {"cognito-own-keys-refused", "issuers-differ"}


@pytest.mark.parametrize("name", test_samples.SAMPLES)
@pytest.mark.parametrize("hosts", [frozenset(), frozenset({"mock-oidc-provider"})])
def test_openmetadatas_test_settings_have_neither_error_nor_warning(name: str, hosts: frozenset[str]) -> None:
    config = assemble(test_samples.SAMPLES[name], test_samples.LOCAL)
    examined = Subject(config=config, target="docker", release=Release("2.0"), surroundings=Surroundings(hosts=hosts))

    assert findings(replace(examined, config=without_own_keys_address(config))) == {}


def without_own_keys_address(config: SecurityConfig) -> SecurityConfig:
    """With the sample's list, whose own keys are where the server finds itself."""
    keys = ("http://mock-oidc-provider:9090/jwks", "http://localhost:8585/api/v1/system/config/jwks")
    return cases.with_values(config, {KEYS: keys})


BROKEN: tuple[dict[str, Value], ...] = (
    {AUTHORITY: f"{REALM}/protocol/openid-connect/auth", CALLBACK: "http://localhost:8585/callback"},
    {KEYS: ("http://localhost:8080/realms/acme/protocol/openid-connect/certs",), DISCOVERY: REALM},
    {KEYS: (REALM + WELL_KNOWN,), AUTHORITY: f"http://{URL}"},
    {KEYS: (f"{REALM_KEYS},http://om.acme.test/api/v1/config/jwks",)},
    {CALLBACK: "https://om.acme.test/auth/callback", AUTHORITY: "http://keycloak:8080/realms/acme"},
    {DISCOVERY: f"OIDC_DISCOVERY_URI=http://id.acme.test/realms/acme{WELL_KNOWN}", KEYS: ()},
    {AUTHORITY: f"{{{REALM}}}", CALLBACK: "om.acme.test"},
)


@pytest.mark.parametrize("broken", BROKEN)
def test_all_fixes_together_give_the_right_configuration(broken: dict[str, Value]) -> None:
    examined = subject(KEYCLOAK, broken)
    assert errors(examined)

    fixes = {each.setting: each.fix for rule in RULES for each in found(rule, examined) if each.level is not Level.HINT}

    assert {**KEYCLOAK, **broken, **fixes} == KEYCLOAK


def texts() -> list[str]:
    return [path for path, setting in SETTINGS.items() if setting.type is ValueType.TEXT and not setting.secret]


@pytest.mark.parametrize("text", [*AWKWARD, "{" * 900, URL + "/" * 900, "http://" * 130, "x" * 100_000])
def test_rules_never_raise(text: str) -> None:
    everywhere: dict[str, Value] = dict.fromkeys(texts(), text)

    for provider in ("okta", "azure", "saml", text):
        values = {**everywhere, KEYS: (text, text), f"{AUTHENTICATION}.provider": provider}
        findings(subject(values))


def test_no_message_shows_credentials() -> None:
    address = f"https://user:{PASSWORD}@localhost:8585//x?secret={PASSWORD}"
    everywhere: dict[str, Value] = dict.fromkeys(texts(), address)
    examined = subject({**everywhere, KEYS: (address,), f"{AUTHENTICATION}.provider": "okta"})

    said = [each.message for rule in RULES for each in found(rule, examined)]

    assert said
    assert not [message for message in said if PASSWORD in message]


def test_rules_have_ids_of_their_own_and_read_known_settings() -> None:
    for name, rule in RULES.items():
        assert rule.id == name
        assert set(rule.reads) <= SETTINGS.keys()
        assert rule.reason.endswith(".")
