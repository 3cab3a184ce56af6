"""OpenMetadata's own files, kept beside the project: read, never copied."""

import csv
from functools import cache
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "openmetadata"


@cache
def fact(name: str) -> str:
    """The text of a file; skips the test where the folder is absent."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"OpenMetadata's files are not here ({path}): they are kept outside the project.")
    return path.read_text(encoding="utf-8")


@cache
def rows() -> list[dict[str, str]]:
    """settings.csv."""
    return list(csv.DictReader(fact("settings.csv").splitlines()))


@cache
def passed_variables() -> dict[str, str]:
    """The variables that the quickstart compose file passes, with its defaults."""
    lines = (line.split(" #")[0].strip() for line in fact("samples/compose-sso-env.txt").splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name: default for name, _, default in pairs}
