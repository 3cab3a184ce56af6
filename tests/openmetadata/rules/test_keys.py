"""publicKeyUrls: OpenMetadata's own keys, and the provider's."""

from itertools import permutations

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
    SERVER_URL,
    TENANT,
)
from sso_providers.openmetadata.subject import Subject

from .addressed import (
    AZURE,
    ENTRA,
    ENTRA_KEYS,
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
    subject,
)

Values = dict[str, Value | Secret]
RIGHT = (REALM_KEYS, OWN_KEYS)
PATH = "/api/v1/system/config/jwks"
OLD_PATH = "/api/v1/config/jwks"
PROVIDER_KEYS = {
    "google": ("https://accounts.google.com", "https://www.googleapis.com/oauth2/v3/certs"),
    "azure": (ENTRA, ENTRA_KEYS),
    "okta": (OKTA, f"{OKTA}/v1/keys"),
    "okta's own server": ("https://acme.okta.com", "https://acme.okta.com/oauth2/v1/keys"),
    "okta, own domain": ("https://sso.acme.test/oauth2/aus1", "https://sso.acme.test/oauth2/aus1/v1/keys"),
    "auth0": ("https://acme.eu.auth0.com", "https://acme.eu.auth0.com/.well-known/jwks.json"),
    "auth0, own domain": ("https://sso.acme.test", "https://sso.acme.test/.well-known/jwks.json"),
    "aws-cognito": (POOL, f"{POOL}/.well-known/jwks.json"),
    "custom-oidc": (REALM, REALM_KEYS),
    "custom-oidc, Keycloak 16": (
        "https://id.acme.test/auth/realms/acme",
        "https://id.acme.test/auth/realms/acme/protocol/openid-connect/certs",
    ),
    "custom-oidc, OneLogin": ("https://acme.onelogin.com/oidc/2", "https://acme.onelogin.com/oidc/2/certs"),
}

# Another host may be another name of the same server.
OWN_HOSTS = {"okta, own domain", "auth0, own domain", "custom-oidc, Keycloak 16"}


def with_keys(*keys: str, target: str = "docker", release: str = "1.12", **changes: Value) -> Subject:
    return subject(KEYCLOAK, {KEYS: keys, **changes}, target=target, release=release)


def public(provider: str, *keys: str, **changes: Value) -> Subject:
    authority, _ = PROVIDER_KEYS[provider]
    own = {
        PROVIDER: provider.partition(",")[0].partition("'")[0],
        AUTHORITY: authority,
        KEYS: keys,
        CALLBACK: KEYCLOAK[CALLBACK],
    }
    return subject(own, {CLIENT_TYPE: "public", **changes})


@pytest.mark.parametrize("provider", PROVIDER_KEYS)
def test_right_keys_of_a_provider_are_not_reported(provider: str) -> None:
    assert findings(public(provider, PROVIDER_KEYS[provider][1], OWN_KEYS)) == {}


@pytest.mark.parametrize("provider", PROVIDER_KEYS)
def test_missing_keys_of_a_public_client_are_derived_from_its_authority(provider: str) -> None:
    examined = public(provider, OWN_KEYS)

    assert findings(examined) == {"provider-keys-missing": Level.ERROR}
    assert fix("provider-keys-missing", examined) == (PROVIDER_KEYS[provider][1], OWN_KEYS)


@pytest.mark.parametrize(("provider", "others"), list(permutations(PROVIDER_KEYS, 2)))
def test_keys_of_another_provider_are_replaced(provider: str, others: str) -> None:
    right, wrong = PROVIDER_KEYS[provider][1], PROVIDER_KEYS[others][1]
    examined = public(provider, wrong, OWN_KEYS)

    assert findings(examined).keys() & {"provider-keys-of-another", "provider-keys-path", "keycloak-prefix"}
    assert errors(examined) or {provider, others} & {
        "okta, own domain",
        "auth0, own domain",
        "custom-oidc, Keycloak 16",
    }
    for each in found("provider-keys-of-another", examined):
        assert isinstance(each.fix, tuple) and each.fix[0] == right


