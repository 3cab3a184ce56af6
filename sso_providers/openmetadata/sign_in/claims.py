"""Claims as OpenMetadata's server reads them.

Names in any case: JwtFilter and AuthenticationCodeFlowHandler put them into a map that ignores it (OpenMetadata #5154).
"""

from collections.abc import Mapping
from typing import Any

LONGEST = 80


class Claims:
    """A token's claims; of two that differ only in case the last one counts."""

    __slots__ = ("_claims",)

    def __init__(self, claims: Mapping[str, Any]) -> None:
        self._claims = {name.lower(): value for name, value in claims.items()}

    def has(self, name: str) -> bool:
        return name.lower() in self._claims

    def text(self, name: str) -> str:
        """ "" where the claim is missing or no text: the server makes no text of numbers and lists."""
        value = self._claims.get(name.lower())
        return value if isinstance(value, str) else ""

    def texts(self, name: str) -> tuple[str, ...] | None:
        """Of a claim that is a list; None for anything else. The server turns plain values in it into text."""
        value = self._claims.get(name.lower())
        return tuple(map(plain, value)) if isinstance(value, list) else None

    def says(self, name: str) -> bool:
        """Whether the claim is JSON's true."""
        return self._claims.get(name.lower()) is True


def plain(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return value
    return str(value)


def before_at(text: str) -> str:
    """As Java's `text.split("@")[0]`; "" where nothing stands before it."""
    return text.split("@", 1)[0]


def after_at(text: str) -> str:
    """As Java's `text.split("@")[1]`: up to a second @; "" without one, and where the server would fail."""
    return text.split("@")[1] if "@" in text else ""


def brief(text: str) -> str:
    """What somebody's token says, as it may stand in a sentence: in quotes, on one line, cut where it is long."""
    line = " ".join(text[: 2 * LONGEST].split())
    return f"'{line}'" if len(text) <= LONGEST else f"'{line[:LONGEST]}…'"
