"""authority and discoveryUri, and the tenant, realm or user pool that they name."""

import pytest

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.stated_addresses import (
    AUTHORITY,
    CLIENT_TYPE,
    DISCOVERY,
    KEYS,
    PROVIDER,
    TENANT,
)

from .addressed import (
    AZURE,
    ENTRA,
    GUID,
    KEYCLOAK,
    NOT_STATED,
    OKTA,
    OTHER_GUID,
    OWN_KEYS,
    POOL,
    REALM,
    REALM_KEYS,
    WELL_KNOWN,
    errors,
    findings,
    fix,
    found,
    settings,
    subject,
)

Values = dict[str, Value | Secret]


def of(provider: str, issuer: str, keys: str, document: str = "") -> Values:
    own: Values = {PROVIDER: provider, AUTHORITY: issuer, DISCOVERY: document or issuer + WELL_KNOWN}
    return {**KEYCLOAK, **own, KEYS: (keys, OWN_KEYS)}


GOOGLE = of("google", "https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs")
OKTA_SERVER = of("okta", OKTA, f"{OKTA}/v1/keys")
OKTA_ITSELF = of("okta", "https://acme.okta.com", "https://acme.okta.com/oauth2/v1/keys")
AUTH0 = of("auth0", "https://acme.eu.auth0.com", "https://acme.eu.auth0.com/.well-known/jwks.json")
COGNITO = of("aws-cognito", POOL, f"{POOL}/.well-known/jwks.json")
KEYCLOAK_16 = of(
    "custom-oidc",
    "https://id.acme.test/auth/realms/acme",
    "https://id.acme.test/auth/realms/acme/protocol/openid-connect/certs",
)
REALM_CALLED_AUTH = of(
    "custom-oidc",
    "https://id.acme.test/realms/auth",
    "https://id.acme.test/realms/auth/protocol/openid-connect/certs",
)
ONE_LOGIN = of("custom-oidc", "https://acme.onelogin.com/oidc/2", "https://acme.onelogin.com/oidc/2/certs")
BELOW_AUTH = of("custom-oidc", "https://acme.test/auth", "https://acme.test/auth/jwks")
CUSTOMERS = "https://acme.b2clogin.com/acme.onmicrosoft.com/B2C_1_in"
B2C = of("custom-oidc", f"{CUSTOMERS}/v2.0", f"{CUSTOMERS}/discovery/v2.0/keys")
RIGHT = {
    "Keycloak": KEYCLOAK,
    "Keycloak 16": KEYCLOAK_16,
    "a realm called auth": REALM_CALLED_AUTH,
    "Entra": AZURE,
    "Entra's tenant by its domain": {
        **AZURE,
        AUTHORITY: "https://login.microsoftonline.com/acme.onmicrosoft.com",
    },
    "Google": GOOGLE,
    "Okta": OKTA_SERVER,
    "Okta's own server": OKTA_ITSELF,
    "Okta at an own domain": of("okta", "https://fd.acme.test", "https://fd.acme.test/oauth2/v1/keys"),
    "Auth0": AUTH0,
    "Auth0 at an own domain": of("auth0", "https://sso.acme.test", "https://sso.acme.test/.well-known/jwks.json"),
    "Cognito": COGNITO,
    "OneLogin": ONE_LOGIN,
    "B2C as a custom provider": B2C,
    "an issuer below /auth": BELOW_AUTH,
    "Google as a custom provider": {**GOOGLE, PROVIDER: "custom-oidc"},
    "Okta as a custom provider": {**OKTA_SERVER, PROVIDER: "custom-oidc"},
}


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("client", ["confidential", "public"])
def test_right_issuers_are_not_reported(name: str, client: str) -> None:
    assert findings(subject(RIGHT[name], {CLIENT_TYPE: client})) == {}


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (KEYCLOAK, f"{REALM}/protocol/openid-connect/auth"),
        (KEYCLOAK, f"{REALM}/protocol/openid-connect/token"),
        (KEYCLOAK, f"{REALM}/protocol/openid-connect"),
        (KEYCLOAK, f"{REALM}/protocol/openid-connect/certs"),
        (KEYCLOAK_16, "https://id.acme.test/auth/realms/acme/protocol/openid-connect/auth"),
        (AZURE, f"{ENTRA}/oauth2/v2.0/authorize"),
        (AZURE, f"{ENTRA}/oauth2/authorize"),
        (AZURE, f"{ENTRA}/oauth2/v2.0/token"),
        (AZURE, f"{ENTRA}/saml2"),
        (OKTA_SERVER, f"{OKTA}/v1/authorize"),
        (OKTA_SERVER, f"{OKTA}/v1/token"),
        (OKTA_ITSELF, "https://acme.okta.com/oauth2/v1/authorize"),
        (AUTH0, "https://acme.eu.auth0.com/authorize"),
        (AUTH0, "https://acme.eu.auth0.com/oauth/token"),
        (COGNITO, f"{POOL}/oauth2/authorize"),
        (COGNITO, f"{POOL}/login"),
        (GOOGLE, "https://accounts.google.com/o/oauth2/v2/auth"),
        (GOOGLE, "https://accounts.google.com/o/oauth2/auth"),
        (ONE_LOGIN, "https://acme.onelogin.com/oidc/2/auth"),
    ],
)
def test_endpoint_in_place_of_an_issuer_is_corrected(values: Values, wrong: str) -> None:
    for path in (AUTHORITY, DISCOVERY):
        examined = subject(values, {path: wrong})

        assert errors(examined) == {"issuer-is-endpoint"}
        assert settings("issuer-is-endpoint", examined) == [path]
        assert fix("issuer-is-endpoint", examined) == values[path]


