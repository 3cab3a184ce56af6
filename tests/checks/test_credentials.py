"""What the check makes of a token endpoint's refusal, provider by provider."""

import json
from typing import Any

import pytest

from sso_providers.catalogue import CLIENT_SECRET, KINDS, Application, Flow, Secret
from sso_providers.checks import Status
from sso_providers.checks.credentials import judge
from sso_providers.checks.report import Stage
from sso_providers.checks.subject import Subject
from sso_providers.http import Response
from sso_providers.oidc import discovery
from tests.people import SETTINGS

CANARY = "canary7f3a9Zsecret"
BASE = "https://id.acme.example"
METADATA = discovery.parse(
    {
        "issuer": BASE,
        "authorization_endpoint": f"{BASE}/authorize",
        "token_endpoint": f"{BASE}/token",
        "jwks_uri": f"{BASE}/keys",
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    },
    issuer=BASE,
)


def judged(kind: str, status: int, **document: Any) -> Stage:
    application = Application(
        kind=KINDS[kind],
        flow=Flow.CODE,
        client_id="portal",
        secrets={CLIENT_SECRET: Secret(CANARY)},
        settings=KINDS[kind].clean(Flow.CODE, SETTINGS[kind]),
    )
    nowhere: Any = None
    subject = Subject(
        application=application, allow_private=False, redirect_uri=None, fetch=nowhere, ask_directory=nowhere
    )
    answer = Response(
        url=METADATA.token_endpoint,
        status=status,
        headers={"content-type": "application/json"},
        body=json.dumps(document).encode(),
        elapsed=0.1,
        address="192.0.2.7",
        certificate_ends=0,
    )
    stage = judge(subject, METADATA, answer)
    assert CANARY not in repr(stage)
    assert len(stage.summary) < 500
    return stage


@pytest.mark.parametrize(
    ("kind", "error", "description", "field", "words"),
    [
        ("azure", "invalid_client", f"AADSTS7000215: {CANARY}", "client_secret", "the secret's Value"),
        ("azure", "invalid_request", "AADSTS90002: Tenant 'x' not found.", "tenant_id", "knows no such tenant"),
        ("custom-oidc", "invalid_request", "AADSTS90002: Tenant 'x' not found.", "issuer", "knows no such tenant"),
        ("azure", "unauthorized_client", "AADSTS700016: Application not found", "client_id", "Overview"),
        ("keycloak", "unauthorized_client", "Invalid client or Invalid client credentials", "client_secret", "Clients"),
        ("okta", "invalid_client", "Invalid value for 'client_id' parameter.", "client_id", "does not know"),
        ("okta", "invalid_request", "Cannot supply multiple client credentials.",
         "client_authentication_method", "in two ways"),
        ("auth0", "access_denied", "Unauthorized", "client_secret", "Client Secret whole"),
        ("aws-cognito", "invalid_client", "invalid_client_secret", "client_secret", "App client information"),
        ("google", "invalid_client", "The OAuth client was not found.", "client_id", "does not know"),
        # Right credentials, and another reason to refuse
        ("auth0", "unauthorized_client", "Grant type 'authorization_code' not allowed for the client.",
         None, "Grant Types"),
    ],
)  # fmt: skip
def test_judge_of_a_known_refusal_says_what_mends_it(kind, error, description, field, words):
    stage = judged(kind, 401, error=error, error_description=description)

    assert (stage.status, stage.field) == (Status.FAILED, field)
    assert words in stage.summary


@pytest.mark.parametrize(
    ("kind", "description"),
    [
        ("okta", "The authorization code is invalid or has expired."),
        ("keycloak", "Code not valid"),
        ("google", "Malformed auth code."),
        ("aws-cognito", ""),
        ("auth0", "Invalid authorization code"),
        ("azure", "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity."),
    ],
)
def test_judge_of_a_refused_code_finds_the_credentials_right(kind, description):
    assert judged(kind, 400, error="invalid_grant", error_description=description).status is Status.OK


def test_judge_of_another_known_error_says_what_it_means():
    stage = judged("okta", 403, error="access_denied", error_description="Policy evaluation failed for this request")

    assert stage.status is Status.WARNING
    assert "access policy" in stage.summary
    assert "Try a sign-in to be sure." in stage.summary


@pytest.mark.parametrize("description", [None, 7, [CANARY], {"a": [[CANARY]]}, CANARY, f"AADSTS {CANARY}"])
def test_judge_of_a_strange_description_shows_nothing_of_it(description):
    assert judged("azure", 400, error="invalid_request", error_description=description).status is Status.WARNING
