import pytest

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.instructions import as_text

from .cases import CANARY, PROVENANCE, config, export_for


@pytest.mark.parametrize("target", [target for target in TARGETS if target != "api"])
def test_steps_say_where_from_what_and_in_which_order(target: str) -> None:
    made = export_for(config(), target, SecretsMode.REAL)

    text = as_text(made, PROVENANCE).text

    assert "Registration acme-sso, version 3, for deployment production" in text
    for artifact in made.artifacts:
        told = "for its owner only" if artifact.private else f"sha256 {artifact.sha256}"
        assert f"{artifact.name}  {told}" in text
        assert (artifact.sha256 in text) == (not artifact.private)
    places = [text.index(f"\n{number}. ") for number in range(1, len(made.steps) + 1)]
    assert places == sorted(places)
    assert all(line.strip() in text for step in made.steps for line in step.command.splitlines())
    assert CANARY not in text


def test_steps_are_the_same_for_the_same_export() -> None:
    first, second = (as_text(export_for(config("azure", Flow.IMPLICIT), "docker"), PROVENANCE) for _ in range(2))
    assert first == second
    assert not first.holds_secrets
