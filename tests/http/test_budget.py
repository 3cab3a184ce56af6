"""Several requests end in one time."""

import pytest

from sso_providers.http import FetchError, Reason, budget, within

URL = "https://id.acme.example/keys"


@pytest.fixture
def clock(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(budget, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def deadlines(monkeypatch):
    """Of the requests that are sent."""
    found = []
    monkeypatch.setattr(budget, "fetch", lambda *_, deadline, **__: found.append(deadline))
    return found


def test_within_leaves_each_request_what_is_left_of_the_time(clock, deadlines):
    fetch = within(12.0)

    for _ in range(3):
        fetch("GET", URL)
        clock[0] += 5.0

    assert deadlines == [10.0, 7.0, 2.0]


def test_within_keeps_a_shorter_deadline(clock, deadlines):
    within(5.0)("GET", URL, deadline=2.0)

    assert deadlines == [2.0]


@pytest.mark.parametrize("late", [5.0, 4.96, 60.0])
def test_within_sends_nothing_when_no_time_is_left_and_says_how_much_there_was(clock, deadlines, late):
    fetch = within(5.0)
    clock[0] += late

    with pytest.raises(FetchError, match="gave no complete answer in 5 seconds") as caught:
        fetch("GET", URL)

    assert caught.value.reason is Reason.TIMEOUT
    assert deadlines == []
