"""What the server makes of a value: OpenMetadata's substitution, YAML, and Jackson's conversions.

An environment variable's text is YAML source, for the shipped conf/openmetadata.yaml says `key: ${NAME:-default}` and
is substituted before it is parsed. Facts: tests of the real libraries (commons-text 1.12, snakeyaml 2.2, Jackson 2.17).
"""

import json
from typing import Any

import yaml

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import PLACEHOLDER
from sso_providers.openmetadata.settings import Setting, ValueType
from sso_providers.openmetadata.subject import Kind

# A key that no value can end early.
KEY = "value"


class Misread(ValueError):
    """The server would not take the value. The message says why, for people, and never shows it."""

    def __init__(self, kind: Kind, message: str) -> None:
        self.kind = kind
        super().__init__(message)


def of_source(setting: Setting, source: str) -> Value | Secret | None:
    """The value that YAML source stands for; None for null. Raises `Misread`."""
    try:
        document = yaml.load(f"{KEY}: {source}", yaml.CSafeLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError):
        # From ours: the parser's own words can quote the value. ValueError: a date that there is not.
        raise Misread(Kind.VALUE_NOT_YAML, broken(setting)) from None
    if not isinstance(document, dict) or document.keys() != {KEY}:
        raise Misread(Kind.VALUE_NOT_YAML, broken(setting))
    return of_native(setting, document[KEY])


def of_native(setting: Setting, value: Any) -> Value | Secret | None:
    """The value that a parsed YAML or JSON value becomes in the server's classes; None for null. Raises `Misread`."""
    if value is None:
        return None
    converted = CONVERSIONS[setting.type](value)
    if converted is None:
        raise Misread(Kind.WRONG_TYPE, f"{WANTED[setting.type]} is wanted here, and this is {named(value)}.")
    if setting.secret:
        text = str(converted)
        return Secret("" if text.startswith(PLACEHOLDER) else text)
    return converted


def text(value: Any) -> str | None:
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
    return None


def boolean(value: Any) -> bool | None:
    match value:
        case bool():
            return value
        case "true" | "True" | "TRUE" | 1:
            return True
        case "false" | "False" | "FALSE" | 0:
            return False
    return None


def integer(value: Any) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case str():
            stripped = value.strip()
            return int(stripped) if stripped.lstrip("-").isdecimal() and len(stripped) < 19 else None
    return None


def texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    items = [text(each) for each in value]
    return None if None in items else tuple(each for each in items if each is not None)


def json_object(value: Any) -> str | None:
    if not isinstance(value, dict):
        return None
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError):
        return None


CONVERSIONS = {
    ValueType.TEXT: text,
    ValueType.BOOLEAN: boolean,
    ValueType.INTEGER: integer,
    ValueType.LIST: texts,
    ValueType.MAP: json_object,
}
WANTED = {
    ValueType.TEXT: "Text",
    ValueType.BOOLEAN: "true or false",
    ValueType.INTEGER: "A whole number",
    ValueType.LIST: "A list such as [a,b]",
    ValueType.MAP: "An object such as {}",
}
LOOK = {
    ValueType.TEXT: "put it in quotes that are part of the value",
    ValueType.LIST: 'write it as ["a","b"], each item in double quotes',
    ValueType.MAP: "write it as a JSON object, or {}",
    ValueType.BOOLEAN: "write true or false",
    ValueType.INTEGER: "write a whole number",
}


def broken(setting: Setting) -> str:
    return (
        "OpenMetadata puts the value into openmetadata.yaml as it is, and that is no YAML any more, so the server "
        f"does not start: {LOOK[setting.type]}."
    )


def named(value: Any) -> str:
    match value:
        case bool():
            return "true or false"
        case str():
            return "text" if value else "empty text"
        case list():
            return "a list"
        case dict():
            return "an object"
    return "a number" if isinstance(value, int | float) else "something else"
