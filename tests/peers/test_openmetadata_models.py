"""Exports against OpenMetadata 1.9's own models of its configuration."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from sso_providers.openmetadata.artifacts import SecretsMode
from tests.openmetadata.cases import AWKWARD, COMBINATIONS, awkward, config, export_for
from tests.openmetadata.deployed import BLOCKS, on_bare_metal, with_docker, with_helm

PROGRAM = Path(__file__).with_name("read_models.py")
# A server of the shipped file has empty blocks of other providers, which the models of the code flow do not concern.
OTHERS = {"samlConfiguration", "ldapConfiguration"}


def validate(peers: Path, documents: dict[str, Any]) -> dict[str, str | None]:
    done = subprocess.run(
        [sys.executable, PROGRAM, peers], input=json.dumps(documents), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def blocks(document: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: value for key, value in document[name].items() if key not in OTHERS and value is not None}
        for name in BLOCKS
    }


@pytest.fixture
def documents(tmp_path: Path) -> dict[str, Any]:
    """Every kind and flow by every target, and awkward texts."""
    found: dict[str, Any] = {}
    for kind, flow in COMBINATIONS:
        made = config(kind, flow)
        found[f"{kind} {flow} docker"] = blocks(with_docker(export_for(made, "docker"), tmp_path))
        found[f"{kind} {flow} bare-metal"] = blocks(on_bare_metal(export_for(made, "bare-metal")))
        found[f"{kind} {flow} kubernetes"] = blocks(with_helm(export_for(made, "kubernetes")))
    for number, text in enumerate(AWKWARD):
        found[f"awkward {number}"] = blocks(on_bare_metal(export_for(awkward(text), "bare-metal")))
    return found


def for_strict_models(document: dict[str, Any]) -> dict[str, Any]:
    """useNonce as text: the shipped file's default is a bare true, which Jackson reads as text and pydantic refuses."""
    oidc = document["authenticationConfiguration"].get("oidcConfiguration", {})
    if isinstance(oidc.get("useNonce"), bool):
        oidc["useNonce"] = str(oidc["useNonce"]).lower()
    return document


def test_models_accept_every_exported_configuration(peers: Path, documents: dict[str, Any]) -> None:
    answers = validate(peers, {name: for_strict_models(document) for name, document in documents.items()})
    assert {name: complaint for name, complaint in answers.items() if complaint} == {}


def test_models_refuse_what_is_wrong(peers: Path) -> None:
    good = blocks(yaml.safe_load(export_for(config(), "bare-metal").artifacts[0].text))
    bad = json.loads(json.dumps(good))
    bad["authenticationConfiguration"]["provider"] = "Azure"
    unknown = json.loads(json.dumps(good))
    unknown["authenticationConfiguration"]["oidcConfiguration"]["scopes"] = "openid"
    answers = validate(peers, {"good": good, "bad": bad, "unknown": unknown})
    assert answers["good"] is None
    assert "provider" in str(answers["bad"])
    assert "scopes" in str(answers["unknown"])


@pytest.mark.parametrize("mode", SecretsMode)
def test_models_accept_the_block_of_ingestion(peers: Path, mode: SecretsMode) -> None:
    document = yaml.safe_load(export_for(config(), "ingestion", mode).artifacts[0].text)
    answers = validate(peers, {"ingestion": document["workflowConfig"]})
    assert answers == {"ingestion": None}


def test_ingestion_expands_the_environment_in_the_whole_file(peers: Path) -> None:
    source = (peers / "metadata" / "config" / "common.py").read_text(encoding="utf-8")
    assert "expanded_config_file = os.path.expandvars(raw_config)" in source
