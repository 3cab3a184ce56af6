"""Newcomers who wait: who may approve them, and what approving and declining do."""

from typing import Any

import pytest
from django.utils import timezone

from sso_providers.actions import approval
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, ProviderRegistration, User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
ISSUER = "https://acme.eu.auth0.com/"


def waits(registration: ProviderRegistration | None, user: User | None = None, **columns: Any) -> User:
    usual: dict[str, Any] = {"issuer": ISSUER, "subject": "auth0|lin", "last_signed_in_at": timezone.now()}
    user = user or people.person("lin")
    ExternalIdentity.objects.create(user=user, registration=registration, awaits_approval=True, **{**usual, **columns})
    return user


def by(user: User) -> Actor:
    return Actor(user.username, user, "192.0.2.9")


def gives(*roles: str, **columns: Any) -> ProviderRegistration:
    mapping = {f"group-{role}": role for role in roles}
    return people.registration(group_roles=mapping, staff_login=True, newcomers_wait=True, **columns)


def test_waiting_counts_people_once_and_leaves_out_who_was_declined():
    lin = waits(gives("viewer"))
    waits(None, lin, subject="auth0|second")
    waits(None, people.person("gone"), subject="auth0|gone")
    User.objects.filter(username="gone").update(is_active=False)
    people.ada()

    assert list(approval.waiting()) == [lin]
    assert approval.waiting().count() == 1


def test_approve_lets_the_person_in_and_gives_no_right_yet():
    lin = waits(gives("viewer"))

    approval.approve(user=lin, by=by(people.margaret()))

    assert not ExternalIdentity.objects.get().awaits_approval
    lin.refresh_from_db()
    assert (lin.is_staff, lin.role) == (False, "")
    event = AuditEvent.objects.get(event=Event.PERSON_APPROVED)
    assert (event.actor, event.target, event.detail) == ("margaret", "lin", f"auth0|lin at {ISSUER}")


@pytest.mark.parametrize(
    ("roles", "may"),
    [
        (["viewer"], True),
        (["viewer", "administrator"], True),
        (["superuser"], False),
        (["viewer", "superuser"], False),
        ([], True),
    ],
    ids=str,
)
def test_approve_by_an_administrator_ends_at_the_own_role(roles, may):
    lin, margaret = waits(gives(*roles)), people.margaret()

    assert bool(approval.refusal(approval.waiting_identities(lin), by(margaret))) != may
    if may:
        approval.approve(user=lin, by=by(margaret))
    else:
        with pytest.raises(approval.MayNotApprove, match="superuser"):
            approval.approve(user=lin, by=by(margaret))
    assert ExternalIdentity.objects.get().awaits_approval != may


def test_approve_counts_what_another_registration_of_the_issuer_gives():
    """The person comes in through that one, too."""
    lin = waits(gives("viewer"))
    gives("superuser", slug="second")

    with pytest.raises(approval.MayNotApprove):
        approval.approve(user=lin, by=by(people.margaret()))


def test_approve_counts_no_registration_of_another_issuer():
    lin = waits(gives("viewer"))
    people.registration("okta", staff_login=True, group_roles={"all": "superuser"})

    approval.approve(user=lin, by=by(people.margaret()))


def test_approve_where_the_registration_is_gone_takes_a_superuser():
    lin = waits(None)

    with pytest.raises(approval.MayNotApprove):
        approval.approve(user=lin, by=by(people.margaret()))
    approval.approve(user=lin, by=by(people.root()))


def test_approve_counts_every_account_that_waits():
    lin = waits(gives("viewer"))
    waits(None, lin, subject="auth0|second")

    with pytest.raises(approval.MayNotApprove):
        approval.approve(user=lin, by=by(people.margaret()))
    assert ExternalIdentity.objects.filter(awaits_approval=True).count() == 2


def test_refusal_asks_as_little_for_many_identities_as_for_one(django_assert_num_queries):
    lin, margaret = waits(gives("viewer")), by(people.margaret())
    for number in range(5):
        waits(ProviderRegistration.objects.get(), lin, subject=f"auth0|{number}")
    waiting = approval.waiting_identities(lin)

    with django_assert_num_queries(2):  # the registrations in force, and what the approver may give
        assert approval.refusal(waiting, margaret) == ""
    with django_assert_num_queries(0):
        assert approval.refusal([], margaret) == ""


def test_approve_of_a_superuser_to_be_is_for_superusers_and_commands():
    first, second = waits(gives("superuser")), waits(None, people.person("second"), subject="auth0|second")

    approval.approve(user=first, by=by(people.root()))
    approval.approve(user=second, by=COMMAND_LINE)

    assert not ExternalIdentity.objects.filter(awaits_approval=True).exists()


def test_decline_switches_the_account_off():
    lin = waits(gives("viewer"))
    browser_of(lin)

    approval.decline(user=lin, by=by(people.margaret()))

    lin.refresh_from_db()
    assert not lin.is_active
    assert not PortalSession.objects.filter(user=lin).exists()
    event = AuditEvent.objects.get(event=Event.PERSON_DECLINED)
    assert (event.actor, event.target) == ("margaret", "lin")


def test_decline_of_a_second_account_of_staff_takes_only_that():
    ada = waits(gives("viewer"), people.ada())

    approval.decline(user=ada, by=by(people.margaret()))

    ada.refresh_from_db()
    assert (ada.is_active, ada.role) == (True, "Operator")
    assert not ada.external_identities.exists()
    assert AuditEvent.objects.filter(event=Event.ACCOUNT_UNLINKED).count() == 1


def test_decline_of_who_does_not_wait_does_nothing():
    ada = people.ada()

    approval.decline(user=ada, by=by(people.margaret()))

    ada.refresh_from_db()
    assert ada.is_active
    assert not AuditEvent.objects.exists()
