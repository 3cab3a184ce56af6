import base64

import pytest

from sso_providers.catalogue import Flow, Release, Secret, Value
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.findings import Found, Level
from sso_providers.openmetadata.rules import saml
from sso_providers.openmetadata.settings import AUTHENTICATION, SAML
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.openmetadata.cases import SERVER, full

from .asking import Values, ask, level_of, subject

OM = "https://catalog.acme.example"
PROVIDER = f"{AUTHENTICATION}.provider"
SP, IDP, SECURITY = f"{SAML}.sp", f"{SAML}.idp", f"{SAML}.security"
RIGHT: dict[str, Value | Secret] = {
    PROVIDER: "saml",
    f"{SP}.entityId": f"{OM}/api/v1/saml/metadata",
    f"{SP}.acs": f"{OM}/api/v1/saml/acs",
    f"{SP}.callback": f"{OM}/saml/callback",
}
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
OTHER_TENANT = "11111111-2222-3333-4444-555555555555"


def found(rule: str, values: Values, **more: object) -> list[Found]:
    return ask(saml.RULES, rule, subject(values, **more))  # type: ignore[arg-type]


def only(rule: str, values: Values, **more: object) -> tuple[str, object, Level]:
    (each,) = found(rule, values, **more)
    return each.setting, each.fix, level_of(saml.RULES, rule, each)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({PROVIDER: "basic", f"{IDP}.entityId": "urn:idp"}, Level.ERROR),
        ({PROVIDER: "okta", f"{IDP}.ssoLoginUrl": "https://acme.okta.com/sso/saml"}, Level.ERROR),
        ({PROVIDER: "okta", f"{IDP}.entityId": "urn:idp", f"{AUTHENTICATION}.clientId": "0oa1"}, Level.WARNING),
        ({f"{IDP}.idpX509Certificate": "MIIC"}, Level.WARNING),
    ],
)
def test_saml_settings_with_another_provider_are_told_at_the_provider(values: Values, level: Level) -> None:
    assert only("saml-not-the-provider", values) == (PROVIDER, "saml", level)


@pytest.mark.parametrize(
    "values",
    [
        {PROVIDER: "saml", f"{IDP}.entityId": "urn:idp"},
        # As the chart has them for everybody.
        {PROVIDER: "google", f"{IDP}.entityId": "", f"{SP}.acs": "http://openmetadata:8585/api/v1/saml/acs"},
        {PROVIDER: "SAML", f"{IDP}.entityId": "urn:idp"},
    ],
)
def test_saml_settings_that_are_read_or_untouched_are_no_matter(values: Values) -> None:
    assert found("saml-not-the-provider", values) == []


@pytest.mark.parametrize("callback_url", ["", f"{OM}/callback"])
def test_entity_id_that_is_the_acs_gets_the_metadata_address(callback_url: str) -> None:
    values = {**RIGHT, f"{SP}.entityId": f"{OM}/api/v1/saml/acs", f"{AUTHENTICATION}.callbackUrl": callback_url}
    expected = (f"{SP}.entityId", f"{OM}/api/v1/saml/metadata", Level.WARNING)
    assert only("saml-entity-id-is-acs", values) == expected


@pytest.mark.parametrize("entity_id", [f"{OM}/api/v1/saml/metadata", f"{OM}/openmetadata", "urn:acme:openmetadata"])
def test_entity_id_of_its_own_is_right(entity_id: str) -> None:
    values = {**RIGHT, f"{SP}.entityId": entity_id}
    assert found("saml-entity-id-is-acs", values) == found("saml-hosts-differ", values) == []


def test_entity_id_of_both_parties_is_an_error() -> None:
    values = {**RIGHT, f"{SP}.entityId": "https://idp.acme.example", f"{IDP}.entityId": "https://idp.acme.example"}
    assert only("saml-entity-id-of-provider", values) == (
        f"{SP}.entityId",
        f"{OM}/api/v1/saml/metadata",
        Level.ERROR,
    )
    assert found("saml-entity-id-of-provider", RIGHT) == []


@pytest.mark.parametrize("path", ["/saml/callback", "/api/v1/saml/metadata", "/saml/acs", ""])
def test_acs_that_nothing_answers_is_an_error(path: str) -> None:
    values = {**RIGHT, f"{SP}.acs": OM + path}
    assert only("saml-acs-path", values) == (f"{SP}.acs", f"{OM}/api/v1/saml/acs", Level.ERROR)


