"""Registrations, servers and exports that several tests use."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sso_providers.catalogue import (
    KINDS,
    RELEASES,
    Application,
    Flow,
    Kind,
    Release,
    Secret,
    Value,
    get_kind,
    get_release,
)
from sso_providers.openmetadata.artifacts import Export, Provenance, SecretsMode, Situation
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import export, get_target
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import (
    AUTHENTICATION,
    AUTHORIZER,
    JWT,
    LDAP,
    OIDC,
    SAML,
    SETTINGS,
    TRUST_STORE,
)
from tests.certificates import IDP_CERTIFICATE, SP_CERTIFICATE, SP_PRIVATE_KEY

LINE = get_release("1.9")
LINES = list(RELEASES.values())
CANARY = "canary-3f9a-Secret_0123456789"
PROVENANCE = Provenance(deployment="production", registration="acme-sso", version=3)
SERVER = Server(
    url="https://openmetadata.acme.example",
    release=LINE,
    admin_principals=("jane.doe", "admin"),
    principal_domain="acme.example",
    allowed_domains=(),
    enforce_principal_domain=False,
    enable_secure_socket=False,
    use_roles_from_provider=False,
    self_signup=True,
)
# What each kind needs, and nothing more.
OWN_SETTINGS: dict[str, dict[str, object]] = {
    "auth0": {"domain": "acme.eu.auth0.com"},
    "azure": {"tenant_id": "c1123b7c-b1b2-4854-9a01-56ab3de29500"},
    "google": {},
    "okta": {"domain": "acme.okta.com"},
    "aws-cognito": {"user_pool_id": "eu-central-1_AbCdEf123"},
    "keycloak": {"server_url": "https://id.acme.example", "realm": "acme"},
    "one-login": {"subdomain": "acme"},
    "custom-oidc": {
        "issuer": "https://id.acme.example/realms/acme",
        "jwks_uri": "https://id.acme.example/realms/acme/protocol/openid-connect/certs",
    },
    "saml": {
        "idp_entity_id": "https://idp.acme.example/metadata",
        "sso_login_url": "https://idp.acme.example/sso",
        "idp_certificate": IDP_CERTIFICATE,
    },
    "ldap": {
        "host": "ldap.acme.example",
        "bind_dn": "cn=openmetadata,ou=services,dc=acme,dc=example",
        "user_base_dn": "ou=people,dc=acme,dc=example",
    },
}
CLIENT_IDS = {
    "auth0": "AbCdEfGhIjKlMnOpQrStUvWxYz012345",
    "azure": "0f8fad5b-d9cb-469f-a165-70867728950e",
    "google": "123456789012-abcdefghijklmnop.apps.googleusercontent.com",
    "okta": "0oa1b2c3d4e5f6g7h8i9",
    "aws-cognito": "1h57kf5cpq17m0eml12EXAMPLE",
    "keycloak": "open-metadata",
    "one-login": "a1b2c3d0-1234-0139-abcd-0a1b2c3d4e5f12345",
    "custom-oidc": "open-metadata",
}
COMBINATIONS = [(kind, flow) for kind in KINDS for flow in KINDS[kind].flows]
# As much as the kind has: what its plain registration leaves at its default.
FULL_SETTINGS: dict[tuple[str, Flow], dict[str, object]] = {
    ("custom-oidc", Flow.CODE): {
        "provider_name": "Acme SSO",
        "username_claim": "preferred_username",
        "email_claim": "email",
        "team_claim": "department",
        "scope": "openid email profile groups",
        "prompt": "login",
        "max_age": 28800,
        "max_clock_skew": 30,
        "client_authentication_method": "client_secret_basic",
        "signing_algorithm": "ES256",
        "authorization_parameters": ["acr_values = mfa", "login_hint = it's ${X}"],
        "pkce": True,
        "token_validity": 7200,
        "session_expiry": 86400,
        "discovery_uri": "https://id.internal.acme.example/.well-known/openid-configuration",
    },
    ("saml", Flow.NONE): {
        "sign_requests": True,
        "sign_sp_metadata": True,
        "want_assertions_signed": True,
        "want_assertions_encrypted": True,
        "sp_certificate": SP_CERTIFICATE,
        "display_name_attributes": "givenName, surname",
        "team_claim": "department",
    },
    ("ldap", Flow.NONE): {
        "port": 636,
        "tls": True,
        "trust_store": "CustomTrustStore",
        "trust_store_path": "/etc/openmetadata/truststore.jks",
        "trust_store_format": "JKS",
        "group_base_dn": "ou=groups,dc=acme,dc=example",
        "role_mapping": ["cn=admins,ou=groups,dc=acme,dc=example = Admin, DataSteward"],
        "reassign_roles": ["Admin", "DataSteward"],
        "recursive_groups": True,
    },
}

# Each broke some consumer at some time: numbers, keywords, indicators, quotes, substitution, line breaks, code points.
AWKWARD = [
    "12345678",
    "0123",
    "1e10",
    "yes",
    "null",
    "~",
    "abc #def",
    "a: b",
    "ends:",
    "[ab",
    "{a}",
    "*x",
    "&x",
    "!x",
    "%x",
    "@x",
    "- x",
    " blanks ",
    "it's",
    'say "x"',
    "back\\slash\\",
    "\\'",
    "$HOME",
    "$(HOME)",
    "$$",
    "${OIDC_CLIENT_SECRET}",
    "${OIDC_CLIENT_SECRET:-x}",
    "$${X}",
    "${",
    "}",
    "{{ .Values.x }}",
    "line\nbreak: x",
    "tab\tcr\r",
    "\x01\x1b\x7f\x85\xa0\u2028\u2029\ufeff\uffff",
    "Société 東京 🔑",
    "\u202etxet",
    "",
]


def secrets(kind: Kind, flow: Flow, canary: str = CANARY) -> dict[str, Secret]:
    """Every secret of the flow."""
    real = {"sp_private_key": SP_PRIVATE_KEY}
    return {field.name: Secret(real.get(field.name, canary)) for field in kind.secret_fields(flow)}


def application(kind: str, flow: Flow, secret: str = CANARY, **settings: object) -> Application:
    entry = get_kind(kind)
    return Application(
        kind=entry,
        flow=flow,
        client_id=CLIENT_IDS.get(kind, ""),
        secrets=secrets(entry, flow, secret),
        settings=entry.clean(flow, {**OWN_SETTINGS[kind], **settings}),
    )


def full(kind: str, flow: Flow) -> Application:
    """Everything that the kind can say."""
    own: dict[str, Any] = FULL_SETTINGS.get((kind, flow), {})
    return application(kind, flow, **own)


def config(
    kind: str = "auth0",
    flow: Flow = Flow.CODE,
    secret: str = CANARY,
    options: Mapping[str, Value] | None = None,
    **settings: object,
) -> SecurityConfig:
    return assemble(application(kind, flow, secret, **settings), replace(SERVER, options=options or {}))


def awkward(text: str) -> SecurityConfig:
    """The text wherever a person's own text stands, longer lists included."""
    base = config(secret=text or "x")
    return replace(
        base,
        values={
            **base.values,
            f"{AUTHENTICATION}.providerName": text,
            f"{AUTHENTICATION}.clientId": text,
            f"{AUTHENTICATION}.jwtPrincipalClaims": (text, "sub"),
            f"{OIDC}.id": text,
            f"{OIDC}.scope": text,
            f"{OIDC}.customParams": json.dumps({"customParamKey1": "x", "customParamValue1": text}),
        },
    )


