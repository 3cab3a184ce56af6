"""What rules find, and what they are: one result shape for every file, page and command."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import TypeAlias

from sso_providers.catalogue import Release, Value

from .subject import Subject


class Level(StrEnum):
    """ERROR: signing in or starting fails, or anybody gets in. WARNING: it fails for some, or later. HINT: to know."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Removal(Enum):
    """The fix of something that must go."""

    REMOVE = "remove"


REMOVE = Removal.REMOVE
Fix: TypeAlias = Value | Removal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule's check says of one setting.

    `setting` is a path of `SETTINGS`, or whatever else of the file is meant, by the file's name of it. `message` is a
    sentence with the value, what was expected and the remedy; it never shows a secret. `fix` is the setting's right
    value where it can be derived, None where it can't. `line` (from 1) is for what is no setting. `level` replaces the
    rule's own.
    """

    setting: str
    message: str
    fix: Fix = None
    level: Level | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way in which configurations go wrong.

    `id` never changes: people name it in pipelines. `reads` are the paths of `SETTINGS` that `check` looks at. `reason`
    says why, `source` where that is known from (a class of OpenMetadata, an issue, an RFC). `since` and `until` are the
    first and last line it is true of; `targets` are those it concerns, none for all.
    """

    id: str
    title: str
    level: Level
    reason: str
    source: str
    check: Callable[[Subject], Iterator[Found]]
    reads: tuple[str, ...] = ()
    since: Release | None = None
    until: Release | None = None
    targets: tuple[str, ...] = ()

    def concerns(self, subject: Subject) -> bool:
        return (
            (self.since is None or self.since <= subject.release)
            and (self.until is None or subject.release <= self.until)
            and (not self.targets or subject.target in self.targets)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule's result, at its place: `setting` as the file names it, `line` from 1, 0 where it has none.

    `path` is the setting's path in `SETTINGS`, "" for what is none.
    """

    rule: Rule
    level: Level
    setting: str
    path: str
    line: int
    message: str
    fix: Fix = None

    @property
    def reason(self) -> str:
        return self.rule.reason
