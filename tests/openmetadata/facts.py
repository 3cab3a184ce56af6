"""OpenMetadata's own files, kept beside the project: read, never copied."""

import csv
from functools import cache
from pathlib import Path

import pytest

from sso_providers.catalogue import RELEASES, Release

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
def passed_variables(release: Release) -> dict[str, str]:
    """The variables that the line's quickstart compose file is known to pass, with its defaults.

    The marked ones were not in 1.6's, and 1.7's was not seen.
    """
    found: dict[str, str] = {}
    for line in fact("samples/compose-sso-env.txt").splitlines():
        assignment, _, mark = line.partition(" #")
        name, equals, default = assignment.strip().partition("=")
        if equals and not name.startswith("#") and not ("[>=" in mark and release < Release("1.8")):
            found[name] = default
    return found


def conf(release: Release) -> str:
    """The sign-in blocks of the line's conf/openmetadata.yaml."""
    return fact(f"conf/{release}.openmetadata.yaml")


def chart_line(release: Release) -> Release:
    """The line whose chart is used: the newest that has one and is not newer."""
    return max(each for each in RELEASES.values() if each.chart and each <= release)


def chart(release: Release, name: str) -> str:
    return fact(f"chart-values/{chart_line(release)}/{name}")
