"""Approve, decline, end sessions: who may do it to whom."""

import pytest
from django.test import Client
from django.utils import timezone

from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, ProviderRegistration, User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
VERBS = ("approve", "decline", "end-sessions")


@pytest.fixture
def waiting(db) -> User:
    user = people.person("lin")
    registration = people.registration(group_roles={"staff": "operator"}, staff_login=True)
    ExternalIdentity.objects.create(
        user=user,
        registration=registration,
        issuer="https://acme.eu.auth0.com/",
        subject="auth0|lin",
        awaits_approval=True,
        last_signed_in_at=timezone.now(),
    )
    return user


def post(client: Client, person: User, verb: str):
    return client.post(f"/people/{person.pk}/{verb}/", follow=True)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["viewer", "operator", "nobody"])
def test_verbs_are_for_who_may_change_people(request, waiting, who, verb):
    browser_of(waiting)

    assert post(request.getfixturevalue(who), waiting, verb).status_code == 403

    waiting.refresh_from_db()
    assert waiting.is_active
    assert ExternalIdentity.objects.get().awaits_approval
    assert PortalSession.objects.filter(user=waiting).exists()


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_need_a_session_a_post_and_a_token(client, administrator, waiting, verb):
    path = f"/people/{waiting.pk}/{verb}/"

    assert client.post(path)["Location"].startswith("/sign-in/")
    assert administrator.get(path).status_code == 405
    assert administrator.post("/people/999999/approve/").status_code == 404
    strict = browser_of(User.objects.get(username="margaret"), enforce_csrf_checks=True)
    assert strict.post(path).status_code == 403


@pytest.mark.parametrize("verb", VERBS)
def test_verbs_on_a_superuser_are_for_superusers(administrator, verb):
    root = people.root()
    browser_of(root)

    assert post(administrator, root, verb).status_code == 403
    root.refresh_from_db()
    assert root.is_active
    assert PortalSession.objects.filter(user=root).exists()


def test_approve_answers_on_the_persons_page(administrator, waiting):
    response = post(administrator, waiting, "approve")

    assert "Approved: lin. The next sign-in gives the role." in response.content.decode()
    assert not ExternalIdentity.objects.get().awaits_approval


def test_approve_of_somebody_above_oneself_is_refused_with_the_reason(administrator, waiting):
    ProviderRegistration.objects.update(group_roles={"staff": "superuser"})

    response = post(administrator, waiting, "approve")

    page = response.content.decode()
    assert "People can get the role superuser by that account" in page
    assert "Approve</button>" not in page
    assert "Decline</button>" in page
    assert ExternalIdentity.objects.get().awaits_approval


def test_decline_switches_the_account_off(administrator, waiting):
    response = post(administrator, waiting, "decline")

    assert "Declined: lin." in response.content.decode()
    waiting.refresh_from_db()
    assert not waiting.is_active


def test_end_sessions_signs_the_person_out_everywhere(administrator):
    ada = people.ada()
    first, second = browser_of(ada), browser_of(ada)

    response = post(administrator, ada, "end-sessions")

    assert "Sessions of ada ended: 2." in response.content.decode()
    for browser in (first, second):
        assert browser.get("/admin/").status_code == 302
    event = AuditEvent.objects.get(event=Event.SESSIONS_ENDED)
    assert (event.actor, event.target, event.detail) == ("margaret", "ada", "2 sessions")


def test_end_sessions_of_a_superuser_by_a_superuser(superuser):
    other = User.objects.create_superuser("second")
    browser = browser_of(other)

    post(superuser, other, "end-sessions")

    assert browser.get("/admin/").status_code == 302


def test_end_sessions_of_ones_own_leads_to_the_sign_in_page(administrator):
    margaret = User.objects.get(username="margaret")

    response = post(administrator, margaret, "end-sessions")

    assert response.redirect_chain[-1][0].startswith("/sign-in/")
    assert administrator.get("/admin/").status_code == 302
    assert not PortalSession.objects.filter(user=margaret).exists()
