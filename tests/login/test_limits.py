"""One address knocks so often, and no oftener; and nobody is kept out by what others do."""

import re
import time
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.management import call_command
from django.db import DatabaseError
from django.http import HttpRequest
from django.test import Client

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.login import cache_door, limits
from sso_providers.login.limits import LIMITS, Limit
from tests import people
from tests.login.journey import browser_of, is_signed_in, refusal, sign_in

pytestmark = pytest.mark.django_db
NOON = 1_795_348_800.0
SMALL = 3
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sign-in.md"
REAL = {
    **LIMITS,
    "recovery": limits.VOID_LINKS,
    "logout-tokens": limits.BAD_LOGOUT_TOKENS,
    "own-password": limits.OWN_PASSWORD,
}


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in LIMITS.items():
        small = Limit(tries=SMALL, seconds=limit.seconds, methods=limit.methods, counts_success=limit.counts_success)
        monkeypatch.setitem(LIMITS, name, small)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Of the limits alone, for a test must not run into the next minute."""
    now = [NOON]
    monkeypatch.setattr(limits, "clock", lambda: now[0])
    return now


def start(client: Client) -> Any:
    return client.post("/sign-in/fake/")


numbers = count()


def answer(client: Client) -> Any:
    """That the provider refuses, to a sign-in that was started elsewhere: no start is to be one too many."""
    address = f"2001:db8:0:{next(numbers):x}::1"
    started = parse_qs(urlsplit(client.post("/sign-in/fake/", REMOTE_ADDR=address)["Location"]).query)
    return client.get("/sign-in/fake/callback/", {"state": started["state"][0], "error": "access_denied"})


def answer_to_nothing(client: Client) -> Any:
    return client.get("/sign-in/fake/callback/", {"state": "x", "code": "y"})


def guess(client: Client) -> Any:
    return client.post("/sign-in/", {"username": "root", "password": "wrong"})


def rehearse(client: Client) -> Any:
    return client.post("/recovery/drill/", {"username": "root", "password": "wrong"})


def read_calendar(client: Client) -> Any:
    return client.get("/calendar/expiry.ics", {"token": "wrong"})


TRIES = {
    "sign-in-start": start,
    "sign-in-callback": answer,
    "sign-in": guess,
    "calendar-feed": read_calendar,
    "recovery-drill": rehearse,
}


def test_every_limit_has_a_way_to_reach_it():
    assert TRIES.keys() == LIMITS.keys()


@pytest.mark.parametrize("name", TRIES)
def test_tries_over_the_limit_are_refused_until_the_window_ends(registration, name, clock):
    client, limit = browser_of(people.local_root()), LIMITS[name]
    clock[0] = NOON + 20
    before = [TRIES[name](client).status_code for _ in range(SMALL)]

    response = TRIES[name](client)

    assert 429 not in before
    assert response.status_code == 429
    assert refusal(response) == "too-many-requests"
    assert response["Retry-After"] == str(limit.seconds - 20)
    minutes = (limit.seconds - 20 + 59) // 60
    assert f"Wait {minutes} minute{'s' if minutes > 1 else ''}." in response.content.decode()
    assert "manage.py recovery_link" in response.content.decode()

    clock[0] = NOON + limit.seconds
    assert TRIES[name](client).status_code != 429


@pytest.mark.parametrize("name", ["sign-in-start", "sign-in-callback", "sign-in"])
def test_try_over_the_limit_asks_the_database_nothing_and_writes_no_session(
    registration, name, django_assert_num_queries
):
    for signed_in in (Client(), browser_of(people.local_root())):
        for _ in range(SMALL):
            TRIES[name](signed_in)
        key = signed_in.cookies.get("sessionid")

        with django_assert_num_queries(0):
            response = {**TRIES, "sign-in-callback": answer_to_nothing}[name](signed_in)

        assert response.status_code == 429
        assert "sessionid" not in response.cookies
        assert signed_in.cookies.get("sessionid") == key
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("name", TRIES)
def test_limit_of_one_address_is_not_that_of_another(registration, name):
    root = people.local_root()
    for _ in range(SMALL + 1):
        TRIES[name](browser_of(root))

    assert TRIES[name](browser_of(root, REMOTE_ADDR="192.0.2.7")).status_code != 429


def test_limit_of_one_page_is_not_that_of_another(client, registration):
    people.local_root()
    for _ in range(SMALL + 1):
        answer(client)

    assert start(client).status_code == 302
    assert client.post("/sign-in/", {"username": "root", "password": people.PASSWORD}).status_code == 302


def test_passwords_tried_with_many_names_are_too_many(client):
    people.local_root()
    for n in range(SMALL):
        assert client.post("/sign-in/", {"username": f"name-{n}", "password": "Winter2026!"}).status_code == 200

    response = client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})

    assert refusal(response) == "too-many-requests"
    assert not is_signed_in(client)


def test_passwords_that_are_right_are_no_tries(client):
    people.local_root()

    statuses = [
        client.post("/sign-in/", {"username": "root", "password": people.PASSWORD}).status_code
        for _ in range(SMALL + 2)
    ]

    assert set(statuses) == {302}


def test_sign_ins_that_succeed_are_no_floods_of_callbacks(provider, registration, monkeypatch):
    monkeypatch.setitem(LIMITS, "sign-in-start", Limit(tries=99, seconds=60, methods=limits.POST))

    assert [sign_in(Client(), provider).status_code for _ in range(SMALL + 2)] == [302] * (SMALL + 2)


def test_pages_that_are_only_looked_at_are_no_tries(client, registration):
    for path in ("/sign-in/", "/sign-in/fake/", "/nowhere/"):
        assert {client.get(path).status_code for _ in range(SMALL + 2)} <= {200, 302, 404}
    assert start(client).status_code == 302


@pytest.mark.parametrize("name", ["sign-in-start", "sign-in", "recovery-drill"])
def test_forms_that_another_site_sends_use_up_nobodys_tries(registration, name):
    root = people.local_root()
    forged = browser_of(root, enforce_csrf_checks=True)
    assert [TRIES[name](forged).status_code for _ in range(SMALL + 2)] == [403] * (SMALL + 2)

    assert TRIES[name](browser_of(root)).status_code != 429


def test_answers_to_sign_ins_that_nobody_started_use_up_nobodys_tries(client, registration):
    """Any page can make those who look at it send them, with an image."""
    assert [answer_to_nothing(client).status_code for _ in range(SMALL + 2)] == [400] * (SMALL + 2)

    assert refusal(answer(client)) != "too-many-requests"


# The way back in


def test_recovery_links_that_are_void_are_too_many_and_a_good_one_works(client):
    people.local_root()
    token = recovery.make_link(username="root", by=COMMAND_LINE)
    for n in range(limits.VOID_LINKS.tries):
        assert refusal(client.get("/recovery/", {"token": f"wrong-{n}"})) == "recovery-link-void"

    response = client.post("/recovery/", {"token": "wrong"})

    assert (response.status_code, refusal(response)) == (429, "too-many-requests")
    assert int(response["Retry-After"]) <= 60
    assert client.get("/recovery/", {"token": token}).status_code == 200
    assert client.post("/recovery/", {"token": token}).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("broken", [DatabaseError, OSError])
def test_cache_that_does_not_work_keeps_nobody_out(client, monkeypatch, broken, caplog):
    def fail(*args: Any, **kwargs: Any) -> None:
        raise broken("no such table: portal_cache")

    people.local_root()
    for method in ("get", "add", "incr"):
        monkeypatch.setattr(LocMemCache, method, fail)

    assert guess(client).status_code == 200
    assert client.post("/sign-in/", {"username": "root", "password": people.PASSWORD}).status_code == 302
    assert f"no tries are counted: {broken.__name__}" in caplog.text


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("sign-in", "wrong passwords for any names"),
        ("sign-in-start", "sign-ins started at a provider"),
        ("sign-in-callback", "answers of a provider that fail"),
        ("recovery-drill", "wrong passwords in a drill"),
        ("recovery", "recovery links that are void"),
        ("logout-tokens", "logout tokens that only the provider's keys can tell from good ones, and that fail"),
        (
            "own-password",
            r"wrong passwords of one's own in a session \(confirmation, own password, drill\), "
            "from all addresses together",
        ),
    ],
)
def test_limit_is_as_the_documentation_says(name, what):
    row = re.search(
        rf"^\| {what} \| (\d+) (a minute|in a quarter of an hour) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE
    )

    assert row, what
    seconds = {"a minute": 60, "in a quarter of an hour": 900}[row[2]]
    assert (REAL[name].tries, REAL[name].seconds) == (int(row[1]), seconds)


# Counting


@pytest.mark.parametrize("kind", ["memory", "files", "database"])
def test_tries_are_counted_in_every_cache_that_the_portal_can_have(kind, tmp_path, settings, monkeypatch, clock):
    if kind == "database":
        settings.CACHES = {"default": {"BACKEND": f"{DatabaseCache.__module__}.DatabaseCache", "LOCATION": "counters"}}
        call_command("createcachetable", verbosity=0)
    made: dict[str, Any] = {
        "memory": lambda: LocMemCache("counters", {}),
        "files": lambda: FileBasedCache(str(tmp_path), {}),
        "database": lambda: DatabaseCache("counters", {}),
    }
    monkeypatch.setattr(cache_door, "cache", made[kind]())
    request, limit = HttpRequest(), Limit(tries=9, seconds=60, methods=limits.POST)

    assert limits.count("x", limit, request) == 0
    assert [limits.add("x", limit, request) for _ in range(4)] == [1, 2, 3, 4]
    assert limits.count("x", limit, request) == 4
    clock[0] += 60
    assert limits.count("x", limit, request) == 0


def test_tries_are_remembered_for_the_whole_window(tmp_path, monkeypatch):
    """Django's cache in files keeps what it counts up for five minutes, whatever it was told."""
    monkeypatch.setattr(cache_door, "cache", FileBasedCache(str(tmp_path), {}))
    request, limit = HttpRequest(), Limit(tries=9, seconds=900, methods=limits.POST)
    limits.add("x", limit, request)
    limits.add("x", limit, request)
    later = time.time() + 800

    monkeypatch.setattr("time.time", lambda: later)

    assert limits.count("x", limit, request) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.7", True),
        ("192.0.2.7", "192.0.2.8", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("", "unix:", True),
    ],
)
def test_network_of_an_address_is_what_one_connection_has(one, other, same):
    assert (limits.network(one) == limits.network(other)) is same


def test_counters_do_not_push_out_the_providers_keys():
    """Django's own 300 entries would be full after as many addresses."""
    cache.set("keys-of-a-provider", "kept", 3600)
    for number in range(2000):
        request = HttpRequest()
        request.META["REMOTE_ADDR"] = f"198.51.{number // 250}.{number % 250}"
        limits.add("x", Limit(tries=9, seconds=60, methods=limits.POST), request)

    assert cache.get("keys-of-a-provider") == "kept"
