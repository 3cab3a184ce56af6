"""Variables inside values: OpenMetadata's way, and Docker Compose's. The work is bounded by the text's length."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sso_providers.catalogue.sentences import say

# Values in values; more is a loop or meant to hurt.
DEEPEST = 50
# Linux takes no longer variable (MAX_ARG_STRLEN).
LONGEST = 131_072
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
OPERATOR = re.compile(r":?[-+?]")
TOKEN = re.compile(r"\$\$|\$\{|\{|\}|\$(?=[A-Za-z_])")


class Unsubstitutable(ValueError):
    """A value that can't be worked out. The message says why, for people, and shows no value."""


class TooLong(Unsubstitutable):
    """Variables in a value, or in all values of a file, put in too much."""

    def __init__(self) -> None:
        super().__init__(say("the variables in it become too long: write the value out"))


class Budget:
    """The characters that variables may put into the values of one file. `length` is the file's."""

    def __init__(self, length: int = 0) -> None:
        self.left = 1_000_000 + 2 * length

    def spend(self, characters: int) -> None:
        """Raises `TooLong`, and then always."""
        self.left -= characters
        if self.left < 0:
            raise TooLong


class Substitution:
    """OpenMetadata's: commons-text's StringSubstitutor as Dropwizard sets it up, before the YAML is parsed.

    `${NAME}` and `${NAME:-default}` up to the first closing brace; what comes in is substituted again; `$${` is `${`;
    a name without value and default stays. One for a whole file: its values share the work that is allowed.
    """

    def __init__(self, variables: Mapping[str, str]) -> None:
        self.variables = variables
        self.budget = 1_000_000 + 2 * sum(len(each) for each in variables.values())

    def of(self, text: str) -> str:
        """Raises `Unsubstitutable`."""
        return self.within(text, ()) if "${" in text else text

    def within(self, text: str, inside: tuple[str, ...]) -> str:
        self.spend(len(text))
        pieces: list[str] = []
        # Of what is done, to see whether a dollar sign is before the next.
        last = ""
        position = 0
        while (start := text.find("${", position)) >= 0:
            before = text[position:start]
            if (before or last).endswith("$"):
                # The dollar sign before escapes: it goes, and `${` stays.
                pieces.append(f"{before[:-1]}${{" if before else "{")
                last, position = "{", start + 2
                continue
            end = text.find("}", start + 2)
            if end < 0:
                break
            found = self.value(text[start + 2 : end], inside)
            piece = before + (text[start : end + 1] if found is None else found)
            pieces.append(piece)
            last = piece[-1:] or last
            position = end + 1
        return "".join(pieces) + text[position:]

    def value(self, content: str, inside: tuple[str, ...]) -> str | None:
        name, default = named(content)
        if name in inside:
            raise Unsubstitutable(
                say("it contains itself by ${{{name}}}, and OpenMetadata does not start with a loop", name=name)
            )
        value = self.variables.get(name, default)
        if value is None or "${" not in value:
            self.spend(len(value or ""))
            return value
        if len(inside) >= DEEPEST:
            raise Unsubstitutable(
                say("more than {deepest} variables stand in each other: write the value out", deepest=DEEPEST)
            )
        return self.within(value, (*inside, name))

    def spend(self, characters: int) -> None:
        self.budget -= characters + 1
        if self.budget < 0:
            raise TooLong


def named(content: str) -> tuple[str, str | None]:
    """Of what is between the braces: the name, and the default if there is one."""
    name, delimiter, default = content.partition(":-")
    if not delimiter or "${" in name:
        return content, None
    return name, default


@dataclass(frozen=True, slots=True)
class Interpolated:
    """What Compose makes of a value. `missing` are names that nothing gives a value, in their order.

    Compose takes them as empty, with a warning, where they are not `required`; then it stops.
    """

    text: str
    missing: tuple[str, ...] = ()
    required: bool = False


