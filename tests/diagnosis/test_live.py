"""What the provider's own description adds to posted configurations that a file alone can't judge."""

import json

import pytest

from sso_providers.checks import live
from sso_providers.http import FetchError, Reason, Response
from sso_providers.openmetadata import fixes
from sso_providers.openmetadata.diagnosis import Diagnosis, diagnose
from sso_providers.openmetadata.findings import Finding

from .cases import ABSENT, Case, cases
from .score import read

WELL_KNOWN = "/.well-known/openid-configuration"


def posted(id: str) -> Case:
    found = [each for each in cases() if each.id == id]
    return found[0] if found else pytest.skip(ABSENT)


def description(issuer: str, jwks_uri: str) -> dict[str, object]:
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": jwks_uri,
        "response_types_supported": ["code", "id_token"],
    }


def examined(case: Case, issuer: str, jwks_uri: str) -> Diagnosis:
    """At a provider whose description is below its issuer, and that answers nowhere else."""

    def fetch(method: str, url: str, **_: object) -> Response:
        if url != issuer + WELL_KNOWN:
            raise FetchError(Reason.STATUS, url, "404")
        return Response(url=url, status=200, headers={}, body=json.dumps(description(issuer, jwks_uri)).encode())

    before = diagnose(read(case, case.file.read_text("utf-8")), target=case.target, release=case.release)
    return live.examine(before, allow_private=False, fetch=fetch)


def at(diagnosis: Diagnosis, rule: str) -> Finding:
    (found,) = [each for each in diagnosis.findings if each.rule.id == rule]
    return found


@pytest.mark.parametrize(
    ("id", "issuer", "jwks_uri"),
    [
        ("016", "https://acme.okta.example", "https://acme.okta.example/oauth2/v1/keys"),
        ("082", "https://new-idp.acme.example", "https://new-idp.acme.example/oauth2/jwks"),
    ],
)
def test_live_of_keys_of_another_server_names_the_right_ones(id, issuer, jwks_uri):
    case = posted(id)

    diagnosis = examined(case, issuer, jwks_uri)

    finding = at(diagnosis, "provider-keys-not-listed")
    ((setting, wanted),) = case.fixed.items()
    assert finding.setting == setting == case.causes[0].names[0]
    assert fixes.stated(finding, diagnosis.imported.format) in (wanted, [wanted])


def test_live_of_an_endpoint_as_authority_finds_no_description_there():
    issuer = "https://keycloak.acme.example/realms/data"

    diagnosis = examined(posted("044"), issuer, f"{issuer}/protocol/openid-connect/certs")

    assert at(diagnosis, "provider-not-answering").setting == "openmetadata.config.authentication.authority"
    assert at(diagnosis, "own-keys-missing").setting == "openmetadata.config.authentication.publicKeys"