@pytest.mark.parametrize("path", ["/api/v1/saml/acs", "/callback", "/base/api/v1/saml/acs"])
def test_acs_that_is_answered_is_right(path: str) -> None:
    assert found("saml-acs-path", {**RIGHT, f"{SP}.acs": OM + path}) == []


def test_acs_that_is_no_address_is_an_error() -> None:
    values = {**RIGHT, f"{SP}.acs": "/api/v1/saml/acs"}
    assert only("saml-own-address-malformed", values) == (f"{SP}.acs", f"{OM}/api/v1/saml/acs", Level.ERROR)
    assert found("saml-own-address-malformed", {**RIGHT, f"{SP}.acs": "https://{your-host}/api/v1/saml/acs"}) == []
    assert found("saml-own-address-malformed", RIGHT) == []


@pytest.mark.parametrize(
    ("path", "level"), [("/api/v1/saml/callback", Level.ERROR), ("/signin", Level.WARNING), ("", Level.WARNING)]
)
def test_callback_that_is_no_page_gets_the_page(path: str, level: Level) -> None:
    values = {**RIGHT, f"{SP}.callback": OM + path}
    assert only("saml-callback-path", values) == (f"{SP}.callback", f"{OM}/saml/callback", level)


@pytest.mark.parametrize("path", ["/saml/callback", "/auth/callback", "/callback", "/base/saml/callback"])
def test_callback_that_is_a_page_is_right(path: str) -> None:
    assert found("saml-callback-path", {**RIGHT, f"{SP}.callback": OM + path}) == []


def test_addresses_on_several_hosts_get_the_common_one() -> None:
    values = {
        **RIGHT,
        f"{SP}.callback": "https://old.acme.example/saml/callback",
        f"{AUTHENTICATION}.callbackUrl": f"{OM}/callback",
    }
    assert only("saml-hosts-differ", values) == (f"{SP}.callback", f"{OM}/saml/callback", Level.WARNING)
    assert found("saml-hosts-differ", RIGHT) == []


def test_http_beside_https_gets_https() -> None:
    values = {**RIGHT, f"{SP}.acs": "http://catalog.acme.example/api/v1/saml/acs"}
    assert only("saml-plain-http", values) == (f"{SP}.acs", f"{OM}/api/v1/saml/acs", Level.WARNING)
    local = {path: str(value).replace(OM, "http://localhost:8585") for path, value in RIGHT.items()}
    assert found("saml-plain-http", local) == found("saml-plain-http", RIGHT) == []


def test_sign_in_address_of_the_provider_belongs_elsewhere_up_to_1_11() -> None:
    values = {**RIGHT, f"{IDP}.authorityUrl": "https://idp.acme.example/sso"}
    expected = (f"{IDP}.authorityUrl", f"{OM}/api/v1/saml/login", Level.WARNING)
    assert only("saml-login-address", values, release="1.11") == expected
    assert found("saml-login-address", values, release="1.12") == []
    assert found("saml-login-address", {**RIGHT, f"{IDP}.authorityUrl": f"{OM}/api/v1/saml/login"}) == []


@pytest.mark.parametrize(
    ("login", "fix"),
    [
        ("https://acme.okta.com/app/exk1/sso/saml/metadata", "https://acme.okta.com/app/exk1/sso/saml"),
        ("https://id.acme.example/realms/x/protocol/saml/descriptor", "https://id.acme.example/realms/x/protocol/saml"),
        (f"https://login.microsoftonline.com/{TENANT}/federationmetadata/2007-06/federationmetadata.xml?appid=1", None),
        ("https://idp.acme.example/metadata", None),
    ],
)
def test_metadata_in_place_of_sign_in_is_an_error(login: str, fix: str | None) -> None:
    values = {**RIGHT, f"{IDP}.ssoLoginUrl": login}
    assert only("saml-sign-in-is-metadata", values) == (f"{IDP}.ssoLoginUrl", fix, Level.ERROR)