def awkward_saml(text: str) -> SecurityConfig:
    """As `awkward`, with everything that SAML and the server's own settings have."""
    base = assemble(full("saml", Flow.NONE), SERVER)
    idp, sp, security = f"{SAML}.idp", f"{SAML}.sp", f"{SAML}.security"
    own: dict[str, Value | Secret] = {
        f"{idp}.entityId": text,
        f"{idp}.ssoLoginUrl": text,
        f"{idp}.idpX509Certificate": text,
        f"{idp}.nameId": text,
        f"{sp}.entityId": text,
        f"{sp}.spX509Certificate": text,
        f"{sp}.spPrivateKey": Secret(text or "x"),
        f"{security}.keyStoreFilePath": text,
        f"{security}.keyStoreAlias": text,
        f"{security}.keyStorePassword": Secret(text or "x"),
        f"{SAML}.samlDisplayNameAttributes": (text, "surname"),
        f"{AUTHENTICATION}.jwtTeamClaimMapping": text,
    }
    return with_values(base, awkward_server(text) | own)


def awkward_ldap(text: str) -> SecurityConfig:
    """As `awkward`, with everything that LDAP and the server's own settings have."""
    base = assemble(full("ldap", Flow.NONE), SERVER)
    names = ("dnAdminPrincipal", "userBaseDN", "groupBaseDN", "roleAdminName", "allAttributeName", "mailAttributeName")
    more = ("usernameAttributeName", "groupAttributeName", "groupAttributeValue", "groupMemberAttributeName")
    own: dict[str, Value | Secret] = {
        **{f"{LDAP}.{name}": text for name in (*names, *more)},
        f"{LDAP}.host": text,
        f"{LDAP}.dnAdminPassword": Secret(text or "x"),
        f"{LDAP}.authRolesMapping": json.dumps({text: [text, "Admin"]}, ensure_ascii=False),
        f"{LDAP}.authReassignRoles": (text, "Admin"),
        f"{TRUST_STORE}.customTrustManagerConfig.trustStoreFilePath": text,
        f"{TRUST_STORE}.customTrustManagerConfig.trustStoreFilePassword": Secret(text or "x"),
    }
    return with_values(base, awkward_server(text) | own)


def awkward_server(text: str) -> dict[str, Value | Secret]:
    """What belongs to the server, whatever the provider."""
    return {
        f"{AUTHENTICATION}.providerName": text,
        f"{AUTHENTICATION}.additionalTrustedRedirectUris": (text,),
        f"{AUTHORIZER}.adminPrincipals": (text, "admin"),
        f"{AUTHORIZER}.allowedEmailRegistrationDomains": (text,),
        f"{AUTHORIZER}.principalDomain": text,
        f"{AUTHORIZER}.allowedDomains": (text, "acme.example"),
        f"{AUTHORIZER}.defaultOAuthRole": text,
        **{f"{JWT}.{name}": text for name in ("rsapublicKeyFilePath", "rsaprivateKeyFilePath", "jwtissuer", "keyId")},
    }


def with_values(config: SecurityConfig, values: Mapping[str, Value | Secret]) -> SecurityConfig:
    """In the table's order, as `assemble` has them."""
    every = {**config.values, **values}
    return replace(config, values={path: every[path] for path in SETTINGS if path in every})


def export_for(
    config: SecurityConfig,
    target: str,
    secrets: SecretsMode | None = SecretsMode.REAL,
    *,
    variant: str = "",
    release: Release = LINE,
    situation: Situation = Situation.FIRST_START,
    conf: str = "",
) -> Export:
    return export(
        config,
        target=get_target(target),
        variant=variant,
        release=release,
        secrets=secrets,
        situation=situation,
        provenance=PROVENANCE,
        conf=conf,
    )