@pytest.mark.parametrize("values", [KEYCLOAK, KEYCLOAK_16, AZURE, OKTA_SERVER, AUTH0, COGNITO, ONE_LOGIN, BELOW_AUTH])
def test_document_in_place_of_an_issuer_is_corrected(values: Values) -> None:
    examined = subject(values, {AUTHORITY: values[DISCOVERY]})

    assert errors(examined) == {"authority-is-document"}
    assert fix("authority-is-document", examined) == values[AUTHORITY]


@pytest.mark.parametrize("values", [KEYCLOAK, KEYCLOAK_16, AZURE, OKTA_SERVER, OKTA_ITSELF, AUTH0, COGNITO, ONE_LOGIN])
@pytest.mark.parametrize("ending", ["", "/", "/.well-known/openid-config", "/.well-known"])
def test_issuer_in_place_of_a_document_is_corrected(values: Values, ending: str) -> None:
    examined = subject(values, {DISCOVERY: f"{values[AUTHORITY]}{ending}"})

    assert errors(examined) == {"discovery-without-well-known"}
    assert fix("discovery-without-well-known", examined) == values[DISCOVERY]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [(f"{REALM}#", REALM), (f"{REALM}#/users", REALM), ("https://id.acme.test/admin/master/console/#/acme", None)],
)
def test_page_of_a_browser_in_place_of_an_issuer_is_found(wrong: str, right: str | None) -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: wrong, DISCOVERY: NOT_STATED})

    assert errors(examined) == {"issuer-with-fragment"}
    assert fix("issuer-with-fragment", examined) == right


def test_document_with_a_query_is_right() -> None:
    document = f"https://acme.b2clogin.com/acme.onmicrosoft.com/v2.0{WELL_KNOWN}?p=B2C_1_in"

    assert errors(subject(B2C, {DISCOVERY: document})) == set()


@pytest.mark.parametrize(
    "wrong", ["https://www.google.com", "https://oauth2.googleapis.com", "http://accounts.google.com"]
)
def test_google_has_one_authority(wrong: str) -> None:
    examined = subject(GOOGLE, {AUTHORITY: wrong})

    assert "google-issuer" in errors(examined)
    assert fix("google-issuer", examined) == "https://accounts.google.com"


def test_googles_trailing_slash_is_a_warning() -> None:
    examined = subject(GOOGLE, {AUTHORITY: "https://accounts.google.com/"})

    assert findings(examined) == {"google-issuer": Level.WARNING}


@pytest.mark.parametrize(
    ("values", "level"), [(AUTH0, Level.WARNING), (OKTA_SERVER, Level.WARNING), (KEYCLOAK, Level.HINT)]
)
def test_trailing_slash_of_an_authority_is_taken_off(values: Values, level: Level) -> None:
    examined = subject(values, {AUTHORITY: f"{values[AUTHORITY]}/"})

    assert findings(examined) == {"authority-trailing-slash": level}
    assert fix("authority-trailing-slash", examined) == values[AUTHORITY]


def test_trailing_slash_is_a_hint_where_no_validator_looks() -> None:
    examined = subject(AUTH0, {AUTHORITY: f"{AUTH0[AUTHORITY]}/"}, release="1.9")

    assert findings(examined) == {"authority-trailing-slash": Level.HINT}


