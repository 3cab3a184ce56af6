"""From a registration and a server to the `SecurityConfig`: what OpenMetadata shall do.

The rules are those of OpenMetadata's providers: which one reads which setting. What a release line
lacks is left out later, by who writes for that line. Knows neither the database nor any file format.
"""

from collections.abc import Callable, Iterator

from sso_providers.catalogue import Application, Protocol
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.server import OPTIONS, Server
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, SETTINGS

from . import ldap, oidc, saml
from .entry import Entry

PROVIDERS: dict[Protocol, Callable[[Application, Server], Iterator[Entry]]] = {
    Protocol.OIDC: oidc.entries,
    Protocol.SAML: saml.entries,
    Protocol.LDAP: ldap.entries,
}


def assemble(application: Application, server: Server) -> SecurityConfig:
    """Everything that OpenMetadata can be told, in the settings table's order."""
    values = (
        dict(authorizer(server))
        | dict(options(server))
        | dict(authentication(application, server))
        | dict(PROVIDERS[application.kind.protocol](application, server))
    )
    return SecurityConfig(server_url=server.url, values={path: values[path] for path in SETTINGS if path in values})


def authorizer(server: Server) -> Iterator[Entry]:
    yield f"{AUTHORIZER}.className", "org.openmetadata.service.security.DefaultAuthorizer"
    yield f"{AUTHORIZER}.containerRequestFilter", "org.openmetadata.service.security.JwtFilter"
    yield f"{AUTHORIZER}.adminPrincipals", server.admin_principals
    yield f"{AUTHORIZER}.principalDomain", server.principal_domain
    yield f"{AUTHORIZER}.allowedDomains", server.allowed_domains
    yield f"{AUTHORIZER}.enforcePrincipalDomain", server.enforce_principal_domain
    yield f"{AUTHORIZER}.enableSecureSocketConnection", server.enable_secure_socket
    yield f"{AUTHORIZER}.useRolesFromProvider", server.use_roles_from_provider


def options(server: Server) -> Iterator[Entry]:
    """What differs from OpenMetadata's own; only the registration domains are always said (the schema wants them)."""
    for each in OPTIONS:
        value = server.option(each)
        if value != each.field.default or each.path == f"{AUTHORIZER}.allowedEmailRegistrationDomains":
            yield each.path, value


def authentication(application: Application, server: Server) -> Iterator[Entry]:
    """What every provider has."""
    settings = application.settings
    yield f"{AUTHENTICATION}.clientType", application.flow.client_type
    yield f"{AUTHENTICATION}.provider", application.kind.openmetadata_provider
    # Schema-required on every line, and 1.10 and later refuse an empty one (issue #24404).
    yield f"{AUTHENTICATION}.providerName", settings["provider_name"] or application.kind.label
    yield f"{AUTHENTICATION}.callbackUrl", server.callback
    yield f"{AUTHENTICATION}.enableSelfSignup", server.self_signup
    yield f"{AUTHENTICATION}.sessionExpiry", settings["session_expiry"]
    if settings.get("team_claim"):
        yield f"{AUTHENTICATION}.jwtTeamClaimMapping", settings["team_claim"]


__all__ = ["assemble"]
