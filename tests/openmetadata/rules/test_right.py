"""Configurations that are right: the portal's own, of every kind, flow and line."""

import pytest

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.rules import ldap, operations, releases, saml, texts
from tests.openmetadata.cases import COMBINATIONS, LINES, SERVER, application, full

from .asking import faults, subject

OWN = (*saml.RULES, *ldap.RULES, *operations.RULES, *releases.RULES, *texts.RULES)
TARGETS = ("docker", "bare-metal", "kubernetes", "api")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("release", LINES, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_assembled_configuration_gives_neither_error_nor_warning(
    kind: str, flow: Flow, release: Release, target: str
) -> None:
    for made in (application(kind, flow), full(kind, flow)):
        config = assemble(made, SERVER)
        assert faults(OWN, subject(config.values, target=target, release=str(release), is_whole=True)) == []


def test_each_rule_has_its_own_id_and_sentences() -> None:
    ids = [rule.id for rule in OWN]
    assert len(set(ids)) == len(ids)
    for rule in OWN:
        assert rule.reason.endswith(".") and rule.title[0].isupper() and not rule.title.endswith(".") and rule.source
