"""JSON as an identity provider should send it: unambiguous, finite, storable.

Two readers that see different values in one document are how signatures and checks are
walked around, so whatever is ambiguous is refused (RFC 8259, sections 4, 6 and 8).
"""

import json
import math
from typing import Any, NoReturn


class JsonError(ValueError):
    """The message says what is wrong, and quotes nothing of the document."""


def loads(data: bytes) -> object:
    """Parse UTF-8 JSON.

    Refuses duplicate keys, NaN and infinite numbers, and text with NUL or half a surrogate
    pair, which neither a database nor a page can hold. Raises `JsonError`.
    """
    try:
        text = data.decode("utf-8")
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite)
    except UnicodeDecodeError:
        raise JsonError("it is not UTF-8") from None
    except RecursionError:
        raise JsonError("it is nested too deeply") from None
    except JsonError:
        raise
    except ValueError:
        raise JsonError("it is not JSON") from None
    if "\\u" in text:
        _refuse_unstorable(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise JsonError("a key stands in it twice")
    return made


def _constant(name: str) -> NoReturn:
    raise JsonError("it holds NaN or Infinity")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise JsonError("it holds a number without end")
    return number


def _refuse_unstorable(value: object) -> None:
    rest = [value]
    while rest:
        match rest.pop():
            case dict() as mapping:
                rest.extend(mapping)
                rest.extend(mapping.values())
            case list() as items:
                rest.extend(items)
            case str() as text if "\0" in text or any("\ud800" <= each <= "\udfff" for each in text):
                raise JsonError("it holds characters that can't be stored")
