"""A person's YAML file as nodes that know where they stand in its text.

For conf/openmetadata.yaml, in which OpenMetadata replaces `${NAME:-default}` before it parses the
YAML, and for Compose files and Helm values. Made from libyaml's events: aliases stay aliases, keys
may be repeated, and no depth ends a stack.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingStartEvent,
    MarkedYAMLError,
    ScalarEvent,
)

from sso_providers.catalogue.sentences import say

BOM = "\ufeff"
# Characters.
LARGEST = 5_000_000
# The shipped file nests 5 deep. Beyond a thousand, libyaml's time for brackets grows with their square.
DEEPEST = 100
# libyaml compares each tag directive with all others.
MOST_DIRECTIVES = 100
# What OpenMetadata replaces: up to the first closing brace. `$${` is its way to write `${`.
# The brace may be missing, so that a line of nothing but `${` is gone through once.
SUBSTITUTION = re.compile(r"(?<!\$)\$\{[^}\r\n]*\}?")
# What of it could mean something to YAML stands, while the parser sees it, in the private plane 15.
SPECIAL = re.compile("[^A-Za-z0-9_\U00010000-\U0010ffff]")
PRIVATE = 0xF0000
MASKED = re.compile("[\U000f0000-\U000fffff]")
FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# They end a line for libyaml, but in no editor.
ODD_BREAK = re.compile("[\x85\u2028\u2029]")
# What people write for what they leave out, and how they mark a file in a post.
EXCERPT_MARK = re.compile(r"^[ \t]*(?:\.\.\.|\u2026|```[\w-]*)[ \t]*$", re.MULTILINE)
LINE = re.compile(r"[^\r\n]*")
TAB_LINES = re.compile(r"(?: *\t[^\r\n]*(?:\r\n|[\r\n]|\Z))+")
VISIBLE = re.compile(r"[^\r\n]")
INDENT = re.compile(r"[ \t]*")
LINE_BREAK = re.compile(r"\r\n|\n|\r")
INVALID = "The file is no valid YAML here, or shortly before: mend it first."
OPEN_QUOTE = "A quote is opened here and not closed: close it at the end of the line."
OPEN_BRACKET = "A bracket or brace is opened here and not closed, or a comma is missing: mend it."
NO_COMMA = "A comma is missing behind this, or a bracket or brace is not closed: mend it."
NO_COLON = "A name without a colon and a blank behind it: write name: value."
NULLS = ("", "~", "null", "Null", "NULL")
MERGE = "<<"
# The parser's types say that it may leave out a mark or a value, which it doesn't.
Event: TypeAlias = Any
# How much faster a text is handed to the parser than read by it.
HANDING_OVER = 30
Mark: TypeAlias = Any


class Uneditable(ValueError):
    """The file can't be changed safely. The message names `line` (from 1) and `path`, and shows nothing of the file.

    `problem` is the message without them.
    """

    def __init__(self, problem: str, *, path: str = "", line: int = 0) -> None:
        self.problem, self.path, self.line = problem, path, line
        where = ", ".join(filter(None, (f"Line {line}" if line else "", path)))
        super().__init__(f"{where}: {problem}" if where else problem)


class Damage(Exception):
    """The file is no YAML in the line of `start`, as became known when everything up to `reached` was read."""

    def __init__(self, problem: str, start: int, reached: int = 0) -> None:
        self.problem, self.start, self.reached = problem, start, max(start, reached)
        super().__init__(problem)


class Kind(Enum):
    SCALAR = auto()
    SEQUENCE = auto()
    MAPPING = auto()
    ALIAS = auto()


@dataclass(slots=True)
class Node:
    """`start` and `end` are offsets in the text, tag and anchor included; `line` counts from 1.

    `end` of a block is where the next thing starts: see `content_end`. `value` is a scalar's text,
    substitutions as they stand there, or an alias's name. `children` of a mapping are its keys and
    values in turn, repeated and merge keys among them. `flow` is said of collections in brackets,
    `plain` of scalars without quotes, `block` of `|` and `>`. Not frozen, for speed: nobody changes one.
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
        """A mapping's keys and values; none of anything else."""
        if self.kind is not Kind.MAPPING:
            return []
        return list(zip(self.children[::2], self.children[1::2], strict=True))

    @property
    def items(self) -> tuple["Node", ...]:
        """A sequence's items; none of anything else."""
        return self.children if self.kind is Kind.SEQUENCE else ()

    @property
    def is_null(self) -> bool:
        return self.plain and not self.tag and self.value in NULLS

    @property
    def repeated(self) -> list["Node"]:
        """The keys that the mapping already had further up."""
        seen: set[str] = set()
        result: list[Node] = []
        for key, _ in self.pairs:
            if key.kind is Kind.SCALAR and key.value != MERGE:
                if key.value in seen:
                    result.append(key)
                seen.add(key.value)
        return result

    @property
    def merges(self) -> list["Node"]:
        """The merge keys (<<), which bring pairs from elsewhere."""
        return [key for key, _ in self.values(MERGE) if key.plain]

    def values(self, key: str) -> list[tuple["Node", "Node"]]:
        """The pairs with this key; more than one where the file repeats it."""
        return [pair for pair in self.pairs if pair[0].kind is Kind.SCALAR and pair[0].value == key]