def test_several_providers_keys_are_right_if_one_fits() -> None:
    examined = with_keys("https://www.googleapis.com/oauth2/v3/certs", *RIGHT)

    assert findings(examined) == {}


def test_keys_of_all_tenants_beside_the_own_tenants_are_not_reported() -> None:
    examined = subject(AZURE, {KEYS: (OWN_KEYS, "https://login.microsoftonline.com/common/discovery/keys", ENTRA_KEYS)})

    assert findings(examined) == {}


SHARED_KEYS = "https://login.microsoftonline.com/common/discovery/keys"


def test_keys_of_all_tenants_alone_are_refused_by_validators_of_the_code_flow() -> None:
    examined = subject(AZURE, {KEYS: (SHARED_KEYS, OWN_KEYS)})

    assert findings(examined) == {"azure-keys-of-all-tenants": Level.WARNING}
    assert fix("azure-keys-of-all-tenants", examined) == (ENTRA_KEYS, OWN_KEYS)


def test_keys_of_all_tenants_are_shown_by_the_tenant_that_is_named() -> None:
    nowhere = f"https://login.microsoftonline.com{WELL_KNOWN}"
    (said,) = found("azure-keys-of-all-tenants", subject(AZURE, {KEYS: (SHARED_KEYS, OWN_KEYS), DISCOVERY: nowhere}))

    assert ENTRA_KEYS in said.message


@pytest.mark.parametrize(("client", "release"), [("confidential", "1.9"), ("public", "1.12")])
def test_keys_of_all_tenants_are_right_where_no_validator_looks(client: str, release: str) -> None:
    examined = subject(AZURE, {KEYS: (SHARED_KEYS, OWN_KEYS), CLIENT_TYPE: client}, release=release)

    assert findings(examined) == {}


def test_keys_of_all_tenants_tell_no_tenant() -> None:
    examined = subject(
        AZURE,
        {
            KEYS: (SHARED_KEYS, OWN_KEYS),
            TENANT: NOT_STATED,
            DISCOVERY: NOT_STATED,
            AUTHORITY: "https://login.microsoftonline.com/",
            CLIENT_TYPE: "public",
        },
    )

    assert fix("issuer-without-tenant", examined) is None


def test_words_in_a_list_are_not_taken_for_several_addresses() -> None:
    assert fix("address-malformed", with_keys("public key url", OWN_KEYS)) == RIGHT


def test_keys_at_oktas_admin_host_are_corrected() -> None:
    admin = OKTA.replace("acme.", "acme-admin.")
    values: Values = {PROVIDER: "okta", AUTHORITY: admin, CALLBACK: "https://om.acme.test/callback"}
    examined = subject(values, {KEYS: (f"{admin}/v1/keys", OWN_KEYS)})

    assert fix("provider-keys-path", examined) == (f"{OKTA}/v1/keys", OWN_KEYS)


def test_keys_of_another_tenant_are_a_warning() -> None:
    examined = subject(AZURE, {KEYS: (ENTRA_KEYS.replace(GUID, OTHER_GUID), OWN_KEYS)})

    assert findings(examined) == {"provider-keys-of-another": Level.WARNING}
    assert fix("provider-keys-of-another", examined) == (ENTRA_KEYS, OWN_KEYS)


def test_keys_of_another_realm_are_an_error() -> None:
    examined = with_keys(REALM_KEYS.replace("/acme/", "/master/"), OWN_KEYS)

    assert findings(examined) == {"provider-keys-of-another": Level.ERROR}
    assert fix("provider-keys-of-another", examined) == RIGHT


