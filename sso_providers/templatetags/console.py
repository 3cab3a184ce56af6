"""Small things that templates can't do themselves."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")


@register.filter
def console_words(text: str) -> SafeString:
    """The catalogue's `**console's own words**` and `*names*` as HTML; all else is escaped."""
    html = STRONG.sub(r"<strong>\1</strong>", escape(text))
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", html))  # noqa: S308 - escaped above


@register.filter
def is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
