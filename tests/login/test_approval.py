"""Newcomers who wait until an administrator lets them in."""

import pytest
from django.test import Client

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import AuditEvent, Event, ExternalIdentity, User
from tests import people
from tests.fakes import ADA
from tests.login.journey import browser_of, is_signed_in, register, renamed, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(provider, db):
    return register(provider, default_role="", group_roles={"staff": "operator"}, newcomers_wait=True)


def assert_waits(response) -> None:
    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>You wait for approval</h1>" in page
    assert "an administrator of this portal must approve newcomers first" in page
    assert '<span class="mono">approval-pending</span>' in page
    assert "no-store" in response["Cache-Control"]


def test_newcomer_who_must_wait_reads_who_approves(client, provider, strict):
    assert_waits(sign_in(client, provider))

    assert not is_signed_in(client)
    user = User.objects.get()
    assert (user.is_staff, user.role, user.has_usable_password()) == (False, "", False)
    event = AuditEvent.objects.get(event=Event.SIGN_IN_WAITS)
    assert (event.actor, event.target) == ("ada", "fake")


def test_newcomer_who_comes_again_reads_the_same(provider, strict):
    for _ in range(2):
        assert_waits(sign_in(Client(), provider))

    assert User.objects.count() == ExternalIdentity.objects.count() == 1


def test_newcomer_who_waits_is_not_let_in_by_a_policy_that_changed(client, provider, strict):
    sign_in(client, provider)
    strict.newcomers_wait = False
    registrations.update(registration=strict, by=COMMAND_LINE)

    assert_waits(sign_in(client, provider))


def test_newcomer_who_is_approved_gets_the_policys_role(client, provider, strict):
    sign_in(client, provider)
    waiting = User.objects.get()
    administrator = browser_of(people.local("margaret", "administrator"))

    response = administrator.post(f"/people/{waiting.pk}/approve/", follow=True)

    assert "Approved: ada." in response.content.decode()
    assert sign_in(client, provider).status_code == 302
    assert signed_in(client) == waiting
    assert signed_in(client).role == "Operator"


def test_newcomer_who_is_declined_stays_out(client, provider, strict):
    sign_in(client, provider)
    administrator = browser_of(people.local("margaret", "administrator"))

    administrator.post(f"/people/{User.objects.get(username='ada').pk}/decline/")

    response = sign_in(client, provider)
    assert response.status_code == 403
    assert '<span class="mono">account-disabled</span>' in response.content.decode()


def test_newcomer_whom_the_policy_refuses_does_not_even_wait(client, provider, strict):
    provider.people["ada"] = renamed(ADA, groups=[])

    assert '<span class="mono">no-role</span>' in sign_in(client, provider).content.decode()
    assert not User.objects.exists()


def test_known_person_does_not_wait(client, provider):
    registration = register(provider)
    sign_in(Client(), provider)
    registration.newcomers_wait = True
    registrations.update(registration=registration, by=COMMAND_LINE)

    assert sign_in(client, provider).status_code == 302
