"""Who opens an address, and the page where a sign-in ends."""

import pytest

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.stated_addresses import (
    AUTHORITY,
    CALLBACK,
    CLIENT_TYPE,
    DISCOVERY,
    KEYS,
    OIDC_CALLBACK,
    PROVIDER,
    SAML_ACS,
    SAML_CALLBACK,
    SAML_LOGIN,
    SERVER_URL,
    TRUSTED,
)

from .addressed import (
    AZURE,
    ENTRA_KEYS,
    KEYCLOAK,
    NOT_STATED,
    OWN_KEYS,
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
LOCAL: Values = {
    CALLBACK: "http://localhost:8585/callback",
    OIDC_CALLBACK: "http://localhost:8585/callback",
    SERVER_URL: "http://localhost:8585",
}
LOCAL_OWN_KEYS = "http://localhost:8585/api/v1/system/config/jwks"
# A demonstration on one machine: the browser and the server call the provider differently.
SPLIT: Values = {
    **KEYCLOAK,
    **LOCAL,
    AUTHORITY: "http://localhost:8080/realms/acme",
    DISCOVERY: f"http://keycloak:8080/realms/acme{WELL_KNOWN}",
    KEYS: ("http://keycloak:8080/realms/acme/protocol/openid-connect/certs", LOCAL_OWN_KEYS),
}


@pytest.mark.parametrize("target", ["docker", "bare-metal"])
def test_demonstration_on_one_machine_is_not_reported(target: str) -> None:
    assert findings(subject(SPLIT, target=target, hosts=frozenset({"keycloak"}))) == {}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "0.0.0.0"])  # noqa: S104
@pytest.mark.parametrize("target", ["docker", "kubernetes"])
def test_server_in_a_container_cannot_read_from_localhost(host: str, target: str) -> None:
    local = f"http://{host}:8080/realms/acme"
    keys = subject(SPLIT, {KEYS: (f"{local}/protocol/openid-connect/certs", LOCAL_OWN_KEYS)}, target=target)
    document = subject(SPLIT, {DISCOVERY: local + WELL_KNOWN}, target=target)

    assert settings("server-reads-localhost", keys) == [KEYS]
    assert settings("server-reads-localhost", document) == [DISCOVERY]
    assert {"server-reads-localhost"} <= errors(keys) & errors(document)


def test_server_on_the_machine_itself_can_read_from_localhost() -> None:
    local = "http://localhost:8080/realms/acme"
    values = {**SPLIT, DISCOVERY: local + WELL_KNOWN, KEYS: (f"{local}/protocol/openid-connect/certs", LOCAL_OWN_KEYS)}

    assert findings(subject(values, target="bare-metal")) == {}


def test_localhost_is_replaced_where_the_provider_has_a_public_address() -> None:
    local = "http://localhost:8080/realms/acme"
    examined = subject(KEYCLOAK, {KEYS: (f"{local}/protocol/openid-connect/certs", OWN_KEYS)})

    assert fix("server-reads-localhost", examined) == KEYCLOAK[KEYS]
    assert fix("server-reads-localhost", subject(KEYCLOAK, {DISCOVERY: local + WELL_KNOWN})) == KEYCLOAK[DISCOVERY]


@pytest.mark.parametrize(
    "host", ["keycloak:8082", "keycloak.auth.svc", "keycloak.auth.svc.cluster.local", "openmetadata-server:8585"]
)
@pytest.mark.parametrize("path", [AUTHORITY, CALLBACK, OIDC_CALLBACK, SERVER_URL])
def test_browser_cannot_open_names_of_the_deployment(host: str, path: str) -> None:
    address = str(KEYCLOAK[path]).replace("https://id.acme.test", f"http://{host}")
    inside = address.replace("https://om.acme.test", f"http://{host}")
    examined = subject(KEYCLOAK, {path: inside, CLIENT_TYPE: "public"})

    assert errors(examined) == {"browser-opens-internal-name"}
    assert fix("browser-opens-internal-name", examined) == KEYCLOAK[path]


