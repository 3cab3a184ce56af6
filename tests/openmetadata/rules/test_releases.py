import pytest

from sso_providers.catalogue import Value
from sso_providers.openmetadata.findings import REMOVE, Found, Level
from sso_providers.openmetadata.rules import releases
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SAML
from sso_providers.openmetadata.subject import Place, Surroundings

from .asking import ask, level_of, subject

PROVIDER, CLIENT_TYPE = f"{AUTHENTICATION}.provider", f"{AUTHENTICATION}.clientType"
EXPIRY = f"{AUTHENTICATION}.sessionExpiry"
TRUST = f"{LDAP}.truststoreConfigType"
MAPPING = f"{LDAP}.authRolesMapping"


def found(rule: str, values: dict[str, Value], **more: object) -> list[Found]:
    return ask(releases.RULES, rule, subject(values, **more))  # type: ignore[arg-type]


def only(rule: str, values: dict[str, Value], **more: object) -> tuple[str, object, Level]:
    (each,) = found(rule, values, **more)
    return each.setting, each.fix, level_of(releases.RULES, rule, each)


@pytest.mark.parametrize(
    ("target", "fix", "level"),
    [
        ("bare-metal", REMOVE, Level.ERROR),
        ("api", REMOVE, Level.ERROR),
        ("docker", None, Level.WARNING),
        ("kubernetes", None, Level.WARNING),
    ],
)
def test_setting_of_a_later_line_stops_a_file_and_is_ignored_as_variable(
    target: str, fix: object, level: Level
) -> None:
    assert only("setting-too-young", {EXPIRY: 7200}, target=target, release="1.13") == (EXPIRY, fix, level)
    assert found("setting-too-young", {EXPIRY: 7200}, target=target, release="2.0") == []


def test_setting_of_a_later_line_at_its_default_matters_in_a_file_only() -> None:
    assert found("setting-too-young", {EXPIRY: 604800}, release="1.13") == []
    assert len(found("setting-too-young", {EXPIRY: 604800}, release="1.13", target="bare-metal")) == 1


def test_setting_of_a_later_line_in_our_rows_is_a_hint() -> None:
    assert only("setting-too-young", {EXPIRY: 7200}, release="1.9", target="bare-metal", is_whole=True)[2] is Level.HINT


def test_setting_of_the_first_known_line_exists_before_it() -> None:
    assert found("setting-too-young", {PROVIDER: "okta", f"{OIDC}.prompt": "login"}, release="0.13") == []


def test_setting_of_a_later_patch_is_a_hint_in_its_line_only() -> None:
    cookie = f"{AUTHENTICATION}.forceSecureSessionCookie"
    assert only("setting-needs-patch", {cookie: True}, release="1.10")[2] is Level.HINT
    assert found("setting-needs-patch", {cookie: True}, release="1.11") == []
    assert found("setting-needs-patch", {cookie: False}, release="1.10") == []


def test_setting_that_is_no_longer_read_is_a_hint() -> None:
    values: dict[str, Value] = {f"{SAML}.idp.authorityUrl": "https://om.acme.example/api/v1/saml/login"}
    assert only("setting-no-longer-read", values, release="1.12")[2] is Level.HINT
    assert found("setting-no-longer-read", values, release="1.11") == []
    assert found("setting-no-longer-read", values, release="2.0", is_whole=True) == []


@pytest.mark.parametrize(
    ("value", "fix"), [("customTrustStore", "CustomTrustStore"), ("JVM_DEFAULT", "JVMDefault"), ("whatever", None)]
)
def test_word_that_is_none_gets_the_nearest(value: str, fix: str | None) -> None:
    assert only("value-not-a-choice", {TRUST: value}) == (TRUST, fix, Level.ERROR)


def test_word_in_a_block_that_the_chart_does_not_pass_is_a_warning() -> None:
    values: dict[str, Value] = {TRUST: "none", PROVIDER: "google"}
    assert only("value-not-a-choice", values, target="kubernetes")[2] is Level.WARNING
    assert only("value-not-a-choice", {**values, PROVIDER: "ldap"}, target="kubernetes")[2] is Level.ERROR


@pytest.mark.parametrize("value", ["TrustAll", "HostName", "${TRUST}"])
def test_word_that_is_one_or_is_not_filled_in_is_right(value: str) -> None:
    assert found("value-not-a-choice", {TRUST: value}) == []


