"""Addresses of the provider."""

from collections.abc import Mapping

from .addresses import REALM
from .example import Example, env

ENTRA = "https://login.microsoftonline.com"
TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
WELL_KNOWN = "/.well-known/openid-configuration"

EXAMPLES: Mapping[str, Example] = {
    "issuer-is-endpoint": env(f"AUTHENTICATION_AUTHORITY={REALM}/protocol/openid-connect/auth"),
    "authority-is-document": env(f"AUTHENTICATION_AUTHORITY={REALM}{WELL_KNOWN}"),
    "discovery-without-well-known": env(f"OIDC_DISCOVERY_URI={REALM}"),
    "issuer-with-fragment": env(f"AUTHENTICATION_AUTHORITY={REALM}#/users"),
    "google-issuer": env(
        "AUTHENTICATION_PROVIDER=google", "AUTHENTICATION_AUTHORITY=https://accounts.google.com/o/oauth2/v2"
    ),
    "authority-trailing-slash": env(
        "AUTHENTICATION_PROVIDER=auth0", "AUTHENTICATION_AUTHORITY=https://acme.eu.auth0.com/"
    ),
    "okta-admin-host": env(
        "AUTHENTICATION_PROVIDER=okta", "AUTHENTICATION_AUTHORITY=https://acme-admin.okta.com/oauth2/default"
    ),
    "cognito-pages-host": env(
        "AUTHENTICATION_PROVIDER=aws-cognito",
        "AUTHENTICATION_AUTHORITY=https://acme.auth.eu-central-1.amazoncognito.com",
    ),
    "issuer-of-another-provider": env("AUTHENTICATION_PROVIDER=okta", f"AUTHENTICATION_AUTHORITY={ENTRA}/{TENANT}"),
    "issuers-differ": env(
        f"AUTHENTICATION_AUTHORITY={REALM}", f"OIDC_DISCOVERY_URI=https://sso.acme.example/realms/acme{WELL_KNOWN}"
    ),
    "keycloak-prefix": env(
        f"AUTHENTICATION_AUTHORITY={REALM}",
        f"OIDC_DISCOVERY_URI=https://id.acme.example/auth/realms/acme{WELL_KNOWN}",
    ),
    "issuer-http": env("AUTHENTICATION_AUTHORITY=http://id.acme.example/realms/acme"),
    "issuer-without-tenant": env("AUTHENTICATION_PROVIDER=azure", f"AUTHENTICATION_AUTHORITY={ENTRA}"),
    "tenants-differ": env(
        f"AUTHENTICATION_AUTHORITY={REALM}", f"OIDC_DISCOVERY_URI=https://id.acme.example/realms/staff{WELL_KNOWN}"
    ),
    "azure-version": env("AUTHENTICATION_PROVIDER=azure", f"AUTHENTICATION_AUTHORITY={ENTRA}/{TENANT}/v2.0"),
    "azure-old-host": env(
        "AUTHENTICATION_PROVIDER=azure", f"AUTHENTICATION_AUTHORITY=https://sts.windows.net/{TENANT}"
    ),
    "azure-customers": env(
        "AUTHENTICATION_PROVIDER=azure", "AUTHENTICATION_AUTHORITY=https://acme.b2clogin.com/acme.onmicrosoft.com"
    ),
}
