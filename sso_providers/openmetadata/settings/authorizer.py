"""authorizerConfiguration: who may do what."""

from sso_providers.catalogue import Release

from .spec import Setting, ValueType

AUTHORIZER = "authorizerConfiguration"

ROWS = (
    Setting(
        path=f"{AUTHORIZER}.className",
        env="AUTHORIZER_CLASS_NAME",
        helm="authorizer.className",
        default="org.openmetadata.service.security.DefaultAuthorizer",
    ),
    Setting(
        path=f"{AUTHORIZER}.containerRequestFilter",
        env="AUTHORIZER_REQUEST_FILTER",
        helm="authorizer.containerRequestFilter",
        default="org.openmetadata.service.security.JwtFilter",
    ),
    Setting(
        path=f"{AUTHORIZER}.adminPrincipals",
        env="AUTHORIZER_ADMIN_PRINCIPALS",
        helm="authorizer.initialAdmins",
        type=ValueType.LIST,
        default=("admin",),
        note="User names, the part of the address before the @; made administrators at every start.",
    ),
    Setting(
        path=f"{AUTHORIZER}.allowedEmailRegistrationDomains",
        env="AUTHORIZER_ALLOWED_REGISTRATION_DOMAIN",
        helm="authorizer.allowedEmailRegistrationDomains",
        type=ValueType.LIST,
        default=("all",),
        note="Whose mail domains may make themselves an account without the identity provider.",
    ),
    Setting(
        path=f"{AUTHORIZER}.principalDomain",
        env="AUTHORIZER_PRINCIPAL_DOMAIN",
        helm="authorizer.principalDomain",
        default="open-metadata.org",
        former=("prinicipalDomain",),
        note="One domain. Bots get addresses in it, and so do people whose token has no e-mail address.",
    ),
    Setting(
        path=f"{AUTHORIZER}.allowedDomains",
        env="AUTHORIZER_ALLOWED_DOMAINS",
        helm="authorizer.allowedDomains",
        type=ValueType.LIST,
        default=(),
        compose_since=Release("1.8"),
        note="If not empty, replaces the principal domain in the check below; the bots' domain must then be in it.",
    ),
    Setting(
        path=f"{AUTHORIZER}.enforcePrincipalDomain",
        env="AUTHORIZER_ENFORCE_PRINCIPAL_DOMAIN",
        helm="authorizer.enforcePrincipalDomain",
        type=ValueType.BOOLEAN,
        default=False,
    ),
    Setting(
        path=f"{AUTHORIZER}.enableSecureSocketConnection",
        env="AUTHORIZER_ENABLE_SECURE_SOCKET",
        helm="authorizer.enableSecureSocketConnection",
        type=ValueType.BOOLEAN,
        default=False,
    ),
    Setting(
        path=f"{AUTHORIZER}.useRolesFromProvider",
        env="AUTHORIZER_USE_ROLES_FROM_PROVIDER",
        helm="authorizer.useRolesFromProvider",
        type=ValueType.BOOLEAN,
        default=False,
        compose_since=None,
    ),
    Setting(
        path=f"{AUTHORIZER}.defaultOAuthRole",
        env="AUTHORIZER_DEFAULT_OAUTH_ROLE",
        default=None,
        since=Release("1.12"),
        since_patch="1.12.4",
        compose_since=None,
        note="Role of people who come by MCP OAuth for the first time; it must exist.",
    ),
    Setting(
        path=f"{AUTHORIZER}.botPrincipals",
        env=None,
        type=ValueType.LIST,
        default=None,
        former=("AUTHORIZER_INGESTION_PRINCIPALS", "AUTHORIZER_INGESTION_PRINCIPAL", "botPrincipal"),
        never="the server refuses to start with it",
    ),
    Setting(
        path=f"{AUTHORIZER}.testPrincipals",
        env=None,
        type=ValueType.LIST,
        default=None,
        never="it is for OpenMetadata's own tests",
    ),
)
