"""One person asks for what costs much so often, and no oftener; nobody else waits for that."""

import pytest
from django.test import Client

from sso_providers.login import limits, person_limits
from sso_providers.login.limits import Limit
from sso_providers.models import User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
NOON = 1_795_348_800.0
SMALL = 3
ENV = {"text": "AUTHENTICATION_PROVIDER=okta\n"}


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
