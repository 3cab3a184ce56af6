"""Passwords of local accounts: changed by their owner, set by others."""

import pytest

from sso_providers.actions import passwords, recovery, ways_in
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.actions.confirmation import Unconfirmed
from sso_providers.models import AuditEvent, Event, RecoveryLink, User
from tests import people

pytestmark = pytest.mark.django_db
NEW = "another horse battery"


def by(user: User, *, confirmed: bool = True) -> Actor:
    return Actor(user.username, user, "192.0.2.9", confirmed=confirmed)


def has(name: str, password: str) -> bool:
    """As it is stored."""
    return User.objects.get(username=name).check_password(password)


def events() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.filter(event=Event.PERSON_CHANGED).values_list("actor", "target", "detail"))


def break_audit(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **keywords: object) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr(passwords, "record", broken)


def test_change_own_is_recorded():
    ada = people.local("ada", "operator")

    passwords.change_own(user=ada, password=NEW, by=by(ada, confirmed=False))

    assert has("ada", NEW)
    assert events() == [("ada", "ada", "password")]


def test_change_that_can_not_be_recorded_is_none(monkeypatch):
    ada = people.local("ada", "operator")
    recovery.make_link(username="ada", by=COMMAND_LINE)
    break_audit(monkeypatch)

    with pytest.raises(RuntimeError):
        passwords.change_own(user=ada, password=NEW, by=by(ada))
    with pytest.raises(RuntimeError):
        passwords.set_for(user=ada, password=NEW, by=by(people.margaret()))

    assert has("ada", people.PASSWORD)
    assert RecoveryLink.objects.exists()


@pytest.mark.parametrize("change", [passwords.change_own, passwords.set_for])
def test_change_leaves_no_recovery_link_that_works(change):
    root, second = people.local_root(), people.local_root("second")
    used = recovery.make_link(username="root", by=COMMAND_LINE)
    recovery.use_link(token=used, address="")
    RecoveryLink.objects.create(user=root, token_hash="x", expires_at=RecoveryLink.objects.get().expires_at)
    others = recovery.make_link(username="second", by=COMMAND_LINE)

    change(user=root, password=NEW, by=by(second))

    assert not RecoveryLink.objects.filter(user=root, used_at=None).exists()
    assert recovery.find_person(others) == second


def test_change_says_nothing_of_the_new_password_yet():
    root = people.local_root()
    recovery.prove(user=root, by=COMMAND_LINE)
    root.refresh_from_db()

    passwords.change_own(user=root, password=NEW, by=by(root))

    root.refresh_from_db()
    assert root.password_proven_at is None


def test_change_writes_nothing_but_the_password():
    """The row may have been read before another request changed it."""
    ada = people.local("ada", "operator")
    User.objects.update(is_active=False)

    passwords.change_own(user=ada, password=NEW, by=by(ada))

    ada.refresh_from_db()
    assert not ada.is_active


def test_set_for_somebody_needs_a_confirmation():
    ada, margaret = people.local("ada", "operator"), people.margaret()

    with pytest.raises(Unconfirmed, match="set somebody's password"):
        passwords.set_for(user=ada, password=NEW, by=by(margaret, confirmed=False))
    assert has("ada", people.PASSWORD)
    assert not AuditEvent.objects.exists()

    passwords.set_for(user=ada, password=NEW, by=by(margaret))
    assert has("ada", NEW)
    assert events() == [("margaret", "ada", "password")]


def test_set_for_somebody_by_a_command_needs_none():
    ada = people.local("ada", "operator")

    passwords.set_for(user=ada, password=NEW, by=COMMAND_LINE)

    assert has("ada", NEW)


def test_set_for_somebody_can_take_the_password_away():
    ada = people.local("ada", "operator")

    passwords.set_for(user=ada, password=None, by=COMMAND_LINE)

    assert not User.objects.get().has_usable_password()
    assert events() == [("command line", "ada", "password taken away")]


def test_set_for_the_last_way_in_does_not_take_it_away():
    root = people.local_root()

    with pytest.raises(ways_in.LastWayIn):
        passwords.set_for(user=root, password=None, by=COMMAND_LINE)

    assert has("root", people.PASSWORD)
    assert not AuditEvent.objects.exists()
