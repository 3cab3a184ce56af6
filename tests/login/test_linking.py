"""Linking an account at a provider from a signed-in session, and by an address that counts."""

from typing import Any

import pytest
from django.test import Client

from sso_providers.actions import confirmation
from sso_providers.models import AuditEvent, Event, ExternalIdentity, User
from tests import people
from tests.confirming import confirmed
from tests.fakes import ADA, Person, running_provider
from tests.login.journey import (
    browser_of,
    come_back,
    is_signed_in,
    refusal,
    register,
    renamed,
    sign_in,
    signed_in,
    start,
)

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


@pytest.fixture
def grace(db: None) -> User:
    return people.local("grace", "operator")


@pytest.fixture
def browser(grace: User) -> Client:
    """Grace's, in which she has just confirmed who she is."""
    return confirmed(browser_of(grace))


def link(client: Client, provider, person: str = "ada", **form: str):
    return sign_in(client, provider, person, purpose="link", **form)


def test_link_adds_the_account_to_who_is_signed_in(browser, grace, provider, registration):
    response = link(browser, provider, next=ACCOUNT)

    assert (response.status_code, response["Location"]) == (302, ACCOUNT)
    identity = ExternalIdentity.objects.get()
    assert (identity.user, identity.issuer, identity.subject) == (grace, provider.issuer, "sub-ada")
    assert User.objects.count() == 1
    assert signed_in(browser) == grace
    page = browser.get(ACCOUNT).content.decode()
    assert "Your account ada@acme.example at Fake provider is linked." in page


def test_link_changes_no_role_before_the_next_sign_in(browser, grace, provider, registration):
    link(browser, provider)
    grace.refresh_from_db()
    assert (grace.role, grace.email) == ("Operator", "")

    other = Client()
    sign_in(other, provider)

    assert signed_in(other) == grace
    assert signed_in(other).role == "Viewer"


def test_link_is_recorded(browser, provider, registration):
    link(browser, provider)

    event = AuditEvent.objects.get(event=Event.ACCOUNT_LINKED)
    assert (event.actor, event.target, event.detail) == ("grace", "grace", "fake: sub-ada")


def test_link_without_a_next_path_leads_to_the_account(browser, provider, registration):
    assert link(browser, provider)["Location"] == ACCOUNT


def test_link_of_an_account_that_somebody_else_has_is_refused(browser, provider, registration):
    sign_in(Client(), provider)

    assert refusal_of(link(browser, provider)) == "already-linked"
    assert ExternalIdentity.objects.get().user.username == "ada"
    assert signed_in(browser).username == "grace"


def refusal_of(response) -> str:
    page = response.content.decode()
    assert response.status_code == 403
    assert "<h1>Account not linked</h1>" in page
    return refusal_code(page)


def refusal_code(page: str) -> str:
    return page.split('Code <span class="mono">')[1].split("<")[0]


def test_link_without_a_confirmation_is_refused(grace, provider, registration):
    assert refusal_of(link(browser_of(grace), provider)) == "link-not-confirmed"
    assert not ExternalIdentity.objects.exists()


def test_link_after_the_confirmation_ran_out_is_refused(browser, provider, registration):
    address = start(browser, purpose="link")
    session = browser.session
    session[confirmation.KEY] -= confirmation.LASTS + 1
    session.save()

    assert refusal_of(come_back(browser, provider.sign_in(address, "ada"))) == "link-not-confirmed"


def test_link_whose_session_ended_meanwhile_is_refused_and_makes_no_account(browser, provider, registration):
    address = start(browser, purpose="link")
    session = browser.session
    del session["_auth_user_id"]
    session.save()

    assert refusal_of(come_back(browser, provider.sign_in(address, "ada"))) == "link-not-confirmed"
    assert not is_signed_in(browser)
    assert not ExternalIdentity.objects.exists()


def test_link_started_by_one_person_is_nothing_for_the_next(browser, provider, registration):
    address = start(browser, purpose="link")
    browser.force_login(people.local("mary", "viewer"), backend="django.contrib.auth.backends.ModelBackend")
    confirmed(browser)

    assert refusal(come_back(browser, provider.sign_in(address, "ada"))) == "sign-in-expired"
    assert not ExternalIdentity.objects.exists()


@pytest.mark.parametrize("who", ["signed-out", "without-a-role"])
def test_link_is_started_by_staff_only(client, provider, registration, who):
    if who == "without-a-role":
        client = confirmed(browser_of(people.local("mallory")))

    response = client.post("/sign-in/fake/", {"purpose": "link"})

    assert response.status_code == 403
    assert "sso_pending" not in client.session


