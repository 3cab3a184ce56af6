"""A handed-in file's lines as they may be shown: those of settings that are no secrets whole, of others the name."""

from collections.abc import Iterator

from . import secret_lines
from .importers.imported import Import
from .importers.text import LINE_BREAK
from .settings import SETTINGS, ValueType

# Of a list that are shown.
MOST_ITEMS = 50


def safe_lines(text: str, imported: Import) -> list[str]:
    """The lines of `text`, which `imported` was read from."""
    lines = split(text)
    return list(secret_lines.shown(lines, known_lines(imported, lines)))


def split(text: str) -> list[str]:
    """By the line ends of the importers: with others, their numbers would name other lines."""
    *lines, last = LINE_BREAK.split(text)
    return [*lines, last] if last else lines


def known_lines(imported: Import, lines: list[str]) -> set[int]:
    """Those of settings that are no secrets, and of the lists below them."""
    places = imported.places
    secret = {place.line for path, place in places.items() if SETTINGS[path].secret}
    secret |= {each.line for each in imported.troubles if each.setting and SETTINGS[each.setting].secret}
    known = {place.line for path, place in places.items() if not SETTINGS[path].secret} - secret
    for path, place in places.items():
        if SETTINGS[path].type is ValueType.LIST and place.line in known:
            known |= set(items_below(lines, place.line))
    return known - secret


def items_below(lines: list[str], number: int) -> Iterator[int]:
    """The numbers of a YAML list's items, which begin behind its name's line."""
    for below in range(number + 1, min(number + MOST_ITEMS, len(lines)) + 1):
        if not lines[below - 1].lstrip().startswith("- "):
            return
        yield below
