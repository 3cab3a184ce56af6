"""Configurations by their settings, for what no registration of the shared cases says."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from sso_providers.catalogue import Flow, Secret, Value
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, LDAP, SAML, SETTINGS, TRUST_STORE
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.openmetadata.cases import CANARY, config

Values = dict[str, Value | Secret]
URL = "https://openmetadata.acme.example"
KEYS = f"{URL}/api/v1/system/config/jwks"


def with_values(base: SecurityConfig, changes: Values) -> SecurityConfig:
    values = {**base.values, **changes}
    return replace(base, values={path: values[path] for path in SETTINGS if path in values})


def server_side(provider: str, own: Values) -> SecurityConfig:
    """What the shared authorizer says, and a provider whose tokens never reach OpenMetadata."""
    base = config(flow=Flow.IMPLICIT)
    authorizer: Values = {path: value for path, value in base.values.items() if path.startswith(AUTHORIZER)}
    common: Values = {
        f"{AUTHENTICATION}.clientType": "public",
        f"{AUTHENTICATION}.provider": provider,
        f"{AUTHENTICATION}.responseType": "code",
        f"{AUTHENTICATION}.providerName": provider.upper(),
        f"{AUTHENTICATION}.publicKeyUrls": (KEYS,),
        f"{AUTHENTICATION}.tokenValidationAlgorithm": "RS256",
        f"{AUTHENTICATION}.authority": URL,
        f"{AUTHENTICATION}.clientId": "",
        f"{AUTHENTICATION}.callbackUrl": f"{URL}/callback",
        f"{AUTHENTICATION}.jwtPrincipalClaims": ("email", "preferred_username", "sub"),
        f"{AUTHENTICATION}.jwtPrincipalClaimsMapping": (),
        f"{AUTHENTICATION}.enableSelfSignup": True,
        f"{AUTHENTICATION}.sessionExpiry": 604800,
    }
    return with_values(replace(base, values=authorizer | common), own)


def saml(**security: Value | Secret) -> SecurityConfig:
    """Without a secret; `security` are settings of its block `security`."""
    own: Values = {
        f"{SAML}.debugMode": False,
        f"{SAML}.idp.entityId": "https://idp.acme.example/metadata",
        f"{SAML}.idp.ssoLoginUrl": "https://idp.acme.example/sso",
        f"{SAML}.idp.idpX509Certificate": IDP_CERTIFICATE,
        f"{SAML}.idp.authorityUrl": f"{URL}/api/v1/saml/login",
        f"{SAML}.idp.nameId": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        f"{SAML}.sp.entityId": f"{URL}/api/v1/saml/metadata",
        f"{SAML}.sp.acs": f"{URL}/api/v1/saml/acs",
        f"{SAML}.sp.spX509Certificate": "",
        f"{SAML}.sp.callback": f"{URL}/saml/callback",
        f"{SAML}.security.tokenValidity": 3600,
    }
    flags = ("strictMode", "validateXml", "sendEncryptedNameId", "sendSignedAuthRequest", "signSpMetadata")
    wants = ("wantMessagesSigned", "wantAssertionsSigned", "wantAssertionEncrypted")
    own |= {f"{SAML}.security.{name}": False for name in (*flags, *wants)}
    return server_side("saml", own | {f"{SAML}.security.{name}": value for name, value in security.items()})


def saml_signed(secret: str = SP_PRIVATE_KEY, **security: Value | Secret) -> SecurityConfig:
    """With a key pair of the service provider's."""
    signed = saml(sendSignedAuthRequest=True, signSpMetadata=True, **security)
    return with_values(
        signed, {f"{SAML}.sp.spX509Certificate": SP_CERTIFICATE, f"{SAML}.sp.spPrivateKey": Secret(secret)}
    )


