"""The calendar's address: made on the account page, shown once, and good for calendar programs alone."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone
from icalendar import Calendar

from sso_providers.models import CalendarFeed, User
from tests.actions.expiring import secret_ending

pytestmark = pytest.mark.django_db
ACCOUNT, MAKE, REMOVE, FEED = "/account/", "/account/calendar/", "/account/calendar/remove/", "/calendar/expiry.ics"


def address_in(response) -> str:
    found = re.search(r"<code>http://testserver(/calendar/expiry\.ics\?token=[\w-]+)</code>", response.content.decode())
    assert found
    return found[1]


def test_calendar_is_made_shown_once_and_read_without_signing_in(viewer, client):
    secret_ending(6, today=timezone.now().date())

    made = viewer.post(MAKE)
    address = address_in(made)

    assert "no-store" in made["Cache-Control"]
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    assert len(Calendar.from_ical(response.content).walk("VEVENT")) == 1
    assert "sessionid" not in client.cookies
    again = viewer.get(ACCOUNT).content.decode()
    assert "token=" not in again
    assert "You have an address, made on" in again


def test_calendar_made_anew_ends_the_older_address(viewer, client):
    old, new = address_in(viewer.post(MAKE)), address_in(viewer.post(MAKE))

    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_calendar_removed_is_not_found(viewer, client):
    address = address_in(viewer.post(MAKE))

    response = viewer.post(REMOVE, follow=True)

    assert "works no more" in response.content.decode()
    assert client.get(address).status_code == 404
    assert "works no more" not in viewer.post(REMOVE, follow=True).content.decode()


@pytest.mark.parametrize("query", ["", "?token=", "?token=wrong", "?token=%00"])
def test_calendar_without_a_good_token_is_not_found(client, query):
    assert client.get(FEED + query).status_code == 404


def test_calendar_of_who_is_switched_off_is_not_found(viewer, client):
    address = address_in(viewer.post(MAKE))
    User.objects.update(is_active=False)

    assert client.get(address).status_code == 404


def test_calendar_is_made_and_removed_by_post_alone(viewer):
    assert viewer.get(MAKE).status_code == viewer.get(REMOVE).status_code == 405
    assert not CalendarFeed.objects.exists()


def test_calendar_is_read_only(client):
    assert client.post(FEED).status_code == 405
    assert client.head(FEED).status_code == 404


def test_calendar_is_not_for_who_has_no_role(client, nobody):
    assert client.post(MAKE)["Location"] == f"/sign-in/?next={MAKE}"
    assert nobody.post(MAKE).status_code == 403
    assert not CalendarFeed.objects.exists()


def test_calendar_of_somebody_else_stays(viewer, operator):
    viewer.post(MAKE)
    operator.post(MAKE)
    operator.post(REMOVE)

    assert [feed.user.username for feed in CalendarFeed.objects.all()] == ["grace"]


def test_calendar_asked_for_too_often_is_refused(client):
    cache.clear()
    statuses = {client.get(FEED).status_code for _ in range(70)}
    cache.clear()

    assert statuses == {404, 429}
