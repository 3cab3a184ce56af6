"""One-time links and proofs of the recovery account, without a browser."""

import threading
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import AuditEvent, Event, RecoveryLink, User
from tests import people
from tests.confirming import confirmed
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=timezone.get_default_timezone())


def make(name: str = "root") -> str:
    return recovery.make_link(username=name, by=COMMAND_LINE)


def use(token: str) -> User:
    return recovery.use_link(token=token, address="192.0.2.7")


def age(**columns: timedelta) -> None:
    """Moves the links' dates into the past."""
    for link in RecoveryLink.objects.all():
        for name, by in columns.items():
            setattr(link, name, getattr(link, name) - by)
        link.save()


# Links


def test_link_signs_in_once():
    root = people.local_root()
    token = make()

    assert recovery.find_person(token) == root
    assert use(token) == root
    assert recovery.find_person(token) is None
    with pytest.raises(recovery.VoidLink):
        use(token)


def test_link_is_recorded_when_it_is_made_and_when_it_is_used():
    people.local_root()
    use(make())

    events = AuditEvent.objects.order_by("pk")
    assert [(event.event, event.actor, event.address, event.target, event.detail) for event in events] == [
        (Event.RECOVERY_LINK_MADE, "command line", "", "root", ""),
        (Event.RECOVERY_LINK_USED, "root", "192.0.2.7", "root", ""),
        (Event.SIGNED_IN, "root", "192.0.2.7", "", "with a recovery link"),
    ]


def test_link_is_stored_as_a_hash_alone():
    people.local_root()
    token = make()

    stored = " ".join(str(value) for row in RecoveryLink.objects.values() for value in row.values())
    events = " ".join(str(value) for row in AuditEvent.objects.values() for value in row.values())
    assert len(token) >= 43
    assert token not in stored + events
    assert RecoveryLink.objects.get().token_hash in stored


@pytest.mark.parametrize(("passed", "expected"), [(timedelta(minutes=9), True), (timedelta(minutes=10), False)])
def test_link_works_for_ten_minutes(passed, expected):
    people.local_root()
    token = make()
    age(expires_at=passed)

    assert (recovery.find_person(token) is not None) is expected
    if not expected:
        with pytest.raises(recovery.VoidLink):
            use(token)


def test_link_works_no_more_when_there_is_a_newer_one():
    people.local_root()
    older, newer = make(), make()

    with pytest.raises(recovery.VoidLink):
        use(older)
    assert use(newer).username == "root"


def test_link_of_somebody_else_stays():
    people.local_root()
    people.local_root("second")
    first = make()
    make("second")

    assert use(first).username == "root"


def test_links_that_are_over_are_not_kept():
    people.local_root()
    people.local_root("second")
    make()
    age(expires_at=timedelta(minutes=11))
    make("second")

    assert [link.user.username for link in RecoveryLink.objects.all()] == ["second"]


def test_link_of_an_account_that_was_switched_off_is_void_and_stays_unused():
    root = people.local_root()
    token = make()
    User.objects.update(is_active=False)

    assert recovery.find_person(token) is None
    with pytest.raises(recovery.VoidLink):
        use(token)
    assert root.recovery_links.get().used_at is None
    assert not AuditEvent.objects.filter(event=Event.RECOVERY_LINK_USED).exists()


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00", "ünï", "' OR 1=1 --"])
def test_link_that_never_was_is_void(token):
    people.local_root()
    make()

    assert recovery.find_person(token) is None
    with pytest.raises(recovery.VoidLink):
        use(token)


@pytest.mark.parametrize("name", ["nobody", "ROOT", ""])
def test_link_for_an_unknown_name_names_it(name):
    people.local_root()

    with pytest.raises(recovery.UnknownPerson, match=f"Nobody here has the user name {name!r}: give it to the letter"):
        make(name)
    assert not AuditEvent.objects.exists()


