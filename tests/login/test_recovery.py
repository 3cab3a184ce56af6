"""The way back in as a browser takes it: the recovery link, the new password after it, and the drill."""

import logging
import re
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.test import Client
from django.views.debug import ExceptionReporter

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.login import own_password
from sso_providers.models import AuditEvent, Event, ProviderRegistration, RecoveryLink, User
from tests import people
from tests.login.journey import browser_of, is_signed_in, refusal, signed_in

pytestmark = pytest.mark.django_db
LINK, DRILL, PASSWORD_PAGE = "/recovery/", "/recovery/drill/", "/admin/password_change/"
NEW = {"new_password1": "another-Pass-1", "new_password2": "another-Pass-1"}


@pytest.fixture
def root(db: None) -> User:
    return people.local_root()


def make(name: str = "root") -> str:
    return recovery.make_link(username=name, by=COMMAND_LINE)


def follow(client: Client, name: str = "root") -> Any:
    """Opens a new link and presses its button."""
    token = make(name)
    assert client.get(LINK, {"token": token}).status_code == 200
    return client.post(LINK, {"token": token})


# The link


def test_link_shows_a_button_and_uses_nothing_up(client, root):
    token = make()

    pages = [client.get(LINK, {"token": token}) for _ in range(3)]

    for page in pages:
        assert page.status_code == 200
        assert "Sign in as root" in page.content.decode()
    assert not is_signed_in(client)
    assert RecoveryLink.objects.get().used_at is None


