"""Addresses of keys: the provider's, and OpenMetadata's own."""

from collections.abc import Mapping

from .addresses import OWN, REALM
from .example import Example, api, env, values
from .issuers import ENTRA, TENANT

OWN_KEYS = f"{OWN}/api/v1/system/config/jwks"
KEYCLOAK = f"{REALM}/protocol/openid-connect/certs"
COGNITO = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf123"


def listed(*urls: str) -> str:
    return f"AUTHENTICATION_PUBLIC_KEYS=[{','.join(urls)}]"


EXAMPLES: Mapping[str, Example] = {
    "own-keys-missing": env(f"AUTHENTICATION_CALLBACK_URL={OWN}/callback", listed(KEYCLOAK)),
    "own-keys-path": env(listed(KEYCLOAK, f"{OWN}/api/v1/config/jwks")),
    "own-keys-http": env(
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
        listed(KEYCLOAK, OWN_KEYS.replace("https", "http")),
    ),
    "own-keys-elsewhere": env(
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
        listed(KEYCLOAK, "https://metadata.acme.example/api/v1/system/config/jwks"),
    ),
    "own-keys-local-port": env(listed(KEYCLOAK, "http://localhost/api/v1/system/config/jwks")),
    "cognito-own-keys-refused": api(f"""
{{
  "authenticationConfiguration": {{
    "provider": "aws-cognito",
    "publicKeyUrls": ["{COGNITO}/.well-known/jwks.json", "{OWN_KEYS}"]
  }}
}}
"""),
    "provider-keys-missing": env(
        "AUTHENTICATION_PROVIDER=custom-oidc", f"AUTHENTICATION_AUTHORITY={REALM}", listed(OWN_KEYS)
    ),
    "keys-not-set": env(
        "AUTHENTICATION_PROVIDER=custom-oidc",
        f"AUTHENTICATION_AUTHORITY={REALM}",
        "AUTHENTICATION_CLIENT_ID=open-metadata",
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
    ),
    "provider-keys-of-another": env(
        f"AUTHENTICATION_AUTHORITY={REALM}",
        listed("https://id.acme.example/realms/staff/protocol/openid-connect/certs", OWN_KEYS),
    ),
    "provider-keys-of-another-kind": env(
        "AUTHENTICATION_PROVIDER=okta", listed("https://www.googleapis.com/oauth2/v3/certs", OWN_KEYS)
    ),
    "provider-keys-path": values(f"""
openmetadata:
  config:
    authentication:
      provider: okta
      authority: https://acme.okta.com/oauth2/default
      publicKeys:
        - https://acme.okta.com/oauth2/default/.well-known/jwks.json
        - {OWN_KEYS}
"""),
    "keys-twice": env(listed(KEYCLOAK, OWN_KEYS, KEYCLOAK)),
    "azure-keys-of-all-tenants": env(
        "AUTHENTICATION_PROVIDER=azure",
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        f"AUTHENTICATION_AUTHORITY={ENTRA}/{TENANT}",
        listed(f"{ENTRA}/common/discovery/keys", OWN_KEYS),
    ),
    "okta-keys-unconfirmed": env(
        "AUTHENTICATION_PROVIDER=okta", listed("https://acme.okta.com/oauth2/default/v1/keys", OWN_KEYS)
    ),
}
