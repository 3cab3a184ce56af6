"""An env file's lines, by the rules of Compose (compose-go's package dotenv), going on where Compose would stop.

A value is given twice: as Compose takes it, and as `docker run --env-file` does (docker/cli's package kvfile): to the
line's end as it is. Knows no variable.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

HEAD = re.compile(
    r"[ \t\u00a0]*(?P<export>export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)"
    r"(?P<blank>[ \t]*)(?P<separator>=|:(?=[ \t\n]|\Z)|(?=\n|\Z))"
)
ITEM = re.compile(r"[ \t]*-[ \t]+(?![A-Za-z_][A-Za-z0-9_]*=)(?P<item>[^\n]*)")
# Up to the quote that closes, over those with a backslash.
UP_TO = {quote: re.compile(rf"[^{quote}\\]*+(?:\\.[^{quote}\\]*+)*+{quote}", re.DOTALL) for quote in "\"'"}
# The lines below one with BEGIN, up to that with END.
PEM = re.compile(r"(?:\n[ \t]*[A-Za-z0-9+/=]{1,200}[ \t]*+)*+\n[ \t]*-----END [A-Z ]{1,40}-----[^\n]*")
ESCAPE = re.compile(r'\\(?:[abfnrtv$"\\]|0[0-9]{0,3})')
BYTE = re.compile(r"[0-3][0-7]{2}")
ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\", "$": "$$"}
DECODER = json.JSONDecoder()
# The decoder counts the lines of what it is given whenever it fails.
MOST_TRIES = 200
LONGEST_JSON = 50_000
MOST_COMMENT_LINES = 50
LONGEST_HEADER = 10_000


class Form(Enum):
    """How a line is written. ITEMS is a name with a list below it; OTHER is no line of an env file at all."""

    EQUALS = auto()
    COLON = auto()
    ITEMS = auto()
    BARE = auto()
    OTHER = auto()


class Fault(Enum):
    """What is wrong with how a value is written.

    JSON stands in double quotes that end in the middle of it; LINES is a key or certificate whose lines go on below.
    """

    NOT_CLOSED = auto()
    GOES_ON = auto()
    JSON = auto()
    LINES = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`line` counts from 1. `value` is as Compose has it before it replaces variables, `raw` as docker run has it.

    `quote` is the one around the value, "" for none. `spaced` says that blanks stand before the separator, `comment`
    that Compose cuts one off. Of Form.OTHER only `raw` is known: the line.
    """

    line: int
    form: Form
    name: str = ""
    value: str = ""
    raw: str = ""
    quote: str = ""
    exported: bool = False
    spaced: bool = False
    comment: bool = False
    fault: Fault | None = None


def statements(text: str) -> Iterator[Statement]:
    return Scanner(text).statements()


def comments(text: str) -> Iterator[str]:
    """The comment that the file begins with, line by line."""
    start = text[:LONGEST_HEADER].lstrip()
    for line in start.splitlines()[:MOST_COMMENT_LINES]:
        if not line.lstrip().startswith("#"):
            return
        yield line


