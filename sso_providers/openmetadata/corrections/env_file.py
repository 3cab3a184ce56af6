"""Env files: one line for each variable, in a form that means the same to Compose and `docker run` where one does."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sso_providers.catalogue import Value
from sso_providers.openmetadata.importers import env_forms
from sso_providers.openmetadata.importers.dotenv import UP_TO, Form, Scanner, Statement, statements
from sso_providers.openmetadata.importers.env_file import reader_of
from sso_providers.openmetadata.importers.env_reading import Reader
from sso_providers.openmetadata.importers.interpret import Misread, of_source
from sso_providers.openmetadata.quoting import env_line, run_line
from sso_providers.openmetadata.settings import Setting

from .change import Change
from .wording import source

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
LINE_BREAK = re.compile(r"\r\n|\n|\r")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Behind a value in quotes.
COMMENT = re.compile(r"[ \t]*(#[^\r\n]*)")
# What both readers take from a line as it is.
SIMPLE = re.compile(r"[^\s\"'\\$#](?:[^\r\n\"'\\$#]*[^\s\"'\\$#])?")
ADDED = "# Added:"


@dataclass(frozen=True, slots=True)
class Span:
    """A statement, and the numbers of its lines from 0: the first, and the one behind the last."""

    statement: Statement
    start: int
    end: int


def corrected(text: str, changes: Sequence[Change]) -> str:
    file = EnvFile(text)
    for change in changes:
        file.apply(change)
    return file.result()


def spans(text: str) -> Iterator[Span]:
    scanner = Scanner(text)
    for statement in scanner.statements():
        ends_without_break = scanner.position > len(text)
        yield Span(statement, statement.line - 1, scanner.line - (not ends_without_break))


@dataclass(slots=True)
class EnvFile:
    text: str
    lines: list[str] = field(init=False)
    by_name: dict[str, list[Span]] = field(default_factory=dict)
    by_line: dict[int, Span] = field(default_factory=dict)
    # New lines by the span that they replace, and those for the end.
    replaced: dict[int, tuple[Span, list[str]]] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.lines = LINE.findall(self.text)
        for span in spans(self.text):
            if span.statement.form is not Form.OTHER:
                self.by_name.setdefault(span.statement.name, []).append(span)
            self.by_line[span.statement.line] = span

    def apply(self, change: Change) -> None:
        name = variable(change)
        own = self.by_name.get(name, []) or self.in_another_form(name, change)
        wrong = self.wrong_line(change)
        if change.is_removal:
            gone = [wrong] if wrong else own
            if not gone and (change.place or not change.setting):
                raise change.impossible("It is not in the file: take it out where it is set.")
            for span in gone:
                self.replace(span, [], change)
            return
        target = own[-1] if own else wrong
        if wrong and target is not wrong:
            self.replace(wrong, [], change)
        line = self.line(name, change, exported=bool(target and target.statement.exported))
        if target:
            self.replace(target, [*self.comment(target), line], change)
        elif self.added.setdefault(name, line) != line:
            raise change.impossible("Two settings share the variable, and want different values: set one of them.")

    def in_another_form(self, name: str, change: Change) -> list[Span]:
        """A line that is none of an env file, but sets the variable for who pastes it."""
        span = self.by_line.get(change.place.line) if change.place else None
        if span is None or span.statement.form is not Form.OTHER:
            return []
        names = [each for each, _ in env_forms.variables(span.statement.raw)]
        if name not in names:
            return []
        if len(names) > 1:
            raise change.impossible("The line sets several variables: write NAME=value, one a line.")
        return [span]

    def wrong_line(self, change: Change) -> Span | None:
        if not change.wrong:
            return None
        span = self.by_line.get(change.wrong)
        if span is None:
            raise change.impossible("No variable begins in this line: correct it by hand.")
        if span.statement.form is Form.OTHER and len([*env_forms.variables(span.statement.raw)]) != 1:
            raise change.impossible("The line is not one of NAME=value alone: correct it by hand.")
        return span

    def replace(self, span: Span, lines: list[str], change: Change) -> None:
        if self.replaced.setdefault(span.start, (span, lines)) != (span, lines):
            raise change.impossible("Two changes want the line to be different: make one of them.")

    def comment(self, span: Span) -> list[str]:
        """What stood behind the value goes above it: `docker run` would take it as a part of the value."""
        statement = span.statement
        if statement.comment:
            return [f"#{statement.raw.partition(' #')[2]}"]
        if not statement.quote or statement.fault:
            return []
        lines = "".join(self.lines[span.start : span.end])
        closed = UP_TO[statement.quote].match(lines, lines.index(statement.quote) + 1)
        found = COMMENT.match(lines, closed.end()) if closed else None
        return [found[1]] if found else []

    def line(self, name: str, change: Change, *, exported: bool) -> str:
        if change.setting is None:
            return plain_line(name, change)
        made = source(change.setting, change.written)
        if reader_of(self.text) is Reader.RUN:
            return run_line(name, made)
        if exported:
            return f"export {env_line(name, made)}"
        line = f"{name}={made}"
        return line if is_read_alike(line, change.setting, change.written) else env_line(name, made)

    def result(self) -> str:
        pieces: list[str] = []
        skipped = 0
        for number, line in enumerate(self.lines):
            if number in self.replaced:
                span, lines = self.replaced[number]
                skipped = span.end
                last = self.lines[min(span.end, len(self.lines)) - 1]
                end = self.line_break if LINE_BREAK.search(last) else ""
                pieces += [f"{each}{self.line_break}" for each in lines[:-1]] + [f"{each}{end}" for each in lines[-1:]]
            if number >= skipped:
                pieces.append(line)
        return "".join(pieces) + self.addition("".join(pieces[-1:]))

    def addition(self, last: str) -> str:
        if not self.added:
            return ""
        has_heading = any(line.strip() == ADDED for line in self.lines)
        heading = [] if has_heading else ["", ADDED] if self.lines else [ADDED]
        parted = self.line_break if last and not LINE_BREAK.search(last) else ""
        return parted + "".join(f"{line}{self.line_break}" for line in [*heading, *self.added.values()])

    @property
    def line_break(self) -> str:
        found = LINE_BREAK.search(self.text)
        return found[0] if found else "\n"


def variable(change: Change) -> str:
    if change.setting and change.setting.env is None:
        raise change.impossible("OpenMetadata has no variable for it: set it in conf/openmetadata.yaml.")
    if not NAME.fullmatch(change.name):
        raise change.impossible("It is no variable: change it where it is set.")
    return change.name


def is_read_alike(line: str, setting: Setting, value: Value) -> bool:
    """Whether Compose, which reads quotes and comments, gets the value from a line that `docker run` takes as it is."""
    found = [*statements(line)]
    if len(found) != 1 or found[0].fault or found[0].comment or "$" in line or "\\" in line:
        return False
    try:
        return of_source(setting, found[0].value) == value
    except Misread:
        return False


def plain_line(name: str, change: Change) -> str:
    """A variable of another program: its text as it is."""
    value = change.written
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if isinstance(value, tuple) or (text and not SIMPLE.fullmatch(text)):
        raise change.impossible("Env files' readers differ about such a value: write it by hand.")
    return f"{name}={text}"
