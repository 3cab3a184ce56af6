"""The last way in stays open: no change here leaves nobody who could sign in and manage the portal."""

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from sso_providers.actions import admission, apply, approval, identities, registrations, ways_in
from sso_providers.actions import people as people_actions
from sso_providers.actions.admission import Refusal
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import AuditEvent, ExternalIdentity, ProviderRegistration, User
from tests import people

pytestmark = pytest.mark.django_db
ISSUER = "https://acme.eu.auth0.com/"


def registered(slug: str = "auth0-prod", **columns: Any) -> ProviderRegistration:
    """For staff login, and making administrators."""
    usual = {"staff_login": True, "group_roles": {"sso-admins": "administrator"}, "default_role": "viewer"}
    return people.registration(slug=slug, name=slug, **{**usual, **columns})


def comes_through(registration: ProviderRegistration | None, user: User, **columns: Any) -> ExternalIdentity:
    usual = {"issuer": ISSUER, "subject": f"auth0|{user.username}", "last_signed_in_at": timezone.now()}
    return ExternalIdentity.objects.create(user=user, registration=registration, **{**usual, **columns})


def by_hand(user: User, **columns: Any) -> User:
    User.objects.filter(pk=user.pk).update(**columns)
    return user


# What counts


def test_find_of_an_empty_portal_finds_none():
    assert not ways_in.find()


def test_find_counts_active_superusers_with_a_password():
    for name in ("b-root", "a-root"):
        people.local_root(name)
    by_hand(people.local_root("off"), is_active=False)
    by_hand(people.local_root("blank"), password="")
    by_hand(people.local_root("no-superuser"), is_superuser=False)
    people.root()  # without a password

    assert ways_in.find() == ways_in.WaysIn(("a-root", "b-root"), ())


def test_find_counts_registrations_through_which_managers_come_in():
    comes_through(registered("first"), people.margaret())
    comes_through(registered("second", default_role="viewer", group_roles={}), people.root())

    assert ways_in.find() == ways_in.WaysIn((), ("first", "second"))


@pytest.mark.parametrize(
    "identity",
    [{"awaits_approval": True}, {"issuer": "https://other.example"}, {"registration": None}],
    ids=["waits", "another-issuer", "no-registration"],
)
def test_find_leaves_out_accounts_that_lead_nowhere(identity):
    comes_through(**{"registration": registered(), "user": people.margaret(), **identity})

    assert not ways_in.find()


@pytest.mark.parametrize(
    "columns",
    [
        {"staff_login": False},
        {"group_roles": {}},
        {"group_roles": {"staff": "operator"}},
        {"group_roles": ["administrator"]},
        {"kind": "okta-classic"},
        {"settings": ["domain"]},
        {"settings": {}},
    ],
    ids=str,
)
def test_find_leaves_out_registrations_that_make_nobody_an_administrator(columns):
    registration = registered()
    comes_through(registration, people.margaret())
    assert ways_in.find()

    ProviderRegistration.objects.filter(pk=registration.pk).update(**columns)

    assert not ways_in.find()


@pytest.mark.parametrize("who", ["operator", "viewer", ""])
def test_find_leaves_out_people_who_manage_nothing(who):
    comes_through(registered(), people.person("lin", role=who))

    assert not ways_in.find()


def test_find_leaves_out_people_who_are_switched_off():
    comes_through(registered(), by_hand(people.margaret(), is_active=False))

    assert not ways_in.find()


@pytest.mark.parametrize(("role", "counts"), [("viewer", False), ("administrator", True), ("superuser", True)])
def test_find_of_a_superuser_by_mapping_needs_a_policy_that_keeps_them_a_manager(role, counts):
    registration = registered(group_roles={"sso-admins": role})
    comes_through(registration, people.root(), made_superuser=True)

    assert bool(ways_in.find()) == counts


def test_find_asks_two_questions_whatever_there_is(django_assert_num_queries):
    for number in range(5):
        comes_through(registered(f"row-{number}"), people.person(f"admin-{number}", role="administrator"))
        people.local_root(f"root-{number}")

    with django_assert_num_queries(2):
        found = ways_in.find()
    assert (len(found.accounts), len(found.registrations)) == (5, 5)


# People