def test_issuer_of_an_unknown_provider_may_end_in_a_slash() -> None:
    """Authentik's does, and the issuer in its tokens has it, too."""
    issuer = "https://id.acme.test/application/o/catalog/"
    changes: Values = {
        AUTHORITY: issuer,
        DISCOVERY: issuer + WELL_KNOWN.removeprefix("/"),
        KEYS: (f"{issuer}jwks/", OWN_KEYS),
    }

    assert findings(subject(KEYCLOAK, changes)) == {}


def test_oktas_admin_host_is_corrected_in_both_places() -> None:
    admin = OKTA.replace("acme.", "acme-admin.")
    examined = subject(OKTA_SERVER, {AUTHORITY: admin, DISCOVERY: admin + WELL_KNOWN})

    assert errors(examined) == {"okta-admin-host"}
    assert [each.fix for each in found("okta-admin-host", examined)] == [OKTA, OKTA + WELL_KNOWN]


def test_cognitos_sign_in_pages_are_no_issuer() -> None:
    examined = subject(COGNITO, {AUTHORITY: "https://acme.auth.eu-central-1.amazoncognito.com"})

    assert errors(examined) == {"cognito-pages-host"}
    assert fix("cognito-pages-host", examined) == POOL


@pytest.mark.parametrize("chosen", ["okta", "auth0", "aws-cognito", "azure", "google"])
def test_provider_is_compared_with_its_addresses(chosen: str) -> None:
    public = subject(KEYCLOAK, {PROVIDER: chosen, CLIENT_TYPE: "public"})

    assert errors(public)
    if chosen != "google":
        assert fix("issuer-of-another-provider", public) == "custom-oidc"


def test_other_providers_addresses_work_in_the_code_flow() -> None:
    examined = subject(KEYCLOAK, {PROVIDER: "okta"})

    assert findings(examined)["issuer-of-another-provider"] is Level.WARNING


def test_authority_left_at_the_charts_default_is_corrected() -> None:
    examined = subject(OKTA_SERVER, {AUTHORITY: "https://accounts.google.com"})

    assert settings("issuer-of-another-provider", examined) == [AUTHORITY]
    assert fix("issuer-of-another-provider", examined) == OKTA


@pytest.mark.parametrize(
    ("changes", "level"),
    [
        ({DISCOVERY: f"https://id.other.test{WELL_KNOWN}", AUTHORITY: "https://id.acme.test"}, Level.WARNING),
        ({DISCOVERY: f"https://id.internal.acme.test{WELL_KNOWN}", AUTHORITY: "https://id.acme.test"}, Level.HINT),
        ({DISCOVERY: f"http://keycloak:8080/realms/acme{WELL_KNOWN}"}, None),
    ],
)
def test_issuers_of_two_hosts_are_reported_unless_one_is_inside(changes: Values, level: Level | None) -> None:
    assert findings(subject(KEYCLOAK, changes)).get("issuers-differ") is level


def test_oktas_two_servers_are_a_warning() -> None:
    examined = subject(OKTA_SERVER, {DISCOVERY: f"https://acme.okta.com{WELL_KNOWN}"})

    assert findings(examined) == {"issuers-differ": Level.WARNING}


def test_keycloak_below_auth_in_one_place_alone_is_a_warning() -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: "https://id.acme.test/auth/realms/acme"})

    assert findings(examined) == {"keycloak-prefix": Level.WARNING}


@pytest.mark.parametrize("values", [AZURE, OKTA_SERVER, AUTH0, COGNITO, ONE_LOGIN])
def test_known_provider_by_http_is_corrected(values: Values) -> None:
    examined = subject(values, {DISCOVERY: str(values[DISCOVERY]).replace("https", "http")})

    assert errors(examined) == {"issuer-http"}
    assert fix("issuer-http", examined) == values[DISCOVERY]


def test_own_provider_by_http_is_a_warning_and_an_error_beside_https() -> None:
    plain: Values = {path: str(KEYCLOAK[path]).replace("https", "http") for path in (AUTHORITY, DISCOVERY)}
    keys: Values = {KEYS: (REALM_KEYS.replace("https", "http"), OWN_KEYS)}

    assert findings(subject(KEYCLOAK, {**plain, **keys})) == {"issuer-http": Level.WARNING}
    assert fix("issuer-http", subject(KEYCLOAK, {AUTHORITY: plain[AUTHORITY]})) == REALM


