"""What administrators do to people by hand."""

import pytest

from sso_providers.actions import people as actions
from sso_providers.models import AuditEvent, Event, PortalSession, User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db


def test_save_rights_of_somebody_switched_off_ends_their_sessions():
    ada = people.ada()
    browser_of(ada)
    ada.is_active = False
    ada.save()

    actions.save_rights(user=ada, event=Event.PERSON_CHANGED, by=people.SOMEONE)

    assert not PortalSession.objects.filter(user=ada).exists()
    assert AuditEvent.objects.get(event=Event.SESSIONS_ENDED).detail == "1 session: switched off"


def test_delete_of_people_is_recorded_by_name():
    actions.delete(users=[people.ada(), people.grace()], by=people.SOMEONE)

    assert not User.objects.exists()
    deleted = AuditEvent.objects.filter(event=Event.PERSON_DELETED).order_by("pk")
    assert list(deleted.values_list("actor", "target")) == [("someone", "ada"), ("someone", "grace")]