@pytest.mark.parametrize("columns", [{"is_active": False}, {"is_superuser": False}, {"password": "!unusable"}], ids=str)
def test_guarded_takes_back_a_change_that_closes_the_last_way_in(columns):
    root = people.local_root()

    with pytest.raises(ways_in.LastWayIn, match="what is left is the local account 'root'"), ways_in.guarded():
        by_hand(root, **columns)

    root.refresh_from_db()
    assert (root.is_active, root.is_superuser, root.has_usable_password()) == (True, True, True)


def test_guarded_names_every_way_that_would_go():
    people.local_root("first")
    people.local_root("second")

    with pytest.raises(ways_in.LastWayIn, match="local account 'first' and the local account 'second'"):
        people_actions.delete(users=User.objects.all(), by=people.SOMEONE)

    assert User.objects.count() == 2
    assert not AuditEvent.objects.exists()


def test_guarded_lets_a_change_pass_that_leaves_another_account():
    first, second = people.local_root("first"), people.local_root("second")

    people_actions.delete(users=[first], by=people.SOMEONE)

    assert list(User.objects.all()) == [second]


def test_guarded_lets_the_last_local_account_go_while_a_registration_leads_in():
    root = people.local_root()
    comes_through(registered(), people.margaret())

    people_actions.delete(users=[root], by=people.SOMEONE)

    assert ways_in.find() == ways_in.WaysIn((), ("auth0-prod",))


def test_guarded_refuses_to_take_the_last_administrators_role():
    margaret = people.margaret()
    comes_through(registered(), margaret)

    with pytest.raises(ways_in.LastWayIn, match="the sign-in through 'auth0-prod'"), ways_in.guarded():
        margaret.groups.set([Group.objects.get(name="operator")])

    assert margaret.highest_role == "administrator"


def test_guarded_holds_nothing_up_where_there_was_no_way_in():
    with ways_in.guarded():
        people.ada()

    assert User.objects.exists()


def test_unlink_of_the_last_managers_account_is_refused():
    identity = comes_through(registered(), people.margaret())

    with pytest.raises(ways_in.LastWayIn):
        identities.unlink(identity=identity, by=people.SOMEONE)

    assert ExternalIdentity.objects.exists()


def test_decline_of_a_newcomer_is_no_way_in_that_closes():
    people.local_root()
    lin = people.person("lin")
    comes_through(registered(), lin, awaits_approval=True)

    approval.decline(user=lin, by=people.SOMEONE)

    lin.refresh_from_db()
    assert not lin.is_active


def test_sign_in_of_the_last_administrator_without_the_group_takes_the_role_all_the_same():
    """What the provider says counts: a guard that kept the role would be a way around offboarding."""
    registration, margaret = registered(), people.margaret()
    comes_through(registration, margaret, subject="auth0|margaret")

    admitted = admission.admit(
        registration=registration,
        claims={"iss": ISSUER, "sub": "auth0|margaret"},
        decision=people.decided("", "The group is gone."),
        address="192.0.2.1",
    )

    assert admitted is Refusal.NO_ROLE
    assert not ways_in.find()


# Registrations


