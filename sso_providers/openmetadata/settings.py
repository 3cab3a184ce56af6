"""The one table of OpenMetadata's sign-in settings.

Each row ties a path of conf/openmetadata.yaml to its environment variable and its value of the
Helm chart. Exporters, importers and rules read it; none has a list of its own. SAML and LDAP are
not in it yet. Knows nothing of registrations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from sso_providers.catalogue import Release, Value

FIRST = Release("1.7")
AUTHORIZER = "authorizerConfiguration"
AUTHENTICATION = "authenticationConfiguration"
OIDC = f"{AUTHENTICATION}.oidcConfiguration"


class ValueType(StrEnum):
    """What a `SecurityConfig` holds for the setting. A map is text: a JSON object."""

    TEXT = "text"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "list"
    MAP = "map"


class ChartForm(StrEnum):
    """How the chart's values.schema.json wants the value."""

    NATIVE = "native"
    STRING = "string"
    BOOLEAN = "boolean"
    SECRET_REF = "secretRef"


@dataclass(frozen=True, slots=True)
class SecretRef:
    """A key of a Kubernetes Secret."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting of openmetadata.yaml.

    `helm` is the path below `openmetadata.config`; None where the chart lacks the setting, which
    then goes into the top-level `extraEnvs`. `default` is openmetadata.yaml's own. `compose` says
    whether OpenMetadata's quickstart compose file passes the variable to its containers. `note`
    becomes the comment above the line in an export. `until` is the last line that has it.
    """

    path: str
    env: str
    helm: str | None
    type: ValueType = ValueType.TEXT
    chart: ChartForm = ChartForm.NATIVE
    secret_ref: SecretRef | None = None
    default: Value = ""
    secret: bool = False
    since: Release = FIRST
    until: Release | None = None
    compose: bool = True
    note: str = ""

    @property
    def block(self) -> str:
        """The block of openmetadata.yaml that the setting stands in."""
        return self.path.partition(".")[0]

    def exists_in(self, release: Release) -> bool:
        return self.since <= release and (self.until is None or release <= self.until)