def test_link_for_an_account_that_is_switched_off_is_refused():
    people.local("off", is_active=False)

    with pytest.raises(recovery.AccountSwitchedOff, match="The account 'off' is switched off"):
        make("off")
    assert not RecoveryLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_link_that_is_used_many_times_at_once_signs_in_once():
    people.local_root()
    token = make()
    outcomes = []

    def run() -> None:
        try:
            outcomes.append(use(token).username)
        except recovery.VoidLink:
            outcomes.append("void")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["root", *["void"] * 7]


# Proofs


def proven(user: User, at: datetime | None) -> None:
    User.objects.filter(pk=user.pk).update(password_proven_at=at)


def test_newest_proof_without_a_superuser_with_a_password_is_none():
    people.local("ada", "administrator")
    people.root()  # has none
    User.objects.create_superuser("off", password=people.PASSWORD, is_active=False)
    proven(people.local_root("empty"), NOON)
    User.objects.filter(username="empty").update(password="")

    assert recovery.newest_proof() is None


@pytest.mark.parametrize(
    ("passed", "days", "is_old"),
    [
        (timedelta(hours=1), 0, False),
        (timedelta(hours=13), 1, False),
        (timedelta(days=21), 21, False),
        (timedelta(days=90), 90, False),
        (timedelta(days=90, seconds=1), 90, True),
    ],
)
def test_newest_proof_counts_days_and_is_old_after_ninety(monkeypatch, passed, days, is_old):
    proven(people.local_root(), NOON - passed)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)

    assert recovery.newest_proof() == recovery.Proof("root", NOON - passed, days=days, is_old=is_old)


def test_newest_proof_is_of_the_account_that_was_proven_last(django_assert_num_queries):
    people.local_root("a-never")
    proven(people.local_root("b-long-ago"), timezone.now() - timedelta(days=100))
    proven(people.local_root("c-lately"), timezone.now())

    with django_assert_num_queries(1):
        proof = recovery.newest_proof()

    assert proof
    assert proof.name == "c-lately"


def test_newest_proof_of_an_account_that_nobody_proved_has_no_date():
    people.local_root()

    assert recovery.newest_proof() == recovery.Proof("root", None, days=0, is_old=False)


def test_proof_of_a_superuser_is_dated_and_recorded():
    root = people.local_root()

    recovery.prove(user=root, by=people.SOMEONE)

    root.refresh_from_db()
    assert root.password_proven_at
    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target) == (Event.RECOVERY_PROVEN, "someone", "root")


@pytest.mark.parametrize(
    "columns", [{"is_superuser": False}, {"is_active": False}, {"password": "!"}], ids=["no-superuser", "off", "none"]
)
def test_proof_of_anybody_else_is_refused(columns):
    root = people.local_root()
    User.objects.update(**columns)

    with pytest.raises(recovery.NoRecoveryAccount):
        recovery.prove(user=root, by=people.SOMEONE)

    assert User.objects.get().password_proven_at is None
    assert not AuditEvent.objects.exists()


def test_sign_in_with_a_password_proves_it(client):
    root = people.local_root()

    client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})

    root.refresh_from_db()
    assert root.password_proven_at
    assert recovery.newest_proof()


# A new password is not proven by what was proven of the old one

NEW = "another-Pass-1"


def by_an_administrator(user: User) -> None:
    client = confirmed(browser_of(people.local_root("second")))
    form = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert client.post(f"/admin/sso_providers/user/{user.pk}/password/", form).status_code == 302


def by_the_command(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda prompt: NEW)
    call_command("changepassword", user.username, verbosity=0)


def by_oneself(user: User) -> None:
    form = {"old_password": people.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser_of(user).post("/admin/password_change/", form).status_code == 302


def by_oneself_after_a_link(user: User) -> None:
    client = Client()
    client.post("/recovery/", {"token": make()})
    form = {"new_password1": NEW, "new_password2": NEW}
    assert client.post("/admin/password_change/", form).status_code == 302


@pytest.mark.parametrize("way", [by_an_administrator, by_the_command, by_oneself, by_oneself_after_a_link])
def test_new_password_is_not_proven(monkeypatch, way):
    root = people.local_root()
    proven(root, NOON)

    way(root, monkeypatch) if way is by_the_command else way(root)

    root.refresh_from_db()
    assert root.check_password(NEW)
    assert root.password_proven_at is None
