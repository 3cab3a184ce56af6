"""LDAP."""

from collections.abc import Mapping

from sso_providers.catalogue import Release

from .example import Example, conf, env, values

LDAP = "AUTHENTICATION_PROVIDER=ldap"
GROUPS = "ou=groups,dc=acme,dc=example"
BASE = f'AUTHENTICATION_GROUP_LOOKUP_BASEDN="{GROUPS}"'


def mapping(source: str) -> str:
    return f"AUTH_ROLES_MAPPING='\"{source}\"'"


def mapped(**roles: str) -> str:
    entries = ",".join(f'\\"cn={group},{GROUPS}\\":[\\"{role}\\"]' for group, role in roles.items())
    return mapping(f"{{{entries}}}")


EXAMPLES: Mapping[str, Example] = {
    "ldap-not-the-provider": env("AUTHENTICATION_PROVIDER=basic", "AUTHENTICATION_LDAP_HOST=ldap.acme.example"),
    "ldap-server-empty": env(LDAP, "AUTHENTICATION_LDAP_HOST="),
    "ldap-host": env(LDAP, "AUTHENTICATION_LDAP_HOST=ldaps://ldap.acme.example:636"),
    "ldap-host-itself": env(LDAP, "AUTHENTICATION_LDAP_HOST=localhost"),
    "ldap-port": env(LDAP, "AUTHENTICATION_LDAP_PORT=63600000"),
    "ldap-port-and-tls": env(LDAP, "AUTHENTICATION_LDAP_PORT=636", "AUTHENTICATION_LDAP_SSL_ENABLED=false"),
    "ldap-pool-size": env(LDAP, "AUTHENTICATION_LDAP_POOL_SIZE=0"),
    "ldap-search-empty": env(LDAP, "AUTHENTICATION_LOOKUP_ADMIN_DN="),
    "ldap-search-missing": env(
        LDAP,
        "AUTHENTICATION_LDAP_HOST=ldap.acme.example",
        "AUTHENTICATION_LDAP_PORT=636",
        'AUTHENTICATION_USER_LOOKUP_BASEDN="ou=people,dc=acme,dc=example"',
        "AUTHENTICATION_USER_MAIL_ATTR=mail",
    ),
    "ldap-user-name-empty": env(LDAP, "AUTHENTICATION_USER_NAME_ATTR="),
    "ldap-base-dn": env(LDAP, "AUTHENTICATION_USER_LOOKUP_BASEDN=people"),
    "ldap-account": env(LDAP, "AUTHENTICATION_LOOKUP_ADMIN_DN=svc-openmetadata"),
    "ldap-domains-differ": env(
        LDAP,
        'AUTHENTICATION_USER_LOOKUP_BASEDN="ou=people,dc=acme,dc=example"',
        'AUTHENTICATION_GROUP_LOOKUP_BASEDN="ou=groups,dc=acme,dc=com"',
    ),
    "ldap-attribute": env(LDAP, 'AUTHENTICATION_USER_MAIL_ATTR="mail address"'),
    "ldap-mail-attribute": env(LDAP, "AUTHENTICATION_USER_MAIL_ATTR=sAMAccountName"),
    "ldap-groups-incomplete": env(LDAP, BASE, "AUTHENTICATION_USER_GROUP_ATTR="),
    "ldap-group-attribute": env(LDAP, BASE, "AUTHENTICATION_USER_GROUP_ATTR=memberOf"),
    "ldap-group-pattern": env(LDAP, BASE, "AUTHENTICATION_USER_GROUP_ATTR_VALUE=om-*"),
    "ldap-all-attribute": env(LDAP, mapping(f'"cn=admins,{GROUPS}": ["Admin"]'), "AUTHENTICATION_USER_ALL_ATTR=dn"),
    "ldap-group-members": env(LDAP, BASE, "AUTHENTICATION_USER_GROUP_MEMBER_ATTR=memberUid"),
    "ldap-groups-in-groups": conf(
        """
authenticationConfiguration:
  provider: ldap
  ldapConfiguration:
    usernameAttributeName: uid
    recursiveGroupMembership: true
""",
        release=Release("2.0"),
    ),
    "ldap-mapping-json": env(LDAP, mapping(f"cn=admins,{GROUPS}: Admin")),
    "ldap-mapping-lists": env(LDAP, mapping(f'{{\\"cn=admins,{GROUPS}\\":\\"Admin\\"}}')),
    "ldap-mapping-names": env(LDAP, mapping('{\\"admins\\":[\\"Admin\\"]}')),
    "ldap-mapping-outside-base": env(
        LDAP, 'AUTHENTICATION_GROUP_LOOKUP_BASEDN="ou=teams,dc=acme,dc=example"', mapped(admins="Admin")
    ),
    "ldap-mapping-parents": env(
        LDAP,
        mapping(
            f'{{\\"cn=admins,{GROUPS}\\":[\\"Admin\\"],\\"cn=stewards,{GROUPS.replace("groups", "group")}\\":'
            '[\\"DataSteward\\"]}'
        ),
    ),
    "ldap-roles-not-listed": env(LDAP, mapped(admins="Admin"), 'AUTH_REASSIGN_ROLES=["DataSteward"]'),
    "ldap-admin-role": env(LDAP, mapped(admins="Admin"), "AUTHENTICATION_USER_ROLE_ADMIN_NAME="),
    "ldap-trust-store-missing": env(
        LDAP, "AUTHENTICATION_LDAP_SSL_ENABLED=true", "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE=CustomTrustStore"
    ),
    "ldap-trust-store-unused": env(
        LDAP,
        "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE=TrustAll",
        "AUTHENTICATION_LDAP_TRUSTSTORE_PATH=/etc/openmetadata/truststore.jks",
    ),
    "ldap-host-names-empty": env(
        LDAP, "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE=HostName", "AUTHENTICATION_LDAP_ALLOWED_HOSTNAMES=[]"
    ),
    "ldap-host-name-by-chart": values("""
openmetadata:
  config:
    authentication:
      provider: ldap
      ldapConfiguration:
        truststoreConfigType: HostName
"""),
    "ldap-trusts-anybody": env(LDAP, "AUTHENTICATION_LDAP_SSL_ENABLED=true"),
    "ldap-bind-untested": env(
        LDAP,
        "AUTHENTICATION_LDAP_HOST=ldap.acme.example",
        'AUTHENTICATION_LOOKUP_ADMIN_DN="cn=openmetadata,ou=services,dc=acme,dc=example"',
    ),
    "ldap-tls-untested": env(
        LDAP, "AUTHENTICATION_LDAP_HOST=ldap.acme.example", "AUTHENTICATION_LDAP_SSL_ENABLED=true"
    ),
}
