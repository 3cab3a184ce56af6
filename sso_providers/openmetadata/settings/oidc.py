"""oidcConfiguration: the authorization code flow, which the server itself runs."""

from sso_providers.catalogue import Release

from .authentication import AUTHENTICATION
from .spec import ChartForm, SecretRef, Setting, ValueType

OIDC = f"{AUTHENTICATION}.oidcConfiguration"
SECRETS = "oidc-secrets"

ROWS = (
    Setting(
        path=f"{OIDC}.id",
        env="OIDC_CLIENT_ID",
        helm="authentication.oidcConfiguration.clientId",
        chart=ChartForm.SECRET_REF,
        secret_ref=SecretRef(SECRETS, "openmetadata-oidc-client-id"),
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
        secret_ref=SecretRef(SECRETS, "openmetadata-oidc-client-secret"),
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
        former=("AUTHENTICATION_DISCOVERY_URI",),
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
        choices=("client_secret_post", "client_secret_basic", "client_secret_jwt", "private_key_jwt"),
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
        minimum=1,
        compose_since=None,
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
        compose_since=Release("1.8"),
        note="Seconds since the last sign-in at the provider. Empty never asks again; 0 asks every time.",
    ),
    Setting(
        path=f"{OIDC}.prompt",
        env="OIDC_PROMPT_TYPE",
        helm="authentication.oidcConfiguration.promptType",
        default="consent",
        since_patch="1.7.1",
        compose_since=Release("1.8"),
        note="Empty lets the provider decide; consent shows its consent page at every sign-in.",
    ),
    Setting(
        path=f"{OIDC}.sessionExpiry",
        env="OIDC_SESSION_EXPIRY",
        helm="authentication.oidcConfiguration.sessionExpiry",
        type=ValueType.INTEGER,
        chart=ChartForm.STRING,
        default=604800,
        minimum=3600,
        since=Release("1.8"),
        since_patch="1.8.2",
        note="Seconds after which people sign in again; less than 3600 is ignored.",
    ),
)