@pytest.mark.parametrize(
    ("values", "path", "wrong"),
    [
        (AZURE, AUTHORITY, "https://login.microsoftonline.com"),
        (AZURE, AUTHORITY, "https://login.microsoftonline.com/v2.0"),
        (COGNITO, AUTHORITY, "https://cognito-idp.eu-central-1.amazonaws.com"),
        (COGNITO, DISCOVERY, f"https://cognito-idp.eu-central-1.amazonaws.com{WELL_KNOWN}"),
        (KEYCLOAK, AUTHORITY, "https://id.acme.test/realms"),
        (KEYCLOAK, AUTHORITY, "https://id.acme.test/realms/protocol/openid-connect"),
        (KEYCLOAK, AUTHORITY, "https://id.acme.test/realms//protocol/openid-connect/auth"),
        (KEYCLOAK, DISCOVERY, f"https://id.acme.test/realms/{WELL_KNOWN}"),
    ],
)
def test_missing_tenant_is_filled_in_from_the_other_addresses(values: Values, path: str, wrong: str) -> None:
    examined = subject(values, {path: wrong})

    assert "issuer-without-tenant" in errors(examined) or "address-double-slash" in errors(examined)
    fixes = {each.fix for rule in errors(examined) for each in found(rule, examined)}
    assert fixes == {values[path]}


@pytest.mark.parametrize("wrong", ["https://id.acme.test", "https://id.acme.test/", "https://id.acme.test/auth"])
def test_keycloak_as_a_whole_gets_the_realm_that_another_address_names(wrong: str) -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: wrong, DISCOVERY: NOT_STATED})

    assert "issuer-without-tenant" in errors(examined)
    assert fix("issuer-without-tenant", examined) == REALM


def test_root_of_another_host_than_keycloaks_is_no_keycloak() -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: "https://login.acme.test", DISCOVERY: NOT_STATED})

    assert "issuer-without-tenant" not in findings(examined)


def test_entras_document_without_a_tenant_is_ignored_where_the_tenant_is_set() -> None:
    document = f"https://login.microsoftonline.com{WELL_KNOWN}"

    assert findings(subject(AZURE, {DISCOVERY: document})) == {"issuer-without-tenant": Level.WARNING}
    assert errors(subject(AZURE, {DISCOVERY: document, TENANT: NOT_STATED})) == {"issuer-without-tenant"}


def test_two_tenants_are_an_error_and_the_set_one_counts() -> None:
    other = ENTRA.replace(GUID, OTHER_GUID)
    examined = subject(AZURE, {AUTHORITY: other})

    assert errors(examined) == {"tenants-differ"}
    assert fix("tenants-differ", examined) == ENTRA
    assert fix("tenants-differ", subject(AZURE, {DISCOVERY: f"{other}/v2.0{WELL_KNOWN}"})) == AZURE[DISCOVERY]


def test_two_realms_are_an_error() -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: "https://id.acme.test/realms/master"})

    assert errors(examined) == {"tenants-differ"}
    assert fix("tenants-differ", examined) is None


@pytest.mark.parametrize(
    ("path", "value"), [(DISCOVERY, ENTRA + WELL_KNOWN), (AUTHORITY, f"{ENTRA}/v2.0"), (AUTHORITY, f"{ENTRA}/v2.0/")]
)
def test_entras_versions_are_a_warning(path: str, value: str) -> None:
    examined = subject(AZURE, {path: value})

    assert findings(examined)["azure-version"] is Level.WARNING
    assert errors(examined) == set()
    assert fix("azure-version", examined) == AZURE[path]


@pytest.mark.parametrize("host", ["sts.windows.net", "login.windows.net"])
def test_entras_old_hosts_are_a_warning(host: str) -> None:
    examined = subject(AZURE, {AUTHORITY: f"https://{host}/{GUID}"})

    assert findings(examined) == {"azure-old-host": Level.WARNING}
    assert fix("azure-old-host", examined) == ENTRA


def test_tenant_for_customers_is_not_for_entras_client() -> None:
    examined = subject(B2C, {PROVIDER: "azure"})

    assert findings(examined)["azure-customers"] is Level.WARNING
    assert errors(examined) == set()


@pytest.mark.parametrize("provider", ["saml", "ldap", "basic"])
def test_other_protocols_have_no_issuer(provider: str) -> None:
    values: Values = {PROVIDER: provider, AUTHORITY: "https://om.acme.test/login", DISCOVERY: "nothing"}

    assert findings(subject(values)) == {}
