"""One setting of a `SecurityConfig` in the making, and what several providers say alike."""

from collections.abc import Iterator
from typing import TypeAlias

from sso_providers.catalogue import Application, Secret, Value
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import AUTHENTICATION

Entry: TypeAlias = tuple[str, Value | Secret]


def own_tokens_only(server: Server) -> Iterator[Entry]:
    """For a provider whose tokens never reach OpenMetadata: the server checks its own and no others.

    authority and clientId mean nothing then, but the schema wants them up to 1.11.
    """
    yield f"{AUTHENTICATION}.responseType", "code"
    yield f"{AUTHENTICATION}.publicKeyUrls", (server.keys,)
    yield f"{AUTHENTICATION}.tokenValidationAlgorithm", "RS256"
    yield f"{AUTHENTICATION}.authority", server.url
    yield f"{AUTHENTICATION}.clientId", ""
    yield f"{AUTHENTICATION}.jwtPrincipalClaims", ("email", "preferred_username", "sub")
    yield f"{AUTHENTICATION}.jwtPrincipalClaimsMapping", ()


def secret(application: Application, name: str) -> Secret:
    """The secret, or an empty one where it is withheld or not known."""
    return application.secrets.get(name) or Secret("")


def needed_secrets(application: Application) -> set[str]:
    """The names of the secrets that these settings need."""
    fields = application.kind.secret_fields(application.flow)
    return {field.name for field in fields if field.applies(application.settings)}