@dataclass(frozen=True, slots=True)
class Document:
    """`end` is where more may be added: the end of the text, or the mark `...` that ends the document."""

    root: Node
    end: int


def parse(text: str, *, substitutions: bool = True) -> Document:
    """The one document of `text`, which must consist of names with values. Raises `Uneditable`.

    With `substitutions`, `${NAME:-default}` is text whatever stands in it: `${X:-{}}` and
    `${X:-"a: b"}` are no YAML.
    """
    reading = Reading(text)
    try:
        reading.read(masked(text) if substitutions else text)
    except Damage as damage:
        raise Uneditable(damage.problem, line=line_at(text, damage.start)) from None
    document = reading.document()
    if document.root.kind is not Kind.MAPPING:
        raise Uneditable("The file must consist of names with values, one a line: hand in the YAML file itself.")
    return document


class Problem(NamedTuple):
    """`line` counts from 1. `problem` is a sentence with the remedy, and shows nothing of the file."""

    line: int
    problem: str


class Damaged(NamedTuple):
    """What could be read of a text, and why not all of it."""

    document: Document
    problems: tuple[Problem, ...]

    @property
    def root(self) -> Node:
        return self.document.root


def parse_damaged(text: str, *, substitutions: bool = True) -> Damaged:
    """What can be read of `text`; as `parse` does where there is no problem.

    A line that is no YAML is left out, and so are marks of an excerpt: `...`, and fences of Markdown. The root may be
    anything. Raises `Uneditable` for what is too long to be read.
    """
    source = masked(text) if substitutions else text
    problems: list[Problem] = []
    # Parsing anew from the start for each problem, the time grows with the size all the same.
    budget = 2 * len(text) + 250_000
    while True:
        reading = Reading(text)
        try:
            reading.read(source)
        except Damage as damage:
            if not problems and (excerpt := EXCERPT_MARK.sub(blank, source)) != source:
                source = excerpt
                continue
            problems.append(Problem(line_at(text, damage.start), damage.problem))
            # The parser reads up to there, but is given, as bytes, the whole text.
            budget -= damage.reached + len(text) // HANDING_OVER
            source, before = without(source, damage), source
            if budget > 0 and source != before:
                continue
        return Damaged(reading.rest(), tuple(problems))


def without(source: str, damage: "Damage") -> str:
    """`source` with blanks for the damaged line, or the character."""
    if FORBIDDEN.match(source, damage.start):
        return FORBIDDEN.sub("\ufffd", source)
    begin = line_start(source, damage.start)
    found = TAB_LINES.match(source, begin) or LINE.match(source, begin)
    return f"{source[:begin]}{blank(found)}{source[found.end() :]}" if found else source


def blank(found: re.Match[str]) -> str:
    return VISIBLE.sub(" ", found[0])


def masked(text: str) -> str:
    return SUBSTITUTION.sub(mask, text)


def mask(found: re.Match[str]) -> str:
    if not found[0].endswith("}"):
        return found[0]
    return SPECIAL.sub(lambda special: chr(PRIVATE + ord(special[0])), found[0])


def unmasked(value: str) -> str:
    return MASKED.sub(lambda private: chr(ord(private[0]) - PRIVATE), value)


