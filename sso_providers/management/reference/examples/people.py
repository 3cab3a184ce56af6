"""Who may sign in, and as what; and the keys that tokens are signed with."""

from collections.abc import Mapping

from .addresses import OWN
from .example import Example, conf, env

DOMAIN = "AUTHORIZER_PRINCIPAL_DOMAIN"

EXAMPLES: Mapping[str, Example] = {
    "principal-domain-empty": env(f"{DOMAIN}="),
    "principal-domain-several": env(f'{DOMAIN}="acme.example, acme-group.example"'),
    "principal-domain-malformed": env(f"{DOMAIN}=https://acme.example"),
    "principal-domain-is-host": env(
        f"{DOMAIN}=openmetadata.acme.example", f"AUTHENTICATION_CALLBACK_URL={OWN}/callback"
    ),
    "shipped-domain-enforced": env(f"{DOMAIN}=open-metadata.org", "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN=true"),
    "bots-domain-not-allowed": env(
        f"{DOMAIN}=acme.example",
        "AUTHORIZER_ALLOWED_DOMAINS=[acme-group.example]",
        "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN=true",
    ),
    "allowed-domains-not-enforced": env(
        f"{DOMAIN}=acme.example",
        "AUTHORIZER_ALLOWED_DOMAINS=[acme.example]",
        "AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN=false",
    ),
    "domain-list-malformed": env('AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN=["@acme.example"]'),
    "no-administrator": env("AUTHORIZER_ADMIN_PRINCIPALS=[]"),
    "administrator-with-password": env("AUTHORIZER_ADMIN_PRINCIPALS=[jane.doe:letmein]"),
    "administrator-is-address": env("AUTHORIZER_ADMIN_PRINCIPALS=[jane.doe@acme.example]"),
    "administrator-name-untidy": env("AUTHORIZER_ADMIN_PRINCIPALS=[Jane.Doe]"),
    "test-principals": conf("""
authorizerConfiguration:
  adminPrincipals: [jane.doe]
  testPrincipals: [test]
"""),
    "authorizer-class-unknown": env(
        "AUTHORIZER_CLASS_NAME=org.openmetadata.service.security.DefaultAuthoriser",
    ),
    "self-signup-off": env("AUTHENTICATION_PROVIDER=okta", "AUTHENTICATION_ENABLE_SELF_SIGNUP=false"),
    "roles-without-token": env("AUTHENTICATION_PROVIDER=ldap", "AUTHORIZER_USE_ROLES_FROM_PROVIDER=true"),
    "secure-socket-over-http": env(
        "AUTHENTICATION_CALLBACK_URL=http://openmetadata.acme.example:8585/callback",
        "AUTHORIZER_ENABLE_SECURE_SOCKET=true",
    ),
    "token-keys-not-a-pair": env("RSA_PRIVATE_KEY_FILE_PATH=/etc/openmetadata/private_key.der"),
    "token-keys-exchanged": env(
        "RSA_PUBLIC_KEY_FILE_PATH=/etc/openmetadata/private_key.der",
        "RSA_PRIVATE_KEY_FILE_PATH=/etc/openmetadata/public_key.der",
    ),
    "token-key-not-der": env(
        "RSA_PUBLIC_KEY_FILE_PATH=/etc/openmetadata/public_key.der",
        "RSA_PRIVATE_KEY_FILE_PATH=/etc/openmetadata/private_key.pem",
    ),
    "token-setting-empty": env("JWT_ISSUER="),
    "token-keys-shipped": env("JWT_ISSUER=acme.example"),
}
