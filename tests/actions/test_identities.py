"""Which account at a provider belongs to whom: by address with care, by hand, and taken away again."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from sso_providers.actions import admission, identities
from sso_providers.actions.admission import Refusal
from sso_providers.actions.audit import Actor
from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, ProviderRegistration, User
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
ISSUER = "https://acme.eu.auth0.com/"
ADA: dict[str, Any] = {"iss": ISSUER, "sub": "auth0|ada", "email": "ada@acme.example", "email_verified": True}


@pytest.fixture
def registration() -> ProviderRegistration:
    """One whose addresses identify people."""
    return people.registration(authoritative_email=True)


@pytest.fixture
def countess() -> User:
    """An account that somebody made for Ada beforehand: without a role."""
    return User.objects.create_user("countess", email="Ada@Acme.example")


def admit(registration: ProviderRegistration, **claims: Any) -> User | Refusal:
    return admission.admit(
        registration=registration,
        claims={**ADA, **claims},
        decision=people.decided("viewer"),
        address="192.0.2.1",
    )


def known(user: User, **columns: Any) -> ExternalIdentity:
    usual = {
        "issuer": "https://other.example",
        "subject": f"sub-{user.pk}",
        "email": user.email,
        "email_verified": True,
        "last_signed_in_at": timezone.now(),
    }
    return ExternalIdentity.objects.create(user=user, **{**usual, **columns})


# By address


def test_newcomer_with_a_verified_address_of_an_account_gets_it(registration, countess):
    assert admit(registration) == countess

    countess.refresh_from_db()
    assert (countess.username, countess.role, countess.is_staff) == ("countess", "Viewer", True)
    assert User.objects.count() == 1
    event = AuditEvent.objects.get(event=Event.ACCOUNT_LINKED)
    assert (event.actor, event.address, event.target) == ("countess", "192.0.2.1", "countess")
    assert event.detail == "auth0-prod: auth0|ada, by the address Ada@acme.example"


def test_newcomer_who_was_linked_is_found_by_subject_from_then_on(registration, countess):
    admit(registration)

    assert admit(registration, email="other@acme.example", email_verified=False) == countess


def test_newcomer_with_the_address_of_an_account_waits_where_newcomers_wait(countess):
    registration = people.registration(authoritative_email=True, newcomers_wait=True)

    assert admit(registration) is Refusal.WAITS
    assert countess.external_identities.get().awaits_approval


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "true"},
        {"email_verified": 1},
        {"email": "ada@acme.example.evil.example"},
        {"email": "xada@acme.example"},
        {"email": "ada"},
        {"email": ""},
        {"email": None},
        {"email": ["ada@acme.example"]},
    ],
    ids=str,
)
def test_newcomer_without_that_verified_address_gets_another_account(registration, countess, claims):
    user = admit(registration, **claims)

    assert user != countess
    assert not countess.external_identities.exists()


@pytest.mark.parametrize("columns", [{}, {"trust_email": True}, {"allowed_domains": ["acme.example"]}], ids=str)
def test_newcomer_through_a_registration_that_does_not_say_so_gets_another_account(countess, columns):
    assert admit(people.registration(**columns)) != countess


def test_newcomer_whose_address_is_only_trusted_gets_another_account(countess):
    registration = people.registration(authoritative_email=True, trust_email=True)

    assert admit(registration, email_verified=None) != countess


@pytest.mark.parametrize(
    "columns", [{"is_staff": True}, {"is_superuser": True}, {"is_staff": True, "is_superuser": True}], ids=str
)
def test_newcomer_with_the_address_of_staff_gets_another_account(registration, countess, columns):
    User.objects.filter(pk=countess.pk).update(**columns)

    assert admit(registration) != countess


def test_newcomer_with_the_address_of_somebody_in_a_role_group_gets_another_account(registration, countess):
    countess.groups.add(Group.objects.get(name="viewer"))

    assert admit(registration) != countess


def test_newcomer_with_the_address_of_an_account_switched_off_gets_another_one(registration, countess):
    User.objects.filter(pk=countess.pk).update(is_active=False)

    assert admit(registration) != countess


def test_newcomer_with_the_address_of_two_accounts_gets_a_third(registration, countess):
    second = User.objects.create_user("lovelace", email="ada@acme.example")

    assert admit(registration) not in {countess, second}


def test_newcomer_with_the_address_of_two_accounts_of_which_one_is_off_gets_the_other(registration, countess):
    User.objects.create_user("lovelace", email="ada@acme.example", is_active=False)

    assert admit(registration) == countess


def test_newcomer_with_the_address_of_somebody_known_at_the_issuer_gets_another_account(registration, countess):
    known(countess, issuer=ISSUER, subject="auth0|earlier", registration=registration)

    assert admit(registration) != countess


def test_newcomer_gets_no_account_whose_address_another_provider_wrote(registration, countess):
    """Else somebody takes the address at a provider that checks none, and waits for its owner to come."""
    elsewhere = people.registration("okta", slug="elsewhere")
    known(countess, registration=elsewhere)

    assert admit(registration) != countess


def test_newcomer_gets_the_account_of_another_provider_that_vouches_for_addresses(registration, countess):
    elsewhere = people.registration("okta", slug="elsewhere", authoritative_email=True)
    known(countess, registration=elsewhere)

    assert admit(registration) == countess


@pytest.mark.parametrize(
    "columns",
    [
        {"awaits_approval": True},
        {"registration": None},
        {"email_verified": False},
        {"email": "eve@acme.example"},
        {"email": "\u0430da@acme.example"},
        {"email": ""},
    ],
    ids=["waits", "from-nowhere", "unverified", "another-address", "cyrillic-a", "no-address"],
)
def test_newcomer_gets_no_account_of_somebody_who_has_not_proven_the_address(registration, countess, columns):
    elsewhere = people.registration("okta", slug="elsewhere", authoritative_email=True)
    known(countess, **{"registration": elsewhere, **columns})

    assert admit(registration) != countess


def test_newcomer_gets_no_account_of_which_one_of_two_identities_has_not_proven_the_address(registration, countess):
    elsewhere = people.registration("okta", slug="elsewhere", authoritative_email=True)
    known(countess, registration=elsewhere)
    known(countess, registration=elsewhere, subject="another", email_verified=False)

    assert admit(registration) != countess


def test_newcomer_does_not_get_the_account_of_who_took_the_address_first(registration):
    """Without proof, at a provider whose addresses count: else both would have a way into the account."""
    elsewhere = people.registration("okta", slug="elsewhere", authoritative_email=True)
    eve = {"iss": "https://other.example", "sub": "eve", "preferred_username": "eve", "email_verified": False}
    taken = admit(elsewhere, **eve)
    assert isinstance(taken, User)
    assert taken.email == ADA["email"]
    admission.admit(registration=elsewhere, claims={**ADA, **eve}, decision=people.decided(""), address="192.0.2.1")

    assert admit(registration) != taken
    assert admit(elsewhere, **eve) == taken


@pytest.mark.parametrize(
    ("claims", "verified"),
    [
        ({}, True),
        ({"email_verified": False}, False),
        ({"email_verified": None}, False),
        ({"email_verified": "true"}, False),
        ({"email": "a" * 300 + "@acme.example"}, False),
    ],
    ids=["verified", "unverified", "unsaid", "text", "cut"],
)
def test_sign_in_keeps_whether_its_address_was_verified(registration, claims, verified):
    for before in (not verified, verified):
        admit(registration, email_verified=before)

        admit(registration, **claims)

        assert ExternalIdentity.objects.get().email_verified is verified


def test_sign_in_at_a_provider_whose_addresses_are_trusted_verifies_none():
    admit(people.registration(trust_email=True), email_verified=None)

    assert not ExternalIdentity.objects.get().email_verified


@pytest.mark.parametrize(
    ("stored", "claimed"),
    [("mike@acme.example", "m\u0131ke@acme.example"), ("m\u0131ke@acme.example", "mike@acme.example")],
    ids=["dotless-i-claimed", "dotless-i-stored"],
)
def test_newcomer_with_an_address_that_only_looks_the_same_gets_another_account(registration, stored, claimed):
    mike = User.objects.create_user("mike", email=stored)

    assert admit(registration, email=claimed, sub="auth0|mike") != mike


# By hand


def link(user: User, registration: ProviderRegistration, **claims: Any) -> ExternalIdentity:
    return identities.link(
        user=user, registration=registration, claims={**ADA, **claims}, by=Actor(user.username, user)
    )


def test_link_adds_the_account_and_changes_no_role(registration):
    grace = people.grace()

    identity = link(grace, registration)

    assert (identity.user, identity.registration, identity.email) == (grace, registration, "ada@acme.example")
    assert (identity.awaits_approval, identity.made_superuser) == (False, False)
    grace.refresh_from_db()
    assert (grace.role, grace.email) == ("Viewer", "grace@acme.example")
    event = AuditEvent.objects.get(event=Event.ACCOUNT_LINKED)
    assert (event.actor, event.target, event.detail) == ("grace", "grace", "auth0-prod: auth0|ada")


def test_link_of_an_account_of_ones_own_again_changes_nothing(registration):
    grace = people.grace()

    assert link(grace, registration) == link(grace, registration)
    assert AuditEvent.objects.filter(event=Event.ACCOUNT_LINKED).count() == 1


def test_link_of_somebody_elses_account_is_refused(registration):
    link(people.ada(), registration)

    with pytest.raises(identities.AlreadyLinked):
        link(people.grace(), registration)
    assert ExternalIdentity.objects.get().user.username == "ada"


def test_link_where_newcomers_wait_waits_too():
    registration = people.registration(newcomers_wait=True)

    assert link(people.grace(), registration).awaits_approval
    assert admit(registration) is Refusal.WAITS


# Taken away


def test_unlink_ends_the_sessions_that_began_with_the_account(registration):
    grace = people.grace()
    identity = link(grace, registration)
    through, kept, local = (str(browser_of(grace).session.session_key) for _ in range(3))
    PortalSession.objects.filter(pk__in=[through, kept]).update(issuer=ISSUER, subject=ADA["sub"])

    identities.unlink(identity=identity, by=people.SOMEONE, keep_session=kept)

    assert set(PortalSession.objects.values_list("pk", flat=True)) == {kept, local}
    assert not ExternalIdentity.objects.exists()
    event = AuditEvent.objects.get(event=Event.ACCOUNT_UNLINKED)
    assert (event.actor, event.target, event.detail) == ("someone", "grace", f"auth0|ada at {ISSUER}")


def test_unlink_of_the_account_that_made_a_superuser_takes_that(registration):
    user = people.person("ada")
    identity = link(user, registration)
    admission.admit(registration=registration, claims=ADA, decision=people.decided("superuser"), address="192.0.2.1")
    user.refresh_from_db()
    assert user.is_superuser

    identities.unlink(identity=ExternalIdentity.objects.get(pk=identity.pk), by=people.SOMEONE)

    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (False, False)


def test_unlink_of_a_superuser_made_by_hand_keeps_them_one(registration):
    root = people.root()

    identities.unlink(identity=link(root, registration), by=people.SOMEONE)

    root.refresh_from_db()
    assert (root.is_superuser, root.is_staff) == (True, True)


@pytest.mark.parametrize(
    "other",
    [
        None,
        {"awaits_approval": True},
        {"registration": None},
    ],
    ids=["none", "one-that-waits", "one-without-a-registration"],
)
def test_unlink_own_of_the_only_way_in_is_refused(registration, other):
    grace = people.grace()
    identity = link(grace, registration)
    if other is not None:
        elsewhere = people.registration("okta", slug="elsewhere", staff_login=True)
        known(grace, **{"registration": elsewhere, **other})

    with pytest.raises(identities.OnlyWayIn):
        identities.unlink_own(identity=identity, by=people.SOMEONE, keep_session="")
    assert identity in grace.external_identities.all()


def test_unlink_own_with_another_account_or_a_password_left_works(registration):
    grace, ada = people.grace(), people.ada()
    known(grace, registration=people.registration("okta", slug="elsewhere", staff_login=True))
    ada.set_password("of her own")
    ada.save()

    for user in (grace, ada):
        identity = link(user, registration)
        identities.unlink_own(identity=identity, by=people.SOMEONE, keep_session="")

    assert not ExternalIdentity.objects.filter(issuer=ISSUER).exists()
