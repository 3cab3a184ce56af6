"""What the provider is asked: prompt, scope, age and length of a sign-in."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .addresses import OWN
from .clients import CODE
from .example import Example, env
from .issuers import ENTRA, TENANT

EXAMPLES: Mapping[str, Example] = {
    "prompt-none": env(CODE, "OIDC_PROMPT_TYPE=none"),
    "prompt-empty-at-azure": env("AUTHENTICATION_PROVIDER=azure", CODE, "OIDC_PROMPT_TYPE="),
    "prompt-refused": env("AUTHENTICATION_PROVIDER=google", CODE, "OIDC_PROMPT_TYPE=login"),
    "prompt-default-refused": env("AUTHENTICATION_PROVIDER=aws-cognito", CODE, "OIDC_TYPE=aws-cognito"),
    "prompt-unknown": env(CODE, "OIDC_PROMPT_TYPE=always"),
    "prompt-several": env(CODE, "OIDC_PROMPT_TYPE=login consent"),
    "max-age-not-a-number": env(CODE, "OIDC_MAX_AGE=1d"),
    "max-age-zero": env(CODE, "OIDC_MAX_AGE=0"),
    "max-age-always-sent": env(CODE, "OIDC_MAX_AGE=", release=Release("1.6")),
    "scope-not-separated": env(CODE, "OIDC_SCOPE=openid,email,profile"),
    "scope-without-openid": env(CODE, "OIDC_SCOPE=email profile"),
    "scope-without-email": env(CODE, "OIDC_SCOPE=openid"),
    "offline-access-missing": env(
        "AUTHENTICATION_PROVIDER=azure",
        CODE,
        f"OIDC_DISCOVERY_URI={ENTRA}/{TENANT}/v2.0/.well-known/openid-configuration",
        "OIDC_SCOPE=openid email profile",
    ),
    "offline-access-refused": env(
        "AUTHENTICATION_PROVIDER=google", CODE, "OIDC_SCOPE=openid email profile offline_access"
    ),
    "token-validity-too-short": env(CODE, "OIDC_OM_REFRESH_TOKEN_VALIDITY=0"),
    "session-expiry-too-short": env(CODE, "OIDC_SESSION_EXPIRY=600"),
    "session-expiry-moved": env(CODE, "OIDC_SESSION_EXPIRY=28800", release=Release("2.0")),
    "secure-cookie-over-http": env(
        CODE, "OIDC_SERVER_URL=http://openmetadata.acme.example:8585", "FORCE_SECURE_SESSION_COOKIE=true"
    ),
    "cookie-not-secure-behind-proxy": env(
        CODE,
        f"OIDC_SERVER_URL={OWN}",
        "AUTHENTICATION_PUBLIC_KEYS=[http://openmetadata:8585/api/v1/system/config/jwks]",
        "FORCE_SECURE_SESSION_COOKIE=false",
    ),
    "auto-redirect": env("AUTHENTICATION_ENABLE_AUTO_REDIRECT=true"),
}
