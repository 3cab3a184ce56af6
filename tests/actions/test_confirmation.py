"""Proving again who one is: it lasts five minutes, is recorded, and some actions ask for it."""

import pytest
from django.test import RequestFactory

from sso_providers.actions import confirmation
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.models import AuditEvent, Event, User
from sso_providers.models.session import SessionStore
from tests import people

NOW = 1_800_000_000


def confirmed_at(moment: int, monkeypatch: pytest.MonkeyPatch) -> SessionStore:
    session = SessionStore()
    monkeypatch.setattr("time.time", lambda: moment)
    confirmation.confirm(session=session, by=people.SOMEONE)
    return session


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(0, True, id="at-once"),
        pytest.param(300, True, id="five-minutes"),
        pytest.param(301, False, id="longer"),
        pytest.param(-10, False, id="clock-set-back"),
    ],
)
def test_confirmation_lasts_five_minutes(monkeypatch, later, expected):
    session = confirmed_at(NOW, monkeypatch)

    monkeypatch.setattr("time.time", lambda: NOW + later)

    assert confirmation.is_confirmed(session) is expected


def test_confirmation_that_never_was_is_none():
    assert not confirmation.is_confirmed(SessionStore())


@pytest.mark.django_db
def test_confirm_is_recorded_with_its_way():
    registration = people.registration()

    confirmation.confirm(session=SessionStore(), by=people.SOMEONE)
    confirmation.confirm(session=SessionStore(), by=people.SOMEONE, registration=registration)

    events = AuditEvent.objects.filter(event=Event.CONFIRMED).order_by("pk")
    assert list(events.values_list("actor", "address", "target", "detail")) == [
        ("someone", "192.0.2.7", "", "with a password"),
        ("someone", "192.0.2.7", "auth0-prod", ""),
    ]


@pytest.mark.django_db
def test_actor_is_confirmed_if_the_session_is(monkeypatch):
    request = RequestFactory().get("/")
    request.user = people.ada()
    request.session = SessionStore()
    assert not confirmation.actor(request).confirmed

    request.session = confirmed_at(NOW, monkeypatch)

    assert confirmation.actor(request) == Actor("ada", request.user, "127.0.0.1", confirmed=True)


@pytest.mark.parametrize("by", [COMMAND_LINE, Actor("ada", User(username="ada"), confirmed=True)], ids=str)
def test_require_lets_commands_and_the_confirmed_pass(by):
    confirmation.require(by, "Before you do it, confirm that it is you.")


def test_require_of_anybody_else_says_what_for():
    with pytest.raises(confirmation.Unconfirmed, match="Before you do it, confirm that it is you"):
        confirmation.require(Actor("ada", User(username="ada")), "Before you do it, confirm that it is you.")