def test_links_button_signs_in_with_a_new_session_key_and_is_recorded(client, root):
    client.get("/sign-in/")
    session = client.session
    session["before"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    response = follow(client)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(client) == root
    assert client.session.session_key != session.session_key
    assert {"began_at", "used_at"} <= client.session.keys()
    signed = AuditEvent.objects.get(event=Event.SIGNED_IN)
    assert (signed.actor, signed.address, signed.detail) == ("root", "127.0.0.1", "with a recovery link")


def test_links_button_needs_the_csrf_token(root):
    client = Client(enforce_csrf_checks=True)
    token = make()
    page = client.get(LINK, {"token": token}).content.decode()

    assert client.post(LINK, {"token": token}).status_code == 403
    assert not is_signed_in(client)
    csrf = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert csrf
    assert client.post(LINK, {"token": token, "csrfmiddlewaretoken": csrf[1]}).status_code == 302
    assert is_signed_in(client)


def used() -> str:
    token = make()
    recovery.use_link(token=token, address="")
    return token


def replaced() -> str:
    token = make()
    make()
    return token


def too_old() -> str:
    token = make()
    RecoveryLink.objects.update(expires_at=RecoveryLink.objects.get().made_at)
    return token


def switched_off() -> str:
    token = make()
    User.objects.update(is_active=False)
    return token


def made_up() -> str:
    return "wrong"


def none() -> str:
    return ""


@pytest.mark.parametrize("made", [used, replaced, too_old, switched_off, made_up, none])
def test_link_that_is_void_says_the_same_whatever_the_reason(client, root, made):
    token = made()

    shown, pressed = client.get(LINK, {"token": token}), client.post(LINK, {"token": token})

    assert (refusal(shown), refusal(pressed)) == ("recovery-link-void", "recovery-link-void")
    assert shown.status_code == pressed.status_code == 403
    assert not is_signed_in(client)
    # The reference, and the defence of the language form against forged ones.
    changing = r'[0-9a-f]{8}|name="csrfmiddlewaretoken" value="[^"]*"'
    pages = [re.sub(changing, "", page.content.decode()) for page in (shown, pressed)]
    assert pages[0] == pages[1]
    assert "root" not in pages[0]
    assert "manage.py recovery_link" in pages[0]


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_link_takes_no_other_method(client, method):
    assert getattr(client, method)(LINK).status_code == 405


def test_link_signs_in_whom_wrong_passwords_have_locked_out(client, root):
    for n in range(6):
        client.post("/sign-in/", {"username": "root", "password": f"wrong-{n}"})
    assert client.post("/sign-in/", {"username": "root", "password": people.PASSWORD}).status_code == 429

    follow(client)

    assert is_signed_in(client)


def test_link_signs_in_another_person_than_before(root):
    client = browser_of(people.local("ada", "viewer"))
    key = str(client.session.session_key)

    follow(client)

    assert signed_in(client) == root
    assert not type(client.session)(key).exists(key)


def test_link_signs_in_with_every_registration_broken_and_no_encryption_key(client, root, settings):
    people.registration(staff_login=True, default_role="viewer")
    ProviderRegistration.objects.update(kind="okta-classic", settings="garbage")
    settings.PORTAL_ENCRYPTION_KEYS = Fernet.generate_key().decode()

    response = follow(client)

    assert is_signed_in(client)
    assert client.get(response["Location"], follow=True).status_code == 200


def test_links_token_is_in_the_hidden_field_and_in_no_other_place(client, root):
    token = make()

    page = client.get(LINK, {"token": token})

    text = page.content.decode()
    assert text.count(token) == 1
    assert f'<input type="hidden" name="token" value="{token}">' in text
    assert token not in str(page.headers)
    assert page["Referrer-Policy"] == "strict-origin"
    assert "no-store" in page["Cache-Control"]


def test_links_token_is_escaped(client, root, monkeypatch):
    monkeypatch.setattr(recovery, "find_person", lambda token: root)

    page = client.get(LINK, {"token": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert(1)" not in page


def test_links_token_is_in_no_log(client, root, caplog):
    caplog.set_level(logging.DEBUG)
    tokens = [make(), used(), "wrong-token-7"]

    for token in tokens:
        client.get(LINK, {"token": token})
        client.post(LINK, {"token": token})

    # The database's own log, which is switched off, would have the hash.
    assert "recovery-link-void" in caplog.text
    assert [token for token in tokens if token in caplog.text] == []


def test_links_token_is_in_no_error_report(client, root, monkeypatch, caplog):
    """Django makes one for administrators where mail is set up."""

    def fail(**values: Any) -> None:
        raise RuntimeError("broken")

    token = make()
    monkeypatch.setattr(recovery, "use_link", fail)
    client.raise_request_exception = False

    assert client.post(LINK, {"token": token}).status_code == 500

    [line] = [each for each in caplog.records if each.exc_info]
    reporter = ExceptionReporter(line.request, *line.exc_info)
    report = reporter.get_traceback_text() + reporter.get_traceback_html()
    assert "broken" in report
    assert token not in report + caplog.text


# A new password after it


def test_new_password_after_a_link_needs_no_old_one(client, root):
    home = client.get(follow(client)["Location"], follow=True).content.decode()
    page = client.get(PASSWORD_PAGE).content.decode()

    assert "You signed in with a recovery link." in home
    assert f'href="{PASSWORD_PAGE}"' in home
    assert "old_password" not in page
    assert client.post(PASSWORD_PAGE, NEW).status_code == 302
    root.refresh_from_db()
    assert root.check_password("another-Pass-1")
    assert is_signed_in(client)
    assert AuditEvent.objects.get(event=Event.PERSON_CHANGED).detail == "password"


def test_new_password_after_a_link_is_set_once(client, root):
    follow(client)
    client.post(PASSWORD_PAGE, NEW)

    response = client.post(PASSWORD_PAGE, {"new_password1": "third-Pass-1", "new_password2": "third-Pass-1"})

    assert response.status_code == 200
    assert "old_password" in response.content.decode()
    root.refresh_from_db()
    assert root.check_password("another-Pass-1")


def test_new_password_after_a_link_must_be_a_good_one(client, root):
    follow(client)

    response = client.post(PASSWORD_PAGE, {"new_password1": "root", "new_password2": "root"})

    assert response.status_code == 200
    assert "too short" in response.content.decode()
    root.refresh_from_db()
    assert root.check_password(people.PASSWORD)


def test_new_password_after_ten_minutes_needs_the_old_one(client, root, monkeypatch):
    follow(client)
    monkeypatch.setattr(own_password, "RECOVERY_LASTS", -1)

    assert "old_password" in client.get(PASSWORD_PAGE).content.decode()
    client.post(PASSWORD_PAGE, NEW)

    root.refresh_from_db()
    assert root.check_password(people.PASSWORD)


def test_new_password_without_a_link_needs_the_old_one(root):
    client = browser_of(root)

    client.post(PASSWORD_PAGE, NEW)

    root.refresh_from_db()
    assert root.check_password(people.PASSWORD)


def test_new_password_after_a_link_is_not_for_who_has_none(client):
    """Who signs in at a provider must not get a way around it."""
    ada = people.ada()
    follow(client, "ada")

    client.post(PASSWORD_PAGE, NEW)

    assert is_signed_in(client)
    ada.refresh_from_db()
    assert not ada.has_usable_password()


# The drill


@pytest.fixture
def margaret(db: None) -> Client:
    return browser_of(people.margaret())


def test_drill_proves_the_account_and_leaves_the_session_as_it_is(margaret, root):
    before = dict(margaret.session.items()), margaret.session.session_key

    response = margaret.post(DRILL, {"username": "root", "password": people.PASSWORD})

    assert (response.status_code, response["Location"]) == (302, "/")
    assert signed_in(margaret).username == "margaret"
    assert margaret.session.session_key == before[1]
    root.refresh_from_db()
    assert root.password_proven_at
    assert root.last_login is None
    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target) == (Event.RECOVERY_PROVEN, "margaret", "root")
    assert "The password of root is proven." in margaret.get("/admin/").content.decode()


def test_drill_of_oneself_proves_it(root):
    assert browser_of(root).post(DRILL, {"username": "root", "password": people.PASSWORD}).status_code == 302


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("root", "wrong"),
        ("ada", people.PASSWORD),
        ("off", people.PASSWORD),
        ("nobody", people.PASSWORD),
        ("", ""),
        ("root\x00", people.PASSWORD),
    ],
)
def test_drill_with_anything_else_says_the_same(margaret, root, name, password):
    people.local("ada", "operator")
    people.local("off", is_active=False, is_superuser=True)

    response = margaret.post(DRILL, {"username": name, "password": password})

    assert response.status_code == 200
    page = response.content.decode()
    assert "That is no name and password of an active superuser." in page
    if password:
        assert password not in page
    assert not User.objects.filter(password_proven_at__isnull=False).exists()
    assert not AuditEvent.objects.exists()