ROWS = (
    Setting(
        path=f"{AUTHORIZER}.className",
        env="AUTHORIZER_CLASS_NAME",
        helm="authorizer.className",
        default="org.openmetadata.service.security.DefaultAuthorizer",
    ),
    Setting(
        path=f"{AUTHORIZER}.containerRequestFilter",
        env="AUTHORIZER_REQUEST_FILTER",
        helm="authorizer.containerRequestFilter",
        default="org.openmetadata.service.security.JwtFilter",
    ),
    Setting(
        path=f"{AUTHORIZER}.adminPrincipals",
        env="AUTHORIZER_ADMIN_PRINCIPALS",
        helm="authorizer.initialAdmins",
        type=ValueType.LIST,
        default=("admin",),
        note="User names, the part of the address before the @; made administrators at every start.",
    ),
    Setting(
        path=f"{AUTHORIZER}.allowedEmailRegistrationDomains",
        env="AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN",
        helm="authorizer.allowedEmailRegistrationDomains",
        type=ValueType.LIST,
        default=("all",),
    ),
    Setting(
        path=f"{AUTHORIZER}.principalDomain",
        env="AUTHORIZER_PRINCIPAL_DOMAIN",
        helm="authorizer.principalDomain",
        default="open-metadata.org",
        note="One domain. Bots get addresses in it, and so do people whose token has no e-mail address.",
    ),
    Setting(
        path=f"{AUTHORIZER}.allowedDomains",
        env="AUTHORIZER_ALLOWED_DOMAINS",
        helm="authorizer.allowedDomains",
        type=ValueType.LIST,
        default=(),
        note="If not empty, replaces the principal domain in the check below; the bots' domain must then be in it.",
    ),
    Setting(
        path=f"{AUTHORIZER}.enforcePrincipalDomain",
        env="AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
        helm="authorizer.enforcePrincipalDomain",
        type=ValueType.BOOLEAN,
        default=False,
    ),
    Setting(
        path=f"{AUTHORIZER}.enableSecureSocketConnection",
        env="AUTHORIZER_ENABLE_SECURE_SOCKET",
        helm="authorizer.enableSecureSocketConnection",
        type=ValueType.BOOLEAN,
        default=False,
    ),
    Setting(
        path=f"{AUTHORIZER}.useRolesFromProvider",
        env="AUTHORIZER_USE_ROLES_FROM_PROVIDER",
        helm="authorizer.useRolesFromProvider",
        type=ValueType.BOOLEAN,
        default=False,
        compose=False,
    ),
    Setting(
        path=f"{AUTHENTICATION}.clientType",
        env="AUTHENTICATION_CLIENT_TYPE",
        helm="authentication.clientType",
        default="public",
        note="confidential: the server runs the authorization code flow. public: the browser signs in.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.provider",
        env="AUTHENTICATION_PROVIDER",
        helm="authentication.provider",
        default="basic",
        note="Lower case only; anything else stops the server.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.responseType",
        env="AUTHENTICATION_RESPONSE_TYPE",
        helm="authentication.responseType",
        default="id_token",
    ),
    Setting(
        path=f"{AUTHENTICATION}.providerName",
        env="CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME",
        helm=None,
        note="The name on the sign-in button.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.publicKeyUrls",
        env="AUTHENTICATION_PUBLIC_KEYS",
        helm="authentication.publicKeys",
        type=ValueType.LIST,
        default=("http://localhost:8585/api/v1/system/config/jwks",),
        note="The provider's keys, then OpenMetadata's own, with which bots sign in. "
        "The server itself must reach both addresses.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.tokenValidationAlgorithm",
        env="AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM",
        helm=None,
        default="RS256",
        compose=False,
    ),
    Setting(
        path=f"{AUTHENTICATION}.authority",
        env="AUTHENTICATION_AUTHORITY",
        helm="authentication.authority",
        default="https://accounts.google.com",
        note="The provider's address as the browser reaches it.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.clientId",
        env="AUTHENTICATION_CLIENT_ID",
        helm="authentication.clientId",
    ),
    Setting(
        path=f"{AUTHENTICATION}.callbackUrl",
        env="AUTHENTICATION_CALLBACK_URL",
        helm="authentication.callbackUrl",
        note="Must be registered at the provider to the letter.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.jwtPrincipalClaims",
        env="AUTHENTICATION_JWT_PRINCIPAL_CLAIMS",
        helm="authentication.jwtPrincipalClaims",
        type=ValueType.LIST,
        default=("email", "preferred_username", "sub"),
        note="The first claim that the token has names the user. Do not reorder on a system with users.",
    ),
    Setting(
        path=f"{AUTHENTICATION}.jwtPrincipalClaimsMapping",
        env="AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING",
        helm="authentication.jwtPrincipalClaimsMapping",
        type=ValueType.LIST,
        default=(),
    ),
    Setting(
        path=f"{AUTHENTICATION}.enableSelfSignup",
        env="AUTHENTICATION_ENABLE_SELF_SIGNUP",
        helm="authentication.enableSelfSignup",
        type=ValueType.BOOLEAN,
        default=True,
        note="false refuses everybody who has no account in OpenMetadata yet.",
    ),
    Setting(
        path=f"{OIDC}.id",
        env="OIDC_CLIENT_ID",
        helm="authentication.oidcConfiguration.clientId",
        chart=ChartForm.SECRET_REF,
        secret_ref=SecretRef("oidc-secrets", "openmetadata-oidc-client-id"),
    ),
    Setting(
        path=f"{OIDC}.type",
        env="OIDC_TYPE",
        helm="authentication.oidcConfiguration.oidcType",
    ),
    Setting(
        path=f"{OIDC}.secret",
        env="OIDC_CLIENT_SECRET",
        helm="authentication.oidcConfiguration.clientSecret",
        chart=ChartForm.SECRET_REF,
        secret_ref=SecretRef("oidc-secrets", "openmetadata-oidc-client-secret"),
        secret=True,
    ),
    Setting(
        path=f"{OIDC}.scope",
        env="OIDC_SCOPE",
        helm="authentication.oidcConfiguration.scope",
        default="openid email profile",
    ),
    Setting(
        path=f"{OIDC}.discoveryUri",
        env="OIDC_DISCOVERY_URI",
        helm="authentication.oidcConfiguration.discoveryUri",
        note="Fetched by the server, not by the browser.",
    ),
    Setting(
        path=f"{OIDC}.useNonce",
        env="OIDC_USE_NONCE",
        helm="authentication.oidcConfiguration.useNonce",
        chart=ChartForm.BOOLEAN,
        default="true",
    ),
    Setting(
        path=f"{OIDC}.preferredJwsAlgorithm",
        env="OIDC_PREFERRED_JWS",
        helm="authentication.oidcConfiguration.preferredJwsAlgorithm",
        default="RS256",
    ),
    Setting(
        path=f"{OIDC}.responseType",
        env="OIDC_RESPONSE_TYPE",
        helm="authentication.oidcConfiguration.responseType",
        default="code",
    ),
    Setting(
        path=f"{OIDC}.disablePkce",
        env="OIDC_DISABLE_PKCE",
        helm="authentication.oidcConfiguration.disablePkce",
        type=ValueType.BOOLEAN,
        default=True,
    ),
    Setting(
        path=f"{OIDC}.callbackUrl",
        env="OIDC_CALLBACK",
        helm="authentication.oidcConfiguration.callbackUrl",
        default="http://localhost:8585/callback",
        note="The redirect URI that the server sends; the same as the one registered at the provider.",
    ),
    Setting(
        path=f"{OIDC}.serverUrl",
        env="OIDC_SERVER_URL",
        helm="authentication.oidcConfiguration.serverUrl",
        default="http://localhost:8585",
        note="OpenMetadata's address as people type it; after signing in the browser is sent there.",
    ),
    Setting(
        path=f"{OIDC}.clientAuthenticationMethod",
        env="OIDC_CLIENT_AUTH_METHOD",
        helm="authentication.oidcConfiguration.clientAuthenticationMethod",
        default="client_secret_post",
    ),
    Setting(
        path=f"{OIDC}.tenant",
        env="OIDC_TENANT",
        helm="authentication.oidcConfiguration.tenant",
        note="Azure only: the tenant's GUID, not an address. The server signs in at this tenant.",
    ),
    Setting(
        path=f"{OIDC}.maxClockSkew",
        env="OIDC_MAX_CLOCK_SKEW",
        helm="authentication.oidcConfiguration.maxClockSkew",
    ),
    Setting(
        path=f"{OIDC}.tokenValidity",
        env="OIDC_OM_REFRESH_TOKEN_VALIDITY",
        helm="authentication.oidcConfiguration.tokenValidity",
        type=ValueType.INTEGER,
        chart=ChartForm.STRING,
        default=3600,
        compose=False,
        note="Seconds for which OpenMetadata's own token is valid after signing in.",
    ),
    Setting(
        path=f"{OIDC}.customParams",
        env="OIDC_CUSTOM_PARAMS",
        helm="authentication.oidcConfiguration.customParams",
        type=ValueType.MAP,
        chart=ChartForm.STRING,
        default="{}",
    ),
    Setting(
        path=f"{OIDC}.maxAge",
        env="OIDC_MAX_AGE",
        helm="authentication.oidcConfiguration.maxAge",
        default="0",
        note="Seconds since the last sign-in at the provider. Empty never asks again; 0 asks every time.",
    ),
    Setting(
        path=f"{OIDC}.prompt",
        env="OIDC_PROMPT_TYPE",
        helm="authentication.oidcConfiguration.promptType",
        default="consent",
        note="Empty lets the provider decide; consent shows its consent page at every sign-in.",
    ),
    Setting(
        path=f"{OIDC}.sessionExpiry",
        env="OIDC_SESSION_EXPIRY",
        helm="authentication.oidcConfiguration.sessionExpiry",
        type=ValueType.INTEGER,
        chart=ChartForm.STRING,
        default=604800,
        since=Release("1.8"),
        note="Seconds after which people sign in again; less than 3600 is ignored.",
    ),
)

SETTINGS: Mapping[str, Setting] = MappingProxyType({setting.path: setting for setting in ROWS})


def settings_for(release: Release) -> tuple[Setting, ...]:
    """The settings that exist in the line, in openmetadata.yaml's order."""
    return tuple(setting for setting in ROWS if setting.exists_in(release))
