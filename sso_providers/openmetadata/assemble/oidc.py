"""OpenID Connect: the browser's flow and the server's."""

import json
from collections.abc import Iterator

from sso_providers.catalogue import CLIENT_SECRET, Application, Flow, Value, validators
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC

from .entry import Entry, secret

AZURE = "azure"


def entries(application: Application, server: Server) -> Iterator[Entry]:
    endpoints, settings = application.endpoints, application.settings
    implicit = application.flow is Flow.IMPLICIT
    yield f"{AUTHENTICATION}.responseType", settings["response_type"] if implicit else "code"
    yield f"{AUTHENTICATION}.publicKeyUrls", (endpoints.jwks_uri, server.keys)
    # In the code flow only the server sees the provider's token; its own are signed with RS256.
    yield f"{AUTHENTICATION}.tokenValidationAlgorithm", settings["signing_algorithm"] if implicit else "RS256"
    yield f"{AUTHENTICATION}.authority", endpoints.authority
    yield f"{AUTHENTICATION}.clientId", application.client_id
    yield f"{AUTHENTICATION}.jwtPrincipalClaims", settings["principal_claims"]
    yield f"{AUTHENTICATION}.jwtPrincipalClaimsMapping", claims_mapping(application)
    if not implicit:
        yield from code_flow(application, server)


def claims_mapping(application: Application) -> tuple[str, ...]:
    """OpenMetadata's `username:claim` and `email:claim`, both or none (SecurityUtil)."""
    username, email = application.settings["username_claim"], application.settings["email_claim"]
    return (f"username:{username}", f"email:{email}") if username and email else ()


def code_flow(application: Application, server: Server) -> Iterator[Entry]:
    """The settings of the authorization code flow; a public client reads none of them.

    useNonce, maxClockSkew and maxAge are texts in OpenMetadata's schema (oidcClientConfig.json).
    """
    settings = application.settings
    yield f"{OIDC}.id", application.client_id
    yield f"{OIDC}.type", application.kind.oidc_type
    yield f"{OIDC}.secret", secret(application, CLIENT_SECRET)
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
    yield f"{OIDC}.maxClockSkew", str(settings["max_clock_skew"])
    yield f"{OIDC}.tokenValidity", settings["token_validity"]
    yield f"{OIDC}.customParams", custom_parameters(settings["authorization_parameters"])
    yield f"{OIDC}.maxAge", str(settings["max_age"])
    yield f"{OIDC}.prompt", settings["prompt"]
    yield f"{OIDC}.sessionExpiry", settings["session_expiry"]


def custom_parameters(lines: Value) -> str:
    """A JSON object of numbered names and values: AuthenticationCodeFlowHandler reads 1 to 5 of each."""
    found: dict[str, str] = {}
    for number, line in enumerate(lines if isinstance(lines, tuple) else (), start=1):
        name, value = validators.parameter_of(line)
        found |= {f"customParamKey{number}": name, f"customParamValue{number}": value}
    return json.dumps(found, ensure_ascii=False)
