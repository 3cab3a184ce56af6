"""The calendar of what ends, for programs that can't sign in: who has the address may read it."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from icalendar import Alarm, Calendar, Event

from sso_providers.models import CalendarFeed, User
from sso_providers.models import Event as Audited

from .audit import Actor, record
from .expiry import THRESHOLDS, Ending, ending

# Events; what comes later than these many is nothing to put into a calendar yet.
MOST = 1000


@transaction.atomic
@sensitive_variables()
def make(*, user: User, by: Actor) -> str:
    """The token of a new address, which is stored nowhere; an older address of the person works no more."""
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.filter(user=user).delete()
    CalendarFeed.objects.create(user=user, token_hash=digest(token))
    record(Audited.CALENDAR_MADE, by=by, target_type="person", target=user.username)
    return token


@transaction.atomic
def remove(*, user: User, by: Actor) -> bool:
    """Whether there was one."""
    removed, _rows = CalendarFeed.objects.filter(user=user).delete()
    if removed:
        record(Audited.CALENDAR_REMOVED, by=by, target_type="person", target=user.username)
    return bool(removed)


@sensitive_variables()
def is_readable(token: str) -> bool:
    """Only as long as its owner could read the same here."""
    feed = CalendarFeed.objects.filter(token_hash=digest(token)).select_related("user").first()
    if feed is None:
        return False
    owner = feed.user
    return owner.is_active and owner.is_staff and owner.has_perm("sso_providers.view_providerregistration")


def digest(token: str) -> str:
    """Unsalted, for the token is 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def calendar() -> bytes:
    """As RFC 5545 has it: a day for whatever ends, with an alarm at each threshold."""
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//SSO Portal for OpenMetadata//Expiry//EN")
    made.add("x-wr-calname", _("SSO Portal: what ends"))
    # Of RFC 7986, and what programs knew before it.
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT12H")
    for event in events(ending(None)[:MOST]):
        made.add_component(event)
    return bytes(made.to_ical())


def events(endings: Sequence[Ending]) -> list[Event]:
    host, now = urlsplit(settings.PORTAL_URL).netloc, timezone.now()
    return [event(each, f"{each.about}@{host}", now) for each in endings]


def event(about: Ending, uid: str, now: object) -> Event:
    """The same `uid` whenever it ends, so that a new date moves the day instead of adding one."""
    made = Event()
    link = settings.PORTAL_URL + about.link
    summary = _("%(what)s ends (%(registration)s)") % {"what": about.what, "registration": about.registration}
    made.add("uid", uid)
    made.add("dtstamp", now)
    made.add("dtstart", about.ends_on)
    made.add("dtend", about.ends_on + timedelta(days=1))
    made.add("transp", "TRANSPARENT")
    made.add("summary", summary)
    made.add("description", _("Replace it in time: %(link)s") % {"link": link})
    made.add("url", link)
    for days in THRESHOLDS:
        made.add_component(alarm(summary, days))
    return made


def alarm(summary: str, days: int) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", summary)
    made.add("trigger", timedelta(days=-days))
    return made