def test_authority_is_not_opened_in_the_code_flow() -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: "http://keycloak:8080/realms/acme"})

    assert findings(examined) == {"browser-opens-internal-name": Level.WARNING}


def test_names_of_the_deployment_are_known_from_the_file() -> None:
    callback = {CALLBACK: "http://om.internal:8585/callback", PROVIDER: "custom-oidc"}

    assert "browser-opens-internal-name" not in findings(subject(callback))
    assert "browser-opens-internal-name" in errors(subject(callback, hosts=frozenset({"om.internal"})))


@pytest.mark.parametrize(("host", "target"), [("host.docker.internal:8080", "docker"), ("keycloak:8080", "bare-metal")])
def test_names_that_some_browsers_know_are_a_warning(host: str, target: str) -> None:
    examined = subject({PROVIDER: "custom-oidc", AUTHORITY: f"http://{host}/realms/acme"}, target=target)

    assert findings(examined) == {"browser-opens-internal-name": Level.WARNING}


@pytest.mark.parametrize("host", ["id.corp.local", "10.1.2.3", "192.168.1.5:8080"])
def test_names_and_numbers_of_a_companys_network_are_not_reported(host: str) -> None:
    authority = f"https://{host}/realms/acme"
    values = {**KEYCLOAK, AUTHORITY: authority, DISCOVERY: authority + WELL_KNOWN}
    keys: Values = {KEYS: (f"{authority}/protocol/openid-connect/certs", OWN_KEYS)}

    assert findings(subject(values, keys)) == {}


@pytest.mark.parametrize("path", LOCAL)
def test_own_localhost_is_replaced_by_the_public_address(path: str) -> None:
    examined = subject(KEYCLOAK, {path: LOCAL[path]})

    assert errors(examined) == {"own-address-localhost"}
    assert fix("own-address-localhost", examined) == KEYCLOAK[path]


def test_own_localhost_is_replaced_by_what_the_own_keys_tell() -> None:
    examined = subject(KEYCLOAK, LOCAL)

    assert settings("own-address-localhost", examined) == [SERVER_URL, CALLBACK, OIDC_CALLBACK]
    assert [each.fix for each in found("own-address-localhost", examined)] == [
        KEYCLOAK[path] for path in (SERVER_URL, CALLBACK, OIDC_CALLBACK)
    ]


def test_provider_on_localhost_is_an_error_beside_a_public_openmetadata() -> None:
    values = {**KEYCLOAK, AUTHORITY: "http://localhost:8080/realms/acme", DISCOVERY: NOT_STATED}

    assert "issuer-localhost" in errors(subject(values, target="bare-metal"))
    assert findings(subject({**SPLIT}, target="kubernetes"))["issuer-localhost"] is Level.WARNING


def test_saml_addresses_are_opened_by_browsers() -> None:
    saml = {
        PROVIDER: "saml",
        SAML_ACS: "https://om.acme.test/api/v1/saml/acs",
        SAML_CALLBACK: "http://localhost:8585/saml/callback",
        SAML_LOGIN: "http://idp:8080/sso",
    }

    assert errors(subject(saml)) == {"own-address-localhost", "browser-opens-internal-name"}
    assert fix("own-address-localhost", subject(saml)) == "https://om.acme.test/saml/callback"
    assert findings(subject({**saml, PROVIDER: "okta"})) == {}


@pytest.mark.parametrize(
    "wrong", ["/auth/callback", "/signin", "/silent-callback", "/", "", "/callback/", "/api/v1/callback", "/Callback"]
)
@pytest.mark.parametrize("path", [CALLBACK, OIDC_CALLBACK])
def test_callback_is_the_page_of_that_name(wrong: str, path: str) -> None:
    examined = subject(KEYCLOAK, {path: f"https://om.acme.test{wrong}"})

    assert errors(examined) == {"callback-path"}
    assert fix("callback-path", examined) == "https://om.acme.test/callback"