def test_link_of_an_account_without_a_role_is_refused(browser, grace, provider):
    """Else the next sign-in through it takes the role away."""
    register(provider, default_role="", group_roles={"board": "viewer"})

    assert refusal_of(link(browser, provider)) == "link-without-role"
    grace.refresh_from_db()
    assert grace.role == "Operator"
    assert not ExternalIdentity.objects.exists()


def test_link_at_a_registration_where_newcomers_wait_waits(browser, provider):
    register(provider, newcomers_wait=True)

    link(browser, provider)

    assert ExternalIdentity.objects.get().awaits_approval
    assert "It works when an administrator has approved it." in browser.get(ACCOUNT).content.decode()
    assert refusal_code(sign_in(Client(), provider).content.decode()) == "approval-pending"


def test_link_at_a_registration_that_is_off_is_not_found(browser, provider):
    register(provider, staff_login=False)

    assert browser.post("/sign-in/fake/", {"purpose": "link"}).status_code == 404


def test_superuser_made_by_hand_who_links_an_account_stays_one(provider, registration):
    browser = confirmed(browser_of(people.local_root()))

    link(browser, provider)
    other = Client()
    sign_in(other, provider)

    assert signed_in(other).username == "root"
    assert signed_in(other).is_superuser


# By address


def test_newcomer_with_an_address_that_counts_gets_the_account_that_has_it(client, provider):
    register(provider, authoritative_email=True)
    countess = people.local("countess", email="ADA@acme.example")

    sign_in(client, provider)

    assert signed_in(client) == countess
    assert signed_in(client).role == "Viewer"


@pytest.mark.parametrize(
    ("policy", "claims"),
    [
        ({"authoritative_email": False}, {}),
        ({"authoritative_email": True}, {"email_verified": False}),
        ({"authoritative_email": True, "trust_email": True}, {"email_verified": None}),
    ],
    ids=["not-authoritative", "unverified", "only-trusted"],
)
def test_newcomer_with_an_address_that_does_not_count_gets_an_account_of_their_own(client, provider, policy, claims):
    register(provider, **policy)
    provider.people["ada"] = renamed(ADA, **claims)
    countess = people.local("countess", email="ada@acme.example")

    sign_in(client, provider)

    assert signed_in(client) != countess


@pytest.mark.parametrize("role", ["viewer", "operator", "administrator"])
def test_newcomer_with_the_address_of_staff_gets_an_account_of_their_own(client, provider, role):
    register(provider, authoritative_email=True)
    staff = people.local("countess", role, email="ada@acme.example")

    sign_in(client, provider)

    assert signed_in(client) != staff


def test_two_providers_that_both_vouch_for_an_address_lead_to_one_person_without_rights_only(client, provider):
    """The first sign-in makes the person staff, so the second provider's account is another person's."""
    with running_provider() as second:
        register(provider, authoritative_email=True)
        register(second, "second", authoritative_email=True)
        sign_in(client, provider)
        other = Client()
        sign_in(other, second, slug="second")

        assert signed_in(other) != signed_in(client)


def test_account_of_who_took_an_address_first_is_not_handed_to_its_owner(provider):
    """Unverified, at a provider whose addresses count, and without rights by now: the way into it would stay."""
    policy: dict[str, Any] = {"authoritative_email": True, "default_role": "", "group_roles": {"staff": "viewer"}}
    with running_provider() as second:
        register(provider, **policy)
        register(second, "second", authoritative_email=True, default_role="administrator")
        address = "boss@acme.example"
        eve = Person("eve", "sub-eve", {"email": address, "email_verified": False, "groups": ["staff"]}, {})
        second.people["boss"] = Person("boss", "sub-boss", {"email": address, "email_verified": True}, {})
        for groups in (["staff"], []):
            provider.people["eve"] = renamed(eve, groups=groups)
            sign_in(Client(), provider, "eve")

        owner = Client()
        sign_in(owner, second, "boss", slug="second")
        provider.people["eve"] = eve
        thief = Client()
        sign_in(thief, provider, "eve")

        assert signed_in(owner) != signed_in(thief)
        assert signed_in(owner).external_identities.get().issuer == second.issuer


def test_account_of_somebody_who_proved_the_address_elsewhere_is_theirs(provider):
    """The same person, who was taken out of the groups of the first provider."""
    policy: dict[str, Any] = {"authoritative_email": True, "default_role": "", "group_roles": {"staff": "viewer"}}
    with running_provider() as second:
        register(provider, **policy)
        register(second, "second", authoritative_email=True)
        for groups in (["staff"], []):
            provider.people["ada"] = renamed(ADA, groups=groups)
            sign_in(Client(), provider)

        owner = Client()
        sign_in(owner, second, slug="second")

        assert signed_in(owner).external_identities.count() == 2
