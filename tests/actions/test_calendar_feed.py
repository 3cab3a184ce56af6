"""The calendar is what RFC 5545 asks for, and its address a secret that is stored nowhere."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from icalendar import Calendar

from sso_providers.actions import calendar_feed
from sso_providers.models import AuditEvent, CalendarFeed, User
from tests import people
from tests.actions.expiring import expire, secret_ending

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.now().date()


def events() -> list:
    return Calendar.from_ical(calendar_feed.calendar()).walk("VEVENT")


def make(user: User) -> str:
    return calendar_feed.make(user=user, by=people.SOMEONE)


def test_make_gives_a_token_of_256_bits_and_stores_its_hash():
    token = make(people.grace())

    assert len(token) == 43
    feed = CalendarFeed.objects.get()
    assert token not in feed.token_hash
    assert calendar_feed.is_readable(token)
    event = AuditEvent.objects.get(event="calendar address made")
    assert (event.target, token in event.detail) == ("grace", False)


def test_make_again_ends_the_older_address():
    user = people.grace()
    old, new = make(user), make(user)

    assert (calendar_feed.is_readable(old), calendar_feed.is_readable(new)) == (False, True)


def test_remove_ends_the_address_and_is_recorded():
    user = people.grace()
    token = make(user)

    assert calendar_feed.remove(user=user, by=people.SOMEONE)
    assert not calendar_feed.is_readable(token)
    assert AuditEvent.objects.get(event="calendar address removed").target == "grace"


def test_remove_of_none_records_nothing():
    assert not calendar_feed.remove(user=people.grace(), by=people.SOMEONE)
    assert not AuditEvent.objects.filter(event="calendar address removed").exists()


@pytest.mark.parametrize("token", ["", "x" * 43, "é" * 43])
def test_calendar_is_not_for_a_token_that_nobody_has(token):
    make(people.grace())

    assert not calendar_feed.is_readable(token)


@pytest.mark.parametrize("columns", [{"is_active": False}, {"is_staff": False}])
def test_calendar_ends_with_its_owners_account(columns):
    token = make(people.grace())
    User.objects.update(**columns)

    assert not calendar_feed.is_readable(token)


def test_calendar_ends_with_its_owners_role():
    user = people.grace()
    token = make(user)
    user.groups.remove(Group.objects.get(name="viewer"))

    assert not calendar_feed.is_readable(token)


def test_calendar_has_a_day_with_alarms_for_each_ending(settings):
    settings.PORTAL_URL = "https://sso.acme.example"
    registration = secret_ending(100, name="Auth0, Inc; \\ Zürich", today=today())

    (event,) = events()

    ends_on = today() + timedelta(days=100)
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (ends_on, ends_on + timedelta(days=1))
    assert event["uid"] == "secret:auth0:client_secret@sso.acme.example"
    assert event["summary"] == "Client Secret ends (Auth0, Inc; \\ Zürich)"
    assert event["url"] == f"https://sso.acme.example{registration.get_absolute_url()}#id_secret_client_secret"
    assert event.decoded("dtstamp").tzinfo
    alarms = event.walk("VALARM")
    assert [each.decoded("trigger") for each in alarms] == [timedelta(days=-days) for days in (60, 30, 7)]
    assert {each["action"] for each in alarms} == {"DISPLAY"}
    assert all(each["description"] for each in alarms)


def test_calendar_moves_the_event_when_the_end_moves():
    registration = secret_ending(10, today=today())
    before = events()[0]
    expire(registration, 20, today=today())

    after = events()[0]

    assert before["uid"] == after["uid"]
    assert before.decoded("dtstart") != after.decoded("dtstart")


def test_calendar_keeps_to_the_form_of_rfc_5545():
    secret_ending(10, name="A very long name " * 5, today=today())

    text = calendar_feed.calendar()

    assert text.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert text.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in text.replace(b"\r\n", b"")
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert b"DTSTART;VALUE=DATE:" in text
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT12H" in text


def test_calendar_of_nothing_is_one_without_events():
    assert events() == []


def test_calendar_holds_no_secret():
    secret_ending(10, today=today())

    assert people.CANARY.encode() not in calendar_feed.calendar()


def test_calendar_of_very_many_has_the_first(monkeypatch):
    monkeypatch.setattr(calendar_feed, "MOST", 2)
    for number in range(4):
        secret_ending(number, f"auth0-{number}", today=today())

    assert [event["uid"].split(":")[1] for event in events()] == ["auth0-0", "auth0-1"]
