"""OpenMetadata's release lines. A rule declares `since` and `until`; nothing is copied per line."""

import re
from dataclasses import dataclass
from functools import total_ordering

from .values import UnknownName


@total_ordering
@dataclass(frozen=True, slots=True)
class Release:
    """A minor line of OpenMetadata, such as 1.9; compares as numbers do (1.9 < 1.10)."""

    line: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"\d+\.\d+", self.line):
            raise ValueError(f"Unexpected release line '{self.line}': use major.minor, such as 1.9.")

    def __lt__(self, other: "Release") -> bool:
        return self._numbers < other._numbers

    def __str__(self) -> str:
        return self.line

    @property
    def _numbers(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.line.split("."))


RELEASES: dict[str, Release] = {line: Release(line) for line in ("1.9",)}


def get_release(line: str) -> Release:
    """Raises `UnknownName`, which lists the lines that the portal exports for."""
    try:
        return RELEASES[line]
    except KeyError:
        raise UnknownName("release line", line, RELEASES) from None
