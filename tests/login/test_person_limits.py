"""One person asks for what costs much so often, and no oftener; nobody else waits for that."""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Semaphore
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from sso_providers.login import limits, person_limits
from sso_providers.login.limits import Limit
from sso_providers.models import User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
NOON = 1_795_348_800.0
SMALL = 3
ENV = {"text": "AUTHENTICATION_PROVIDER=okta\n"}
REAL = dict(person_limits.LIMITS)
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sign-in.md"
PATHS = {
    "check": "/registrations/auth0-prod/check/",
    "discovery": "/registrations/auth0-prod/discovery/",
    "server": "/deployments/production/server/",
    "ask-expiry": "/registrations/auth0-prod/secrets/client_secret/expiry/",
    "rotate-secret": "/registrations/auth0-prod/secrets/client_secret/rotate/",
    "diagnose": "/diagnose/",
    "compare-export": "/deployments/production/compare/",
}
# A test that fails must not wait for ever.
LONG = 30


@pytest.fixture(autouse=True)
def _small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, limit in person_limits.LIMITS.items():
        small = Limit(tries=SMALL, seconds=limit.seconds, methods=limit.methods, counts_success=limit.counts_success)
        monkeypatch.setitem(person_limits.LIMITS, name, small)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Of the limits alone, for a test must not run into the next minute."""
    now = [NOON]
    monkeypatch.setattr(limits, "clock", lambda: now[0])
    return now


@pytest.fixture
def ada() -> Client:
    people.deployment(people.registration())
    return browser_of(people.ada())


def spend(client: Client, path: str) -> None:
    for _ in range(SMALL):
        assert client.post(path, ENV).status_code == 200


@pytest.mark.parametrize("path", ["/diagnose/", "/deployments/production/compare/"])
def test_person_who_asks_too_often_waits_for_the_next_minute(ada, clock, path):
    spend(ada, path)

    response = ada.post(path, ENV)
    assert response.status_code == 429
    assert response["Retry-After"] == "60"
    assert "One person may ask for this 3 times a minute." in response.content.decode()
    assert ada.get(path).status_code == 200
    clock[0] += 60
    assert ada.post(path, ENV).status_code == 200


def test_person_who_asks_too_often_keeps_nobody_else_waiting(ada):
    spend(ada, "/diagnose/")

    assert browser_of(people.grace()).post("/diagnose/", ENV).status_code == 200


def test_limit_holds_for_all_sessions_of_a_person(ada):
    spend(ada, "/diagnose/")

    assert browser_of(User.objects.get(username="ada")).post("/diagnose/", ENV).status_code == 429


def test_forged_forms_are_no_tries(ada):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ada.cookies
    for _ in range(SMALL + 1):
        assert strict.post("/diagnose/", ENV).status_code == 403

    assert ada.post("/diagnose/", ENV).status_code == 200


def test_who_is_signed_out_is_sent_to_the_sign_in_however_often(client):
    for _ in range(SMALL + 1):
        assert client.post("/diagnose/", ENV).status_code == 302


def test_comparisons_with_other_deployments_count_by_get_too(ada):
    path = PATHS["compare-export"]
    people.deployment(people.registration("azure"), slug="staging", name="Staging")
    for _ in range(SMALL):
        assert ada.get(path, {"other": "staging"}).status_code == 200

    assert ada.get(path, {"other": "staging"}).status_code == 429
    assert ada.post(path, ENV).status_code == 429
    assert ada.get(path).status_code == 200


# Every page, without its work


class Portal:
    """What is behind the middleware: it answers at once, but requests with `slow` when they are let go."""

    def __init__(self) -> None:
        self.begun, self.go = Semaphore(0), Event()
        self.status = 200
        self.middleware = person_limits.person_limit(self.answer)

    def answer(self, request: HttpRequest) -> HttpResponse:
        if "slow" in request.GET:
            self.begun.release()
            assert self.go.wait(LONG)
        if self.status == 500:
            raise RuntimeError
        return HttpResponse(status=self.status)

    def post(self, name: str, user: User, query: str = "", method: str = "POST") -> HttpResponse:
        request: Any = RequestFactory().generic(method, PATHS.get(name, name) + query)
        request.user = user
        return self.middleware(request)

    @contextmanager
    def busy_with(self, name: str, user: User, times: int) -> Iterator[list[Future[HttpResponse]]]:
        """So many slow requests are under way inside, and done after it."""
        with ThreadPoolExecutor(times) as pool:
            asked = [pool.submit(self.post, name, user, "?slow=1") for _ in range(times)]
            try:
                assert all(self.begun.acquire(timeout=LONG) for _ in asked)
                yield asked
            finally:
                self.go.set()


@pytest.fixture
def portal() -> Portal:
    return Portal()


def test_paths_are_those_of_the_limits():
    assert {name: resolve(path).url_name for name, path in PATHS.items()} == {name: name for name in REAL}


@pytest.mark.parametrize("name", PATHS)
def test_page_answers_up_to_its_limit_and_refuses_after(portal, name):
    ada, grace = people.ada(), people.grace()

    assert [portal.post(name, ada).status_code for _ in range(SMALL + 2)] == [200] * SMALL + [429] * 2
    assert portal.post(name, grace).status_code == 200
    assert [portal.post(other, ada).status_code for other in PATHS if other != name] == [200] * (len(PATHS) - 1)
    assert portal.post("/runs/", ada).status_code == 200
    assert portal.post(name, ada, method="GET").status_code == 200


@pytest.mark.parametrize("name", PATHS)
def test_page_admits_two_requests_of_a_person_at_a_time(portal, name):
    ada, grace = people.ada(), people.grace()

    with portal.busy_with(name, ada, 2) as asked:
        refused = portal.post(name, ada)

        assert refused.status_code == 429
        assert refused["Retry-After"] == "10"
        assert "2 of these that you asked for are still under way" in refused.content.decode()
        assert portal.post(name, grace).status_code == 200
        assert portal.post("/runs/", ada).status_code == 200
        assert not any(each.done() for each in asked)
    assert [each.result().status_code for each in asked] == [200, 200]
    assert portal.post(name, ada).status_code == 200


def test_pages_that_ask_share_two_places_and_pages_that_read_two_others(portal):
    ada = people.ada()

    with portal.busy_with("check", ada, 1), portal.busy_with("discovery", ada, 1):
        assert portal.post("server", ada).status_code == 429
        assert portal.post("diagnose", ada).status_code == 200


def test_request_that_finds_no_place_is_no_try(portal):
    ada = people.ada()

    with portal.busy_with("check", ada, 2):
        for _ in range(SMALL):
            portal.post("check", ada)

    assert [portal.post("check", ada).status_code for _ in range(2)] == [200, 429]


def test_slow_requests_count_before_they_are_done(portal, monkeypatch):
    monkeypatch.setattr(person_limits, "MOST_AT_A_TIME", SMALL + 1)
    ada = people.ada()

    with portal.busy_with("check", ada, SMALL):
        refused = portal.post("check", ada)

        assert refused.status_code == 429
        assert "One person may ask for this 3 times a minute." in refused.content.decode()


def test_slow_requests_count_in_the_minute_in_which_they_begin(portal, clock):
    ada = people.ada()

    with portal.busy_with("check", ada, 2):
        clock[0] += 60

    assert [portal.post("check", ada).status_code for _ in range(SMALL + 1)] == [200] * SMALL + [429]


def test_forged_form_is_taken_back_in_the_minute_in_which_it_began(portal, clock):
    ada = people.ada()
    portal.status = 403

    with portal.busy_with("check", ada, 1):
        clock[0] += 60
        portal.status = 200
        for _ in range(SMALL):
            portal.post("check", ada)
        portal.status = 403

    portal.status = 200
    assert portal.post("check", ada).status_code == 429
    clock[0] -= 60
    assert [portal.post("check", ada).status_code for _ in range(SMALL + 1)] == [200] * SMALL + [429]


def test_request_that_fails_gives_its_place_back(portal):
    ada = people.ada()
    portal.status = 500
    for _ in range(person_limits.MOST_AT_A_TIME):
        with pytest.raises(RuntimeError):
            portal.post("check", ada)

    portal.status = 200
    assert portal.post("check", ada).status_code == 200


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("check", "checks of registrations"),
        ("discovery", "comparisons with what a provider says of itself"),
        ("server", "looks at running servers"),
        ("ask-expiry", "questions when a secret expires"),
        ("rotate-secret", "steps of replacing a secret"),
        ("diagnose", "configurations to diagnose"),
        ("compare-export", "comparisons with a file or another deployment"),
    ],
)
def test_limit_is_as_the_documentation_says(name, what):
    row = re.search(rf"^\| {what} \| (\d+) a minute \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)

    assert row, what
    assert (REAL[name].tries, REAL[name].seconds) == (int(row[1]), 60)


def test_number_at_a_time_is_as_the_documentation_says():
    row = f"| of the first five, or of the last two, at the same time | {person_limits.MOST_AT_A_TIME} |"

    assert row in DOCUMENT.read_text("utf-8")
    assert (len(person_limits.ASKING), len(person_limits.READING)) == (5, 2)
