"""Every export satisfies the server's own validators; the stand-in for them refuses what is wrong."""

import json
from typing import Any

import pytest

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.assemble import assemble

from .cases import COMBINATIONS, LINES, SERVER, application, export_for, full
from .deployed import over_api
from .facts import fact
from .server_rules import complaints

VALIDATED = [line for line in LINES if line >= Release("1.10")]


def payload(kind: str, flow: Flow, release: Release = LINES[-1]) -> dict[str, Any]:
    return over_api(export_for(assemble(application(kind, flow), SERVER), "api", release=release))


@pytest.mark.parametrize("release", VALIDATED, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_every_payload_satisfies_the_servers_validators(kind: str, flow: Flow, release: Release) -> None:
    for registration in (application(kind, flow), full(kind, flow)):
        document = over_api(export_for(assemble(registration, SERVER), "api", release=release))
        assert complaints(document) == []


@pytest.mark.parametrize("release", VALIDATED, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_every_payload_has_the_blocks_of_its_provider_only(kind: str, flow: Flow, release: Release) -> None:
    """An empty block of another provider is refused (issue 28619)."""
    document = payload(kind, flow, release)
    assert set(document) == {"authenticationConfiguration", "authorizerConfiguration"}
    blocks = {name for name in document["authenticationConfiguration"] if name.endswith("Configuration")}
    own = {"saml": {"samlConfiguration"}, "ldap": {"ldapConfiguration"}}
    assert blocks == own.get(kind, {"oidcConfiguration"} if flow is Flow.CODE else set())
    known = json.loads(fact(f"schemas/{release}/authenticationConfiguration.json"))["properties"]
    assert set(document["authenticationConfiguration"]) <= set(known)


@pytest.mark.parametrize(
    ("kind", "path", "value", "complaint"),
    [
        (
            "azure",
            "authenticationConfiguration.authority",
            "https://login.microsoftonline.com/common/oauth2",
            "authority",
        ),
        ("azure", "authenticationConfiguration.oidcConfiguration.scope", "openid", "offline_access"),
        ("google", "authenticationConfiguration.clientId", "abc", "clientId"),
        ("google", "authenticationConfiguration.oidcConfiguration.prompt", "login", "prompt"),
        ("okta", "authenticationConfiguration.authority", "https://acme.okta.com", "not the org server"),
        ("auth0", "authenticationConfiguration.providerName", "", "providerName"),
        ("aws-cognito", "authenticationConfiguration.publicKeyUrls", ["https://x.example"], "keys of Cognito only"),
        ("keycloak", "authenticationConfiguration.jwtPrincipalClaimsMapping", ["email:email"], "mapping of both"),
        ("saml", "authenticationConfiguration.samlConfiguration.sp.acs", "https://x.example/acs", "sp.acs"),
        ("ldap", "authenticationConfiguration.ldapConfiguration.port", 0, "port"),
        ("ldap", "authorizerConfiguration.adminPrincipals", ["ada@acme.example"], "adminPrincipals are names"),
    ],
)
def test_stand_in_refuses_what_is_wrong(kind: str, path: str, value: object, complaint: str) -> None:
    flow = Flow.NONE if kind in {"saml", "ldap"} else Flow.CODE
    document = payload(kind, flow)
    *parents, last = path.split(".")
    node = document
    for key in parents:
        node = node[key]
    node[last] = value
    assert complaint in complaints(document)
