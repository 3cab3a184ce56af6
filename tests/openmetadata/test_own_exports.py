"""What the portal exports is right by its own rules."""

from dataclasses import replace

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.diagnosis import diagnose
from sso_providers.openmetadata.findings import Level
from tests.openmetadata.cases import COMBINATIONS, SERVER, application, full
from tests.openmetadata.importers.test_round_trip import FILES_OF_LINES, exported, imported


@pytest.mark.parametrize("mode", [SecretsMode.REAL, SecretsMode.PLACEHOLDER], ids=str)
@pytest.mark.parametrize(("target", "variant", "release"), FILES_OF_LINES)
def test_own_export_has_neither_error_nor_warning(
    target: str, variant: str, mode: SecretsMode, release: Release
) -> None:
    told = {}
    for kind, flow in COMBINATIONS:
        for make in (application, full):
            config = assemble(make(kind, flow), replace(SERVER, release=release))
            found = diagnose(imported(exported(config, target, variant, release, mode)), target=target, release=release)
            worse = [
                (finding.rule.id, finding.setting, finding.message)
                for finding in found.findings
                if finding.level is not Level.HINT
            ]
            if worse:
                told[kind, flow.value, make.__name__] = worse
    assert told == {}
