"""Our own exports are right: reading one back finds nothing wrong in it."""

import pytest

from sso_providers.catalogue import Flow, Release, get_release
from sso_providers.openmetadata import importers
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.diagnosis import diagnose
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.importers.imported import Unreadable
from sso_providers.openmetadata.security_config import SecurityConfig
from tests.openmetadata.cases import COMBINATIONS, SERVER, config, export_for, full

CONF = "authenticationConfiguration:\n  provider: basic\n"
LINES = [get_release(line) for line in ("1.8", "2.0")]


@pytest.mark.parametrize("line", LINES, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_diagnose_of_an_export_finds_nothing_wrong(kind: str, flow: Flow, line: Release) -> None:
    assert wrong(config(kind, flow), line) == []


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_diagnose_of_an_export_with_everything_said_has_no_error(kind: str, flow: Flow) -> None:
    found = wrong(assemble(full(kind, flow), SERVER), LINES[-1])

    assert [each for each in found if each[0] == "error"] == []


def wrong(config: SecurityConfig, line: Release) -> list[tuple[str, ...]]:
    """Errors and warnings, of every file of every target and variant, with secrets in the usual way."""
    found: list[tuple[str, ...]] = []
    for target in (target for target in TARGETS.values() if target.id != "ingestion"):
        for variant in (variant for variant in target.variants if variant.since <= line):
            conf = CONF if variant.reads_conf else ""
            export = export_for(config, target.id, variant.modes[0], variant=variant.id, release=line, conf=conf)
            for artifact in export.artifacts:
                try:
                    imported = importers.read(artifact.text.encode(), name=artifact.name, release=line)
                except Unreadable:  # a note, or a script
                    continue
                made = diagnose(imported, target=target.id, release=line)
                found += [
                    (each.level.value, variant.id, artifact.name, each.setting, each.message)
                    for each in made.findings
                    if each.level is not Level.HINT
                ]
    return found
