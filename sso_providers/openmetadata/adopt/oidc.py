"""OpenID Connect: the opposite of `assemble.oidc`."""

import json
from collections.abc import Iterator

from sso_providers.catalogue import CLIENT_SECRET, Flow, Kind, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.validators import EQUALS
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC

from .addresses import Addresses, items, kinds_of, own_settings, text
from .draft import NotAdoptable, secrets_of, stated

# The catalogue's name of a setting -> OpenMetadata's.
CODE_FLOW = {
    "scope": "scope",
    "prompt": "prompt",
    "max_age": "maxAge",
    "max_clock_skew": "maxClockSkew",
    "client_authentication_method": "clientAuthenticationMethod",
    "signing_algorithm": "preferredJwsAlgorithm",
    "token_validity": "tokenValidity",
    "session_expiry": "sessionExpiry",
}
BROWSER_FLOW = {
    "response_type": "responseType",
    "signing_algorithm": "tokenValidationAlgorithm",
    "session_expiry": "sessionExpiry",
}


def flow_of(config: SecurityConfig) -> Flow:
    return Flow.CODE if text(config, f"{AUTHENTICATION}.clientType") == "confidential" else Flow.IMPLICIT


def kind_and_settings(config: SecurityConfig, provider: str) -> tuple[Kind, dict[str, Value]]:
    """The most particular kind whose addresses these are, with its own fields. Raises `NotAdoptable`."""
    addresses = Addresses(config)
    for kind in kinds_of(provider):
        own = own_settings(kind, addresses)
        if own is not None:
            return kind, own
    raise NotAdoptable(
        say(
            "No address in it is one of the provider '{provider}': state authority or discoveryUri as the provider "
            "has it.",
            provider=provider,
        )
    )


def client_id(config: SecurityConfig) -> str:
    return text(config, f"{OIDC}.id") or text(config, f"{AUTHENTICATION}.clientId")


def settings(config: SecurityConfig, flow: Flow) -> dict[str, Value]:
    """What OpenMetadata lets one set for any OpenID provider."""
    if flow is Flow.IMPLICIT:
        return stated(config, BROWSER_FLOW, AUTHENTICATION) | dict(mapping(config))
    found = stated(config, CODE_FLOW, OIDC) | dict(mapping(config))
    disabled = config.values.get(f"{OIDC}.disablePkce")
    if isinstance(disabled, bool):
        found["pkce"] = not disabled
    if parameters := custom_parameters(text(config, f"{OIDC}.customParams")):
        found["authorization_parameters"] = parameters
    return found


def secrets(config: SecurityConfig) -> dict[str, Secret]:
    return secrets_of(config, {CLIENT_SECRET: "secret"}, OIDC)


def mapping(config: SecurityConfig) -> Iterator[tuple[str, Value]]:
    if claims := items(config, f"{AUTHENTICATION}.jwtPrincipalClaims"):
        yield "principal_claims", claims
    for each in items(config, f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"):
        name, _, claim = each.partition(":")
        if name.strip() in ("username", "email"):
            yield f"{name.strip()}_claim", claim.strip()


def custom_parameters(source: str) -> tuple[str, ...]:
    """Lines of the names and values that AuthenticationCodeFlowHandler reads; what is no such object is none."""
    try:
        found = json.loads(source) if source else {}
    except ValueError:
        return ()
    if not isinstance(found, dict):
        return ()
    numbers = (key.removeprefix("customParamKey") for key in found if key.startswith("customParamKey"))
    return tuple(
        f"{found[f'customParamKey{number}']}{EQUALS}{found.get(f'customParamValue{number}', '')}" for number in numbers
    )