@pytest.mark.parametrize(
    "login",
    [
        "https://acme.okta.com/app/acme_openmetadata_1/exk1/sso/saml",
        f"https://login.microsoftonline.com/{TENANT}/saml2",
        "https://accounts.google.com/o/saml2/idp?idpid=C01",
        "https://portal.sso.us-east-1.amazonaws.com/saml/assertion/MTIz",
        "https://adfs.acme.example/adfs/ls/",
        "https://acme.eu.auth0.com/samlp/abc",
    ],
)
def test_sign_in_addresses_of_providers_are_right(login: str) -> None:
    values = {**RIGHT, f"{IDP}.ssoLoginUrl": login}
    rules = ("saml-sign-in-is-metadata", "saml-sign-in-is-name", "saml-sign-in-malformed")
    assert [found(rule, values) for rule in rules] == [[], [], []]


def test_entity_id_and_sign_in_that_are_exchanged_get_each_other() -> None:
    name, login = f"https://sts.windows.net/{TENANT}/", f"https://login.microsoftonline.com/{TENANT}/saml2"
    values = {**RIGHT, f"{IDP}.entityId": login, f"{IDP}.ssoLoginUrl": name}
    assert only("saml-sign-in-is-name", values) == (f"{IDP}.ssoLoginUrl", login, Level.ERROR)
    assert only("saml-name-is-sign-in", values) == (f"{IDP}.entityId", name, Level.WARNING)
    right = {**RIGHT, f"{IDP}.entityId": name, f"{IDP}.ssoLoginUrl": login}
    assert found("saml-sign-in-is-name", right) == found("saml-name-is-sign-in", right) == []


@pytest.mark.parametrize(
    ("login", "name"),
    [
        (f"https://login.microsoftonline.com/{TENANT}/saml2", f"https://sts.windows.net/{TENANT}/"),
        ("https://id.acme.example/realms/x/protocol/saml", "https://id.acme.example/realms/x"),
        ("https://adfs.acme.example/adfs/ls/", "http://adfs.acme.example/adfs/services/trust"),
        ("https://acme.okta.com/app/x/exk1/sso/saml", None),
    ],
)
def test_sign_in_address_as_entity_id_gets_the_name_that_it_tells(login: str, name: str | None) -> None:
    values = {**RIGHT, f"{IDP}.entityId": login, f"{IDP}.ssoLoginUrl": login}
    assert only("saml-name-is-sign-in", values) == (f"{IDP}.entityId", name, Level.WARNING)


def test_tenants_that_differ_are_told() -> None:
    login = f"https://login.microsoftonline.com/{OTHER_TENANT}/saml2"
    values = {**RIGHT, f"{IDP}.entityId": f"https://sts.windows.net/{TENANT}/", f"{IDP}.ssoLoginUrl": login}
    assert only("saml-tenants-differ", values)[0] == f"{IDP}.entityId"
    assert found("saml-tenants-differ", {**values, f"{IDP}.ssoLoginUrl": login.replace(OTHER_TENANT, TENANT)}) == []


def test_sign_in_address_that_is_none_is_an_error() -> None:
    assert only("saml-sign-in-malformed", {**RIGHT, f"{IDP}.ssoLoginUrl": "idp.acme.example/sso"})[2] is Level.ERROR
    assert found("saml-sign-in-malformed", {**RIGHT, f"{IDP}.ssoLoginUrl": "{your login URL}"}) == []


def test_provider_that_is_stated_as_empty_is_an_error_and_an_excerpt_is_not() -> None:
    empty = {**RIGHT, f"{IDP}.entityId": "", f"{IDP}.ssoLoginUrl": ""}
    settings = [each.setting for each in found("saml-provider-empty", empty)]
    assert settings == [f"{IDP}.entityId", f"{IDP}.ssoLoginUrl"]
    assert found("saml-provider-empty", RIGHT) == []
    assert found("saml-provider-empty", {**empty, PROVIDER: "okta"}) == []


