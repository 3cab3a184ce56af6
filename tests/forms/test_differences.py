"""How many fields of a folded section differ from the defaults."""

import pytest

from sso_providers.catalogue import KINDS, Section
from sso_providers.forms import differing, names_of
from tests import people

CASES = [(kind.id, flow) for kind in KINDS.values() for flow in kind.flows]


@pytest.mark.parametrize(("kind", "flow"), CASES)
def test_differing_of_what_is_required_alone_finds_nothing(kind, flow):
    registration = people.draft(kind, flow)
    names = [*names_of(KINDS[kind], flow, Section.MAPPING), *names_of(KINDS[kind], flow, Section.ADVANCED)]

    assert differing(registration, [*names, "default_role", "groups_claim"]) == []


def test_differing_names_settings_and_columns_that_were_changed():
    settings = {**people.SETTINGS["auth0"], "scope": "openid", "principal_claims": ["sub"], "prompt": ""}
    registration = people.draft(settings=settings, default_role="viewer")
    names = ["setting_scope", "setting_principal_claims", "setting_prompt", "default_role", "secret_client_secret"]

    assert differing(registration, names) == ["setting_scope", "setting_principal_claims", "default_role"]
