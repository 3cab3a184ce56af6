"""Servers and sign-ins that the tests share: everything as usual but for what a test names."""

from typing import Any

from sso_providers.catalogue import Release
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER
from sso_providers.openmetadata.sign_in import Outlook, Result, State, Topic, foresee_token

LINES = ("1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "2.0")
BEFORE_OWN_TOKENS = LINES[:-1]
ADA: dict[str, Any] = {"sub": "00u1", "email": "ada@acme.example", "preferred_username": "ada", "name": "Ada Lovelace"}
USUAL: dict[str, Any] = {
    f"{AUTHENTICATION}.provider": "okta",
    f"{AUTHENTICATION}.clientType": "confidential",
    f"{AUTHENTICATION}.jwtPrincipalClaims": ("email", "preferred_username", "sub"),
    f"{AUTHENTICATION}.jwtPrincipalClaimsMapping": (),
    f"{AUTHENTICATION}.enableSelfSignup": True,
    f"{AUTHORIZER}.adminPrincipals": ("grace",),
    f"{AUTHORIZER}.principalDomain": "acme.example",
    f"{AUTHORIZER}.allowedDomains": (),
    f"{AUTHORIZER}.enforcePrincipalDomain": False,
    f"{AUTHORIZER}.useRolesFromProvider": False,
    f"{AUTHORIZER}.allowedEmailRegistrationDomains": ("all",),
}
# The tests' short names.
PATHS = {path.rpartition(".")[2]: path for path in USUAL} | {
    "jwtTeamClaimMapping": f"{AUTHENTICATION}.jwtTeamClaimMapping",
    "defaultOAuthRole": f"{AUTHORIZER}.defaultOAuthRole",
}
MAPPED = ("username:preferred_username", "email:email")


def config(**settings: Any) -> SecurityConfig:
    values = {**USUAL, **{PATHS[name]: value for name, value in settings.items()}}
    return SecurityConfig(server_url="https://metadata.acme.example", values=values)


def foreseen(claims: dict[str, Any], line: str = "1.12", **settings: Any) -> Outlook:
    return foresee_token(config(**settings), Release(line), claims)


def result(outlook: Outlook, topic: Topic) -> Result:
    found = outlook.of(topic)
    assert found is not None, [each.topic for each in outlook.results]
    return found


def values(outlook: Outlook) -> dict[str, str]:
    return {each.topic.value: str(each.value) for each in outlook.results}


def state(outlook: Outlook) -> State:
    return outlook.verdict.state
