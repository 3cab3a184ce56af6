"""Passwords in the admin: one's own needs the old one, somebody else's a fresh confirmation."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import AuditEvent, Event, RecoveryLink, User
from tests import people
from tests.confirming import confirmed
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
LIST = "/admin/sso_providers/user/"
NEW = "another horse battery"
TYPED = {"password1": NEW, "password2": NEW, "usable_password": "true"}


def address(user: User) -> str:
    return f"{LIST}{user.pk}/password/"


def has(user: User, password: str = NEW) -> bool:
    """As it is stored."""
    user.refresh_from_db()
    return user.check_password(password)


# One's own


SPELLINGS = {
    "plain": "{}",
    "leading-zero": "0{}",
    "plus": "+{}",
    "space-before": " {}",
    "space-behind": "{} ",
    "tab": "\t{}",
    "fraction": "{}.0",
    "underscores": "0_0_{}",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS.keys())
def test_own_password_is_not_set_without_the_old_one_however_the_address_spells_it(spelling):
    refused_everywhere(quote(spelling.format("PK")))


def test_own_password_is_not_set_without_the_old_one_by_other_digits():
    refused_everywhere("WIDE")
    refused_everywhere("ESCAPED")


def refused_everywhere(spelling: str) -> None:
    root = User.objects.filter(username="root").first() or people.local_root()
    client, digits = confirmed(browser_of(root)), str(root.pk)
    wide = "".join(chr(ord("\uff10") + int(digit)) for digit in digits)
    escaped = "".join(f"_3{digit}" for digit in digits)
    path = f"{LIST}{spelling.replace('PK', digits).replace('WIDE', quote(wide)).replace('ESCAPED', escaped)}/password/"

    for response in (client.get(path), client.post(path, TYPED)):
        # Or it means nobody.
        assert response.status_code == 404 or response["Location"] == "/admin/password_change/", path
    assert has(root, people.PASSWORD)
    assert not AuditEvent.objects.filter(event=Event.PERSON_CHANGED).exists()


# Somebody else's


def test_password_of_an_operator_is_set_after_a_confirmation(administrator):
    ada = people.ada()

    page = administrator.post(address(ada), TYPED).content.decode()
    assert "Before you set somebody&#x27;s password, confirm that it is you." in page
    assert 'Do that in <a href="/account/" target="_blank" rel="noopener">your account</a>' in page
    assert NEW not in page
    assert not has(ada)
    assert not AuditEvent.objects.exists()

    assert confirmed(administrator).post(address(ada), TYPED).status_code == 302
    assert has(ada)
    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target, event.detail) == (
        Event.PERSON_CHANGED,
        "margaret",
        "ada",
        "password",
    )


def test_password_of_another_administrator_is_not_set_with_a_stolen_session(administrator):
    """The thief would sign in as them, know the password, and so confirm everything."""
    other = people.person("second", role="administrator")

    administrator.post(address(other), TYPED)

    assert not has(other)


def test_password_is_taken_away_after_a_confirmation(superuser):
    second = people.local_root("second")
    people.local_root("third")
    form = {"usable_password": "false", "unset-password": "1"}

    superuser.post(address(second), form)
    assert has(second, people.PASSWORD)

    confirmed(superuser).post(address(second), form)
    second.refresh_from_db()
    assert not second.has_usable_password()


def test_password_that_is_set_leaves_no_recovery_link(superuser):
    second = people.local_root("second")
    recovery.make_link(username="second", by=COMMAND_LINE)

    confirmed(superuser).post(address(second), TYPED)

    assert not RecoveryLink.objects.exists()


def test_password_that_is_set_signs_the_person_out(administrator):
    ada = people.ada()
    browser = browser_of(ada)
    assert browser.get("/admin/").status_code == 200

    confirmed(administrator).post(address(ada), TYPED)

    assert browser.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"password2": "different"}, "didn’t match"), ({"password1": "", "password2": ""}, "required")],
    ids=["differ", "none"],
)
def test_password_that_is_none_is_told(administrator, typed, sentence):
    ada = people.ada()

    page = confirmed(administrator).post(address(ada), {**TYPED, **typed}).content.decode()

    assert sentence in page
    assert not has(ada)


def test_password_page_of_a_superuser_is_for_superusers(administrator):
    root = people.root()
    pages: list[Any] = [confirmed(administrator).get(address(root)), administrator.post(address(root), TYPED)]

    assert [page.status_code for page in pages] == [403, 403]
    assert not has(root)


def test_password_page_of_nobody_is_not_found(superuser: Client):
    assert superuser.get(f"{LIST}999999/password/").status_code == 404
