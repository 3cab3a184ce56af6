"""Removing the stored client secret."""

import pytest

from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people
from tests.login.journey import register

pytestmark = pytest.mark.django_db
PATH = "/registrations/auth0-prod/secret/remove/"


@pytest.fixture
def stored(db):
    return people.registration()


def test_remove_secret_forgets_it_and_is_recorded(operator, stored):
    response = operator.post(PATH, follow=True)

    assert "is removed" in response.content.decode()
    stored.refresh_from_db()
    assert (stored.client_secret, stored.client_secret_set_at, stored.version) == (None, None, 2)
    assert AuditEvent.objects.filter(event=Event.SECRET_REMOVED, actor="ada", target="auth0-prod").exists()


def test_remove_secret_that_people_sign_in_with_is_refused(operator, provider):
    register(provider)

    response = operator.post("/registrations/fake/secret/remove/", follow=True)

    assert "switch that off first" in response.content.decode()
    assert ProviderRegistration.objects.get().client_secret is not None


def test_remove_secret_by_get_changes_nothing(operator, stored):
    assert operator.get(PATH).status_code == 405
    stored.refresh_from_db()
    assert stored.client_secret is not None


def test_remove_secret_by_a_viewer_is_not_permitted(viewer, stored):
    assert viewer.post(PATH).status_code == 403


def test_remove_secret_signed_out_leads_to_sign_in(client, stored):
    assert client.post(PATH)["Location"].startswith("/sign-in/")


def test_remove_secret_of_an_unknown_registration_is_not_found(operator):
    assert operator.post("/registrations/nowhere/secret/remove/").status_code == 404


def test_remove_secret_twice_stays_removed(operator, stored):
    for _ in range(2):
        assert operator.post(PATH, follow=True).status_code == 200
    stored.refresh_from_db()
    assert stored.client_secret is None
