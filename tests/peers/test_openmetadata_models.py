"""Exports against OpenMetadata's own models of its configuration, those of every release line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sso_providers.catalogue import RELEASES, Release
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import get_target
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
from tests.openmetadata.deployed import (
    by_ops,
    on_bare_metal,
    over_api,
    with_docker_run,
    with_helm,
    with_kustomize,
    with_merged_conf,
)
from tests.openmetadata.facts import conf
from tests.openmetadata.test_promise import active

from .conftest import PACKAGES, models

PROGRAM = Path(__file__).with_name("read_models.py")
# (target, variant) -> how it arrives.
WAYS: dict[tuple[str, str], Callable[[Export], dict[str, Any]]] = {
    ("docker", "run"): with_docker_run,
    ("bare-metal", "blocks"): on_bare_metal,
    ("bare-metal", "merged"): with_merged_conf,
    ("kubernetes", "helm"): with_helm,
    ("kubernetes", "kustomize"): with_kustomize,
    ("api", "rest"): over_api,
    ("api", "ops"): by_ops,
}


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
            for (target, variant), arrive in WAYS.items():
                if release < get_target(target).variant(variant).since:
                    continue
                own = conf(release) if variant == "merged" else ""
                document = arrive(export_for(made, target, variant=variant, release=release, conf=own))
                whole = target == "api"
                found[f"{case} {target} {variant}"] = {"securityConfiguration": document} if whole else blocks(document)
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


def workflow(mode: SecretsMode, release: Release) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(
        export_for(config(), "ingestion", mode, release=release).artifacts[0].text
    )
    return document


@pytest.mark.usefixtures("peers")
@pytest.mark.parametrize("release", LINES, ids=str)
def test_models_accept_the_block_of_ingestion(release: Release) -> None:
    modes = (SecretsMode.PLACEHOLDER, SecretsMode.REFERENCE)
    found = {mode: workflow(mode, release) for mode in modes}
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
