"""How the server is run."""

from collections.abc import Mapping

from .clients import CODE
from .example import Example, env, values

EXAMPLES: Mapping[str, Example] = {
    "sessions-in-one-server": values("""
replicaCount: 2
openmetadata:
  config:
    authentication:
      clientType: confidential
      provider: okta
"""),
    "settings-in-one-server": values("""
replicaCount: 2
openmetadata:
  config:
    authentication:
      provider: okta
"""),
    "stored-settings-win": env("AUTHENTICATION_PROVIDER=okta"),
    "proxy-not-for-java": values("""
openmetadata:
  config:
    authentication:
      provider: okta
      authority: https://acme.okta.com/oauth2/default
extraEnvs:
  - name: HTTPS_PROXY
    value: http://proxy.acme.example:3128
"""),
    "private-authority": env(
        CODE, "OIDC_DISCOVERY_URI=https://id.acme.internal/realms/acme/.well-known/openid-configuration"
    ),
}