def saml_key_store(*, encrypted: bool) -> SecurityConfig:
    """The key pair in a key store; the chart passes it only where assertions are encrypted."""
    return saml(
        sendSignedAuthRequest=True,
        wantAssertionEncrypted=encrypted,
        keyStoreFilePath="/etc/openmetadata/saml.jks",
        keyStoreAlias="sp: #1",
        keyStorePassword=Secret(CANARY),
    )


def ldap(
    trust_store: str = "TrustAll", secret: str = CANARY, more: Mapping[str, Value] = MappingProxyType({})
) -> SecurityConfig:
    """`more` are settings of the block itself."""
    own: Values = {
        f"{LDAP}.host": "ldap.acme.example",
        f"{LDAP}.port": 636,
        f"{LDAP}.dnAdminPrincipal": "cn=openmetadata,ou=services,dc=acme,dc=example",
        f"{LDAP}.dnAdminPassword": Secret(secret),
        f"{LDAP}.userBaseDN": "ou=people,dc=acme,dc=example",
        f"{LDAP}.mailAttributeName": "mail",
        f"{LDAP}.usernameAttributeName": "uid",
        f"{LDAP}.maxPoolSize": 5,
        f"{LDAP}.sslEnabled": True,
        f"{LDAP}.truststoreConfigType": trust_store,
    }
    return server_side("ldap", own | trust(trust_store, secret) | {f"{LDAP}.{name}": more[name] for name in more})


def trust(trust_store: str, secret: str) -> Values:
    match trust_store:
        case "TrustAll":
            return {f"{TRUST_STORE}.trustAllConfig.examineValidityDates": False}
        case "JVMDefault":
            return {f"{TRUST_STORE}.jvmDefaultConfig.verifyHostname": False}
        case "HostName":
            names = ("ldap.acme.example", "*.acme.example")
            hosts: Values = {"allowWildCards": True, "acceptableHostNames": names}
            return {f"{TRUST_STORE}.hostNameConfig.{name}": value for name, value in hosts.items()}
        case _:
            custom: Values = {
                "trustStoreFilePath": "/etc/openmetadata/truststore.jks",
                "trustStoreFilePassword": Secret(f"{secret}-store"),
                "trustStoreFileFormat": "JKS",
                "verifyHostname": False,
                "examineValidityDates": False,
            }
            return {f"{TRUST_STORE}.customTrustManagerConfig.{name}": value for name, value in custom.items()}


GROUPS: dict[str, Value] = {
    "groupBaseDN": "ou=groups,dc=acme,dc=example",
    "groupAttributeName": "objectClass",
    "groupAttributeValue": "groupOfNames",
    "groupMemberAttributeName": "member",
    "allAttributeName": "*",
    "roleAdminName": "Admin",
    "authReassignRoles": ("DataSteward",),
    "authRolesMapping": '{"cn=admins,ou=groups,dc=acme,dc=example": ["Admin", "${X} it\'s"]}',
}
OWN_KEYS: Values = {
    f"{JWT}.rsapublicKeyFilePath": "/etc/openmetadata/keys/public_key.der",
    f"{JWT}.rsaprivateKeyFilePath": "/etc/openmetadata/keys/private_key.der",
    f"{JWT}.jwtissuer": "metadata.acme.example",
    f"{JWT}.keyId": "1f4c9c1e-8f0e-4a7e-9d2b-0a1b2c3d4e5f",
}
# Every branch of the chart's templates that a configuration can take.
CASES: dict[str, SecurityConfig] = {
    "saml": saml(),
    "saml signed": saml_signed(),
    "saml encrypted": saml_signed(wantAssertionEncrypted=True, wantAssertionsSigned=True),
    "saml key store": saml_key_store(encrypted=True),
    "saml key store for signing": saml_key_store(encrypted=False),
    "ldap": ldap(),
    "ldap with groups": ldap("JVMDefault", more=GROUPS),
    "ldap host names": ldap("HostName"),
    "ldap own trust store": ldap("CustomTrustStore", secret='p@ss: #1 "$X" \\'),
    "own keys": with_values(config(), OWN_KEYS),
}