def test_callback_is_corrected_in_both_places() -> None:
    wrong = "https://om.acme.test/auth/callback"
    examined = subject({PROVIDER: "azure", CLIENT_TYPE: "confidential", CALLBACK: wrong, OIDC_CALLBACK: wrong})

    assert [each.fix for each in found("callback-path", examined)] == ["https://om.acme.test/callback"] * 2


def test_saml_may_come_back_elsewhere() -> None:
    assert findings(subject({PROVIDER: "saml", CALLBACK: "https://om.acme.test/auth/callback"})) == {}


@pytest.mark.parametrize(
    ("server", "release", "level"),
    [
        ("https://om.acme.test/", "1.12", Level.WARNING),
        ("https://om.acme.test/", "2.0", Level.ERROR),
        ("https://om.acme.test/callback", "1.12", Level.ERROR),
        ("https://om.acme.test/api", "1.12", Level.ERROR),
    ],
)
def test_server_url_is_an_origin(server: str, release: str, level: Level) -> None:
    examined = subject(KEYCLOAK, {SERVER_URL: server}, release=release)

    assert findings(examined) == {"server-url-path": level}
    assert fix("server-url-path", examined) == "https://om.acme.test"


def test_server_url_of_another_port_is_an_error() -> None:
    examined = subject(KEYCLOAK, {SERVER_URL: "https://om.acme.test:8443"})

    assert errors(examined) == {"server-url-port"}
    assert fix("server-url-port", examined) == "https://om.acme.test"


def test_openmetadata_at_two_hosts_is_an_error() -> None:
    examined = subject(KEYCLOAK, {OIDC_CALLBACK: "https://old.acme.test/callback"})

    assert errors(examined) == {"own-hosts-differ"}
    assert fix("own-hosts-differ", examined) == "https://om.acme.test/callback"


def test_two_callbacks_are_a_warning() -> None:
    examined = subject(KEYCLOAK, {CALLBACK: "https://om.acme.test:8443/callback"})

    assert findings(examined) == {"callbacks-differ": Level.WARNING}
    assert findings(subject(KEYCLOAK, {CALLBACK: "https://om.acme.test:8443/callback", CLIENT_TYPE: "public"})) == {}


@pytest.mark.parametrize("path", [CALLBACK, OIDC_CALLBACK, SERVER_URL])
def test_http_beside_https_is_corrected(path: str) -> None:
    examined = subject(KEYCLOAK, {path: str(KEYCLOAK[path]).replace("https", "http")})

    assert errors(examined) == {"own-schemes-mixed"}
    assert fix("own-schemes-mixed", examined) == KEYCLOAK[path]


def test_http_redirect_is_refused_by_some_providers() -> None:
    plain: Values = {path: str(KEYCLOAK[path]).replace("https", "http") for path in LOCAL}
    own_keys = OWN_KEYS.replace("https", "http")

    assert findings(subject(KEYCLOAK, {**plain, KEYS: (REALM_KEYS, own_keys)})) == {"own-address-http": Level.WARNING}
    assert errors(subject(AZURE, {**plain, KEYS: (ENTRA_KEYS, own_keys)})) == {"own-address-http"}


@pytest.mark.parametrize(
    ("server", "right"),
    [
        ("https://om.acme.test:443", "https://om.acme.test"),
        ("http://om.acme.test:80", "http://om.acme.test"),
        ("https://om.acme.test:80", None),
        ("https://om.acme.test:8585", None),
    ],
)
def test_odd_ports_are_a_warning(server: str, right: str | None) -> None:
    examined = subject({PROVIDER: "custom-oidc", SERVER_URL: server})

    assert findings(examined)["own-address-port"] is Level.WARNING
    assert fix("own-address-port", examined) == right


@pytest.mark.parametrize("server", ["https://om.acme.test:8443", "http://om.acme.test:8585", "http://localhost:8585"])
def test_ports_of_ones_own_are_not_reported(server: str) -> None:
    assert "own-address-port" not in findings(subject({PROVIDER: "custom-oidc", SERVER_URL: server}))


