"""From a registration and a server to the `SecurityConfig`: what OpenMetadata shall do.

The rules are those of OpenMetadata's providers: which flow reads which setting. Knows neither
the database nor any file format.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sso_providers.catalogue import Application, Flow, Release, Secret, Value

from .security_config import SecurityConfig
from .settings import AUTHENTICATION, AUTHORIZER, OIDC, settings_for

AZURE = "azure"
Entry = tuple[str, Value | Secret]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """One OpenMetadata installation: `url` is its public address without a trailing slash."""

    url: str
    release: Release
    admin_principals: tuple[str, ...]
    principal_domain: str
    allowed_domains: tuple[str, ...]
    enforce_principal_domain: bool
    enable_secure_socket: bool
    use_roles_from_provider: bool
    self_signup: bool

    @property
    def callback(self) -> str:
        return f"{self.url}/callback"

    @property
    def keys(self) -> str:
        """Where OpenMetadata shows the keys of its own tokens, those of bots among them."""
        return f"{self.url}/api/v1/system/config/jwks"


def assemble(application: Application, server: Server) -> SecurityConfig:
    """Everything that the server's release line can be told, in the settings table's order."""
    values = dict(authorizer(server)) | dict(authentication(application, server))
    if application.flow is Flow.CODE:
        values |= dict(oidc(application, server))
    ordered = {each.path: values[each.path] for each in settings_for(server.release) if each.path in values}
    return SecurityConfig(server_url=server.url, values=ordered)


def authorizer(server: Server) -> Iterator[Entry]:
    yield f"{AUTHORIZER}.className", "org.openmetadata.service.security.DefaultAuthorizer"
    yield f"{AUTHORIZER}.containerRequestFilter", "org.openmetadata.service.security.JwtFilter"
    yield f"{AUTHORIZER}.adminPrincipals", server.admin_principals
    yield f"{AUTHORIZER}.allowedEmailRegistrationDomains", ("all",)
    yield f"{AUTHORIZER}.principalDomain", server.principal_domain
    yield f"{AUTHORIZER}.allowedDomains", server.allowed_domains
    yield f"{AUTHORIZER}.enforcePrincipalDomain", server.enforce_principal_domain
    yield f"{AUTHORIZER}.enableSecureSocketConnection", server.enable_secure_socket
    yield f"{AUTHORIZER}.useRolesFromProvider", server.use_roles_from_provider


def authentication(application: Application, server: Server) -> Iterator[Entry]:
    endpoints, settings = application.endpoints, application.settings
    implicit = application.flow is Flow.IMPLICIT
    yield f"{AUTHENTICATION}.clientType", application.flow.client_type
    yield f"{AUTHENTICATION}.provider", application.kind.openmetadata_provider
    yield f"{AUTHENTICATION}.responseType", settings["response_type"] if implicit else "id_token"
    # Schema-required on every line, and 1.10 and later refuse an empty one (issue #24404).
    yield f"{AUTHENTICATION}.providerName", settings["provider_name"] or application.kind.label
    yield f"{AUTHENTICATION}.publicKeyUrls", (endpoints.jwks_uri, server.keys)
    # In the code flow only the server sees the provider's token; its own are signed with RS256.
    yield f"{AUTHENTICATION}.tokenValidationAlgorithm", settings["signing_algorithm"] if implicit else "RS256"
    yield f"{AUTHENTICATION}.authority", endpoints.authority
    yield f"{AUTHENTICATION}.clientId", application.client_id
    yield f"{AUTHENTICATION}.callbackUrl", server.callback
    yield f"{AUTHENTICATION}.jwtPrincipalClaims", settings["principal_claims"]
    yield f"{AUTHENTICATION}.jwtPrincipalClaimsMapping", claims_mapping(application)
    yield f"{AUTHENTICATION}.enableSelfSignup", server.self_signup


def claims_mapping(application: Application) -> tuple[str, ...]:
    """OpenMetadata's `username:claim` and `email:claim`, both or none (SecurityUtil)."""
    username, email = application.settings["username_claim"], application.settings["email_claim"]
    return (f"username:{username}", f"email:{email}") if username and email else ()


def oidc(application: Application, server: Server) -> Iterator[Entry]:
    """The settings of the authorization code flow; a public client reads none of them.

    useNonce, maxClockSkew and maxAge are texts in OpenMetadata's schema (oidcClientConfig.json).
    """
    settings = application.settings
    yield f"{OIDC}.id", application.client_id
    yield f"{OIDC}.type", application.kind.oidc_type
    yield f"{OIDC}.secret", application.client_secret or Secret("")
    yield f"{OIDC}.scope", settings["scope"]
    yield f"{OIDC}.discoveryUri", application.endpoints.discovery_uri
    yield f"{OIDC}.useNonce", "true"
    yield f"{OIDC}.preferredJwsAlgorithm", settings["signing_algorithm"]
    yield f"{OIDC}.responseType", "code"
    yield f"{OIDC}.disablePkce", not settings["pkce"]
    yield f"{OIDC}.callbackUrl", server.callback
    yield f"{OIDC}.serverUrl", server.url
    yield f"{OIDC}.clientAuthenticationMethod", settings["client_authentication_method"]
    # pac4j's Azure client builds the discovery address from the tenant and ignores discoveryUri.
    yield f"{OIDC}.tenant", settings["tenant_id"] if application.kind.oidc_type == AZURE else ""
    yield f"{OIDC}.maxClockSkew", ""
    yield f"{OIDC}.tokenValidity", settings["token_validity"]
    yield f"{OIDC}.customParams", "{}"
    yield f"{OIDC}.maxAge", str(settings["max_age"])
    yield f"{OIDC}.prompt", settings["prompt"]
    yield f"{OIDC}.sessionExpiry", settings["session_expiry"]
