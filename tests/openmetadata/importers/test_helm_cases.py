"""Values that people posted, and those that are exported here: what is read of them."""

import json

import pytest

from sso_providers.catalogue import Flow, Release, Secret
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.importers import helm
from sso_providers.openmetadata.importers.imported import Import
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Kind
from tests.diagnosis.cases import Case, cases
from tests.openmetadata.cases import (
    AWKWARD,
    COMBINATIONS,
    LINES,
    SERVER,
    awkward,
    awkward_ldap,
    awkward_saml,
    export_for,
    full,
)

POSTED = [case for case in cases() if case.file.name.endswith(".values.yaml")]
# What is no trouble of the file, though the case is about it: rules see it in the values.
TOLD = {
    "065": [(Kind.UNKNOWN, "global.airflow.openmetadata.customoidc.secretKeyPath")],
    "072": [(Kind.MISPLACED, "global.authorizer"), (Kind.MISPLACED, "global.authentication")],
}


@pytest.mark.parametrize("case", POSTED, ids=lambda case: case.id)
def test_read_of_posted_values_tells_no_more_than_what_is_wrong_with_names(case: Case):
    text = case.file.read_text("utf-8")
    found = helm.read(text, {}, case.release)
    told = [(each.kind, each.name) for each in found.troubles]
    assert set(TOLD.get(case.id, [])) <= set(told)
    assert bool(told) == (case.id in TOLD)
    lines = text.splitlines()
    for place in found.places.values():
        assert place.name.rpartition(".")[2] in lines[place.line - 1]


@pytest.mark.parametrize("line", LINES, ids=str)
def test_read_of_an_export_gives_what_was_exported(line: Release):
    for kind, flow in COMBINATIONS:
        config = assemble(full(kind, flow), SERVER)
        assert_same(exported(config, line), config, line)


@pytest.mark.parametrize("text", AWKWARD, ids=repr)
def test_read_of_an_export_gives_awkward_text_to_the_letter(text: str):
    for config in (awkward(text), awkward_saml(text), awkward_ldap(text)):
        assert_same(exported(config, LINES[-1]), config, LINES[-1])


def test_read_of_an_export_without_its_secrets_knows_that_there_are_some():
    config = assemble(full("custom-oidc", Flow.CODE), SERVER)
    for mode in (SecretsMode.REFERENCE, SecretsMode.PLACEHOLDER, SecretsMode.SEALED_SECRET):
        found = exported(config, LINES[-1], mode)
        assert found.config.values[f"{OIDC}.secret"] == Secret("")
        assert found.troubles == ()
        assert found.config.values[f"{AUTHENTICATION}.authority"] == config.values[f"{AUTHENTICATION}.authority"]


def exported(config: SecurityConfig, line: Release, secrets: SecretsMode = SecretsMode.REAL) -> Import:
    export = export_for(config, "kubernetes", secrets, variant="helm", release=line)
    files = {artifact.name: artifact.text for artifact in export.artifacts}
    return helm.read(files.pop("values.yaml"), files, line)


def assert_same(found: Import, config: SecurityConfig, line: Release) -> None:
    """But for what the line lacks, what no variable can say, and defaults that an export leaves out."""
    # Awkward text comes back to the letter, and is told.
    assert [each for each in found.troubles if each.kind is not Kind.LOOKALIKE] == []
    for path, value in config.values.items():
        setting = SETTINGS[path]
        read = found.config.values.get(path)
        if read is None and (value == setting.default or not setting.env):
            continue
        if not setting.exists_in(line) or not setting.takes(value, line):
            assert read is None, path
        elif path == f"{OIDC}.customParams":
            assert json.loads(str(read)) == json.loads(str(value))
        else:
            assert read == value, path
    assert found.config.values.keys() <= config.values.keys()