def test_drill_is_locked_as_the_sign_in_is(margaret, root):
    statuses = [margaret.post(DRILL, {"username": "root", "password": f"no-{n}"}).status_code for n in range(5)]
    last = margaret.post(DRILL, {"username": "root", "password": people.PASSWORD})

    assert statuses == [200, 200, 200, 200, 429]
    assert refusal(last) == "too-many-attempts"
    root.refresh_from_db()
    assert root.password_proven_at is None


@pytest.mark.parametrize("who", [people.ada, people.grace, people.mallory])
def test_drill_is_refused_to_who_may_not_see_people(root, who):
    client = browser_of(who())

    assert client.get(DRILL).status_code == 403
    assert client.post(DRILL, {"username": "root", "password": people.PASSWORD}).status_code == 403
    root.refresh_from_db()
    assert root.password_proven_at is None


def test_drill_is_refused_to_who_is_staff_no_more(margaret):
    User.objects.filter(username="margaret").update(is_staff=False)

    assert margaret.get(DRILL).status_code == 403


def test_drill_leads_who_is_signed_out_to_sign_in_and_back(client):
    assert client.get(DRILL)["Location"] == f"/sign-in/?next={DRILL}"
    assert client.post(DRILL)["Location"] == f"/sign-in/?next={DRILL}"


def test_drill_needs_the_csrf_token(root):
    client = browser_of(root, enforce_csrf_checks=True)

    assert client.post(DRILL, {"username": "root", "password": people.PASSWORD}).status_code == 403


def test_drill_page_is_filled_with_the_accounts_name_and_never_kept(margaret, root):
    page = margaret.get(DRILL)

    assert 'value="root"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_drill_page_without_a_recovery_account_says_how_to_make_one(margaret):
    page = margaret.get(DRILL).content.decode()

    assert "manage.py createsuperuser" in page
    assert 'name="password"' not in page