def test_variables_that_compose_does_not_pass_are_one_hint() -> None:
    values: dict[str, Value] = {PROVIDER: "ldap", f"{LDAP}.host": "dc1.acme.example", f"{LDAP}.port": 389}
    (each,) = found("variable-not-passed", values)
    assert each.setting == f"{LDAP}.host"
    assert "AUTHENTICATION_LDAP_HOST, AUTHENTICATION_LDAP_PORT:" in each.message


def test_variables_of_a_compose_file_or_of_another_target_are_passed() -> None:
    values: dict[str, Value] = {f"{LDAP}.host": "dc1.acme.example"}
    compose = Surroundings(hosts=frozenset({"openmetadata-server"}))
    assert found("variable-not-passed", values, surroundings=compose) == []
    assert found("variable-not-passed", values, target="bare-metal") == []
    assert found("variable-not-passed", {PROVIDER: "google"}) == []
    assert found("variable-not-passed", {PROVIDER: "google"}, release="0.12") == []


def chart(version: str) -> Surroundings:
    return Surroundings(chart=version, places={"chart": Place("chart version", 3)})


CODE: dict[str, Value] = {PROVIDER: "custom-oidc", CLIENT_TYPE: "confidential"}


@pytest.mark.parametrize(("line", "version", "level"), [("1.6", "", Level.WARNING), ("1.6", "1.6.3", Level.ERROR)])
def test_chart_that_breaks_the_code_flow_is_told(line: str, version: str, level: Level) -> None:
    values = only("chart-custom-params", CODE, target="kubernetes", release=line, surroundings=chart(version))
    assert values == ("chart version", ">=1.6.4", level)


@pytest.mark.parametrize(
    ("values", "line", "version"),
    [
        (CODE, "1.7", ""),
        (CODE, "1.6", "1.6.4"),
        (CODE, "1.6", "v1.10.0"),
        ({PROVIDER: "ldap"}, "1.6", "1.6.1"),
        (CODE, "1.2", ""),
    ],
)
def test_chart_that_can_do_it_or_need_not_is_right(values: dict[str, Value], line: str, version: str) -> None:
    assert found("chart-custom-params", values, target="kubernetes", release=line, surroundings=chart(version)) == []


def test_chart_of_a_public_client_is_a_warning_at_most() -> None:
    values: dict[str, Value] = {PROVIDER: "custom-oidc", CLIENT_TYPE: "public"}
    told = only("chart-custom-params", values, target="kubernetes", release="1.6", surroundings=chart("1.6.1"))
    assert told[2] is Level.WARNING


@pytest.mark.parametrize(("version", "level"), [("", Level.WARNING), ("1.3.1", Level.ERROR)])
def test_chart_that_loses_groups_is_told(version: str, level: Level) -> None:
    values: dict[str, Value] = {PROVIDER: "ldap", MAPPING: '{"cn=x,dc=y": ["Admin"]}'}
    told = only("chart-ldap-groups", values, target="kubernetes", release="1.3", surroundings=chart(version))
    assert told == ("chart version", ">=1.3.2", level)


def test_chart_that_keeps_groups_is_right() -> None:
    values: dict[str, Value] = {PROVIDER: "ldap", MAPPING: '{"cn=x,dc=y": ["Admin"]}'}
    assert found("chart-ldap-groups", values, target="kubernetes", release="1.4") == []
    assert found("chart-ldap-groups", values, target="docker", release="1.3") == []
    assert found("chart-ldap-groups", {**values, MAPPING: ""}, target="kubernetes", release="1.3") == []


@pytest.mark.parametrize(
    ("path", "value", "release", "expected"),
    [
        (f"{AUTHORIZER}.allowedDomains", ("acme.example",), "1.5", 1),
        (f"{AUTHORIZER}.allowedDomains", ("acme.example",), "1.6", 0),
        (f"{OIDC}.id", "abc", "1.2", 1),
        (f"{LDAP}.groupBaseDN", "dc=acme", "1.2", 1),
        (f"{AUTHENTICATION}.clientType", "public", "1.2", 0),
        (f"{AUTHENTICATION}.callbackUrl", "https://om.acme.example/callback", "0.12", 0),
    ],
)
def test_setting_is_younger_than_an_old_release(path: str, value: Value, release: str, expected: int) -> None:
    assert len(found("setting-before-its-time", {path: value}, release=release, target="bare-metal")) == expected
