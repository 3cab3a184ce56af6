"""A session ends when nobody has used it for an hour, and noting its use costs little."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sso_providers.models import PortalSession, Run
from tests import people
from tests.login.journey import is_signed_in

pytestmark = pytest.mark.django_db
HOUR = 60 * 60


@pytest.fixture
def client(client: Client) -> Client:
    people.local_root()
    client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})
    return client


def make_older(client: Client, **seconds: int) -> None:
    session = client.session
    for name, by in seconds.items():
        session[name] -= by
    session.save()


def writes(client: Client, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(path))
    return [query["sql"] for query in captured.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_session_that_nobody_used_for_an_hour_leads_to_sign_in_and_back(client):
    make_older(client, used_at=HOUR + 1)

    response = client.get("/deployments/production/export/?target=docker")

    location = urlsplit(response["Location"])
    assert (location.path, location.query) == (
        "/sign-in/",
        "next=/deployments/production/export/%3Ftarget%3Ddocker",
    )
    assert not is_signed_in(client)
    assert not PortalSession.objects.exists()


def test_session_that_was_used_within_the_hour_goes_on(client):
    make_older(client, used_at=HOUR - 10, began_at=2 * HOUR)

    assert client.get("/admin/").status_code == 200
    make_older(client, used_at=HOUR - 10)
    assert client.get("/admin/").status_code == 200
    assert is_signed_in(client)


def test_session_that_is_in_use_ends_eight_hours_after_its_sign_in(client):
    make_older(client, began_at=8 * HOUR + 1)

    assert client.get("/admin/").status_code == 302
    assert not is_signed_in(client)


def test_session_notes_its_use_once_a_minute(client):
    assert writes(client, "/admin/") == []

    make_older(client, used_at=61)

    assert len(writes(client, "/admin/")) == 1
    assert writes(client, "/admin/") == []


@pytest.mark.parametrize("path", ["/healthz", "/static/sso_providers/console.css"])
def test_request_that_is_nobodys_work_is_no_use(client, path):
    make_older(client, used_at=HOUR - 10)

    assert writes(client, path) == []
    make_older(client, used_at=20)

    assert client.get("/admin/").status_code == 302


def test_session_of_an_older_release_begins_now(client):
    session = client.session
    del session["used_at"]
    session.save()

    assert client.get("/admin/").status_code == 200
    assert "used_at" in client.session


def test_use_that_is_noted_keeps_what_other_requests_changed_meanwhile(client, monkeypatch):
    """A page that takes long must not bring back, at its end, what the session held at its start."""
    make_older(client, used_at=61)
    key = client.session.session_key

    def meanwhile(site: Any, request: Any) -> dict[str, Any]:
        other = type(request.session)(key)
        other["changed"] = "meanwhile"
        other.save()
        return {}

    monkeypatch.setattr("portal.site.PortalAdminSite.each_context", meanwhile)

    assert client.get("/admin/").status_code == 200
    assert client.session["changed"] == "meanwhile"


def test_session_that_was_ended_meanwhile_is_not_brought_back(client, monkeypatch):
    make_older(client, used_at=61)
    monkeypatch.setattr(
        "sso_providers.login.sessions.is_over", lambda session: bool(PortalSession.objects.all().delete()[0]) and False
    )

    assert client.get("/admin/").status_code == 302
    assert not PortalSession.objects.exists()


@pytest.mark.parametrize("path", ["", "state/"])
def test_session_is_not_used_by_a_page_that_asks_again_by_itself(client, path):
    run = Run.objects.create(kind=Run.Kind.CHECK)
    make_older(client, used_at=HOUR - 10)

    assert client.get(f"/runs/{run.pk}/{path}").status_code == 200
    make_older(client, used_at=20)

    assert client.get(f"/runs/{run.pk}/{path}")["Location"].startswith("/sign-in/")
