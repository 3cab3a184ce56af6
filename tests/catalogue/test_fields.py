"""What is typed into a field: normalised, or refused with the value and the remedy."""

import pytest

from sso_providers.catalogue import Flow, InvalidValue, get_kind
from sso_providers.catalogue.fields import LARGEST

GUID = "c1123b7c-b1b2-4854-9a01-56ab3de29500"


def field(name: str, kind: str = "custom-oidc"):
    return get_kind(kind).client_id if name == "client_id" else get_kind(kind).field(Flow.CODE, name)


@pytest.mark.parametrize(
    ("kind", "name", "raw", "cleaned"),
    [
        ("auth0", "domain", "https://Acme.EU.auth0.com/", "acme.eu.auth0.com"),
        ("auth0", "domain", "  acme.eu.auth0.com\n", "acme.eu.auth0.com"),
        ("auth0", "domain", "xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
        ("azure", "tenant_id", GUID.upper(), GUID),
        ("azure", "client_id", f" {GUID.upper()} ", GUID),
        ("google", "client_id", "1-a.apps.googleusercontent.com", "1-a.apps.googleusercontent.com"),
        ("okta", "domain", "https://Acme.okta.com/", "acme.okta.com"),
        ("okta", "domain", "id.acme.example", "id.acme.example"),
        ("okta", "domain", "the-admin.acme.example", "the-admin.acme.example"),
        ("okta", "authorization_server", "", "default"),
        ("okta", "authorization_server", "aus1a2b3C4D5e6f7g8h9", "aus1a2b3C4D5e6f7g8h9"),
        ("aws-cognito", "user_pool_id", "us-gov-west-1_aB3", "us-gov-west-1_aB3"),
        ("keycloak", "server_url", "https://id.acme.example:8443/auth/", "https://id.acme.example:8443/auth"),
        ("keycloak", "realm", " Acme Müller ", "Acme Müller"),
        ("one-login", "subdomain", "https://Acme-1.onelogin.com/", "acme-1"),
        ("one-login", "subdomain", "acme", "acme"),
        (
            "custom-oidc",
            "issuer",
            "https://id.acme.example:8443/Realms/Acme/",
            "https://id.acme.example:8443/Realms/Acme/",
        ),
        ("custom-oidc", "issuer", "https://[2001:db8::1]/realm", "https://[2001:db8::1]/realm"),
        ("custom-oidc", "issuer", "https://keycloak/realms/a%20b", "https://keycloak/realms/a%20b"),
        ("custom-oidc", "issuer", "https://id.acme.example/auth", "https://id.acme.example/auth"),
        ("custom-oidc", "issuer", "https://id.acme.example/oauth2/default", "https://id.acme.example/oauth2/default"),
        ("custom-oidc", "issuer", "https://keycloak/realms/token", "https://keycloak/realms/token"),
        ("custom-oidc", "authorization_parameters", "acr_values=mfa\n\n a = b = c ", ("acr_values = mfa", "a = b = c")),
        ("custom-oidc", "provider_name", "Überall-SSO", "Überall-SSO"),
        ("custom-oidc", "scope", "openid  email", "openid email"),
        ("custom-oidc", "scope", "", "openid email profile"),
        ("custom-oidc", "principal_claims", "sub,\n email", ("sub", "email")),
        ("custom-oidc", "principal_claims", ["sub"], ("sub",)),
        ("custom-oidc", "principal_claims", ("sub",), ("sub",)),
        ("custom-oidc", "principal_claims", " , ", ("email", "preferred_username", "sub")),
        ("custom-oidc", "principal_claims", [], ("email", "preferred_username", "sub")),
        ("custom-oidc", "pkce", True, True),
        ("custom-oidc", "pkce", "False", False),
        ("custom-oidc", "pkce", None, False),
        ("custom-oidc", "max_age", 0, 0),
        ("custom-oidc", "max_age", " 28800 ", 28800),
        ("custom-oidc", "max_age", "  ", ""),
        ("custom-oidc", "token_validity", LARGEST, LARGEST),
        ("custom-oidc", "prompt", "login", "login"),
    ],
)
def test_clean_of_a_good_value_normalises_it(kind, name, raw, cleaned):
    value = field(name, kind).clean(raw)

    assert (value, type(value)) == (cleaned, type(cleaned))


@pytest.mark.parametrize(
    ("kind", "name", "raw", "sentence"),
    [
        ("auth0", "domain", "acme", "'acme' is no domain: use a name such as acme.eu.auth0.com"),
        ("auth0", "domain", "acme.eu.auth0.com/login", "is no domain"),
        ("auth0", "domain", "ac me.example", "is no domain"),
        ("auth0", "domain", "-acme.example", "is no domain"),
        ("auth0", "domain", "äcme.example", "'äcme.example' is no domain"),
        ("auth0", "domain", "acme\u017f.example", "is no domain"),
        ("auth0", "domain", "a" * 64 + ".example", "is no domain"),
        ("auth0", "domain", "a." * 130 + "example", "is no domain"),
        ("auth0", "domain", "acme.example\nx: y", "is no domain"),
        ("auth0", "domain", ["acme.example"], "Unexpected value ['acme.example']: use text, such as"),
        ("auth0", "domain", 5, "Unexpected value 5: use text"),
        ("auth0", "client_id", "a\nb", "The text holds a line break or control character"),
        ("azure", "tenant_id", "common", "'common' lets accounts of any organisation in: use your own Directory"),
        ("azure", "tenant_id", "Organizations", "lets accounts of any organisation in"),
        ("azure", "tenant_id", "9188040D-6C67-4C5B-B112-36A304B66DAD", "lets accounts of any organisation in"),
        ("azure", "tenant_id", "acme", "'acme' is no GUID: copy the Directory (tenant) ID from the application's"),
        ("azure", "tenant_id", "acme.onmicrosoft.com", "is a tenant's domain, and OpenMetadata needs its GUID: copy"),
        ("azure", "tenant_id", GUID[:-1], "is no GUID"),
        ("azure", "tenant_id", f"{GUID}/v2.0", "is no GUID"),
        ("azure", "client_id", "abc123", "'abc123' is no GUID: copy the Application (client) ID"),
        (
            "google",
            "client_id",
            "123456789012-abc",
            "'123456789012-abc' is no Google client ID: it ends in .apps.googleusercontent.com",
        ),
        ("google", "client_id", ".apps.googleusercontent.com", "is no Google client ID"),
        ("google", "client_id", "a b.apps.googleusercontent.com", "is no Google client ID"),
        ("google", "prompt", "login", "Unexpected value 'login': use one of '', 'consent', 'select_account'"),
        ("aws-cognito", "prompt", "consent", "Unexpected value 'consent': use one of '', 'login', 'select_account'"),
        (
            "okta",
            "domain",
            "https://acme-admin.okta.com",
            "'https://acme-admin.okta.com' is the address of Okta's admin console: use 'acme.okta.com', without -admin",
        ),
        ("okta", "domain", "acme-admin.oktapreview.com", "use 'acme.oktapreview.com'"),
        ("okta", "domain", "acme", "'acme' is no domain"),
        (
            "okta",
            "authorization_server",
            "https://acme.okta.com/oauth2/default",
            "is an address: use what stands behind /oauth2/ in the issuer, such as default",
        ),
        ("okta", "authorization_server", "a/b", "'a/b' is no authorization server: use its name or ID"),
        ("okta", "authorization_server", "v1", "'v1' is no authorization server"),
        ("aws-cognito", "user_pool_id", "AbCdEf123", "'AbCdEf123' is no user pool ID: copy it from the user pool's"),
        ("aws-cognito", "user_pool_id", "eu-central-1:0f8fad5b-d9cb-469f", "is no user pool ID"),
        ("aws-cognito", "user_pool_id", "eusc-de-east-1_AbCdEf123", "is no user pool ID"),
        (
            "keycloak",
            "server_url",
            "https://id.acme.example/auth/realms/acme",
            "is a realm's address: use 'https://id.acme.example/auth' here, and the realm's name in its own field",
        ),
        ("keycloak", "server_url", "https://id.acme.example/admin/", "admin console: use 'https://id.acme.example'"),
        ("keycloak", "server_url", "id.acme.example", "is no address"),
        ("keycloak", "realm", "realms/acme", "'realms/acme' is no realm: use its name, such as acme"),
        ("keycloak", "realm", "a\nb", "The text holds a line break or control character"),
        ("one-login", "subdomain", "acme.example", "'acme.example' is no subdomain: use what stands before"),
        ("one-login", "subdomain", "https://acme.onelogin.com/oidc/2", "is no subdomain"),
        ("one-login", "subdomain", "-acme", "is no subdomain"),
        ("custom-oidc", "authorization_parameters", "acr_values", "write name = value, such as acr_values = mfa"),
        ("custom-oidc", "authorization_parameters", "acr values = mfa", "is no parameter"),
        ("custom-oidc", "authorization_parameters", "acr_values = ", "is no parameter"),
        ("custom-oidc", "authorization_parameters", "a = b\tc", "is no parameter"),
        ("custom-oidc", "authorization_parameters", "scope = x", "would replace what OpenMetadata sends as scope"),
        ("custom-oidc", "issuer", "id.acme.example", "'id.acme.example' is no address: use one such as https://"),
        ("custom-oidc", "issuer", "ftp://id.acme.example", "is no address"),
        ("custom-oidc", "issuer", "https://", "is no address"),
        ("custom-oidc", "issuer", "https:///realm", "is no address"),
        ("custom-oidc", "issuer", "https://id.acme.example:port", "is no address: Port could not be cast"),
        ("custom-oidc", "issuer", "https://id.acme.example:99999", "is no address: Port out of range"),
        ("custom-oidc", "issuer", "https://[::1", "is no address: Invalid IPv6 URL"),
        ("custom-oidc", "issuer", f"https://id.acme.example/{'a' * 500}", "has 524 characters: at most 500"),
        ("custom-oidc", "issuer", "https://id.acme.example/a b", "is no address"),
        ("custom-oidc", "issuer", "https://id.acme.example'X=evil", "has no host name: use letters"),
        ("custom-oidc", "issuer", "https://$(id).acme.example", "has no host name"),
        ("custom-oidc", "issuer", "https://id.acme.example/a\nb", "is no address"),
        ("custom-oidc", "issuer", "https://id.acme.example/{realm}", "is no address"),
        ("custom-oidc", "issuer", "https://id.äcme.example", "without blanks or letters beyond ASCII"),
        ("custom-oidc", "issuer", "https://id.acme.example?a=b", "has a query or fragment: remove what follows ? or #"),
        ("custom-oidc", "issuer", "https://id.acme.example/#", "has a query or fragment"),
        (
            "custom-oidc",
            "issuer",
            "https://id.acme.example/.well-known/openid-configuration",
            "is the discovery document's address: use its issuer, probably 'https://id.acme.example'",
        ),
        ("custom-oidc", "discovery_uri", "https://id.acme.example", "it ends in /.well-known/openid-configuration"),
        ("custom-oidc", "provider_name", "a\x00b", "The text holds a line break or control character"),
        ("custom-oidc", "scope", "email", "'email' lacks openid: without it the provider sends no ID token"),
        ("custom-oidc", "scope", 'openid "', "holds a character that no scope may have"),
        ("custom-oidc", "scope", "openid é", "holds a character that no scope may have"),
        (
            "custom-oidc",
            "username_claim",
            "https://acme.example/name",
            "is no claim name: use letters, digits, _ and -",
        ),
        ("custom-oidc", "principal_claims", "email, na me", "'na me' is no claim name"),
        ("custom-oidc", "principal_claims", [1], "Unexpected value [1]: use a list of texts, such as email"),
        ("custom-oidc", "principal_claims", {"a": "b"}, "use a list of texts"),
        ("custom-oidc", "pkce", "yes", "Unexpected value 'yes': use true or false"),
        ("custom-oidc", "pkce", 1, "Unexpected value 1: use true or false"),
        ("custom-oidc", "pkce", "ja", "use true or false"),
        ("custom-oidc", "max_age", "-1", "Unexpected value '-1': use a whole number, such as 28800"),
        ("custom-oidc", "max_age", -1, "Unexpected value -1: use a number from 0 to 2147483647"),
        ("custom-oidc", "max_age", 1.5, "Unexpected value 1.5: use a whole number"),
        ("custom-oidc", "max_age", True, "Unexpected value True: use a whole number"),
        ("custom-oidc", "max_age", "²", "use a whole number"),
        ("custom-oidc", "max_age", "٣", "use a whole number"),
        ("custom-oidc", "max_age", "9" * 5000, "use a whole number"),
        ("custom-oidc", "max_age", LARGEST + 1, "Unexpected value 2147483648: use a number from 0 to"),
        ("custom-oidc", "token_validity", 0, "Unexpected value 0: use a number from 1 to"),
        ("custom-oidc", "session_expiry", "3599", "Unexpected value 3599: use a number from 3600 to"),
        (
            "custom-oidc",
            "prompt",
            "none",
            "Unexpected value 'none': use one of '', 'login', 'consent', 'select_account'",
        ),
        ("custom-oidc", "signing_algorithm", "HS256", "Unexpected value 'HS256': use one of 'RS256', 'RS384', 'RS512'"),
    ],
)
def test_clean_of_a_bad_value_names_it_and_the_remedy(kind, name, raw, sentence):
    with pytest.raises(InvalidValue) as error:
        field(name, kind).clean(raw)

    assert sentence in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize(
    "text", ["https://ada:hunter2@id.acme.example", "https://hunter2@id.acme.example", "https://@id"]
)
def test_clean_of_credentials_in_an_address_does_not_repeat_them(text):
    with pytest.raises(InvalidValue, match="must not hold a user name or password") as error:
        field("issuer").clean(text)

    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize(
    ("issuer", "endpoint"),
    [
        ("https://id.acme.example/realms/acme", "/protocol/openid-connect/auth"),
        ("https://id.acme.example/realms/acme", "/protocol/openid-connect/token"),
        ("https://id.acme.example/realms/acme", "/protocol/openid-connect"),
        ("https://id.acme.example", "/authorize"),
        ("https://id.acme.example", "/oauth2/authorize"),
        ("https://id.acme.example", "/oauth/token/"),
        ("https://id.acme.example:8443/tenant", "/oauth2/v2.0/authorize"),
        ("https://acme.okta.com/oauth2/default", "/v1/authorize"),
        ("https://acme.onelogin.com/oidc/2", "/certs"),
        ("https://id.acme.example", "/connect/userinfo"),
        ("https://id.acme.example", "/.well-known/openid-configuration"),
    ],
)
def test_issuer_that_is_an_endpoint_is_refused_with_the_probable_one(issuer, endpoint):
    with pytest.raises(InvalidValue) as error:
        field("issuer").clean(issuer + endpoint)
    assert f"use {'its' if 'well-known' in endpoint else 'the'} issuer, probably '{issuer}'." in str(error.value)