def interpolated(text: str, look_up: Callable[[str], str | None], budget: Budget) -> Interpolated:
    """Docker Compose's: compose-go's package template. Raises `Unsubstitutable` for what Compose refuses.

    All values of a file share its `budget`.
    """
    if "$" not in text:
        return Interpolated(text)
    evaluation = Evaluation(look_up, budget)
    return Interpolated(evaluation.text_of(parsed(text)), tuple(evaluation.missing), evaluation.required)


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name operator rest}`, or `$name`."""

    name: str
    operator: str = ""
    rest: list["str | Reference"] = field(default_factory=list)


def parsed(text: str) -> list[str | Reference]:
    """Texts and references in their order; braces inside a default are counted."""
    top: list[str | Reference] = []
    # The references that are open, each with the braces open in it.
    open_: list[tuple[Reference, int]] = []
    position = 0
    while token := TOKEN.search(text, position):
        parts = open_[-1][0].rest if open_ else top
        parts.append(text[position : token.start()])
        position = token.end()
        match token[0]:
            case "$$":
                parts.append("$")
            case "$":
                name = name_at(text, position)
                parts.append(Reference(name))
                position += len(name)
            case "${":
                reference, position = opened(text, position)
                parts.append(reference)
                if reference.operator:
                    open_.append((reference, 0))
                if len(open_) > DEEPEST:
                    raise Unsubstitutable(
                        say("more than {deepest} variables stand in each other: write the value out", deepest=DEEPEST)
                    )
            case brace:
                position = brace_at(brace, parts, open_, position)
    if open_:
        raise Unsubstitutable(
            say("a ${{ without its closing brace is there ({open}): close it, or write $$", open=open_[-1][0].name)
        )
    top.append(text[position:])
    return top


def opened(text: str, position: int) -> tuple[Reference, int]:
    """The reference behind `${`, and the place behind what is known of it: its operator, or its end."""
    name = name_at(text, position)
    position += len(name)
    if name and text.startswith("}", position):
        return Reference(name), position + 1
    operator = OPERATOR.match(text, position)
    if not name or not operator:
        raise Unsubstitutable(
            say("a ${{ without a name and its closing brace is there: write ${{NAME}}, or $$ for a dollar")
        )
    return Reference(name, operator[0]), operator.end()


def name_at(text: str, position: int) -> str:
    found = NAME.match(text, position)
    return found[0] if found else ""


def brace_at(brace: str, parts: list[str | Reference], open_: list[tuple[Reference, int]], position: int) -> int:
    """What a brace inside a reference does; outside it is text."""
    if not open_:
        parts.append(brace)
        return position
    reference, depth = open_.pop()
    if brace == "}" and not depth:
        return position
    parts.append(brace)
    open_.append((reference, depth + (1 if brace == "{" else -1)))
    return position


class Evaluation:
    """One value's references, looked up."""

    def __init__(self, look_up: Callable[[str], str | None], budget: Budget) -> None:
        self.look_up = look_up
        self.budget = budget
        self.room = LONGEST
        self.missing: dict[str, None] = {}
        self.required = False

    def text_of(self, parts: list[str | Reference]) -> str:
        return "".join(part if isinstance(part, str) else self.value(part) for part in parts)

    def value(self, reference: Reference) -> str:
        value = self.look_up(reference.name)
        has_value = bool(value) if reference.operator.startswith(":") else value is not None
        match reference.operator[-1:]:
            case "-":
                return self.put_in(value) if has_value else self.text_of(reference.rest)
            case "+":
                return self.text_of(reference.rest) if has_value else ""
            case "?" if not has_value:
                self.required = True
        if not has_value:
            self.missing[reference.name] = None
        return self.put_in(value)

    def put_in(self, value: str | None) -> str:
        text = value or ""
        self.budget.spend(len(text))
        self.room -= len(text)
        if self.room < 0:
            raise TooLong
        return text
