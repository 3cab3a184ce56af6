"""The hand-over sheet as plain text."""

import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from sso_providers.catalogue import hand_over
from sso_providers.language import in_words

WIDTH = 78
BLANK = "_" * 40
MARKS = re.compile(r"\*{1,2}(.+?)\*{1,2}")


def as_text(context: Mapping[str, Any]) -> str:
    """Of what the page shows; `context` is the page's."""
    sheet = context["sheet"]
    title = context["title"]
    parts = [f"{title}\n{'=' * len(title)}", wrapped(context["intro"])]
    parts += [section(_("Asked by"), people()), section(_("Settings"), settings(sheet))]
    parts += [section(_("Addresses to enter"), addresses(sheet)), section(_("Steps"), steps(sheet))]
    if sheet.guide.pitfalls:
        parts.append(section(_("Watch out"), [item("-", spoken) for spoken in sheet.guide.pitfalls]))
    parts.append(section(_("Please send back"), [*answers(sheet), wrapped(context["how_to_send"])]))
    return "\n\n".join(parts).rstrip() + "\n"


def section(title: str, lines: Iterator[str] | list[str]) -> str:
    return "\n".join([title, "-" * len(title), *lines])


def people() -> list[str]:
    asks = (_("Name"), _("Team"), _("Reach us at"), _("Needed by"))
    return [f"{each}: {BLANK}" for each in asks]


def settings(sheet: hand_over.Sheet) -> Iterator[str]:
    for line in sheet.settings:
        yield wrapped(f"{in_words(line.label)}: {in_words(line.value)}")


def addresses(sheet: hand_over.Sheet) -> Iterator[str]:
    yield f"({in_words(sheet.guide.urls_at)})"
    for entry in sheet.guide.entries:
        yield f"{entry.label}:"
        yield from (f"  {address}" for address in entry.addresses)
        if entry.help:
            yield wrapped(f"({in_words(entry.help)})", first="  ")


def steps(sheet: hand_over.Sheet) -> Iterator[str]:
    for number, step in enumerate(sheet.guide.steps, start=1):
        yield item(f"{number}.", step)


def answers(sheet: hand_over.Sheet) -> Iterator[str]:
    for answer in sheet.answers:
        value = _("by a safe way, see below") if answer.is_secret else in_words(answer.value) or BLANK
        yield f"{in_words(answer.label)}: {value}"
        if answer.where:
            yield wrapped(f"({in_words(answer.where)})", first="  ")


def item(mark: str, text: str) -> str:
    return wrapped(MARKS.sub(r"\1", in_words(text)), first=f"{mark} ")


def wrapped(text: str, first: str = "") -> str:
    """Addresses stay in one piece."""
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )
