"""A person's YAML file as nodes that know where they stand in its text.

For conf/openmetadata.yaml, in which OpenMetadata replaces `${NAME:-default}` before it parses the
YAML. Made from the parser's events: aliases stay aliases, and no depth ends Python's stack.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, StringMark, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

# Characters. The shipped file has 50,000 and nests 5 deep; a million would take the parser twenty seconds.
LARGEST = 250_000
DEEPEST = 100
# What OpenMetadata replaces: up to the first closing brace. `$${` is its way to write `${`.
# The brace may be missing, so that a line of nothing but `${` is gone through once.
SUBSTITUTION = re.compile(r"(?<!\$)\$\{[^}\r\n]*\}?")
# What of it could mean something to YAML.
SPECIAL = re.compile(r"[^A-Za-z0-9_]")
NULLS = ("", "~", "null", "Null", "NULL")


class Uneditable(ValueError):
    """The file can't be changed safely. The message names `line` (from 1) and `path`, and shows nothing of the file."""

    def __init__(self, problem: str, *, path: str = "", line: int = 0) -> None:
        self.path, self.line = path, line
        where = ", ".join(filter(None, (f"Line {line}" if line else "", path)))
        super().__init__(f"{where}: {problem}" if where else problem)


class Kind(Enum):
    SCALAR = auto()
    SEQUENCE = auto()
    MAPPING = auto()
    ALIAS = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """`start` and `end` are offsets in the text, tag and anchor included; `line` counts from 1.

    `end` of a block is where the next thing starts: see `content_end`. `value` is a scalar's text or
    an alias's name. `children` of a mapping are its keys and values in turn. `flow` is said of
    collections in brackets, `plain` of scalars without quotes, `block` of `|` and `>`.
    """

    kind: Kind
    start: int
    end: int
    line: int
    value: str = ""
    tag: str = ""
    anchor: str = ""
    flow: bool = False
    plain: bool = False
    block: bool = False
    children: tuple["Node", ...] = ()

    @property
    def pairs(self) -> list[tuple["Node", "Node"]]:
        """A mapping's keys and values."""
        return list(zip(self.children[::2], self.children[1::2], strict=True))

    @property
    def is_null(self) -> bool:
        return self.plain and not self.tag and self.value in NULLS

    def values(self, key: str) -> list[tuple["Node", "Node"]]:
        """The pairs with this key; more than one where the file repeats it."""
        return [pair for pair in self.pairs if pair[0].kind is Kind.SCALAR and pair[0].value == key]


@dataclass(frozen=True, slots=True)
class Document:
    """`end` is where more may be added: the end of the text, or the mark `...` that ends the document."""

    root: Node
    end: int


def parse(text: str) -> Document:
    """The one document of `text`, which must consist of names with values. Raises `Uneditable`.

    Substitutions are masked, letter for letter: `${X:-{}}` and `${X:-"a: b"}` are no YAML.
    """
    if len(text) > LARGEST:
        raise Uneditable(f"The file has more than {LARGEST} characters: upload conf/openmetadata.yaml alone.")
    masked = SUBSTITUTION.sub(mask, text)
    try:
        document = build(YAML(typ="safe", pure=True).parse(masked), text)
    except MarkedYAMLError as error:
        raise invalid(text, error.problem_mark or error.context_mark) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Uneditable("YAML does not allow a character here: save the file as UTF-8 text.", line=line) from None
    except YAMLError:
        raise invalid(text, None) from None
    if document.root.kind is not Kind.MAPPING:
        raise Uneditable("The file is no openmetadata.yaml: it must consist of names with values.")
    return document


def mask(found: re.Match[str]) -> str:
    return SPECIAL.sub("x", found[0]) if found[0].endswith("}") else found[0]


def invalid(text: str, mark: StringMark | None) -> Uneditable:
    """Without the parser's own words, which can quote the file."""
    if mark is None:
        return Uneditable("The file is no valid YAML: mend it first.")
    if text[mark.index : mark.index + 1] == "\t":
        return Uneditable("A tab stands where YAML wants blanks: replace it.", line=mark.line + 1)
    return Uneditable("The file is no valid YAML here, or shortly before: mend it first.", line=mark.line + 1)


def build(events: Iterable[Event], text: str) -> Document:
    roots: list[Node] = []
    # The collections that are not closed yet, each with its children so far.
    parents: list[tuple[CollectionStartEvent, list[Node]]] = []
    end = len(text)
    for event in events:
        siblings = parents[-1][1] if parents else roots
        match event:
            case DocumentStartEvent() if roots:
                raise Uneditable("A second document starts here: keep one.", line=event.start_mark.line + 1)
            case DocumentEndEvent(explicit=True):
                end = event.start_mark.index
            case CollectionStartEvent():
                parents.append((event, []))
            case CollectionEndEvent():
                start, children = parents.pop()
                (parents[-1][1] if parents else roots).append(collection(start, event.end_mark.index, children))
            case ScalarEvent() | AliasEvent():
                siblings.append(leaf(event))
            case _:
                pass
        if len(parents) > DEEPEST:
            raise Uneditable(f"More than {DEEPEST} levels are nested here.", line=event.start_mark.line + 1)
    return Document(roots[0] if roots else Node(kind=Kind.SCALAR, start=0, end=0, line=1), end)


def collection(event: CollectionStartEvent, end: int, children: list[Node]) -> Node:
    return Node(
        kind=Kind.MAPPING if isinstance(event, MappingStartEvent) else Kind.SEQUENCE,
        start=event.start_mark.index,
        end=end,
        line=event.start_mark.line + 1,
        tag=event.tag or "",
        anchor=event.anchor or "",
        flow=bool(event.flow_style),
        children=tuple(children),
    )


def leaf(event: ScalarEvent | AliasEvent) -> Node:
    start, end, line = event.start_mark.index, event.end_mark.index, event.start_mark.line + 1
    if isinstance(event, AliasEvent):
        return Node(kind=Kind.ALIAS, start=start, end=end, line=line, value=event.anchor)
    return Node(
        kind=Kind.SCALAR,
        start=start,
        end=end,
        line=line,
        value=event.value,
        tag=event.tag or "",
        anchor=event.anchor or "",
        plain=not event.style,
        block=event.style in {"|", ">"},
    )
