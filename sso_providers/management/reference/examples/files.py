"""What is wrong with a file before its values mean anything."""

from collections.abc import Mapping

from .addresses import OWN, REALM
from .example import Example, env, values

EXAMPLES: Mapping[str, Example] = {
    "file-not-yaml": values("""
openmetadata:
  config:
    authentication:
      provider: okta
      publicKeys: [https://acme.okta.com/oauth2/default/v1/keys
"""),
    "line-not-understood": env(
        "AUTHENTICATION_PROVIDER=custom-oidc",
        "AUTHENTICATION_PUBLIC_KEYS=",
        f"  - {REALM}/protocol/openid-connect/certs",
    ),
    "quote-not-closed": env("AUTHENTICATION_PROVIDER=okta", 'AUTHORIZER_PRINCIPAL_DOMAIN="acme.example'),
    "comment-in-value": env("AUTHENTICATION_ENABLE_SELF_SIGNUP=true # everybody"),
    "lookalike-characters": env("AUTHENTICATION_PROVIDER=okta", "AUTHENTICATION_AUTHORITY=“https://acme.okta.com”"),
    "default-with-braces": Example(
        name="docker-compose.yaml",
        text=(
            "services:\n  openmetadata-server:\n    environment:\n      OIDC_CUSTOM_PARAMS: ${OIDC_CUSTOM_PARAMS:-{}}\n"
        ),
    ),
    "value-breaks-yaml": env(
        "AUTHENTICATION_PROVIDER=custom-oidc", "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME=Acme: SSO"
    ),
    "value-of-wrong-type": env("AUTHORIZER_ADMIN_PRINCIPALS=jane.doe"),
    "value-empty": env("AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN="),
    "variable-not-resolved": env("AUTHENTICATION_PROVIDER=okta", "AUTHENTICATION_CLIENT_ID=${OKTA_CLIENT_ID}"),
    "secret-not-found": values("""
openmetadata:
  config:
    authentication:
      clientType: confidential
      provider: okta
      oidcConfiguration:
        enabled: true
        clientId:
          secretRef: oidc-secrets
          secretKey: openmetadata-oidc-client-id
---
kind: Secret
metadata: {name: oidc-secrets}
stringData: {client-id: 0oa1b2c3d4e5f6g7h8i9}
"""),
    "set-twice": env("AUTHENTICATION_PROVIDER=basic", "AUTHENTICATION_PROVIDER=okta"),
    "name-unknown": env("AUTHENTICATION_PROVIDER=okta", "AUTHENTICATION_COLOUR=green"),
    "name-misspelt": env("AUTHENTICATION_PROVIDER=okta", f"AUTHENTICATION_CALLBACK_URI={OWN}/callback"),
    "name-misplaced": values("""
global:
  authentication:
    provider: okta
"""),
    "name-obsolete": env(
        "AUTHENTICATION_PROVIDER=okta",
        "AUTHENTICATION_DISCOVERY_URI=https://acme.okta.com/oauth2/default/.well-known/openid-configuration",
    ),
}
