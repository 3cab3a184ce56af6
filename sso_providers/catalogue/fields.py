"""What an operator enters: one field, its type, and how a raw value becomes a clean one.

Knows nothing of Django, HTTP or OpenMetadata's files.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from .sentences import say, verbatim
from .values import Value

# OpenMetadata's numbers are Java's int.
LARGEST = 2**31 - 1


class FieldType(StrEnum):
    """LIST is words separated by commas, LINES one text a line, BLOCK one text of several lines."""

    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    LIST = "list"
    LINES = "lines"
    BLOCK = "block"


class Section(StrEnum):
    """Where on the registration form a field stands, in the order of the work."""

    PROVIDER = "provider"
    MAPPING = "mapping"
    ADVANCED = "advanced"


class InvalidValue(ValueError):
    """The message names the value, what was expected and the remedy."""


class InvalidSettings(ValueError):
    """Everything that is wrong with a set of settings: field name -> sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__(" ".join(f"{name}: {message}" for name, message in self.errors.items()))


def always(settings: Mapping[str, Value]) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that the operator enters.

    `validate` takes the stripped text (each item of a list) and returns the normalised text or
    raises `InvalidValue`. `where` is the place in the provider's console, in its own words; `why` is what
    hangs on the field, or why OpenMetadata wants it.
    `generated` secrets are made by the provider, long and at random: the last characters of one tell it from another.
    `applies` tells from the other settings whether this one counts: where it does not, it may stay
    blank though it is `required`.
    """

    name: str
    label: str
    help: str
    why: str = ""
    where: str = ""
    example: str = ""
    type: FieldType = FieldType.TEXT
    section: Section = Section.PROVIDER
    required: bool = True
    default: Value = ""
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = LARGEST
    validate: Callable[[str], str] | None = None
    generated: bool = False
    applies: Callable[[Mapping[str, Value]], bool] = always

    def clean(self, raw: object) -> Value:
        """`raw` as the field's type; blank gives the default.

        Raises `InvalidValue`. Accepts what a form, JSON or YAML delivers: text for
        any type, and the type itself.
        """
        value = self._typed(raw.strip() if isinstance(raw, str) else raw)
        return self.default if value in ("", ()) else value

    @property
    def missing(self) -> str:
        label = verbatim(self.label)
        if not self.help:
            return say("{label} is missing.", label=label)
        return say("{label} is missing. {help}", label=label, help=verbatim(self.help))

    def _typed(self, raw: object) -> Value:
        if raw in (None, "", [], ()):
            return ""
        match self.type:
            case FieldType.BOOLEAN:
                return self._boolean(raw)
            case FieldType.INTEGER:
                return self._integer(raw)
            case FieldType.LIST:
                return self._list(raw, separator=",")
            case FieldType.LINES:
                return self._list(raw, separator="\n")
            case FieldType.CHOICE | FieldType.TEXT | FieldType.URL | FieldType.BLOCK:
                return self._text(raw)

    def _boolean(self, raw: object) -> bool:
        if isinstance(raw, bool):
            return raw
        if isinstance(raw, str) and raw.lower() in {"true", "false"}:
            return raw.lower() == "true"
        raise InvalidValue(say("Unexpected value {raw!r}: use true or false.", raw=raw))

    def _integer(self, raw: object) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool):
            number = raw
        elif isinstance(raw, str) and re.fullmatch(r"[0-9]{1,10}", raw):
            number = int(raw)
        else:
            raise InvalidValue(
                say("Unexpected value {raw!r}: use a whole number, such as {example}.", raw=raw, example=self.example)
            )
        if not self.minimum <= number <= self.maximum:
            raise InvalidValue(
                say(
                    "Unexpected value {number}: use a number from {minimum} to {maximum}.",
                    number=number,
                    minimum=self.minimum,
                    maximum=self.maximum,
                )
            )
        return number

    def _list(self, raw: object, *, separator: str) -> tuple[str, ...]:
        if isinstance(raw, str):
            raw = raw.replace("\r\n", "\n").replace("\n", separator).split(separator)
        if not isinstance(raw, list | tuple) or not all(isinstance(item, str) for item in raw):
            raise InvalidValue(
                say("Unexpected value {raw!r}: use a list of texts, such as {example}.", raw=raw, example=self.example)
            )
        items = (item.strip() for item in raw)
        return tuple(self.validate(item) if self.validate else item for item in items if item)

    def _text(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise InvalidValue(
                say("Unexpected value {raw!r}: use text, such as '{example}'.", raw=raw, example=self.example)
            )
        if self.choices and raw not in self.choices:
            known = ", ".join(repr(choice) for choice in self.choices)
            raise InvalidValue(say("Unexpected value '{raw}': use one of {known}.", raw=raw, known=known))
        return self.validate(raw) if self.validate else raw


def clean_all(
    fields: tuple[Field, ...], raw: Mapping[str, object], *, unknown: Callable[[str], str]
) -> dict[str, Value]:
    """Every field's value, validated and with defaults filled in.

    `unknown` makes the sentence for a name that no field has. Raises `InvalidSettings` with one
    sentence for each bad, missing or unknown name.
    """
    cleaned: dict[str, Value] = {}
    names = {field.name for field in fields}
    errors = {name: unknown(name) for name in raw if name not in names}
    for field in fields:
        try:
            cleaned[field.name] = field.clean(raw.get(field.name))
        except InvalidValue as error:
            errors[field.name] = str(error)
    for field in fields:
        if cleaned.get(field.name) in ("", ()) and field.required and field.applies(cleaned):
            errors[field.name] = field.missing
    if errors:
        raise InvalidSettings(errors)
    return cleaned
