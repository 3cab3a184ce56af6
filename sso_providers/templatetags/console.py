"""Small things that templates can't do themselves."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sso_providers.catalogue import KINDS
from sso_providers.language import in_words

register = template.Library()

STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")


@register.filter
def spoken(text: str) -> str:
    """A text from below in the reader's language."""
    return in_words(text)


@register.filter
def console_words(text: str) -> SafeString:
    """The catalogue's `**console's own words**` and `*names*` as HTML; all else is escaped."""
    html = STRONG.sub(r"<strong>\1</strong>", escape(text))
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", html))  # noqa: S308 - escaped above


@register.filter
def is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


# In degrees: many of them never come close to each other on the circle of colours.
GOLDEN_ANGLE = 137.5


@register.filter
def hue(kind: str) -> int:
    """A colour for each kind of the catalogue, in degrees."""
    return int([*KINDS].index(kind) * GOLDEN_ANGLE % 360)


@register.filter
def diff_class(line: str) -> str:
    """The class of a line of a unified diff; its sign stays the line's first letter."""
    if line.startswith(("+++", "---", "@@")):
        return "c"
    return {"+": "added", "-": "removed"}.get(line[:1], "")
