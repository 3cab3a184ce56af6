"""Points in time as pages show them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.template import engines
from django.utils import timezone as clock

from sso_providers import times

AT = datetime(2026, 11, 21, 9, 30, 15, tzinfo=UTC)


def test_moment_is_in_utc_and_says_so():
    assert times.moment(AT) == '<time datetime="2026-11-21T09:30:15+00:00">2026-11-21 09:30 UTC</time>'


def test_moment_of_another_zone_is_in_utc():
    assert times.moment(AT.astimezone(timezone(timedelta(hours=5)))) == times.moment(AT)


def test_day_of_a_moment_says_whose_day_it_is():
    shown = '<time datetime="2026-11-21T09:30:15+00:00" data-show="day">2026-11-21 UTC</time>'

    assert times.day(AT) == shown


def test_day_alone_is_the_same_everywhere():
    assert times.day(date(2026, 11, 21)) == '<time datetime="2026-11-21">2026-11-21</time>'


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=-3), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(minutes=60), "1 hour ago"),
        (timedelta(hours=23, minutes=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=59), "59 days ago"),
    ],
)
def test_ago_counts_in_the_widest_unit(monkeypatch, passed, words):
    monkeypatch.setattr(clock, "now", lambda: AT + passed)

    shown = times.ago(AT)

    assert f">{words}</time>" in shown
    assert 'title="2026-11-21 09:30 UTC"' in shown


def test_ago_of_long_ago_is_the_day(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT + timedelta(days=60))

    assert times.ago(AT) == times.day(AT)


@pytest.mark.parametrize("name", ["moment", "day", "ago"])
def test_filter_shows_the_time_and_nothing_without_one(name):
    template = engines["django"].from_string(f"{{% load times %}}{{{{ at|{name} }}}}")

    assert template.render({"at": AT}).startswith("<time datetime=")
    assert template.render({"at": None}) == ""
