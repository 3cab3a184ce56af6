"""What the lock keeps and what it holds: a name at a network, and the password behind somebody's session."""

from importlib import import_module

import pytest
from axes.models import AccessAttempt
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.test import Client

from sso_providers.login import limits
from sso_providers.models import User
from tests import people
from tests.login.journey import browser_of, is_signed_in, refusal
from tests.people import CANARY

pytestmark = pytest.mark.django_db
NEW = "another-Pass-1"


def type_old(browser: Client, password: str, address: str) -> int:
    """The own password's form; a right one is changed."""
    form = {"old_password": password, "new_password1": NEW, "new_password2": NEW}
    return int(browser.post("/admin/password_change/", form, REMOTE_ADDR=address).status_code)


def confirm(browser: Client, password: str, address: str) -> int:
    return int(browser.post("/account/", {"password": password}, REMOTE_ADDR=address).status_code)


def rehearse(browser: Client, password: str, address: str) -> int:
    form = {"username": "root", "password": password}
    return int(browser.post("/recovery/drill/", form, REMOTE_ADDR=address).status_code)


WAYS = [type_old, confirm, rehearse]


@pytest.mark.parametrize("way", WAYS)
def test_form_that_failed_is_not_kept(way):
    browser = browser_of(people.local_root())
    for _ in range(2):
        way(browser, f"almost-{CANARY}", "192.0.2.7")

    (attempt,) = AccessAttempt.objects.all()
    assert (attempt.username, attempt.failures_since_start) == ("root", 2)
    assert (attempt.get_data, attempt.post_data) == ("", "")


def test_address_of_a_form_that_failed_is_not_kept(client):
    client.post(f"/sign-in/?token={CANARY}", {"username": "root", "password": CANARY, "token": CANARY})

    assert CANARY not in str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 1


def test_migration_forgets_the_forms_that_were_kept():
    kept = {"username": "root", "ip_address": "192.0.2.7", "failures_since_start": 3, "post_data": f"old={CANARY}"}
    AccessAttempt.objects.bulk_create([AccessAttempt(**kept, get_data=CANARY)])

    import_module("sso_providers.migrations.0015_forget_failed_forms").forget(apps, connection.schema_editor())

    attempt = AccessAttempt.objects.get()
    assert (attempt.get_data, attempt.post_data, attempt.failures_since_start) == ("", "", 3)


@pytest.mark.parametrize(
    ("others", "locked"), [("2001:db8:0:1:ffff::{}", True), ("2001:db8:0:{}::1", False), ("192.0.2.{}", False)]
)
def test_lock_holds_for_the_network_that_guessed(others, locked):
    people.local_root()
    for number in range(10, 15):
        form = {"username": "root", "password": "wrong"}
        Client().post("/sign-in/", form, REMOTE_ADDR=others.format(number))

    response = Client().post(
        "/sign-in/",
        {"username": "root", "password": people.PASSWORD},
        REMOTE_ADDR=others.format("abc" if locked else 99),
    )

    assert response.status_code == (429 if locked else 302)


def test_lock_of_a_client_without_an_address_holds():
    people.local_root()
    for password in ["wrong"] * 5 + [people.PASSWORD]:
        response = Client().post("/sign-in/", {"username": "root", "password": password}, REMOTE_ADDR="")

    assert response.status_code == 429
    assert {row.ip_address for row in AccessAttempt.objects.all()} == {None}


def test_lock_says_how_long_and_what_to_run(client):
    people.local_root()
    for _ in range(5):
        response = client.post("/sign-in/", {"username": "root", "password": "wrong"})

    assert refusal(response) == "too-many-attempts"
    assert 890 <= int(response["Retry-After"]) <= 900
    page = response.content.decode()
    assert "Wait 15 minutes." in page
    assert "manage.py axes_reset_username NAME" in page
    assert "manage.py recovery_link NAME" in page
    assert "no-store" in response["Cache-Control"]


# Whoever has somebody's session


@pytest.mark.parametrize("way", WAYS)
def test_password_behind_a_session_is_guessed_ten_times_from_all_networks(way):
    browser = browser_of(people.local_root())
    guesses = [way(browser, f"wrong-{number}", f"2001:db8:0:{number:x}::1") for number in range(10)]

    assert 429 not in guesses
    assert way(browser, people.PASSWORD, "192.0.2.9") == 429


@pytest.mark.parametrize("way", WAYS)
def test_password_that_is_right_is_no_guess(way):
    root = people.local_root()
    browser = browser_of(root)
    right = make_password(people.PASSWORD)
    for number in range(12):
        User.objects.update(password=right)
        browser.force_login(root, backend="django.contrib.auth.backends.ModelBackend")
        assert way(browser, people.PASSWORD, f"2001:db8:0:{number:x}::1") != 429


def test_guesses_in_all_sessions_of_a_person_count_together_and_lock_nobody_else():
    root, second = people.local_root(), people.local_root("second")
    for number in range(10):
        confirm(browser_of(root), "wrong", f"2001:db8:0:{number:x}::1")

    assert confirm(browser_of(root), people.PASSWORD, "192.0.2.9") == 429
    assert confirm(browser_of(second), people.PASSWORD, "192.0.2.9") == 302
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    elsewhere.post("/sign-in/", {"username": "root", "password": people.PASSWORD})
    assert is_signed_in(elsewhere)


def test_guesses_at_other_names_in_a_session_are_not_its_persons():
    root = people.local_root()
    browser = browser_of(root)
    for number in range(10):
        form = {"username": f"name-{number}", "password": "wrong"}
        browser.post("/sign-in/", form, REMOTE_ADDR=f"2001:db8:0:{number:x}::1")

    assert confirm(browser, people.PASSWORD, "192.0.2.9") == 302


def test_lock_after_guesses_in_a_session_ends_with_its_quarter_of_an_hour(monkeypatch):
    now = [1_795_348_800.0 + 100]
    monkeypatch.setattr(limits, "clock", lambda: now[0])
    browser = browser_of(people.local_root())
    for number in range(10):
        confirm(browser, "wrong", f"2001:db8:0:{number:x}::1")
    response = browser.post("/account/", {"password": people.PASSWORD}, REMOTE_ADDR="192.0.2.9")

    assert (response.status_code, response["Retry-After"]) == (429, "800")
    now[0] += 800
    assert confirm(browser, people.PASSWORD, "192.0.2.9") == 302