def saved(registration: ProviderRegistration, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(registration, name, value)
    registrations.update(registration=registration, by=COMMAND_LINE)


@pytest.mark.parametrize(
    "columns",
    [{"staff_login": False}, {"group_roles": {"sso-admins": "operator"}}, {"group_roles": {}}],
    ids=str,
)
def test_update_that_closes_the_last_way_in_is_refused(columns):
    registration = registered()
    comes_through(registration, people.margaret())

    with pytest.raises(registrations.InvalidRegistration) as raised:
        saved(registration, **columns)

    assert "the sign-in through 'auth0-prod'" in raised.value.errors["staff_login"]
    assert ways_in.find()


def test_update_to_another_issuer_closes_the_last_way_in_and_is_refused():
    """People are known by their issuer: at another one nobody is."""
    registration = registered()
    comes_through(registration, people.margaret())
    registration.settings = {"domain": "other.eu.auth0.com"}
    secrets = {CLIENT_SECRET: Secret("that-of-the-other")}

    with pytest.raises(registrations.InvalidRegistration, match="what is left is"):
        registrations.update(registration=registration, secrets=secrets, by=COMMAND_LINE)


def test_update_that_leaves_a_local_superuser_passes():
    registration = registered()
    comes_through(registration, people.margaret())
    people.local_root()

    saved(registration, staff_login=False)

    assert ways_in.find() == ways_in.WaysIn(("root",), ())


def test_update_that_leaves_another_registration_passes():
    first, second = registered("first"), registered("second")
    for registration, name in ((first, "one"), (second, "two")):
        comes_through(registration, people.person(name, role="administrator"))

    saved(first, staff_login=False)

    with pytest.raises(registrations.InvalidRegistration):
        saved(second, staff_login=False)


def test_update_of_the_last_way_in_that_keeps_it_one_passes():
    registration = registered()
    comes_through(registration, people.margaret())

    saved(registration, name="Renamed", default_role="")

    assert ways_in.find().registrations == ("Renamed",)


def test_update_asks_no_more_questions_for_many_managers(django_assert_max_num_queries):
    registration = registered()
    for number in range(20):
        comes_through(registration, people.person(f"admin-{number}", role="administrator"))
    registration.name = "Renamed"

    with django_assert_max_num_queries(20):
        registrations.update(registration=registration, by=COMMAND_LINE)


def test_restore_of_a_version_without_staff_login_is_refused():
    registration = registered(staff_login=False)
    saved(registration, staff_login=True)
    comes_through(registration, people.margaret())

    with pytest.raises(registrations.InvalidRegistration, match="what is left is"):
        registrations.restore(registration=registration, version=1, by=COMMAND_LINE)


def test_delete_of_the_last_way_in_is_refused():
    registration = registered()
    comes_through(registration, people.margaret())

    with pytest.raises(ways_in.LastWayIn, match="createsuperuser"):
        registrations.delete(registration=registration, by=COMMAND_LINE)

    assert ProviderRegistration.objects.exists()


def test_delete_of_one_way_in_of_two_passes():
    registration = registered()
    comes_through(registration, people.margaret())
    people.local_root()

    registrations.delete(registration=registration, by=COMMAND_LINE)

    assert not ProviderRegistration.objects.exists()


def test_apply_of_a_file_that_closes_the_last_way_in_is_refused(tmp_path: Path):
    registration = registered()
    comes_through(registration, people.margaret())
    file = """
registrations:
  - slug: auth0-prod
    name: auth0-prod
    kind: auth0
    flow: code
    client_id: abc123
    settings: {domain: acme.eu.auth0.com}
    staff_login: {enabled: false}
"""

    with pytest.raises(apply.InvalidFile) as raised:
        apply.apply(file, by=COMMAND_LINE, base=tmp_path)

    assert any(error.startswith("registrations[auth0-prod].staff_login") for error in raised.value.errors), raised.value
    assert ProviderRegistration.objects.get().staff_login


# At the same time


def at_once(*changes: Callable[[], None]) -> list[Exception]:
    """Each change in a thread and a transaction of its own, all of them open at once if nothing keeps them apart.

    Returns the refusals.
    """
    connected, both_inside = threading.Barrier(len(changes)), threading.Barrier(len(changes))
    refused: list[Exception] = []

    def attempt(change: Callable[[], None]) -> None:
        connection.ensure_connection()
        connected.wait()
        try:
            with transaction.atomic():
                change()
                wait(both_inside)
        except (ways_in.LastWayIn, registrations.InvalidRegistration) as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=[change]) for change in changes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def wait(barrier: threading.Barrier) -> None:
    """Until the other one is here too, which it is only if nothing keeps it out."""
    try:
        barrier.wait(timeout=1)
    except threading.BrokenBarrierError:
        return


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_do_not_close_the_last_two_ways_in():
    users = [people.local_root("first"), people.local_root("second")]

    refused = at_once(*(partial(people_actions.delete, users=[user], by=people.SOMEONE) for user in users))

    assert len(refused) == 1
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_account_and_registration_that_go_at_once_do_not_close_both_ways_in():
    root, registration = people.local_root(), registered()
    comes_through(registration, people.margaret())

    refused = at_once(
        partial(people_actions.delete, users=[root], by=people.SOMEONE), partial(saved, registration, staff_login=False)
    )

    assert len(refused) == 1
    assert ways_in.find()
