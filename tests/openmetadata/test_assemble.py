import json
from dataclasses import replace

import pytest

from sso_providers.catalogue import Flow, Secret
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, LDAP, OIDC, SAML, SETTINGS, ValueType
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY

from .cases import CANARY, COMBINATIONS, SERVER, application, config, full

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
        f"{AUTHENTICATION}.responseType": "code",
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
        f"{AUTHENTICATION}.sessionExpiry": 604800,
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


@pytest.mark.parametrize("algorithm", ["RS384", "ES256", "ES512"])
def test_assemble_code_flow_signs_own_tokens_with_rs256_whatever_the_provider_does(algorithm: str) -> None:
    values = config("custom-oidc", signing_algorithm=algorithm).values
    assert values[f"{OIDC}.preferredJwsAlgorithm"] == algorithm
    assert values[f"{AUTHENTICATION}.tokenValidationAlgorithm"] == "RS256"


def test_assemble_claims_of_both_become_the_mapping() -> None:
    values = config(username_claim="preferred_username", email_claim="email").values
    assert values[f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"] == ("username:preferred_username", "email:email")


def test_assemble_name_and_pkce_and_age_are_taken_over() -> None:
    values = config(provider_name="Acme SSO", pkce=True, max_age=28800).values
    assert values[f"{AUTHENTICATION}.providerName"] == "Acme SSO"
    assert values[f"{OIDC}.disablePkce"] is False
    assert values[f"{OIDC}.maxAge"] == "28800"


def test_assemble_further_parameters_are_numbered_from_one() -> None:
    parameters = ["acr_values = mfa", 'login_hint = a = "b" é']
    values = config(authorization_parameters=parameters).values
    assert json.loads(str(values[f"{OIDC}.customParams"])) == {
        "customParamKey1": "acr_values",
        "customParamValue1": "mfa",
        "customParamKey2": "login_hint",
        "customParamValue2": 'a = "b" é',
    }


def test_assemble_withheld_secret_is_an_empty_one() -> None:
    withheld = replace(application("auth0", Flow.CODE), secrets={})
    assert assemble(withheld, SERVER).values[f"{OIDC}.secret"] == Secret("")


def test_assemble_options_of_the_server_are_said_where_they_differ_from_openmetadatas() -> None:
    usual, changed = config().values, config(options={"max_sessions": 3, "jwt_issuer": "acme"}).values
    assert {path: changed[path] for path in changed.keys() - usual.keys()} == {
        f"{AUTHENTICATION}.maxActiveSessionsPerUser": 3,
        f"{JWT}.jwtissuer": "acme",
    }


def test_assemble_team_claim_is_said_where_there_is_one() -> None:
    assert f"{AUTHENTICATION}.jwtTeamClaimMapping" not in config().values
    assert config(team_claim="department").values[f"{AUTHENTICATION}.jwtTeamClaimMapping"] == "department"


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_assemble_without_tokens_of_the_provider_the_server_checks_its_own_only(kind: str) -> None:
    values = assemble(full(kind, Flow.NONE), SERVER).values
    assert values[f"{AUTHENTICATION}.provider"] == kind
    assert values[f"{AUTHENTICATION}.publicKeyUrls"] == (f"{SERVER.url}/api/v1/system/config/jwks",)
    assert values[f"{AUTHENTICATION}.authority"] == SERVER.url
    assert not [path for path in values if path.startswith(OIDC)]


def test_assemble_saml_says_what_the_documentation_example_says() -> None:
    values = assemble(application("saml", Flow.NONE), SERVER).values
    assert {path.removeprefix(f"{SAML}."): value for path, value in values.items() if path.startswith(SAML)} == {
        "debugMode": False,
        "idp.entityId": "https://idp.acme.example/metadata",
        "idp.ssoLoginUrl": "https://idp.acme.example/sso",
        "idp.idpX509Certificate": IDP_CERTIFICATE,
        "idp.authorityUrl": "https://openmetadata.acme.example/api/v1/saml/login",
        "idp.nameId": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "sp.entityId": "https://openmetadata.acme.example/api/v1/saml/metadata",
        "sp.acs": "https://openmetadata.acme.example/api/v1/saml/acs",
        "sp.spX509Certificate": "",
        "sp.callback": "https://openmetadata.acme.example/saml/callback",
        "security.strictMode": False,
        "security.validateXml": False,
        "security.tokenValidity": 3600,
        "security.sendEncryptedNameId": False,
        "security.sendSignedAuthRequest": False,
        "security.signSpMetadata": False,
        "security.wantMessagesSigned": False,
        "security.wantAssertionsSigned": False,
        "security.wantAssertionEncrypted": False,
    }


def test_assemble_saml_that_signs_has_its_key() -> None:
    signing = application("saml", Flow.NONE, sign_requests=True, sp_certificate=SP_CERTIFICATE)
    values = assemble(signing, SERVER).values
    assert values[f"{SAML}.security.sendSignedAuthRequest"] is True
    assert values[f"{SAML}.sp.spPrivateKey"] == Secret(SP_PRIVATE_KEY)


def test_assemble_ldap_says_what_the_documentation_example_says() -> None:
    values = assemble(application("ldap", Flow.NONE), SERVER).values
    assert {path.removeprefix(f"{LDAP}."): value for path, value in values.items() if path.startswith(LDAP)} == {
        "host": "ldap.acme.example",
        "port": 636,
        "dnAdminPrincipal": "cn=openmetadata,ou=services,dc=acme,dc=example",
        "dnAdminPassword": Secret(CANARY),
        "userBaseDN": "ou=people,dc=acme,dc=example",
        "mailAttributeName": "mail",
        "usernameAttributeName": "uid",
        "maxPoolSize": 3,
        "sslEnabled": True,
        "truststoreConfigType": "JVMDefault",
        "trustStoreConfig.jvmDefaultConfig.verifyHostname": True,
    }


def test_assemble_ldap_roles_are_json_in_a_text() -> None:
    lines = ["cn=admins,ou=groups,dc=acme,dc=example = Admin, DataSteward", "cn=x,ou=groups,dc=acme,dc=example = Y"]
    groups = application(
        "ldap", Flow.NONE, group_base_dn="ou=groups,dc=acme,dc=example", role_mapping=lines, reassign_roles="*"
    )
    values = assemble(groups, SERVER).values
    assert json.loads(str(values[f"{LDAP}.authRolesMapping"])) == {
        "cn=admins,ou=groups,dc=acme,dc=example": ["Admin", "DataSteward"],
        "cn=x,ou=groups,dc=acme,dc=example": ["Y"],
    }
    assert values[f"{LDAP}.allAttributeName"] == "*"
    assert values[f"{LDAP}.roleAdminName"] == "Admin"