def test_callback_with_a_query_is_a_warning_and_with_a_fragment_an_error() -> None:
    assert findings(subject(KEYCLOAK, {OIDC_CALLBACK: "https://om.acme.test/callback?x=1"}))["callback-query"] == (
        Level.WARNING
    )
    assert "callback-query" in errors(subject(KEYCLOAK, {CALLBACK: "https://om.acme.test/callback#x"}))


@pytest.mark.parametrize("base_path", ["", "/openmetadata/"])
def test_openmetadata_below_a_path_is_a_warning(base_path: str) -> None:
    below = {
        **KEYCLOAK,
        CALLBACK: "https://om.acme.test/openmetadata/callback",
        OIDC_CALLBACK: "https://om.acme.test/openmetadata/callback",
        SERVER_URL: NOT_STATED,
        KEYS: (REALM_KEYS, "https://om.acme.test/openmetadata/api/v1/system/config/jwks"),
    }

    assert findings(subject(below, base_path=base_path)) == {"callback-base-path": Level.WARNING}


def test_base_path_without_one_in_the_callback_is_a_warning() -> None:
    assert findings(subject(KEYCLOAK, base_path="/openmetadata")) == {"callback-base-path": Level.WARNING}
    assert findings(subject(KEYCLOAK, base_path="/")) == {}


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ("https://om.acme.test/*", "address-wildcard"),
        ("https://*.acme.test/callback", "address-wildcard"),
        ("https://om.acme.test/callback,https://om.acme.test/silent-callback", "address-several"),
        ("https://om.acme.test/callback https://om.acme.test/signin", "address-several"),
        ("om.acme.test/callback", "address-malformed"),
        ("'https://om.acme.test/callback'", "address-malformed"),
        ("https:/om.acme.test/callback", "address-malformed"),
        ("/callback", "address-malformed"),
        ("http://https://om.acme.test/callback", "address-scheme-twice"),
        ("https://https//om.acme.test/callback", "address-scheme-twice"),
    ],
)
def test_what_is_not_one_address_is_corrected(wrong: str, rule: str) -> None:
    examined = subject(KEYCLOAK, {CALLBACK: wrong})

    assert errors(examined) == {rule}
    assert fix(rule, examined) == "https://om.acme.test/callback"


def test_trusted_addresses_take_no_wildcard() -> None:
    assert errors(subject({TRUSTED: ("https://om.acme.test/*",)}, release="2.0")) == {"address-wildcard"}
    assert findings(subject({TRUSTED: ("https://om.acme.test/callback?x=1",)}, release="2.0")) == {}


def test_double_slash_is_an_error_for_the_provider_and_a_warning_for_openmetadata() -> None:
    examined = subject(KEYCLOAK, {AUTHORITY: "https://id.acme.test//realms/acme", SERVER_URL: "https://om.acme.test//"})

    assert [(each.setting, each.level) for each in found("address-double-slash", examined)] == [
        (AUTHORITY, Level.ERROR),
        (SERVER_URL, Level.WARNING),
    ]
    assert found("address-double-slash", examined)[0].fix == REALM


def test_auth0s_bare_domain_is_a_warning() -> None:
    examined = subject({PROVIDER: "auth0", AUTHORITY: "acme.eu.auth0.com"})

    assert findings(examined) == {"auth0-domain-without-scheme": Level.WARNING}
    assert fix("auth0-domain-without-scheme", examined) == "https://acme.eu.auth0.com"
    assert errors(subject({PROVIDER: "okta", AUTHORITY: "acme.okta.com"})) == {"address-malformed"}


def test_list_too_long_to_be_meant_is_not_looked_at() -> None:
    examined = subject(KEYCLOAK, {KEYS: (REALM_KEYS,) * 51})

    assert findings(examined) == {"keys-too-many": Level.WARNING}
