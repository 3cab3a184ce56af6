"""Switching a registration's sign-in to this portal off."""

import pytest

from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people

PATH = "/registrations/auth0-prod/staff-login/off/"


@pytest.fixture
def registration(db: None) -> ProviderRegistration:
    return people.registration(staff_login=True, default_role="viewer")


def is_on() -> bool:
    return ProviderRegistration.objects.get().staff_login


def test_switching_off_makes_a_version_and_is_recorded(operator, registration):
    page = operator.post(PATH, follow=True).content.decode()

    assert "Nobody signs in to this portal with auth0 production any more." in page
    assert not is_on()
    assert ProviderRegistration.objects.get().version == 2
    assert AuditEvent.objects.get(event=Event.REGISTRATION_CHANGED).detail == "staff_login"


def test_switching_off_the_last_way_in_is_refused(operator, registration, monkeypatch):
    monkeypatch.setattr("sso_providers.actions.ways_in.find", lambda changed=None: () if changed else ("one",))

    page = operator.post(PATH, follow=True).content.decode()

    assert "Nobody who manages the portal could sign in any more" in page
    assert is_on()


def test_switching_off_a_damaged_registration_says_so(operator, registration):
    ProviderRegistration.objects.update(settings=["nothing"])

    assert "They are damaged" in operator.post(PATH, follow=True).content.decode()
    assert is_on()


def test_switching_off_by_who_is_signed_out_leads_to_the_sign_in(client, registration):
    assert client.post(PATH)["Location"].startswith("/sign-in/")
    assert is_on()


def test_switching_off_by_a_viewer_is_not_permitted(viewer, registration):
    assert viewer.post(PATH).status_code == 403
    assert is_on()


def test_switching_off_an_unknown_registration_is_not_found(operator, registration):
    assert operator.post("/registrations/nothing/staff-login/off/").status_code == 404
