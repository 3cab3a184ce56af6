"""A server that already runs has its own copy of the settings since 1.10."""

import pytest

from sso_providers.catalogue import Release, get_release
from sso_providers.openmetadata.artifacts import Export, Situation
from sso_providers.openmetadata.exporters.effect import FORGET
from sso_providers.openmetadata.notes import traps
from tests.openmetadata.cases import LINES, config, export_for

VARIANTS = {"helm": "helm upgrade", "kustomize": "kubectl apply -k ."}


def made(variant: str, line: str, situation: Situation = Situation.RUNNING) -> Export:
    return export_for(config(), "kubernetes", None, variant=variant, release=get_release(line), situation=situation)


def commands(export: Export) -> str:
    return "\n".join(step.command for step in export.steps[:-1])


@pytest.mark.parametrize("line", ["1.12", "1.13", "2.0"])
@pytest.mark.parametrize(("variant", "change"), VARIANTS.items())
def test_running_server_keeps_changes_forgets_restarts_and_is_checked(variant: str, change: str, line: str) -> None:
    shown = commands(made(variant, line))
    order = ["get-security-config -o", "kubectl create secret", change, FORGET, "rollout restart", "config/auth"]
    places = [shown.index(each) for each in order]
    assert places == sorted(places)
    assert "rollout status" in shown[places[2] : places[3]]


@pytest.mark.parametrize("variant", VARIANTS)
def test_running_server_goes_back_to_what_it_had_stored(variant: str) -> None:
    back = made(variant, "1.13").steps[-1].command
    assert "update-security-config -f" in back
    assert "< stored-security-config.yaml" in back
    assert back.index("update-security-config") < back.index("rollout restart")


@pytest.mark.parametrize("line", ["1.10", "1.11"])
@pytest.mark.parametrize("variant", VARIANTS)
def test_running_server_of_a_line_without_the_command_goes_back_by_its_files(variant: str, line: str) -> None:
    export = made(variant, line)
    assert "get-security-config" not in commands(export)
    assert "page for SSO" in export.steps[0].text
    back = export.steps[-1].command
    assert back.index(FORGET) < back.index("rollout restart")


@pytest.mark.parametrize("line", LINES, ids=str)
@pytest.mark.parametrize("variant", VARIANTS)
def test_first_start_forgets_only_on_the_way_back(variant: str, line: Release) -> None:
    export = made(variant, line.line, Situation.FIRST_START)
    assert "security-config" not in commands(export)
    assert (FORGET in export.steps[-1].command) == (line >= Release("1.10"))


@pytest.mark.parametrize("variant", VARIANTS)
def test_running_server_before_the_copy_is_as_a_first_start(variant: str) -> None:
    assert made(variant, "1.9").steps == made(variant, "1.9", Situation.FIRST_START).steps


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("line", LINES, ids=str)
@pytest.mark.parametrize("variant", VARIANTS)
def test_commands_read_no_pasted_line_as_their_input(variant: str, line: Release, situation: Situation) -> None:
    for step in made(variant, line.line, situation).steps:
        for command in step.command.replace("\\\n", "").splitlines():
            assert "--stdin" not in command or " < " in command


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("variant", VARIANTS)
def test_notes_begin_with_when_it_takes_effect_and_hold_the_traps(variant: str, situation: Situation) -> None:
    export = made(variant, "1.10", situation)
    assert "remove-security-config" in export.notes[0] or "Server already runs" in export.notes[0]
    known = traps(config(), get_release("1.10"))
    assert known
    assert set(known) <= set(export.notes)
