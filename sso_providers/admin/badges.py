"""What the cells of the lists have in common."""

from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sso_providers import times

NOTHING = "–"


def badge(css: str, text: str) -> SafeString:
    return format_html('<span class="badge {}">{}</span>', css, text)


def ago(at: datetime | None) -> SafeString | str:
    return times.ago(at) if at else NOTHING


def moment(at: datetime | None) -> SafeString | str:
    return times.moment(at) if at else NOTHING
