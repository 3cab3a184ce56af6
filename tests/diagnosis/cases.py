"""Configurations that users posted, with what was wrong: read where they are kept, beside the project, never copied."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sso_providers.catalogue import Release

FOLDER = Path(os.environ.get("DIAGNOSIS_CASES") or Path(__file__).parents[3] / "shared" / "diagnosis" / "cases")
ABSENT = f"There are no posted configurations at {FOLDER}: name their folder in DIAGNOSIS_CASES."
OFFLINE = "offline"
# A defect of the server or the provider: the configuration is right.
RIGHT = "W"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """`names` are the settings that a finding of it may stand at."""

    names: tuple[str, ...]
    problem: str
    detectable: str
    kind: str

    @property
    def is_setting(self) -> bool:
        """Whether a file could have it: not "(server)" and the like, but "(whole file)"."""
        return not all(name.startswith("(") for name in self.names) or "(whole file)" in self.names


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: str
    file: Path
    target: str
    release: Release | None
    causes: tuple[Cause, ...]
    fixed: Mapping[str, Any]

    @property
    def is_right(self) -> bool:
        return all(cause.kind == RIGHT for cause in self.causes)


def cases() -> tuple[Case, ...]:
    """None where the folder is absent."""
    return tuple(case(json.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.json")))


def case(row: dict[str, Any]) -> Case:
    line = re.match(r"\d+\.\d+", row["release"])
    return Case(
        id=row["id"],
        file=FOLDER / row["config_file"],
        target=row["target"],
        release=Release(line[0]) if line else None,
        causes=tuple(cause(each) for each in row["root_causes"]),
        fixed=row["expected_fixed_settings"],
    )


def cause(row: dict[str, str]) -> Cause:
    return Cause(
        names=tuple(row["setting"].split(" / ")),
        problem=row["problem"],
        detectable=row["detectable"],
        kind=row["class"],
    )
