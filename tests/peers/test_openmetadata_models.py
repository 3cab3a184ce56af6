"""Exports against OpenMetadata's own models of its configuration, those of every release line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sso_providers.catalogue import RELEASES, Release
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.assemble import assemble
from tests.openmetadata.cases import (
    AWKWARD,
    COMBINATIONS,
    LINE,
    LINES,
    SERVER,
    application,
    awkward,
    config,
    export_for,
    full,
)
from tests.openmetadata.deployed import by_ops, on_bare_metal, over_api, with_docker_run, with_helm
from tests.openmetadata.test_promise import active

from .conftest import PACKAGES, models

PROGRAM = Path(__file__).with_name("read_models.py")
API = Release("1.10")
OPS = Release("1.12")


def validate(release: Release, documents: dict[str, Any]) -> dict[str, str | None]:
    """The models' complaint about each document, None for none."""
    command = [sys.executable, *map(str, (PROGRAM, models(release), PACKAGES))]
    done = subprocess.run(command, input=json.dumps(documents), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def blocks(document: dict[str, Any]) -> dict[str, Any]:
    """The sign-in blocks that the server would read."""
    return {name: active(block) for name, block in document.items() if name.endswith("Configuration")}


def documents(release: Release) -> dict[str, Any]:
    """Every kind and flow by every target, plain and with everything said, and awkward texts."""
    found: dict[str, Any] = {}
    for kind, flow in COMBINATIONS:
        for name, registration in (("plain", application(kind, flow)), ("full", full(kind, flow))):
            made = assemble(registration, SERVER)
            case = f"{name} {kind} {flow}"
            exports = {
                "docker": with_docker_run(export_for(made, "docker", variant="run", release=release)),
                "bare metal": on_bare_metal(export_for(made, "bare-metal", release=release)),
                "kubernetes": with_helm(export_for(made, "kubernetes", release=release)),
            }
            found |= {f"{case} {target}": blocks(document) for target, document in exports.items()}
            if release >= API:
                payload = over_api(export_for(made, "api", release=release))
                found[f"{case} api"] = {"securityConfiguration": payload}
            if release >= OPS:
                file = by_ops(export_for(made, "api", variant="ops", release=release))
                found[f"{case} ops"] = {"securityConfiguration": file}
    for number, text in enumerate(AWKWARD):
        export = export_for(awkward(text), "bare-metal", release=release)
        found[f"awkward {number}"] = blocks(on_bare_metal(export))
    return found


@pytest.mark.usefixtures("peers")
@pytest.mark.parametrize("release", LINES, ids=str)
def test_models_accept_every_exported_configuration(release: Release) -> None:
    answers = validate(release, documents(release))
    assert {name: complaint for name, complaint in answers.items() if complaint} == {}


@pytest.mark.usefixtures("peers")
@pytest.mark.parametrize("release", LINES, ids=str)
def test_models_refuse_what_is_wrong(release: Release) -> None:
    good = blocks(yaml.safe_load(export_for(config(), "bare-metal", release=release).artifacts[0].text))
    bad = json.loads(json.dumps(good))
    bad["authenticationConfiguration"]["provider"] = "Azure"
    unknown = json.loads(json.dumps(good))
    unknown["authenticationConfiguration"]["oidcConfiguration"]["scopes"] = "openid"
    answers = validate(release, {"good": good, "bad": bad, "unknown": unknown})
    assert answers["good"] is None
    assert "provider" in str(answers["bad"])
    assert "scopes" in str(answers["unknown"])


@pytest.mark.usefixtures("peers")
@pytest.mark.parametrize("release", LINES, ids=str)
def test_models_accept_the_block_of_ingestion(release: Release) -> None:
    modes = (SecretsMode.PLACEHOLDER, SecretsMode.REFERENCE)
    found = {mode: yaml.safe_load(export_for(config(), "ingestion", mode).artifacts[0].text) for mode in modes}
    answers = validate(release, {mode: document["workflowConfig"] for mode, document in found.items()})
    assert set(answers.values()) == {None}


def test_models_are_the_ones_that_the_lines_name() -> None:
    text = (PROGRAM.parent / "models.txt").read_text(encoding="utf-8")
    pinned = [line.partition(" ")[0].partition("==")[2] for line in text.splitlines()]
    assert pinned == [release.models for release in RELEASES.values()]


@pytest.mark.usefixtures("peers")
def test_ingestion_expands_the_environment_in_the_whole_file() -> None:
    source = (models(LINE) / "metadata" / "config" / "common.py").read_text(encoding="utf-8")
    assert "expanded_config_file = os.path.expandvars(raw_config)" in source