class Scanner:
    """Goes through the text once; a value that ends in another line is gone through twice at most."""

    def __init__(self, text: str) -> None:
        # As long as before. Go's readers know \n, and drop \r at a line's end.
        self.text = text.replace("\r\n", " \n").replace("\r", "\n")
        self.position = 0
        self.line = 1
        self.tries = MOST_TRIES
        self.last = {quote: self.text.rfind(quote) for quote in "\"'"}

    def statements(self) -> Iterator[Statement]:
        while self.position < len(self.text):
            line, start = self.line, self.position
            end = self.line_end(start)
            content = self.text[start:end].strip()
            if not content or content.startswith("#"):
                self.go_to(end)
                continue
            yield self.statement(line, start, end)

    def statement(self, line: int, start: int, end: int) -> Statement:
        head = HEAD.match(self.text, start)
        if not head:
            self.go_to(end)
            return Statement(line=line, form=Form.OTHER, raw=self.text[start:end])
        name, exported, spaced = head["name"], bool(head["export"]), bool(head["blank"])
        if not head["separator"]:
            self.go_to(end)
            return Statement(line=line, form=Form.BARE, name=name, exported=exported)
        raw = self.text[head.end() : end]
        value = raw.strip()
        form = Form.EQUALS if head["separator"] == "=" else Form.COLON
        if form is Form.COLON and not value.partition(" #")[0].removeprefix("#"):
            items = self.items(end)
            if items:
                return Statement(line=line, form=Form.ITEMS, name=name, value=items, raw=items, spaced=spaced)
        if value[:1] in ('"', "'"):
            value, quote, fault = self.quoted(self.text.index(value[0], head.end()), end)
            return Statement(
                line=line,
                form=form,
                name=name,
                value=value,
                raw=raw,
                quote=quote,
                exported=exported,
                spaced=spaced,
                fault=fault,
            )
        if "-----BEGIN" in value and "-----END" not in value and (rest := PEM.match(self.text, end)):
            self.go_to(self.line_end(rest.end()))
            lines = f"{value}{rest[0]}"
            return Statement(line=line, form=form, name=name, value=lines, raw=raw, fault=Fault.LINES)
        self.go_to(end)
        cut, comment, _ = f" {value}".partition(" #") if form is Form.COLON else value.partition(" #")
        return Statement(
            line=line,
            form=form,
            name=name,
            value=cut.strip(),
            raw=raw,
            exported=exported,
            spaced=spaced,
            comment=bool(comment),
        )

    def quoted(self, opening: int, end: int) -> tuple[str, str, Fault | None]:
        """The value of which the quote is at `opening`, and goes behind it; `end` is that of its first line."""
        quote = self.text[opening]
        if content := self.json(opening, quote):
            return content, quote, Fault.JSON
        closing = self.closing(opening, quote)
        if closing < 0:
            self.go_to(end)
            return without_quotes(self.text[opening:end]), quote, Fault.NOT_CLOSED
        after = self.line_end(closing)
        rest = self.text[closing + 1 : after].strip()
        if rest and not rest.startswith("#"):
            self.go_to(end)
            return without_quotes(self.text[opening:end]), quote, Fault.GOES_ON
        self.go_to(after)
        return unquoted(self.text[opening + 1 : closing], quote), quote, None

    def closing(self, opening: int, quote: str) -> int:
        found = UP_TO[quote].match(self.text, opening + 1) if opening < self.last[quote] else None
        return found.end() - 1 if found else -1

    def json(self, opening: int, quote: str) -> str:
        """JSON between double quotes that are not escaped inside; "" for anything else."""
        start = opening + 1
        if quote != '"' or self.text[start : start + 1] not in ("{", "[") or not self.tries:
            return ""
        self.tries -= 1
        try:
            content, length = DECODER.raw_decode(self.text[start : start + LONGEST_JSON])
            value = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        except (ValueError, RecursionError):
            return ""
        behind = start + length
        inside = self.text[start:behind]
        rest = self.text[behind : self.line_end(behind)].strip()
        if '"' not in inside or not rest.startswith('"'):
            return ""
        self.go_to(self.line_end(behind))
        return value

    def items(self, end: int) -> str:
        """The list below a name, as YAML on one line; "" for none."""
        found: list[str] = []
        position = end + 1
        while item := ITEM.match(self.text, position):
            found.append(json.dumps(without_quotes(item["item"]), ensure_ascii=False))
            position = self.line_end(position) + 1
        self.go_to(position - 1)
        return f"[{','.join(found)}]" if found else ""

    def line_end(self, position: int) -> int:
        found = self.text.find("\n", position)
        return found if found >= 0 else len(self.text)

    def go_to(self, end: int) -> None:
        """To the line behind the line end at `end`."""
        self.line += self.text.count("\n", self.position, end + 1)
        self.position = end + 1


def without_quotes(text: str) -> str:
    """What is meant by a value with a quote too many or too few."""
    text = text.strip()
    if text[:1] in ('"', "'"):
        return text[1:].removesuffix(text[0])
    return text


def unquoted(text: str, quote: str) -> str:
    """A quoted value's text: escapes mean something between double quotes only."""
    if "\\" not in text:
        return text
    if quote == "'":
        return text.replace("\\'", "'")
    return ESCAPE.sub(escaped, text)


def escaped(found: re.Match[str]) -> str:
    content = found[0][1:]
    if content in ESCAPES:
        return ESCAPES[content]
    digits = content[1:]
    # What is no byte loses its zero.
    return chr(int(digits, 8)) if BYTE.fullmatch(digits) else f"\\{digits}"
