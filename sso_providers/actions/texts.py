"""What every text of a row must be: one printable line that its column can hold."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def check_texts(row: Model, names: Iterable[str]) -> dict[str, str]:
    """Field -> sentence, for the fields whose text, or a text in whose JSON, is none."""
    errors = {}
    for name in names:
        field: Any = row._meta.get_field(name)
        for text in texts(getattr(row, name)):
            if not text.isprintable():
                sentence = _("%(text)s holds a line break or control character: use one line of plain text.")
                errors[name] = sentence % {"text": repr(text[:50])}
            elif field.max_length and len(text) > field.max_length:
                errors[name] = too_long(text, field.max_length)
    return errors


def too_long(text: str, most: int) -> str:
    """A sentence."""
    said = {"text": text[:50], "count": len(text), "most": most}
    return _("'%(text)s…' has %(count)s characters: at most %(most)s are possible.") % said


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