@dataclass(slots=True)
class Reading:
    """What was read of `text`, up to where reading ended."""

    text: str
    roots: list[Node] = field(default_factory=list)
    # The collections that are not closed yet, each with its children so far.
    parents: list[tuple[Event, list[Node]]] = field(default_factory=list)
    last: Node | None = None
    end: int = field(init=False)
    # The parser leaves a byte order mark out of its count.
    shift: int = field(init=False)
    odd_breaks: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.end = len(self.text)
        self.shift = 1 if self.text.startswith(BOM) else 0
        self.odd_breaks = [found.start() for found in ODD_BREAK.finditer(self.text)]

    def read(self, source: str) -> None:
        """`source` is the text, perhaps with characters replaced one for one. Raises `Damage`, and `Uneditable`."""
        refuse_hopeless(source)
        try:
            self.build(yaml.parse(source, Loader=yaml.CSafeLoader))
        except MarkedYAMLError as error:
            raise self.damage(source, error) from None
        except yaml.YAMLError:
            raise Damage(INVALID, 0) from None

    def document(self) -> Document:
        return Document(self.roots[0] if self.roots else Node(kind=Kind.SCALAR, start=0, end=0, line=1), self.end)

    def rest(self) -> Document:
        """The document with everything closed where reading ended."""
        while self.parents:
            event, children = self.parents[-1]
            if isinstance(event, MappingStartEvent) and len(children) % 2:
                children.pop()
            self.close(children[-1].end if children else self.ending(event))
        return self.document()

    def line(self, mark: Mark) -> int:
        return int(mark.line) + 1 - bisect_left(self.odd_breaks, mark.index + self.shift)

    def start(self, event: Event) -> int:
        return int(event.start_mark.index) + self.shift

    def ending(self, event: Event) -> int:
        return int(event.end_mark.index) + self.shift

    def build(self, events: Iterable[Event]) -> None:
        siblings = self.roots
        for event in events:
            if isinstance(event, ScalarEvent | AliasEvent):
                self.last = self.leaf(event)
                siblings.append(self.last)
            elif isinstance(event, CollectionStartEvent):
                siblings = self.open(event)
            elif isinstance(event, CollectionEndEvent):
                siblings = self.close(self.ending(event))
            elif isinstance(event, DocumentStartEvent):
                self.refuse_second(event)
            elif isinstance(event, DocumentEndEvent) and event.explicit:
                self.end = self.start(event)

    def refuse_second(self, event: Event) -> None:
        if self.roots:
            raise Damage("A second document starts here: keep one.", self.start(event))

    def open(self, event: Event) -> list[Node]:
        if len(self.parents) == DEEPEST:
            raise Damage(say("More than {deepest} levels are nested here.", deepest=DEEPEST), self.start(event))
        children: list[Node] = []
        self.parents.append((event, children))
        return children

    def close(self, end: int) -> list[Node]:
        """Ends the innermost collection; what follows goes into the list that comes back."""
        event, children = self.parents.pop()
        siblings = self.parents[-1][1] if self.parents else self.roots
        siblings.append(
            Node(
                kind=Kind.MAPPING if isinstance(event, MappingStartEvent) else Kind.SEQUENCE,
                start=self.start(event),
                end=end,
                line=self.line(event.start_mark),
                tag=event.tag or "",
                anchor=event.anchor or "",
                flow=bool(event.flow_style),
                children=tuple(children),
            )
        )
        return siblings

    def leaf(self, event: Event) -> Node:
        # Most of the time for a file is spent here.
        begin: Mark = event.start_mark
        start, end = begin.index + self.shift, event.end_mark.index + self.shift
        line = self.line(begin) if self.odd_breaks else begin.line + 1
        if isinstance(event, AliasEvent):
            return Node(Kind.ALIAS, start, end, line, event.anchor or "")
        value: str = event.value or ""
        if not value.isascii() and "${" in self.text[start:end]:
            value = unmasked(value)
        style = event.style
        return Node(
            Kind.SCALAR,
            start,
            end,
            line,
            value,
            event.tag or "",
            event.anchor or "",
            plain=not style,
            block=style == "|" or style == ">",
        )

    def damage(self, source: str, error: MarkedYAMLError) -> Damage:
        """Without the parser's own words, which can quote the file."""
        mark: Mark = error.problem_mark or error.context_mark
        context: Mark = error.context_mark or mark
        if mark is None:
            return Damage(INVALID, 0)
        at, begin, what = mark.index + self.shift, context.index + self.shift, error.context or ""
        if source[at : at + 1] == "\t":
            return Damage("A tab stands where YAML wants blanks: replace it.", at)
        if "quoted scalar" in what and at >= len(source):
            return Damage(OPEN_QUOTE, begin, at)
        if "flow" in what and self.line(context) < self.line(mark):
            is_outside = self.indent(at) <= self.indent(begin)
            return (
                Damage(OPEN_BRACKET, begin, at)
                if is_outside or not self.last
                else Damage(NO_COMMA, self.last.start, at)
            )
        if "simple key" in what:
            return Damage(NO_COLON, begin, at)
        return self.begun_before(at) or Damage(INVALID, at)

    def indent(self, position: int) -> int:
        """Of the line."""
        found = INDENT.match(self.text, line_start(self.text, position))
        return len(found[0]) if found else 0

    def begun_before(self, at: int) -> Damage | None:
        """Where text went on over lines that were not meant to be part of it."""
        last = self.last
        if last is None or last.kind is not Kind.SCALAR or last.block or LINE_BREAK.search(self.text, last.end, at):
            return None
        if not LINE_BREAK.search(self.text, last.start, last.end):
            return None
        if not last.plain:
            return Damage(OPEN_QUOTE, last.start, at)
        _, siblings = self.parents[-1] if self.parents else (None, self.roots)
        is_key = len(siblings) % 2 == 1
        return Damage(NO_COLON, last.start, at) if is_key else None


def refuse_hopeless(source: str) -> None:
    """What libyaml would fail at with marks of its own, or take too long for. Raises `Uneditable` and `Damage`."""
    if len(source) > LARGEST:
        raise Uneditable(
            say("The file has more than {largest:,} characters: hand in the configuration alone.", largest=LARGEST)
        )
    if source.count("%TAG") > MOST_DIRECTIVES:
        raise Uneditable(
            say(
                "The file has more than {most_directives} tag directives (%TAG): take them out.",
                most_directives=MOST_DIRECTIVES,
            )
        )
    forbidden = FORBIDDEN.search(source)
    if forbidden:
        raise Damage("YAML does not allow a character here: save the file as UTF-8 text.", forbidden.start())


def line_at(text: str, position: int) -> int:
    """The number of the line, from 1."""
    return text.count("\n", 0, position) + text.count("\r", 0, position) - text.count("\r\n", 0, position) + 1


def line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
