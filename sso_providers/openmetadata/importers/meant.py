"""What a value was probably meant to be that the server does not take: only where hardly anything else can be meant.

Values are never secrets here.
"""

import json
import re
from typing import Any

from sso_providers.catalogue import Value
from sso_providers.openmetadata.settings import OIDC, Setting, ValueType

# The one text that is a list: its items have blanks between them (RFC 6749, section 3.3).
SCOPE = f"{OIDC}.scope"
BRACKETS = "[]{}"
QUOTES = "\"'"
SECONDS = re.compile(r"([+-]?[0-9]{1,10})\s*(?:s|sec|secs|seconds)?")
WORDS = {
    **dict.fromkeys(("true", "yes", "on", "y", "1", "enabled", "enable"), True),
    **dict.fromkeys(("false", "no", "off", "n", "0", "disabled", "disable"), False),
}
ARMOUR = re.compile(r"-----(?:BEGIN|END) [A-Z ]+-----")
# Nobody means this many entries; a longer text would only cost time.
LONGEST = 100_000


def by_source(setting: Setting, source: str) -> Value | None:
    """For an environment variable's text, or what stands behind a key; None where it is not clear."""
    if setting.secret or len(source) > LONGEST:
        return None
    return OF_TEXT[setting.type](source.strip())


def by_value(setting: Setting, value: Any) -> Value | None:
    """For a parsed value of another type."""
    if setting.secret:
        return None
    match setting.type, value:
        case ValueType.TEXT, [str() as only]:
            return only
        case ValueType.TEXT, list() if setting.path == SCOPE and all(isinstance(each, str) for each in value):
            return " ".join(value)
        # JSON without the quotes around it: roles by group.
        case ValueType.TEXT, dict() if value and all(isinstance(each, list) for each in value.values()):
            return as_json(value)
        case ValueType.TEXT, _:
            return None
        case ValueType.LIST, dict() | list():
            return entries(value)
        case _, str():
            return by_source(setting, value)
    return None


def text(source: str) -> str | None:
    bare = unquoted(source)
    if bare.startswith("{"):
        return json_text(bare)
    if "-----BEGIN" in bare:
        return "".join(ARMOUR.sub("", bare).split())
    return bare if bare and not set(bare) & set("\r\n") else None


def unquoted(source: str) -> str:
    """Without the quotes around it, and without one that has no partner."""
    if source[:1] in QUOTES:
        quote = source[:1]
        source = source[1:].removesuffix(quote)
    return source.strip()


def json_text(source: str) -> str | None:
    try:
        content = json.loads(source)
    except (ValueError, RecursionError):
        return None
    return as_json(content) if isinstance(content, dict) else None


def as_json(value: Any) -> str | None:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return None


def texts(source: str) -> tuple[str, ...] | None:
    """From `a,b`, a quoted or half-closed list, braces, or `name: value` in the list."""
    inner = source.strip(BRACKETS + QUOTES + " \t\r\n")
    items = [item.strip(QUOTES + " \t\r\n").replace(": ", ":") for item in inner.split(",")]
    found = tuple(item for item in items if item)
    unclear = any(set(item) & set(BRACKETS + QUOTES + " \t\r\n") for item in found)
    return None if unclear or not found else found


def entries(value: dict[Any, Any] | list[Any]) -> tuple[str, ...] | None:
    """From `{address}`, `{username: sub}` or `[username: sub]`."""
    found: list[str] = []
    for each in value if isinstance(value, list) else [value]:
        match each:
            case str():
                found.append(each)
            case dict():
                for key, item in each.items():
                    if not isinstance(item, str | None):
                        return None
                    found.append(f"{key}:{item}" if item else str(key))
            case _:
                return None
    return tuple(found) or None


def whole_number(source: str) -> int | None:
    found = SECONDS.fullmatch(unquoted(source))
    return int(found[1]) if found else None


def word(source: str) -> bool | None:
    return WORDS.get(unquoted(source).lower())


def mapping(source: str) -> str | None:
    bare = unquoted(source)
    return json_text(bare) if bare else "{}"


OF_TEXT = {
    ValueType.TEXT: text,
    ValueType.LIST: texts,
    ValueType.INTEGER: whole_number,
    ValueType.BOOLEAN: word,
    ValueType.MAP: mapping,
}