@pytest.mark.parametrize(
    ("stated", "fix"),
    [
        ("emailAddress", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"),
        ("nameid-format:persistent", "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"),
        ("user.mail", None),
        (
            "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
            "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        ),
    ],
)
def test_name_id_format_that_names_nobody_is_told(stated: str, fix: str | None) -> None:
    assert only("saml-name-id-format", {**RIGHT, f"{IDP}.nameId": stated}) == (f"{IDP}.nameId", fix, Level.WARNING)


@pytest.mark.parametrize("version", ["1.1", "2.0"])
def test_name_id_format_of_mail_addresses_is_right(version: str) -> None:
    value = f"urn:oasis:names:tc:SAML:{version}:nameid-format:emailAddress"
    assert found("saml-name-id-format", {**RIGHT, f"{IDP}.nameId": value}) == []


def pem(text: str, line_end: str = "\n") -> str:
    return line_end.join(["-----BEGIN CERTIFICATE-----", text, "-----END CERTIFICATE-----"])


@pytest.mark.parametrize(
    ("text", "level", "fix"),
    [
        ("/etc/openmetadata/idp.pem", Level.ERROR, None),
        ("idp-certificate.crt", Level.ERROR, None),
        ("C:\\certs\\idp.cer", Level.ERROR, None),
        ("https://idp.acme.example/certificate", Level.ERROR, None),
        (":".join(["AB"] * 20), Level.ERROR, None),
        (pem(IDP_CERTIFICATE, "\\n"), Level.ERROR, IDP_CERTIFICATE),
        (pem(IDP_CERTIFICATE) + "\n" + pem(SP_CERTIFICATE), Level.ERROR, None),
        ("-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----", Level.ERROR, None),
        ("MIIDdummy", Level.WARNING, None),
    ],
)
def test_certificate_that_is_something_else_is_told(text: str, level: Level, fix: str | None) -> None:
    values = {**RIGHT, f"{IDP}.idpX509Certificate": text}
    assert only("saml-certificate", values) == (f"{IDP}.idpX509Certificate", fix, level)


@pytest.mark.parametrize("text", [IDP_CERTIFICATE, pem(IDP_CERTIFICATE), pem(IDP_CERTIFICATE, " "), ""])
def test_certificate_in_every_form_that_java_reads_is_right(text: str) -> None:
    assert found("saml-certificate", {**RIGHT, f"{IDP}.idpX509Certificate": text}) == []


def test_certificate_of_both_parties_is_an_error() -> None:
    values = {
        **RIGHT,
        f"{IDP}.idpX509Certificate": IDP_CERTIFICATE,
        f"{SP}.spX509Certificate": pem(IDP_CERTIFICATE),
    }
    assert only("saml-certificates-equal", values)[0] == f"{SP}.spX509Certificate"
    assert found("saml-certificates-equal", {**values, f"{SP}.spX509Certificate": SP_CERTIFICATE}) == []


STORE = {f"{SECURITY}.keyStoreFilePath": "/x.jks", f"{SECURITY}.keyStoreAlias": "om"}
PASSWORD: dict[str, Value | Secret] = {f"{SECURITY}.keyStorePassword": Secret("secret")}
PAIR: dict[str, Value | Secret] = {
    f"{SP}.spX509Certificate": SP_CERTIFICATE,
    f"{SP}.spPrivateKey": Secret(SP_PRIVATE_KEY),
}


@pytest.mark.parametrize("flag", ["sendSignedAuthRequest", "wantAssertionEncrypted"])
def test_flag_that_needs_keys_is_told_by_what_is_known_of_them(flag: str) -> None:
    signed: Values = {**RIGHT, f"{SECURITY}.{flag}": True}
    assert only("saml-keys-missing", signed) == (f"{SECURITY}.{flag}", None, Level.WARNING)
    assert only("saml-keys-missing", {**signed, f"{SP}.spX509Certificate": ""})[2] is Level.ERROR
    assert only("saml-keys-missing", signed, is_whole=True)[2] is Level.ERROR
    assert found("saml-keys-missing", {**signed, **PAIR}) == []
    assert found("saml-keys-missing", {**signed, **STORE, **PASSWORD}) == []
    assert found("saml-keys-missing", {**RIGHT, f"{SECURITY}.{flag}": False}) == []


def test_certificate_in_a_secret_of_kubernetes_is_taken_to_be_there() -> None:
    signed: Values = {**RIGHT, f"{SECURITY}.sendSignedAuthRequest": True, f"{SP}.spPrivateKey": Secret("")}
    assert found("saml-keys-missing", signed, target="kubernetes") == []
    assert len(found("saml-keys-missing", signed, target="docker")) == 1


def test_key_store_needs_all_of_its_three() -> None:
    encrypted: Values = {**RIGHT, f"{SECURITY}.wantAssertionEncrypted": True}
    assert only("saml-key-store-incomplete", {**encrypted, **STORE})[0] == f"{SECURITY}.keyStorePassword"
    assert found("saml-key-store-incomplete", {**encrypted, **STORE, **PASSWORD}) == []
    assert found("saml-key-store-incomplete", encrypted) == []


def test_key_store_that_the_chart_drops_is_told_for_kubernetes() -> None:
    values: Values = {**RIGHT, **STORE, **PASSWORD, f"{SECURITY}.sendSignedAuthRequest": True}
    assert only("saml-key-store-lost", values, target="kubernetes")[0] == f"{SECURITY}.keyStoreFilePath"
    assert found("saml-key-store-lost", values, target="docker") == []
    decrypting = {**values, f"{SECURITY}.wantAssertionEncrypted": True}
    assert found("saml-key-store-lost", decrypting, target="kubernetes") == []


def test_signed_metadata_needs_keys_that_are_loaded() -> None:
    values: Values = {**RIGHT, f"{SECURITY}.signSpMetadata": True}
    assert only("saml-metadata-unsigned", values)[0] == f"{SECURITY}.signSpMetadata"
    assert found("saml-metadata-unsigned", {**values, f"{SECURITY}.sendSignedAuthRequest": True}) == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (pem(SP_CERTIFICATE), Level.ERROR),
        ("/etc/openmetadata/sp.key", Level.ERROR),
        ("-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----", Level.WARNING),
        (base64.b64encode(b"no key at all").decode(), Level.WARNING),
    ],
)
def test_private_key_that_is_something_else_is_told_without_it(text: str, level: Level) -> None:
    (each,) = found("saml-private-key", {**RIGHT, f"{SP}.spPrivateKey": Secret(text)})
    assert level_of(saml.RULES, "saml-private-key", each) is level
    assert text not in each.message


