"""The client at the provider, and which flow it is for."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .addresses import OWN, REALM
from .example import Example, env, values
from .issuers import ENTRA, TENANT

CODE = "AUTHENTICATION_CLIENT_TYPE=confidential"

EXAMPLES: Mapping[str, Example] = {
    "provider-unknown": env("AUTHENTICATION_PROVIDER=Azure"),
    "provider-not-stated": env(
        f"AUTHENTICATION_AUTHORITY={REALM}",
        "AUTHENTICATION_CLIENT_ID=open-metadata",
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
        CODE,
        "OIDC_CLIENT_ID=open-metadata",
        f"OIDC_DISCOVERY_URI={REALM}/.well-known/openid-configuration",
        f"OIDC_SERVER_URL={OWN}",
    ),
    "provider-name-empty": env("AUTHENTICATION_PROVIDER=okta", "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME="),
    "client-type-unknown": env("AUTHENTICATION_CLIENT_TYPE=private"),
    "code-flow-without-code": env(CODE, "OIDC_RESPONSE_TYPE=id_token"),
    "client-authentication-unsupported": env(CODE, "OIDC_CLIENT_AUTH_METHOD=client_secret_jwt"),
    "oidc-block-ignored": env(
        "AUTHENTICATION_PROVIDER=okta",
        "OIDC_CLIENT_ID=0oa1b2c3d4e5f6g7h8i9",
        "OIDC_DISCOVERY_URI=https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
    ),
    "cognito-public-client": env("AUTHENTICATION_PROVIDER=aws-cognito", "AUTHENTICATION_CLIENT_TYPE=public"),
    "client-left-to-implicit-flow": env(
        "AUTHENTICATION_PROVIDER=custom-oidc",
        f"AUTHENTICATION_AUTHORITY={REALM}",
        "AUTHENTICATION_CLIENT_ID=open-metadata",
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
    ),
    "response-type-lost": env("AUTHENTICATION_PROVIDER=custom-oidc", "AUTHENTICATION_RESPONSE_TYPE=code"),
    "confidential-client-too-early": env("AUTHENTICATION_PROVIDER=okta", CODE, release=Release("1.2")),
    "chart-oidc-not-enabled": values("""
openmetadata:
  config:
    authentication:
      clientType: confidential
      provider: okta
      oidcConfiguration:
        discoveryUri: https://acme.okta.com/oauth2/default/.well-known/openid-configuration
"""),
    "chart-block-not-enabled": values("""
openmetadata:
  config:
    authentication:
      enabled: false
      provider: okta
"""),
    "confidential-incomplete": env(CODE, "OIDC_CLIENT_ID=open-metadata", "OIDC_DISCOVERY_URI="),
    "client-id-missing": env("AUTHENTICATION_PROVIDER=custom-oidc", "AUTHENTICATION_CLIENT_ID="),
    "credential-is-placeholder": env("AUTHENTICATION_CLIENT_ID=your-client-id"),
    "credential-untidy": env("AUTHENTICATION_PROVIDER=custom-oidc", "AUTHENTICATION_CLIENT_ID='\"open-metadata \"'"),
    "client-ids-differ": env(CODE, "AUTHENTICATION_CLIENT_ID=open-metadata-ui", "OIDC_CLIENT_ID=open-metadata"),
    "google-client-id": env("AUTHENTICATION_PROVIDER=google", "AUTHENTICATION_CLIENT_ID=open-metadata"),
    "azure-client-id": env("AUTHENTICATION_PROVIDER=azure", "AUTHENTICATION_CLIENT_ID=open-metadata"),
    "azure-secret-is-its-id": env(
        "AUTHENTICATION_PROVIDER=azure", CODE, "OIDC_CLIENT_SECRET=7d0b1f0a-5b0c-4c3e-9c55-2f1c3f9f8a11"
    ),
    "azure-tenant-missing": env(
        "AUTHENTICATION_PROVIDER=azure",
        CODE,
        "OIDC_TYPE=azure",
        "OIDC_TENANT=",
        f"OIDC_DISCOVERY_URI={ENTRA}/{TENANT}/v2.0/.well-known/openid-configuration",
    ),
    "azure-tenant-malformed": env(
        "AUTHENTICATION_PROVIDER=azure", CODE, "OIDC_TYPE=azure", f"OIDC_TENANT={ENTRA}/{TENANT}"
    ),
    "azure-tenant-differs": env(
        "AUTHENTICATION_PROVIDER=azure",
        CODE,
        "OIDC_TYPE=azure",
        f"AUTHENTICATION_AUTHORITY={ENTRA}/{TENANT}",
        "OIDC_TENANT=0f8fad5b-d9cb-469f-a165-70867728950e",
    ),
    "oidc-type-of-another-provider": env("AUTHENTICATION_PROVIDER=azure", CODE, "OIDC_TYPE=google"),
    "nonce-not-boolean": env(CODE, "OIDC_USE_NONCE=on request"),
    "clock-skew-not-a-number": env(CODE, "OIDC_MAX_CLOCK_SKEW=30s"),
    "token-algorithm-of-another": env(
        "AUTHENTICATION_PROVIDER=azure", "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM=RS512"
    ),
    "preferred-algorithm-unusable": env(CODE, "OIDC_PREFERRED_JWS=HS256x"),
    "token-algorithm-of-own-tokens": env(CODE, "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM=RS512"),
}