def test_keys_of_a_custom_server_are_not_those_of_okta_itself() -> None:
    examined = public("okta's own server", f"{OKTA}/v1/keys", OWN_KEYS)

    assert fix("provider-keys-of-another", examined) == ("https://acme.okta.com/oauth2/v1/keys", OWN_KEYS)


def test_keys_at_an_unknown_providers_other_host_are_a_warning_without_a_fix() -> None:
    values: Values = {
        PROVIDER: "custom-oidc",
        CLIENT_TYPE: "confidential",
        DISCOVERY: f"https://new.acme.test{WELL_KNOWN}",
        KEYS: ("https://old.acme.test/jwks", OWN_KEYS),
    }
    examined = subject(values)

    assert findings(examined) == {"provider-keys-of-another": Level.WARNING}
    assert fix("provider-keys-of-another", examined) is None


def test_keys_by_a_service_name_are_not_compared_by_host() -> None:
    inside = "http://keycloak:8080/realms/acme/protocol/openid-connect/certs"

    assert findings(with_keys(inside, OWN_KEYS)) == {}
    assert "provider-keys-of-another" in findings(with_keys(inside.replace("/acme/", "/master/"), OWN_KEYS))


@pytest.mark.parametrize(
    ("provider", "keys"),
    [
        ("azure", "https://www.googleapis.com/oauth2/v3/certs"),
        ("okta", REALM_KEYS),
        ("auth0", ENTRA_KEYS),
        ("aws-cognito", "https://acme.okta.com/oauth2/v1/keys"),
        ("google", f"{POOL}/.well-known/jwks.json"),
    ],
)
def test_keys_are_compared_with_the_providers_name_where_nothing_else_is_stated(provider: str, keys: str) -> None:
    assert errors(subject({PROVIDER: provider, KEYS: (keys, OWN_KEYS)}))


@pytest.mark.parametrize("keys", [REALM_KEYS, ENTRA_KEYS, "https://id.acme.test/jwks"])
def test_any_keys_can_be_a_custom_providers(keys: str) -> None:
    assert findings(subject({PROVIDER: "custom-oidc", KEYS: (keys, OWN_KEYS)})) == {}


@pytest.mark.parametrize(
    ("provider", "wrong"),
    [
        ("custom-oidc", REALM + WELL_KNOWN),
        ("custom-oidc", REALM),
        ("custom-oidc", f"{REALM}/protocol/openid-connect/auth"),
        ("okta", OKTA + WELL_KNOWN),
        ("okta", OKTA),
        ("azure", f"{ENTRA}/v2.0{WELL_KNOWN}"),
        ("azure", f"{ENTRA}/oauth2/v2.0/authorize"),
        ("google", "https://www.googleapis.com/oauth2/v1/certs"),
        ("google", f"https://accounts.google.com{WELL_KNOWN}"),
        ("auth0", f"https://acme.eu.auth0.com{WELL_KNOWN}"),
        ("auth0", "https://acme.eu.auth0.com/pem"),
        ("aws-cognito", POOL),
        ("custom-oidc, OneLogin", "https://acme.onelogin.com/oidc/2"),
    ],
)
def test_what_shows_no_keys_is_replaced(provider: str, wrong: str) -> None:
    examined = public(provider, wrong, OWN_KEYS)

    assert errors(examined) == {"provider-keys-path"}
    assert fix("provider-keys-path", examined) == (PROVIDER_KEYS[provider][1], OWN_KEYS)


@pytest.mark.parametrize("address", ["/discovery/keys", "/discovery/v2.0/keys", "/discovery/v2.0/keys?appid=1"])
def test_every_address_with_entras_keys_is_right(address: str) -> None:
    assert findings(public("azure", ENTRA + address, OWN_KEYS)) == {}


def test_own_keys_missing_are_added_at_the_public_address() -> None:
    examined = with_keys(REALM_KEYS)

    assert findings(examined) == {"own-keys-missing": Level.ERROR}
    assert fix("own-keys-missing", examined) == RIGHT


