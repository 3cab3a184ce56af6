"""The values that a configuration is made of, and the error for a name nobody knows.

Knows nothing of Django, HTTP or OpenMetadata.
"""

import difflib
from collections.abc import Iterable
from typing import TypeAlias

from .sentences import say

Value: TypeAlias = str | bool | int | tuple[str, ...]

MASK = "••••••••"


class Secret:
    """A secret in the clear that shows itself only to who asks by name.

    `str()`, `repr()` and f-strings give a mask, so a secret that slips into a
    log line or a page stays hidden. An empty one is false. No dataclass, whose `asdict` would show it.
    """

    __slots__ = ("__text",)

    def __init__(self, text: str) -> None:
        self.__text = text

    def reveal(self) -> str:
        return self.__text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.__text)

    def __bool__(self) -> bool:
        return bool(self.__text)

    def __str__(self) -> str:
        return MASK

    def __repr__(self) -> str:
        return f"Secret({MASK})"


class UnknownName(LookupError):
    """A kind, target, release line ... that does not exist. The message lists those that do."""

    def __init__(self, what: str, name: object, known: Iterable[str]) -> None:
        self.what, self.name, self.known = what, name, tuple(known)
        near = difflib.get_close_matches(str(name), self.known, n=1)
        known = ", ".join(map(str, self.known))
        if near:
            unknown = say(
                "Unknown {what} '{name}': use one of {known}. Did you mean '{near}'?",
                what=what,
                name=name,
                known=known,
                near=near[0],
            )
        else:
            unknown = say("Unknown {what} '{name}': use one of {known}.", what=what, name=name, known=known)
        super().__init__(unknown)
