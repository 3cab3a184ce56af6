"""Sessions as rows: whose they are, and that what was ended stays ended."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client

from sso_providers.models import PortalSession, User
from sso_providers.models.session import SessionStore
from tests import people
from tests.login.journey import browser_of, is_signed_in

pytestmark = pytest.mark.django_db


def test_session_of_a_person_names_them():
    browser = browser_of(people.local("ada", "viewer"))

    row = PortalSession.objects.get(session_key=browser.session.session_key)
    assert (row.user, row.registration, row.issuer, row.subject, row.sid) == (User.objects.get(), "", "", "", "")
    assert row.get_decoded()["_auth_user_id"] == str(row.user_id)


def test_session_through_a_provider_names_it():
    store = SessionStore()
    store["provider"] = {"registration": "fake", "issuer": "https://id", "subject": "a", "sid": "s", "id_token": "x"}
    store.save()

    row = PortalSession.objects.get()
    assert (row.user, row.registration, row.issuer, row.subject, row.sid) == (None, "fake", "https://id", "a", "s")


def test_session_of_nobody_has_no_columns_filled():
    store = SessionStore()
    store["language"] = "en"
    store.save()

    row = PortalSession.objects.get()
    assert (row.user, row.registration, row.issuer) == (None, "", "")


def test_session_that_was_ended_gets_no_new_key():
    browser = browser_of(people.local("ada", "viewer"))
    session = browser.session
    assert session["_auth_user_id"]
    PortalSession.objects.all().delete()

    session.cycle_key()

    with pytest.raises(UpdateError):
        session.save()
    assert not PortalSession.objects.exists()


def test_session_with_a_new_key_is_the_same_row():
    browser = browser_of(people.local("ada", "viewer"))
    session, before = browser.session, browser.session.session_key
    assert session["_auth_user_id"]
    session.cycle_key()
    session.cycle_key()
    session["language"] = "en"
    session.save()

    row = PortalSession.objects.get()
    assert row.session_key == session.session_key != before
    assert row.get_decoded()["language"] == "en"
    assert row.user is not None


def test_session_with_a_new_key_that_is_flushed_leaves_no_row():
    session = browser_of(people.local("ada", "viewer")).session
    assert session["_auth_user_id"]
    session.cycle_key()
    session.flush()

    assert not PortalSession.objects.exists()


def test_session_of_nobody_that_is_gone_is_made_anew():
    """Another tab has signed in, and its key is another one by now."""
    store = SessionStore()
    store["sso_pending"] = {}
    store.save()
    tab = SessionStore(store.session_key)
    assert tab["sso_pending"] == {}
    PortalSession.objects.all().delete()
    tab.cycle_key()
    tab["_auth_user_id"] = str(people.local("ada", "viewer").pk)
    tab.save()

    assert PortalSession.objects.get().session_key == tab.session_key


def test_session_is_saved_if_unchanged_by_one_of_two_requests_only():
    store = SessionStore()
    store["states"] = ["a", "b"]
    store.save()
    first, second = SessionStore(store.session_key), SessionStore(store.session_key)
    assert first["states"] == second["states"]
    first["states"], second["states"] = ["b"], ["a"]

    assert first.save_if_unchanged()
    assert not second.save_if_unchanged()
    assert second["states"] == ["b"]
    second["states"] = []
    assert second.save_if_unchanged()
    assert SessionStore(store.session_key)["states"] == []


def test_password_changed_in_a_session_that_is_being_ended_does_not_revive_it(monkeypatch):
    browser = Client()
    people.local_root()
    browser.post("/sign-in/", {"username": "root", "password": people.PASSWORD})
    save = User.save

    def save_and_end(user, *args, **kwargs):
        save(user, *args, **kwargs)
        PortalSession.objects.all().delete()

    monkeypatch.setattr(User, "save", save_and_end)
    new = "another correct horse"
    response = browser.post(
        "/admin/password_change/", {"old_password": people.PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert response.status_code == 400
    assert not is_signed_in(browser)
    assert not PortalSession.objects.filter(user__isnull=False).exists()
