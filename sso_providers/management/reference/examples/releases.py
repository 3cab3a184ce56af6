"""What a release line, or a chart, does not have."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .addresses import OWN
from .example import Example, conf, env, values

EXAMPLES: Mapping[str, Example] = {
    "setting-too-young": conf(
        """
authenticationConfiguration:
  provider: okta
  maxActiveSessionsPerUser: 3
"""
    ),
    "setting-before-its-time": conf(
        """
authorizerConfiguration:
  allowedDomains: [acme.example, acme.org]
""",
        release=Release("1.5"),
    ),
    "setting-needs-patch": env("AUTHENTICATION_ENABLE_AUTO_REDIRECT=true", release=Release("1.11")),
    "setting-no-longer-read": env("AUTHENTICATION_PROVIDER=saml", f"SAML_AUTHORITY_URL={OWN}/api/v1/saml/login"),
    "value-not-a-choice": env("AUTHENTICATION_PROVIDER=ldap", "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE=trustall"),
    "variable-not-passed": env("AUTHENTICATION_PROVIDER=ldap", "AUTHENTICATION_LDAP_HOST=ldap.acme.example"),
    "chart-custom-params": values(
        """
openmetadata:
  config:
    authentication:
      clientType: confidential
      provider: okta
      oidcConfiguration:
        enabled: true
""",
        release=Release("1.6"),
    ),
    "chart-ldap-groups": values(
        """
openmetadata:
  config:
    authentication:
      provider: ldap
      ldapConfiguration:
        authReassignRoles: ["Admin"]
""",
        release=Release("1.3"),
    ),
}
