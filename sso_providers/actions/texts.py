"""What every text of a row must be: one printable line that its column can hold."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_texts(row: Model, names: Iterable[str]) -> dict[str, str]:
    """Field -> sentence, for the fields whose text, or a text in whose JSON, is none."""
    errors = {}
    for name in names:
        field: Any = row._meta.get_field(name)
        for text in texts(getattr(row, name)):
            if not text.isprintable():
                errors[name] = f"{text[:50]!r} holds a line break or control character: use one line of plain text."
            elif field.max_length and len(text) > field.max_length:
                errors[name] = f"'{text[:50]}…' has {len(text)} characters: at most {field.max_length} are possible."
    return errors


def texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in (*value.keys(), *value.values()):
                yield from texts(each)
        case list() | tuple():
            for each in value:
                yield from texts(each)