@pytest.mark.parametrize("stated", [CALLBACK, OIDC_CALLBACK, SERVER_URL])
def test_own_keys_missing_are_derived_from_any_own_address(stated: str) -> None:
    others = {path: NOT_STATED for path in (CALLBACK, OIDC_CALLBACK, SERVER_URL) if path != stated}

    assert fix("own-keys-missing", subject(KEYCLOAK, {KEYS: (REALM_KEYS,), **others})) == RIGHT


@pytest.mark.parametrize(
    ("target", "own"),
    [
        ("docker", f"http://localhost:8585{PATH}"),
        ("bare-metal", f"http://localhost:8585{PATH}"),
        ("kubernetes", f"http://openmetadata:8585{PATH}"),
    ],
)
def test_own_keys_missing_without_any_address_are_added_where_the_server_finds_itself(target: str, own: str) -> None:
    okta = f"{OKTA}/v1/keys"
    examined = subject({PROVIDER: "okta", KEYS: (okta,)}, target=target)

    assert errors(examined) == {"own-keys-missing"}
    assert fix("own-keys-missing", examined) == (okta, own)


def test_releases_with_one_key_address_need_no_own_keys() -> None:
    values: Values = {PROVIDER: "okta", KEYS: (f"{OKTA}/v1/keys",)}

    assert errors(subject(values, release="0.11")) == set()
    assert errors(subject(values, release="0.12")) == {"own-keys-missing"}


def test_empty_list_gets_both_keys() -> None:
    assert fix("own-keys-missing", with_keys()) == RIGHT


def test_keys_that_are_not_stated_are_no_error_of_an_excerpt() -> None:
    assert errors(subject(KEYCLOAK, {KEYS: NOT_STATED})) == set()
    assert findings(subject({PROVIDER: "okta"})) == {}


def test_keys_that_are_not_stated_beside_a_public_client_are_a_warning() -> None:
    examined = subject({PROVIDER: "okta", AUTHORITY: OKTA, CALLBACK: "https://om.acme.test/callback"})

    assert findings(examined) == {"keys-not-set": Level.WARNING}


@pytest.mark.parametrize("provider", ["saml", "ldap"])
def test_providers_without_tokens_need_own_keys_alone(provider: str) -> None:
    assert findings(subject({PROVIDER: provider, KEYS: (OWN_KEYS,)})) == {}
    assert errors(subject({PROVIDER: provider, KEYS: ("https://idp.acme.test/keys",)})) == {"own-keys-missing"}


@pytest.mark.parametrize(
    "wrong",
    [
        f"https://om.acme.test{OLD_PATH}",
        f"https://om.acme.test{PATH}/",
        "https://om.acme.test/v1/system/config/jwks",
        "https://om.acme.test/api/v1/system/config/jwks.json",
        "https://om.acme.test/api/v1/system/configs/jwks",
        "https://om.acme.test/api/v1/system/config/auth",
        "https://om.acme.test//api/v1/system/config/JWKS",
        "https://om.acme.test",
        "https://om.acme.test/api",
    ],
)
def test_own_keys_at_a_wrong_path_are_corrected(wrong: str) -> None:
    examined = with_keys(REALM_KEYS, wrong)

    assert "own-keys-path" in errors(examined)
    assert fix("own-keys-path", examined) == RIGHT


@pytest.mark.parametrize(
    ("release", "path", "is_right"),
    [
        ("0.13", OLD_PATH, True),
        ("0.13", PATH, False),
        ("1.0", OLD_PATH, False),
        ("1.0", PATH, True),
        ("2.0", PATH, True),
    ],
)
def test_path_of_own_keys_is_the_releases(release: str, path: str, is_right: bool) -> None:
    examined = with_keys(REALM_KEYS, f"https://om.acme.test{path}", release=release)

    assert ("own-keys-path" not in errors(examined)) is is_right


