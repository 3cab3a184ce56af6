"""Ending sessions: of a person, and of everybody who came through a registration."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sso_providers.actions import calendar_feed, recovery, sessions
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.models import AuditEvent, Event, PortalSession, RecoveryLink, User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db


def began_through(slug: str, user: User) -> None:
    """One more session of the person."""
    key = browser_of(user).session.session_key
    PortalSession.objects.filter(session_key=key).update(registration=slug)


def end(by: Actor = COMMAND_LINE) -> int:
    return sessions.end_for_registration(registration_slug="auth0", by=by, reason="deleted")


def left() -> list[tuple[Any, ...]]:
    return list(PortalSession.objects.values_list("user__username", "registration").order_by("user", "registration"))


def test_end_for_registration_ends_what_began_through_it():
    ada, grace = people.ada(), people.grace()
    for slug, user in (("auth0", ada), ("auth0", ada), ("auth0", grace), ("okta", ada), ("", grace)):
        began_through(slug, user)

    assert end() == 3

    assert left() == [("ada", "okta"), ("grace", "")]
    event = AuditEvent.objects.get()
    assert (event.event, event.target_type, event.target, event.detail) == (
        Event.SESSIONS_ENDED,
        "registration",
        "auth0",
        "3 sessions: deleted",
    )


def test_end_for_registration_leaves_those_of_the_acting_person():
    ada, margaret = people.ada(), people.margaret()
    for user in (ada, margaret):
        began_through("auth0", user)
    nobodys = {"session_key": "x", "registration": "auth0", "expire_date": timezone.now() + timedelta(hours=1)}
    PortalSession.objects.create(**nobodys)

    assert end(Actor("margaret", margaret)) == 2

    assert left() == [("margaret", "auth0")]


def test_end_for_registration_without_a_session_is_not_recorded():
    began_through("okta", people.ada())

    assert end() == 0
    assert not AuditEvent.objects.exists()


def test_end_for_user_leaves_no_recovery_link_that_works():
    root, second = people.root(), User.objects.create_superuser("second")
    for name in ("root", "second"):
        recovery.make_link(username=name, by=COMMAND_LINE)

    sessions.end_for_user(user=root, by=COMMAND_LINE)

    assert [link.user for link in RecoveryLink.objects.all()] == [second]


def test_end_for_user_voids_the_calendars_address():
    ada, grace = people.ada(), people.grace()
    tokens = {user.username: calendar_feed.make(user=user, by=COMMAND_LINE) for user in (ada, grace)}

    sessions.end_for_user(user=ada, by=COMMAND_LINE)

    assert not calendar_feed.is_readable(tokens["ada"])
    assert calendar_feed.is_readable(tokens["grace"])
