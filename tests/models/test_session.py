"""Sessions as rows: whose they are, and that what was ended stays ended."""

import pytest
from django.contrib.sessions.exceptions import SessionInterrupted
from django.test import Client

from sso_providers.models import PortalSession, User
from sso_providers.models.session import SessionStore
from tests.login.journey import PASSWORD, browser_of, is_signed_in, make_superuser, make_user

pytestmark = pytest.mark.django_db


def test_session_of_a_person_names_them():
    browser = browser_of(make_user("ada", "viewer"))

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
    browser = browser_of(make_user("ada", "viewer"))
    session = browser.session
    assert session["_auth_user_id"]
    PortalSession.objects.all().delete()

    with pytest.raises(SessionInterrupted):
        session.cycle_key()
    assert not PortalSession.objects.exists()


def test_password_changed_in_a_session_that_is_being_ended_does_not_revive_it(monkeypatch):
    browser = Client()
    make_superuser()
    browser.post("/sign-in/", {"username": "root", "password": PASSWORD})
    save = User.save

    def save_and_end(user, *args, **kwargs):
        save(user, *args, **kwargs)
        PortalSession.objects.all().delete()

    monkeypatch.setattr(User, "save", save_and_end)
    new = "another correct horse"
    response = browser.post(
        "/admin/password_change/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    assert response.status_code == 400
    assert not is_signed_in(browser)
    assert not PortalSession.objects.filter(user__isnull=False).exists()