def test_old_path_alone_says_where_openmetadata_is() -> None:
    examined = subject({PROVIDER: "saml", KEYS: (f"https://om.acme.test{OLD_PATH}",)})

    assert fix("own-keys-path", examined) == (OWN_KEYS,)


def test_old_path_beside_the_right_one_is_a_warning() -> None:
    examined = with_keys(*RIGHT, f"https://om.acme.test{OLD_PATH}")

    assert findings(examined) == {"own-keys-path": Level.WARNING}
    assert fix("own-keys-path", examined) == RIGHT


@pytest.mark.parametrize("own", [f"http://om.acme.test{PATH}", f"http://om.acme.test:80{PATH}"])
def test_own_keys_by_http_are_corrected_where_openmetadata_is_served_by_https(own: str) -> None:
    examined = with_keys(REALM_KEYS, own)

    assert "own-keys-http" in errors(examined)
    assert fix("own-keys-http", examined) == RIGHT


@pytest.mark.parametrize(
    "own",
    [
        f"http://localhost:8585{PATH}",
        f"http://127.0.0.1:8585{PATH}",
        f"http://openmetadata-server:8585{PATH}",
        f"http://openmetadata.data.svc.cluster.local:8585{PATH}",
        f"http://om.acme.test:8585{PATH}",
    ],
)
@pytest.mark.parametrize("target", ["docker", "kubernetes", "bare-metal"])
def test_own_keys_may_be_at_any_name_that_the_server_itself_resolves(own: str, target: str) -> None:
    assert findings(with_keys(REALM_KEYS, own, target=target)) == {}


@pytest.mark.parametrize("own", [f"https://old.acme.test{PATH}", f"https://om.acme.test:8585{PATH}"])
def test_own_keys_elsewhere_are_a_warning(own: str) -> None:
    examined = with_keys(REALM_KEYS, own)

    assert findings(examined) == {"own-keys-elsewhere": Level.WARNING}
    assert fix("own-keys-elsewhere", examined) == RIGHT


@pytest.mark.parametrize("own", [f"http://localhost:9000{PATH}", f"https://localhost:8585{PATH}"])
def test_own_keys_at_a_published_port_are_a_warning(own: str) -> None:
    examined = with_keys(REALM_KEYS, own)

    assert findings(examined) == {"own-keys-local-port": Level.WARNING}
    assert fix("own-keys-local-port", examined) == (REALM_KEYS, f"http://localhost:8585{PATH}")


def test_same_keys_twice_are_a_hint() -> None:
    examined = with_keys(REALM_KEYS, *RIGHT)

    assert findings(examined) == {"keys-twice": Level.HINT}
    assert fix("keys-twice", examined) == RIGHT


def test_cognitos_keys_alone_are_right_in_a_servers_store_since_its_validator() -> None:
    stored: Values = {PROVIDER: "aws-cognito", AUTHORITY: POOL, KEYS: (f"{POOL}/.well-known/jwks.json",)}

    assert errors(subject(stored, target="api", release="1.9")) == {"own-keys-missing"}
    assert errors(subject(stored, target="docker")) == {"own-keys-missing"}
    assert errors(subject(stored, target="api")) == set()


def test_cognitos_validator_is_a_hint_for_a_servers_store() -> None:
    values: Values = {PROVIDER: "aws-cognito", AUTHORITY: POOL, KEYS: (f"{POOL}/.well-known/jwks.json", OWN_KEYS)}

    assert findings(subject(values, target="api")) == {"cognito-own-keys-refused": Level.HINT}
    assert findings(subject(values)) == {}


def test_oktas_keys_without_an_issuer_are_a_hint() -> None:
    values: Values = {PROVIDER: "okta", KEYS: (f"{OKTA}/v1/keys", OWN_KEYS)}

    assert findings(subject(values)) == {"okta-keys-unconfirmed": Level.HINT}
    assert findings(subject({**values, AUTHORITY: OKTA})) == {}
