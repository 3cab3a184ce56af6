"""Points in time as pages show them: in UTC, which says so, until a script moves them to the reader's own zone."""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# From then on a date says more than a number of days.
LONG_AGO = timedelta(days=60)


def moment(at: datetime) -> SafeString:
    """Such as 2026-11-21 09:30 UTC."""
    return format_html('<time datetime="{}">{}</time>', stamp(at), in_utc(at))


def day(on: date) -> SafeString:
    """Such as 2026-11-21. Of a `datetime` the day in UTC, which may be another one elsewhere."""
    if isinstance(on, datetime):
        shown = iso(on.astimezone(UTC))
        return format_html('<time datetime="{}" data-show="day">{} UTC</time>', stamp(on), shown)
    return format_html('<time datetime="{0}">{0}</time>', iso(on))


def ago(at: datetime) -> SafeString:
    """Such as 4 days ago, with the moment on hover; the day itself if it is long ago."""
    passed = timezone.now() - at
    if passed >= LONG_AGO:
        return day(at)
    return format_html(
        '<time datetime="{}" data-show="ago" title="{}">{}</time>', stamp(at), in_utc(at), in_words(passed)
    )


def in_words(passed: timedelta) -> str:
    minutes = int(passed.total_seconds() // 60)
    hours, days = minutes // 60, passed.days
    if minutes < 1:
        return _("just now")
    if hours < 1:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if days < 1:
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def iso(on: date) -> str:
    return f"{on:%Y-%m-%d}"


def in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
