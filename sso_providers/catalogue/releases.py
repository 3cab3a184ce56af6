"""OpenMetadata's release lines. A rule declares `since` and `until`; nothing is copied per line."""

import re
from dataclasses import dataclass, field
from functools import total_ordering

from .values import UnknownName


@total_ordering
@dataclass(frozen=True, slots=True)
class Release:
    """A minor line of OpenMetadata, such as 1.9; compares as numbers do (1.9 < 1.10).

    What exports are tested against: `models` is the release of openmetadata-ingestion whose models
    they are validated with, `chart` that of the Helm chart, empty where none was published. `conf`
    says where the tests' conf/openmetadata.yaml is from.
    """

    line: str
    models: str = field(default="", compare=False)
    chart: str = field(default="", compare=False)
    conf: str = field(default="", compare=False)
    _numbers: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d+\.\d+", self.line):
            raise ValueError(f"Unexpected release line '{self.line}': use major.minor, such as 1.9.")
        object.__setattr__(self, "_numbers", tuple(int(part) for part in self.line.split(".")))

    def __lt__(self, other: "Release") -> bool:
        return self._numbers < other._numbers

    def __str__(self) -> str:
        return self.line


SHIPPED = "OpenMetadata's own file"
REBUILT = "rebuilt from the schema and the chart"

ROWS = (
    Release("1.7", models="1.7.7.4", chart="1.7.7", conf=REBUILT),
    Release("1.8", models="1.8.12.0", chart="1.8.12", conf=REBUILT),
    Release("1.9", models="1.9.17.6", chart="1.9.17", conf=SHIPPED),
    Release("1.10", models="1.10.14.7", chart="1.10.14", conf=REBUILT),
    Release("1.11", models="1.11.14.0", chart="1.11.13", conf=SHIPPED),
    Release("1.12", models="1.12.14.2", chart="1.12.12", conf=SHIPPED),
    Release("1.13", models="1.13.6.3", chart="1.13.1", conf=SHIPPED),
    Release("2.0", models="2.0.7.0", conf=SHIPPED),
)

RELEASES: dict[str, Release] = {release.line: release for release in ROWS}


def get_release(line: str) -> Release:
    """Raises `UnknownName`, which lists the lines that the portal exports for."""
    try:
        return RELEASES[line]
    except KeyError:
        raise UnknownName("release line", line, RELEASES) from None