@pytest.mark.parametrize("text", [SP_PRIVATE_KEY, ""])
def test_private_key_that_is_one_or_withheld_is_right(text: str) -> None:
    assert found("saml-private-key", {**RIGHT, f"{SP}.spPrivateKey": Secret(text)}) == []


def test_private_key_of_another_certificate_is_an_error() -> None:
    values = {**RIGHT, **PAIR, f"{SP}.spX509Certificate": IDP_CERTIFICATE}
    assert only("saml-key-of-other-certificate", values)[2] is Level.ERROR
    assert found("saml-key-of-other-certificate", {**RIGHT, **PAIR}) == []


def test_block_that_another_provider_does_not_read_is_left_alone() -> None:
    wrong: Values = {
        PROVIDER: "google",
        f"{SP}.acs": "nonsense",
        f"{SP}.callback": f"{OM}/api/x",
        f"{IDP}.nameId": "mail",
        f"{SECURITY}.signSpMetadata": True,
        f"{SP}.spPrivateKey": Secret("nonsense"),
    }
    assert [each for rule in saml.RULES for each in rule.check(subject(wrong))] == []


@pytest.mark.parametrize("release", ["1.7", "1.11", "2.0"])
def test_assembled_saml_gives_nothing_at_all(release: str) -> None:
    config = assemble(full("saml", Flow.NONE), SERVER)
    about = subject(config.values, release=release, is_whole=True)
    assert [each.message for rule in saml.RULES if rule.concerns(about) for each in rule.check(about)] == []
    assert about.release == Release(release)


@pytest.mark.parametrize(("target", "expected"), [("docker", 1), ("bare-metal", 1), ("kubernetes", 0)])
def test_empty_certificate_of_the_provider_is_told_where_no_secret_holds_it(target: str, expected: int) -> None:
    about = subject({PROVIDER: "saml", f"{IDP}.idpX509Certificate": ""}, target=target)

    assert len(ask(saml.RULES, "saml-certificate-empty", about)) == expected


def test_entity_id_that_is_the_acs_of_localhost_has_a_fix() -> None:
    acs = "http://localhost:8585/api/v1/saml/acs"
    (found,) = ask(saml.RULES, "saml-entity-id-is-acs", subject({PROVIDER: "saml", f"{SP}.entityId": acs}))

    assert found.fix == "http://localhost:8585/api/v1/saml/metadata"
