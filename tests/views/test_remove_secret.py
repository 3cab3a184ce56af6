"""Removing a stored secret."""

import pytest

from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people
from tests.login.journey import register

pytestmark = pytest.mark.django_db
PATH = "/registrations/auth0-prod/secrets/client_secret/remove/"


@pytest.fixture
def stored(db):
    return people.registration()


def test_remove_secret_forgets_it_and_is_recorded(operator, stored):
    response = operator.post(PATH, follow=True)

    assert "is removed" in response.content.decode()
    stored.refresh_from_db()
    assert (people.secret_of(stored), stored.version) == (None, 2)
    event = AuditEvent.objects.get(event=Event.SECRET_REMOVED)
    assert (event.actor, event.target, event.detail) == ("ada", "auth0-prod", "client_secret")


def test_remove_secret_of_several_leaves_the_others(operator, db):
    directory = people.registration("ldap", "none")

    response = operator.post("/registrations/ldap-prod/secrets/bind_password/remove/", follow=True)

    assert "The bind password of ldap production is removed" in response.content.decode()
    assert [secret.name for secret in directory.secrets.all()] == ["trust_store_password"]


def test_remove_secret_of_another_name_removes_none(operator, stored):
    operator.post("/registrations/auth0-prod/secrets/bind_password/remove/")

    stored.refresh_from_db()
    assert (people.secret_of(stored), stored.version) == (people.CANARY, 1)


def test_remove_secret_that_people_sign_in_with_is_refused(operator, provider):
    register(provider)

    response = operator.post("/registrations/fake/secrets/client_secret/remove/", follow=True)

    assert "switch that off first" in response.content.decode()
    assert people.secret_of(ProviderRegistration.objects.get())


def test_remove_secret_by_get_changes_nothing(operator, stored):
    assert operator.get(PATH).status_code == 405
    assert people.secret_of(stored) == people.CANARY


def test_remove_secret_by_a_viewer_is_not_permitted(viewer, stored):
    assert viewer.post(PATH).status_code == 403


def test_remove_secret_signed_out_leads_to_sign_in(client, stored):
    assert client.post(PATH)["Location"].startswith("/sign-in/")


def test_remove_secret_of_an_unknown_registration_is_not_found(operator):
    assert operator.post("/registrations/nowhere/secrets/client_secret/remove/").status_code == 404


def test_remove_secret_twice_stays_removed(operator, stored):
    for _ in range(2):
        assert operator.post(PATH, follow=True).status_code == 200
    assert people.secret_of(stored) is None
