"""A person's openmetadata.yaml as a tree, with what had to be left out to get one. Knows no settings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.yaml_tree import Node, Problem, parse_damaged

from .text import Lines

LINE = re.compile(r"[^\r\n]*")
LINE_BREAK = re.compile(r"\r\n|\n|\r")
# A document's mark with something above it that is more than comments and directives.
NEXT_DOCUMENT = re.compile(r"(?m)^---(?=[ \t\r\n]|\Z)")
CONTENT = re.compile(r"(?m)^(?![#%]|---|\.\.\.)[ \t]*[^#\s]")
TABS = re.compile(r"(?m)^[ ]*\t[ \t]*(?=[^\s#])")
TAB_WIDTH = 2
KEY = re.compile(r"(?P<indent>[ \t]*)(?P<key>[A-Za-z][A-Za-z0-9_]*)[ \t]*:(?P<blank>[ \t]*)(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line (from 1) that is no YAML, and so was left out.

    `key` is "" where the line does not begin with one; `rest` stands behind it. `tab` says that a tab is in its
    indentation, `tight` that no blank is behind the colon.
    """

    line: int
    message: str
    column: int = 0
    key: str = ""
    rest: str = ""
    tab: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """`text` is what the nodes' offsets are of: it has the lines of the file."""

    text: str
    root: Node
    bad_lines: tuple[BadLine, ...]


def mended(text: str, *, substitutions: bool) -> Mended:
    """The first document of the text, for the server reads no other. Raises `Uneditable` for what is too long."""
    source, problems = first_document(text)
    document, met = parse_damaged(source, substitutions=substitutions)
    found = bad_lines_at(source, met)
    if met and (without_tabs := TABS.sub(blanks, source)) != source:
        document, met = parse_damaged(without_tabs, substitutions=substitutions)
        found = [*(each for each in found if each.tab), *bad_lines_at(without_tabs, met)]
        source = without_tabs
    return Mended(source, document.root, (*problems, *found))


def first_document(text: str) -> tuple[str, list[BadLine]]:
    content = CONTENT.search(text)
    mark = NEXT_DOCUMENT.search(text, content.end()) if content else None
    if not mark:
        return text, []
    line = len(LINE_BREAK.findall(text, 0, mark.start())) + 1
    message = say("A second document begins here, and the server does not read it: keep one.")
    return text[: mark.start()], [BadLine(line, message)]


def blanks(found: re.Match[str]) -> str:
    return found[0].replace("\t", " " * TAB_WIDTH)


def bad_lines_at(source: str, met: Iterable[Problem]) -> list[BadLine]:
    starts = Lines(source).starts
    return [bad_line(source, line, message, starts[line - 1]) for line, message in met]


def bad_line(source: str, line: int, message: str, start: int) -> BadLine:
    found = LINE.match(source, start)
    content = found[0] if found else ""
    tab = TABS.match(content) is not None
    parts = KEY.fullmatch(content)
    if not parts:
        return BadLine(line, message, tab=tab)
    tight = bool(parts["rest"]) and not parts["blank"]
    return BadLine(line, message, len(parts["indent"]), parts["key"], parts["rest"], tab, tight)
