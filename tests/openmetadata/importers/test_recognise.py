from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.importers.recognise import recognise
from tests.openmetadata import facts

SHARED = Path(__file__).parents[4] / "shared"
ENDINGS = {
    ".env": Format.ENV_FILE,
    ".compose.yaml": Format.COMPOSE,
    ".openmetadata.yaml": Format.CONF,
    ".values.yaml": Format.HELM,
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_recognise_of_what_users_posted_needs_no_name(ending):
    folder = SHARED / "diagnosis" / "cases"
    if not folder.exists():
        pytest.skip(f"The cases are not here ({folder}): they are kept outside the project.")
    wrong = [
        path.name
        for path in folder.glob(f"*{ending}")
        if recognise(path.read_text(encoding="utf-8")) is not ENDINGS[ending]
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("conf/1.13.openmetadata.yaml", Format.CONF),
        ("chart-values/1.13/values.yaml", Format.HELM),
        ("samples/.env.sso-test", Format.ENV_FILE),
    ],
)
def test_recognise_of_openmetadatas_own_files_needs_no_name(name, expected):
    assert recognise(facts.fact(name)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OIDC_TYPE=azure", Format.ENV_FILE),
        ("OIDC_TYPE: azure", Format.ENV_FILE),
        ("\r\n  export OIDC_TYPE=azure\r\n", Format.ENV_FILE),
        ("# a\rOIDC_TYPE=azure\r", Format.ENV_FILE),
        ("docker run -e OIDC_TYPE=azure image", Format.ENV_FILE),
        ('[{"name": "OIDC_TYPE", "value": "azure"}]', Format.ENV_FILE),
        ("    - OIDC_TYPE=azure", Format.COMPOSE),
        ("services: {}", Format.COMPOSE),
        ("    environment:\n      OIDC_TYPE: azure", Format.COMPOSE),
        ("authenticationConfiguration:\n  provider: azure", Format.CONF),
        ("  publicKeyUrls: [https://a]", Format.CONF),
        ("openmetadata:\n  config:\n    authentication:\n      provider: azure", Format.HELM),
        ("authentication:\n  provider: azure", Format.HELM),
        (
            "authentication:\n  provider: azure\n  oidcConfiguration:\n    enabled: true\n    discoveryUri: https://a\n",
            Format.HELM,
        ),
        ("oidcConfiguration:\n  id: a\n  secret: b\n  scope: openid\n", Format.CONF),
        ("extraEnvs:\n- name: OIDC_TYPE\n  value: azure", Format.HELM),
        ("apiVersion: v1\nkind: Secret\nstringData:\n  OIDC_CLIENT_SECRET: x", Format.HELM),
        ('{"authenticationConfiguration": {"provider": "azure"}}', Format.API),
        ('{"provider": "azure", "clientType": "public"}', Format.API),
        ('[{"op": "replace", "path": "/authenticationConfiguration/provider", "value": "azure"}]', Format.API),
        ("Dear all, signing in fails.", None),
        ("", None),
    ],
)
def test_recognise_of_a_piece_goes_by_what_stands_in_it(text, expected):
    assert recognise(text) is expected


@pytest.mark.parametrize(("name", "expected"), [("my-values.yaml", Format.HELM), ("openmetadata.yaml", Format.CONF)])
def test_recognise_of_a_piece_that_may_be_both_goes_by_the_name(name, expected):
    text = "provider: azure\nclientId: a\nauthority: b\ndiscoveryUri: c\nsaml: {}\n"
    assert recognise(text, name) is expected


def test_recognise_of_a_clear_piece_does_not_mind_the_name():
    assert recognise("OIDC_TYPE=azure\n", "values.yaml") is Format.ENV_FILE


@given(st.text())
def test_recognise_of_any_text_answers(text):
    assert recognise(text) is None or recognise(text) in Format


@pytest.mark.parametrize(
    "below",
    [
        "    authenticationConfiguration:\n      publicKeyUrls: []\n"
        "    authorizerConfiguration:\n      adminPrincipals: []\n",
        "".join(f"    idp{number}: ${{SAML_IDP_ENTITY_ID:-a}}\n" for number in range(20)),
    ],
)
def test_values_stay_values_whatever_was_copied_below(below: str) -> None:
    assert recognise(f"openmetadata:\n  config:\n{below}") is Format.HELM
