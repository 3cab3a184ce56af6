"""What the server makes of a value: YAML and Jackson's conversions.

An environment variable's text is YAML source, for the shipped conf/openmetadata.yaml says `key: ${NAME:-default}` and
is substituted before it is parsed. Facts: tests of the real libraries (commons-text 1.12, SnakeYAML 2.2, Jackson 2.17)
and their source. Knows no file format, and no position.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import PLACEHOLDER
from sso_providers.openmetadata.settings import Setting, ValueType
from sso_providers.openmetadata.subject import Kind

from . import gaps, meant
from .doubts import Doubt, doubts, marked
from .scalars import as_text
from .yaml_source import Leaf, NotYaml, native, parsed

WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,10}")
# Java's Integer.
LARGEST = 2**31 - 1
# In bits; Python refuses to write a much longer number out.
LONGEST = 4096


class Misread(ValueError):
    """The server would not take the value. The message says why, is no whole sentence, and never shows the value.

    `meant` is what the value was probably meant to be, None where that is not clear. `remedy` is what to do, "" for
    what is usual with such a setting.
    """

    def __init__(self, kind: Kind, message: str, meant: Value | None = None, remedy: str = "") -> None:
        self.kind, self.meant, self.remedy = kind, meant, remedy
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Reading:
    """The value that the server holds, None for null; and what is doubtful about it."""

    value: Value | Secret | None
    doubts: tuple[Doubt, ...] = ()


def of_source(setting: Setting, source: str) -> Value | Secret | None:
    """The value that YAML source stands for; None for null. Raises `Misread`."""
    return read_source(setting, source).value


def read_source(setting: Setting, source: str) -> Reading:
    """As `of_source`, with what is doubtful."""
    if setting.secret and gaps.is_withheld(source):
        return Reading(Secret(""))
    try:
        return filled_in(setting, source)
    except Misread as misread:
        if gaps.is_of_template(source):
            raise Misread(Kind.UNRESOLVED, gaps.GENERATED, remedy=gaps.CHECK) from None
        if gaps.has_placeholder(source):
            raise Misread(misread.kind, gaps.UNFILLED, remedy=gaps.FILL_IN) from None
        raise


def filled_in(setting: Setting, source: str) -> Reading:
    """As `read_source`, for a value without gaps."""
    try:
        node = parsed(source)
    except NotYaml:
        raise Misread(Kind.VALUE_NOT_YAML, BROKEN, meant.by_source(setting, source)) from None
    if isinstance(node, Leaf) and node.mark and setting.type is not ValueType.TEXT:
        raise Misread(Kind.VALUE_NOT_YAML, marked(node.mark))
    return Reading(of_native(setting, native(node)), tuple(doubts(setting, node, source)))


def of_native(setting: Setting, value: Any) -> Value | Secret | None:
    """The value that a parsed YAML or JSON value becomes in the server's classes; None for null. Raises `Misread`."""
    if value is None or (setting.type in BLANK_IS_NULL and isinstance(value, str) and not value.strip()):
        return None
    converted = CONVERSIONS[setting.type](value)
    if converted is None:
        message = say("{wanted} is wanted here, and this is {found}", wanted=WANTED[setting.type], found=named(value))
        raise Misread(Kind.WRONG_TYPE, message, meant.by_value(setting, value))
    return Secret(known(str(converted))) if setting.secret else converted


def known(secret: str) -> str:
    """Nothing for what stands in a secret's place: our placeholder, or the asterisks in a server's answer."""
    return "" if secret.startswith(PLACEHOLDER) or not secret.strip("*") else secret


def text(value: Any) -> str | None:
    match value:
        case int() if value.bit_length() > LONGEST:
            return None
        case str() | bool() | int() | float():
            return as_text(value)
    return None


def boolean(value: Any) -> bool | None:
    match value:
        case bool():
            return value
        case int():
            return value != 0
        case str() if value.strip() in ("true", "True", "TRUE"):
            return True
        case str() if value.strip() in ("false", "False", "FALSE"):
            return False
    return None


def integer(value: Any) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return in_range(value)
        case float() if abs(value) <= LARGEST:
            return int(value)
        case str() if WHOLE_NUMBER.fullmatch(value.strip()):
            return in_range(int(value))
    return None


def in_range(number: int) -> int | None:
    return number if -LARGEST - 1 <= number <= LARGEST else None


def texts(value: Any) -> tuple[str, ...] | None:
    """An item that is nothing stays one: the server's list has a null there."""
    if not isinstance(value, list):
        return None
    items = ["" if each is None else text(each) for each in value]
    return None if None in items else tuple(each for each in items if each is not None)


def json_object(value: Any) -> str | None:
    return meant.as_json(value) if isinstance(value, dict) else None


CONVERSIONS: Mapping[ValueType, Callable[[Any], Value | None]] = {
    ValueType.TEXT: text,
    ValueType.BOOLEAN: boolean,
    ValueType.INTEGER: integer,
    ValueType.LIST: texts,
    ValueType.MAP: json_object,
}
BLANK_IS_NULL = (ValueType.BOOLEAN, ValueType.INTEGER)
WANTED = {
    ValueType.TEXT: say("text"),
    ValueType.BOOLEAN: say("true or false"),
    ValueType.INTEGER: say("a whole number up to {largest}", largest=LARGEST),
    ValueType.LIST: say("a list such as [a,b]"),
    ValueType.MAP: say("an object such as {{}}"),
}
BROKEN = say("with this value openmetadata.yaml is no YAML any more, so the server does not start")


def named(value: Any) -> str:
    match value:
        case bool():
            return say("true or false")
        case str():
            return say("text") if value else say("empty text")
        case list():
            is_of_texts = all(isinstance(each, str) for each in value)
            return say("a list") if is_of_texts else say("a list of other things than texts")
        case dict():
            return say("an object")
    return say("a number") if isinstance(value, int | float) else say("something else")
