"""How OpenMetadata's server behaves from a release line on, where operators feel it.

After providers.md, section 10, and server-validation.md of the facts; issue numbers are OpenMetadata's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sso_providers.catalogue import Release

from .security_config import SecurityConfig
from .settings import AUTHENTICATION, LDAP, SAML


def always(config: SecurityConfig) -> bool:
    return True


def is_confidential(config: SecurityConfig) -> bool:
    return config.values.get(f"{AUTHENTICATION}.clientType") == "confidential"


def is_public(config: SecurityConfig) -> bool:
    return not is_confidential(config) and not any(path.startswith((SAML, LDAP)) for path in config.values)


def has_mapping(config: SecurityConfig) -> bool:
    return bool(config.values.get(f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"))


def is_azure(config: SecurityConfig) -> bool:
    return config.values.get(f"{AUTHENTICATION}.provider") == "azure"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the server behaves from `since` on; `concerns` tells which configurations feel it."""

    since: Release
    text: str
    concerns: Callable[[SecurityConfig], bool] = always


BEHAVIOURS = (
    Behaviour(
        Release("1.9"),
        "Many servers tell the browser to ask for an id_token whatever responseType says, until PR #31516 of "
        "August 2026: allow the implicit flow at the provider, or use the authorization code flow.",
        is_public,
    ),
    Behaviour(
        Release("1.10"),
        "The first start with this line puts the sign-in settings into the database, and later changes of environment, "
        "openmetadata.yaml or Helm values do nothing: run remove-security-config, or change them by the API.",
    ),
    Behaviour(
        Release("1.10"),
        "Saving in OpenMetadata's page or by PATCH runs a validator for the provider, which also wants a providerName.",
    ),
    Behaviour(
        Release("1.10"),
        "The schema wants id, secret, discoveryUri and tenant in oidcConfiguration; an empty tenant will do.",
        is_confidential,
    ),
    Behaviour(
        Release("1.11"),
        "From 1.11.5 on a mapped claim's name has letters, digits, _ and - only: namespaced claims are refused.",
        has_mapping,
    ),
    Behaviour(
        Release("1.12"),
        "authority, clientId, callbackUrl and publicKeyUrls are optional in the schema, "
        "and tokenValidationAlgorithm may be ES256, ES384 or ES512.",
    ),
    Behaviour(
        Release("1.12"),
        "openmetadata-ops.sh has get-security-config and update-security-config, with which a stored configuration can "
        "be kept and put back.",
    ),
    Behaviour(
        Release("1.12"),
        "Set-ups from before this line fail the validator when anything is changed by PATCH, because it looks at the "
        "whole configuration (issue 28379): export it anew first.",
        is_azure,
    ),
    Behaviour(
        Release("2.0"),
        "The server redirects to trusted addresses only, and they must equal callbackUrl or serverUrl's to the letter: "
        "people must open OpenMetadata under exactly this address (issue 26311).",
    ),
    Behaviour(
        Release("2.0"),
        "Sessions are kept in the database, so several servers need no sticky sessions any more. sessionExpiry of "
        "authenticationConfiguration counts for every provider and wins over that of oidcConfiguration.",
    ),
    Behaviour(
        Release("2.0"),
        "From 2.0.2 on a session must last at least 3600 seconds and a token at least 1.",
    ),
)
