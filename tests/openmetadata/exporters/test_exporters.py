"""What holds for every target."""

import hashlib
import re
import subprocess
from dataclasses import replace

import pytest
import yaml

from sso_providers.catalogue import Flow, Release, Secret, UnknownName
from sso_providers.openmetadata.artifacts import MissingSecret, Provenance, SecretsMode
from sso_providers.openmetadata.exporters import TARGETS, export, get_target
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import OIDC
from tests.openmetadata.cases import CANARY, COMBINATIONS, LINE, PROVENANCE, config, export_for

MODES = list(SecretsMode)


def test_get_target_unknown_name_lists_the_targets() -> None:
    with pytest.raises(UnknownName, match="Unknown target 'dokcer': .* Did you mean 'docker'"):
        get_target("dokcer")


def test_targets_default_to_their_habit_with_secrets() -> None:
    habits = {name: target.secrets for name, target in TARGETS.items()}
    assert habits.pop("kubernetes") is SecretsMode.REFERENCE
    assert set(habits.values()) == {SecretsMode.PLACEHOLDER}
    text = export_for(config(), "docker", None).artifacts[0].text
    assert "REPLACE_WITH_OIDC_CLIENT_SECRET" in text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("target", TARGETS)
def test_export_same_input_gives_the_same_bytes(target: str, mode: SecretsMode) -> None:
    assert export_for(config(), target, mode) == export_for(config(), target, mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_export_secret_stands_only_in_files_that_say_so(kind: str, flow: Flow, target: str, mode: SecretsMode) -> None:
    made = export_for(config(kind, flow), target, mode)
    for artifact in made.artifacts:
        assert artifact.holds_secrets == (CANARY in artifact.text) == ("HOLDS SECRETS" in artifact.text)
    assert CANARY not in str(made.steps) + str(made.notes)
    real = mode is SecretsMode.REAL and flow is Flow.CODE and target != "ingestion"
    assert made.holds_secrets == real


@pytest.mark.parametrize("target", ["docker", "bare-metal", "kubernetes"])
def test_export_real_secret_that_is_missing_is_refused_with_the_remedy(target: str) -> None:
    without = config()
    without = replace(without, values={**without.values, f"{OIDC}.secret": Secret("")})
    with pytest.raises(MissingSecret, match="'acme-sso' has no value for OIDC_CLIENT_SECRET: enter the client secret"):
        export_for(without, target, SecretsMode.REAL)
    assert export_for(without, target, SecretsMode.PLACEHOLDER)
    assert export_for(without, target, SecretsMode.REFERENCE)


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("mode", MODES)
def test_export_header_says_where_from_and_the_sum_of_the_rest(target: str, mode: SecretsMode) -> None:
    for artifact in export_for(config(), target, mode).artifacts:
        header, _, body = artifact.text.partition("\n\n")
        assert all(line.startswith("# ") for line in header.splitlines())
        assert "acme-sso, version 3, for deployment production" in header
        assert "OpenMetadata 1.9." in header
        assert hashlib.sha256(body.encode()).hexdigest() in header
        assert body.endswith("\n") and not body.endswith("\n\n")


def test_export_header_command_gives_the_sum(tmp_path) -> None:
    artifact = export_for(config(), "docker").artifacts[0]
    (tmp_path / artifact.name).write_text(artifact.text, encoding="utf-8")
    [(command, told)] = re.findall(r"# sha256 \((.*)\): (.*)", artifact.text)
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == told


@pytest.mark.parametrize("target", TARGETS)
def test_export_hostile_provenance_stays_in_the_comment(target: str) -> None:
    provenance = Provenance(deployment="a\nprovider: basic", registration="b\x85c\u2028OIDC_TYPE=x ${HOME}", version=1)
    made = export(config(), target=get_target(target), release=LINE, secrets=SecretsMode.REAL, provenance=provenance)
    plain = export_for(config(), target)
    for artifact, other in zip(made.artifacts, plain.artifacts, strict=True):
        assert artifact.text.partition("\n\n")[2] == other.text.partition("\n\n")[2]
        assert all(line.startswith("# ") for line in re.split("[\n\x85\u2028]", artifact.text.partition("\n\n")[0]))
        assert "${HOME}" not in artifact.text


@pytest.mark.parametrize("target", ["docker", "bare-metal", "kubernetes"])
def test_export_path_that_no_line_knows_is_refused(target: str) -> None:
    odd = SecurityConfig("https://x.example", {**config().values, f"{OIDC}.scopes": "openid"})
    with pytest.raises(UnknownName, match="Did you mean 'authenticationConfiguration.oidcConfiguration.scope'"):
        export_for(odd, target)


@pytest.mark.parametrize("target", ["docker", "bare-metal", "kubernetes"])
def test_export_setting_that_the_line_lacks_is_left_out(target: str) -> None:
    def text(line: str) -> str:
        made = export(config(), target=get_target(target), release=Release(line), provenance=PROVENANCE)
        return "".join(artifact.text for artifact in made.artifacts)

    name = "OIDC_SESSION_EXPIRY" if target == "docker" else "sessionExpiry"
    assert name in text("1.9")
    assert name not in text("1.7")


@pytest.mark.parametrize("target", ["docker", "bare-metal", "kubernetes"])
def test_export_notes_say_when_it_takes_effect(target: str) -> None:
    def first_note(line: str) -> str:
        return export(config(), target=get_target(target), release=Release(line), provenance=PROVENANCE).notes[0]

    assert first_note("1.9") == "OpenMetadata 1.9 reads these settings at every start."
    assert "remove-security-config" in first_note("1.10")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_export_steps_are_sentences_and_commands_of_bash(kind: str, flow: Flow, target: str, mode: SecretsMode) -> None:
    made = export_for(config(kind, flow), target, mode)
    for step in made.steps:
        assert step.text.endswith(".")
        subprocess.run(["bash", "-n", "-c", step.command], check=True)
    assert all(note.endswith((".", ").")) for note in made.notes)
    if target != "ingestion":
        assert any("/api/v1/system/config/auth" in step.command for step in made.steps)
        assert "way back" in made.steps[-1].text


@pytest.mark.parametrize("target", ["docker", "bare-metal", "kubernetes"])
def test_export_implicit_flow_never_speaks_of_a_secret(target: str) -> None:
    for mode in MODES:
        made = export_for(config(flow=Flow.IMPLICIT), target, mode)
        assert not re.search("client secret|REPLACE_WITH|oidc-secrets|chmod", f"{made.steps}{made.artifacts}")


@pytest.mark.parametrize("target", ["bare-metal", "kubernetes", "ingestion"])
def test_export_yaml_files_have_no_duplicate_key(target: str) -> None:
    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys))
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    for artifact in export_for(config(), target).artifacts:
        yaml.load(artifact.text, Strict)  # noqa: S506 - a safe loader
