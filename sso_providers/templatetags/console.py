"""Small things that templates can't do themselves."""

import re
from pathlib import Path

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from sso_providers.language import in_words, within_sentence

register = template.Library()

STRONG = re.compile(r"\*\*(.+?)\*\*")
EMPHASIS = re.compile(r"\*(.+?)\*")


@register.filter
def spoken(text: str) -> str:
    """A text from below in the reader's language."""
    return in_words(text)


@register.filter
def amid(label: str) -> str:
    """A label from below amid a sentence, in the reader's language."""
    return within_sentence(label)


@register.filter
def console_words(text: str) -> SafeString:
    """The catalogue's `**console's own words**` and `*names*` as HTML in the reader's language; all else is escaped."""
    html = STRONG.sub(r"<strong>\1</strong>", escape(in_words(text)))
    return mark_safe(EMPHASIS.sub(r"<em>\1</em>", html))  # noqa: S308 - escaped above


@register.filter
def is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


# The kinds that have a drawing of their own.
DRAWN = frozenset(path.stem for path in Path(__file__).parents[1].glob("static/sso_providers/kinds/*.svg"))


@register.filter
def kind_icon(kind: str) -> str:
    """The static file of a kind's icon; for one that has none, or that nobody knows any more, a plain one."""
    return f"sso_providers/kinds/{kind if kind in DRAWN else 'other'}.svg"


@register.filter
def diff_class(line: str) -> str:
    """The class of a line of a unified diff; its sign stays the line's first letter."""
    if line.startswith(("+++", "---", "@@")):
        return "c"
    return {"+": "added", "-": "removed"}.get(line[:1], "")
