from dataclasses import replace

import pytest

from sso_providers.catalogue import Flow, Release, Secret
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC, SETTINGS, ValueType

from .cases import CANARY, COMBINATIONS, LINE, SERVER, application, config

TYPES = {
    ValueType.TEXT: str,
    ValueType.BOOLEAN: bool,
    ValueType.INTEGER: int,
    ValueType.LIST: tuple,
    ValueType.MAP: str,
}


def test_assemble_code_flow_says_what_the_documentation_example_says() -> None:
    values = config("auth0", Flow.CODE).values
    assert values == {
        f"{AUTHORIZER}.className": "org.openmetadata.service.security.DefaultAuthorizer",
        f"{AUTHORIZER}.containerRequestFilter": "org.openmetadata.service.security.JwtFilter",
        f"{AUTHORIZER}.adminPrincipals": ("jane.doe", "admin"),
        f"{AUTHORIZER}.allowedEmailRegistrationDomains": ("all",),
        f"{AUTHORIZER}.principalDomain": "acme.example",
        f"{AUTHORIZER}.allowedDomains": (),
        f"{AUTHORIZER}.enforcePrincipalDomain": False,
        f"{AUTHORIZER}.enableSecureSocketConnection": False,
        f"{AUTHORIZER}.useRolesFromProvider": False,
        f"{AUTHENTICATION}.clientType": "confidential",
        f"{AUTHENTICATION}.provider": "auth0",
        f"{AUTHENTICATION}.responseType": "id_token",
        f"{AUTHENTICATION}.providerName": "Auth0",
        f"{AUTHENTICATION}.publicKeyUrls": (
            "https://acme.eu.auth0.com/.well-known/jwks.json",
            "https://openmetadata.acme.example/api/v1/system/config/jwks",
        ),
        f"{AUTHENTICATION}.tokenValidationAlgorithm": "RS256",
        f"{AUTHENTICATION}.authority": "https://acme.eu.auth0.com",
        f"{AUTHENTICATION}.clientId": "AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        f"{AUTHENTICATION}.callbackUrl": "https://openmetadata.acme.example/callback",
        f"{AUTHENTICATION}.jwtPrincipalClaims": ("email", "preferred_username", "sub"),
        f"{AUTHENTICATION}.jwtPrincipalClaimsMapping": (),
        f"{AUTHENTICATION}.enableSelfSignup": True,
        f"{OIDC}.id": "AbCdEfGhIjKlMnOpQrStUvWxYz012345",
        f"{OIDC}.type": "auth0",
        f"{OIDC}.secret": Secret(CANARY),
        f"{OIDC}.scope": "openid email profile",
        f"{OIDC}.discoveryUri": "https://acme.eu.auth0.com/.well-known/openid-configuration",
        f"{OIDC}.useNonce": "true",
        f"{OIDC}.preferredJwsAlgorithm": "RS256",
        f"{OIDC}.responseType": "code",
        f"{OIDC}.disablePkce": True,
        f"{OIDC}.callbackUrl": "https://openmetadata.acme.example/callback",
        f"{OIDC}.serverUrl": "https://openmetadata.acme.example",
        f"{OIDC}.clientAuthenticationMethod": "client_secret_post",
        f"{OIDC}.tenant": "",
        f"{OIDC}.maxClockSkew": "",
        f"{OIDC}.tokenValidity": 3600,
        f"{OIDC}.customParams": "{}",
        f"{OIDC}.maxAge": "",
        f"{OIDC}.prompt": "",
        f"{OIDC}.sessionExpiry": 604800,
    }


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_assemble_any_kind_gives_values_of_the_tables_types_in_its_order(kind: str, flow: Flow) -> None:
    values = config(kind, flow).values
    assert list(values) == [path for path in SETTINGS if path in values]
    for path, value in values.items():
        assert isinstance(value, Secret if SETTINGS[path].secret else TYPES[SETTINGS[path].type]), path


@pytest.mark.parametrize("kind", ["auth0", "azure", "custom-oidc"])
def test_assemble_implicit_flow_has_no_oidc_block_and_no_secret(kind: str) -> None:
    values = config(kind, Flow.IMPLICIT).values
    assert not [path for path in values if path.startswith(OIDC)]
    assert not [value for value in values.values() if isinstance(value, Secret)]
    assert values[f"{AUTHENTICATION}.clientType"] == "public"


def test_assemble_azure_has_its_tenant() -> None:
    assert config("azure").values[f"{OIDC}.tenant"] == "c1123b7c-b1b2-4854-9a01-56ab3de29500"


def test_assemble_implicit_flow_takes_response_type_and_algorithm_of_the_browsers_token() -> None:
    public = application("custom-oidc", Flow.IMPLICIT, response_type="code", signing_algorithm="RS384")
    values = assemble(public, SERVER).values
    assert values[f"{AUTHENTICATION}.responseType"] == "code"
    assert values[f"{AUTHENTICATION}.tokenValidationAlgorithm"] == "RS384"


def test_assemble_code_flow_signs_own_tokens_with_rs256_whatever_the_provider_does() -> None:
    values = config("custom-oidc", signing_algorithm="RS384").values
    assert values[f"{OIDC}.preferredJwsAlgorithm"] == "RS384"
    assert values[f"{AUTHENTICATION}.tokenValidationAlgorithm"] == "RS256"


def test_assemble_claims_of_both_become_the_mapping() -> None:
    values = config(username_claim="preferred_username", email_claim="email").values
    assert values[f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"] == ("username:preferred_username", "email:email")


def test_assemble_name_and_pkce_and_age_are_taken_over() -> None:
    values = config(provider_name="Acme SSO", pkce=True, max_age=28800).values
    assert values[f"{AUTHENTICATION}.providerName"] == "Acme SSO"
    assert values[f"{OIDC}.disablePkce"] is False
    assert values[f"{OIDC}.maxAge"] == "28800"


def test_assemble_withheld_secret_is_an_empty_one() -> None:
    withheld = replace(application("auth0", Flow.CODE), client_secret=None)
    assert assemble(withheld, SERVER).values[f"{OIDC}.secret"] == Secret("")


def test_assemble_older_line_leaves_out_what_it_lacks() -> None:
    server = replace(SERVER, release=Release("1.7"))
    older = assemble(application("auth0", Flow.CODE), server).values
    newer = assemble(application("auth0", Flow.CODE), replace(SERVER, release=LINE)).values
    assert set(newer) - set(older) == {f"{OIDC}.sessionExpiry"}
