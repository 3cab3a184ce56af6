"""What a comparison answers: fields with two values each, and facts about the provider."""

from collections.abc import Mapping
from dataclasses import dataclass

from sso_providers.catalogue import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One field: `now` and `found` are for people, `found` is blank where the provider says nothing of it.

    `name` is the setting's, "" where no field holds the value. `proposal` is what the setting becomes where somebody
    takes it, None where there is nothing to take; `advised` says to take it: it mends something and weakens nothing.
    `waits` for another row to be seen to first.
    """

    name: str
    label: str
    now: str
    found: str
    differs: bool = False
    proposal: Value | None = None
    advised: bool = False
    waits: bool = False
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """`is_good` is None for what is neither good nor bad."""

    label: str
    value: str
    is_good: bool | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`address` is where the document is from, "" for a pasted one."""

    address: str
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    notes: tuple[str, ...] = ()

    @property
    def proposals(self) -> Mapping[str, Value]:
        """By the settings' names."""
        return {row.name: row.proposal for row in self.rows if row.proposal is not None}

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)
