"""Addresses of OpenMetadata itself, and addresses that are none."""

from collections.abc import Mapping

from .example import Example, env, values

OWN = "https://openmetadata.acme.example"
REALM = "https://id.acme.example/realms/acme"

EXAMPLES: Mapping[str, Example] = {
    "server-reads-localhost": env(
        "AUTHENTICATION_PROVIDER=custom-oidc",
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        "OIDC_DISCOVERY_URI=http://localhost:8080/realms/acme/.well-known/openid-configuration",
    ),
    "browser-opens-internal-name": env(
        "AUTHENTICATION_PROVIDER=custom-oidc", "AUTHENTICATION_AUTHORITY=http://keycloak:8080/realms/acme"
    ),
    "own-address-localhost": env(
        "AUTHENTICATION_CALLBACK_URL=http://localhost:8585/callback",
        f"AUTHENTICATION_PUBLIC_KEYS=[{REALM}/protocol/openid-connect/certs,{OWN}/api/v1/system/config/jwks]",
    ),
    "issuer-localhost": values(f"""
openmetadata:
  config:
    authentication:
      provider: custom-oidc
      authority: http://localhost:8080/realms/acme
      callbackUrl: {OWN}/callback
"""),
    "own-hosts-differ": env(
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        f"OIDC_CALLBACK={OWN}/callback",
        "OIDC_SERVER_URL=https://metadata.acme.example",
    ),
    "own-schemes-mixed": env(
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        f"OIDC_CALLBACK={OWN}/callback",
        "OIDC_SERVER_URL=http://openmetadata.acme.example",
    ),
    "own-address-http": env("AUTHENTICATION_CALLBACK_URL=http://openmetadata.acme.example/callback"),
    "own-address-port": env(
        "AUTHENTICATION_CALLBACK_URL=https://openmetadata.acme.example:8585/callback",
        "AUTHENTICATION_CLIENT_TYPE=confidential",
    ),
    "callback-path": env("AUTHENTICATION_CLIENT_TYPE=confidential", f"OIDC_CALLBACK={OWN}/auth/callback"),
    "callback-query": env(f"AUTHENTICATION_CALLBACK_URL={OWN}/callback?tenant=acme"),
    "server-url-path": env("AUTHENTICATION_CLIENT_TYPE=confidential", f"OIDC_SERVER_URL={OWN}/"),
    "server-url-port": env(
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        "OIDC_CALLBACK=http://openmetadata.acme.example:8585/callback",
        "OIDC_SERVER_URL=http://openmetadata.acme.example",
    ),
    "callbacks-differ": env(
        "AUTHENTICATION_CLIENT_TYPE=confidential",
        f"AUTHENTICATION_CALLBACK_URL={OWN}/callback",
        f"OIDC_CALLBACK={OWN}/app/callback",
    ),
    "callback-base-path": env("BASE_PATH=/catalog", f"OIDC_CALLBACK={OWN}/callback"),
    "address-scheme-twice": env(
        f"AUTHENTICATION_AUTHORITY=http://{REALM}",
    ),
    "address-several": env(f"AUTHENTICATION_CALLBACK_URL={OWN}/callback,http://localhost:8585/callback"),
    "address-wildcard": env("AUTHENTICATION_CALLBACK_URL=https://*.acme.example/callback"),
    "address-malformed": env("AUTHENTICATION_AUTHORITY=https://"),
    "auth0-domain-without-scheme": env("AUTHENTICATION_PROVIDER=auth0", "AUTHENTICATION_AUTHORITY=acme.eu.auth0.com"),
    "address-double-slash": env("AUTHENTICATION_AUTHORITY=https://id.acme.example//realms/acme"),
    "keys-too-many": env(
        "AUTHENTICATION_PUBLIC_KEYS=["
        + ",".join(f"https://id{number}.acme.example/jwks" for number in range(101))
        + "]"
    ),
    "placeholder-left": env("AUTHENTICATION_AUTHORITY=https://login.microsoftonline.com/{tenant-id}"),
    "placeholder-secret": env("AUTHENTICATION_LOOKUP_ADMIN_PWD=<password>"),
    "documentation-domain": env("AUTHENTICATION_CALLBACK_URL=https://openmetadata.example.com/callback"),
}
