"""What a sign-in does to the portal's users: found by issuer and subject, never by name or e-mail."""

from typing import Any

import pytest

from sso_providers.actions import people as actions
from sso_providers.models import AuditEvent, ExternalIdentity, ProviderRegistration, User
from sso_providers.oidc.policy import Decision
from tests import people

pytestmark = pytest.mark.django_db
ISSUER = "https://acme.eu.auth0.com/"
ADA: dict[str, Any] = {
    "iss": ISSUER,
    "sub": "auth0|ada",
    "email": "ada@acme.example",
    "email_verified": True,
    "preferred_username": "ada",
    "given_name": "Ada",
    "family_name": "Lovelace",
}


@pytest.fixture
def registration() -> ProviderRegistration:
    return people.registration()


def admit(registration: ProviderRegistration, role: str = "viewer", **claims: Any) -> User | None:
    return actions.admit(
        registration=registration,
        claims={**ADA, **claims},
        decision=Decision(role, f"The test says {role or 'no'}."),
        address="192.0.2.1",
    )


def admitted(registration: ProviderRegistration, role: str = "viewer", **claims: Any) -> User:
    user = admit(registration, role, **claims)
    assert user is not None
    user.refresh_from_db()
    return user


def events() -> list[tuple[str, str, str, str]]:
    rows = AuditEvent.objects.filter(event__startswith="sign").order_by("pk")
    return list(rows.values_list("event", "actor", "address", "detail"))


def groups(user: User) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


def test_admit_of_a_newcomer_makes_an_account_with_the_role(registration):
    user = admitted(registration, "operator")

    assert (user.username, user.email, user.get_full_name()) == ("ada", "ada@acme.example", "Ada Lovelace")
    assert (user.is_staff, user.is_superuser, user.has_usable_password(), user.role) == (True, False, False, "Operator")
    identity = ExternalIdentity.objects.get()
    assert (identity.user, identity.registration, identity.issuer, identity.subject, identity.email) == (
        user,
        registration,
        ISSUER,
        "auth0|ada",
        "ada@acme.example",
    )
    assert events() == [("signed in", "ada", "192.0.2.1", "The test says operator.")]


def test_admit_of_a_newcomer_without_a_role_makes_nothing(registration):
    assert admit(registration, "") is None

    assert not User.objects.exists()
    assert not ExternalIdentity.objects.exists()
    assert events() == [("sign-in refused", "ada@acme.example", "192.0.2.1", "The test says no.")]


def test_admit_of_a_known_person_updates_the_profile(registration):
    first = admitted(registration)

    second = admitted(registration, email="ada@new.example", given_name="A.", preferred_username="countess")

    assert second == first
    assert (second.username, second.email, second.first_name) == ("ada", "ada@new.example", "A.")
    assert ExternalIdentity.objects.get().email == "ada@new.example"


def test_admit_through_another_registration_of_the_issuer_finds_the_person(registration):
    other = people.registration(slug="auth0-second")

    assert admitted(registration) == admitted(other)
    assert ExternalIdentity.objects.get().registration == other


@pytest.mark.parametrize(
    "claims", [{"iss": "https://other.example"}, {"sub": "auth0|another"}, {"sub": "AUTH0|ADA"}], ids=str
)
def test_admit_of_another_identity_with_the_same_names_makes_another_account(registration, claims):
    first = admitted(registration)

    second = admitted(registration, **claims)

    assert second != first
    assert (first.username, second.username) == ("ada", "ada-auth0-prod")


@pytest.mark.parametrize(("before", "after"), [("viewer", "administrator"), ("administrator", "viewer")])
def test_admit_with_another_role_follows_the_provider(registration, before, after):
    admitted(registration, before)

    user = admitted(registration, after)

    assert groups(user) == [after]


def test_admit_without_the_role_of_before_takes_the_rights_away(registration):
    user = admitted(registration, "administrator")

    assert admit(registration, "") is None

    user.refresh_from_db()
    assert (groups(user), user.is_staff) == ([], False)
    assert user.get_all_permissions() == set()
    assert [event for event, *_ in events()] == ["signed in", "sign-in refused"]


def test_admit_keeps_groups_that_are_no_roles(registration):
    user = admitted(registration)
    user.groups.create(name="guests")

    assert groups(admitted(registration, "operator")) == ["guests", "operator"]


def test_admit_of_a_disabled_account_is_refused_and_recorded(registration):
    user = admitted(registration)
    User.objects.filter(pk=user.pk).update(is_active=False)
    signed_in_at = ExternalIdentity.objects.get().last_signed_in_at

    assert admit(registration, "administrator", email="new@acme.example") is None

    user.refresh_from_db()
    assert (user.email, groups(user)) == ("ada@acme.example", ["viewer"])
    assert ExternalIdentity.objects.get().last_signed_in_at == signed_in_at
    assert events()[1:] == [("sign-in refused", "new@acme.example", "192.0.2.1", "The account here is switched off.")]


@pytest.mark.parametrize("name", ["ada", "Ada", "ADA"])
def test_admit_never_takes_over_a_local_account(registration, name):
    local = User.objects.create_user(name, email="ada@acme.example", password="local")

    user = admitted(registration)

    local.refresh_from_db()
    assert user != local
    assert user.username == "ada-auth0-prod"
    assert local.check_password("local")
    assert not local.external_identities.exists()
    assert (local.is_staff, groups(local)) == (False, [])


def test_admit_never_links_a_superuser_by_name_or_address(registration):
    root = people.root()

    user = admitted(registration, "administrator", preferred_username="root", email="root@acme.example")

    assert (user.is_superuser, user.username) == (False, "root-auth0-prod")
    assert not root.external_identities.exists()


@pytest.mark.parametrize("role", ["viewer", ""])
def test_admit_of_a_linked_superuser_leaves_the_flags(registration, role):
    root = people.root()
    ExternalIdentity.objects.create(user=root, issuer=ISSUER, subject=ADA["sub"], last_signed_in_at=root.date_joined)

    user = admit(registration, role)

    root.refresh_from_db()
    assert user == (root if role else None)
    assert (root.is_superuser, root.is_staff, root.username) == (True, True, "root")


@pytest.mark.parametrize(
    ("claims", "username"),
    [
        pytest.param({"preferred_username": None}, "ada@acme.example", id="e-mail"),
        pytest.param({"preferred_username": None, "email": None}, "auth0ada", id="subject"),
        pytest.param({"preferred_username": "a/d <a>"}, "ada", id="odd-characters"),
        pytest.param({"preferred_username": "ＡＤＡ"}, "ADA", id="wide-letters"),
        pytest.param({"preferred_username": "a\x00b"}, "ada@acme.example", id="control-character"),
        pytest.param({"preferred_username": ["ada"]}, "ada@acme.example", id="no-text"),
        pytest.param({"preferred_username": "!!!"}, "person", id="nothing-left"),
        pytest.param({"preferred_username": "a" * 300}, "a" * 90, id="long"),
    ],
)
def test_admit_makes_a_valid_user_name(registration, claims, username):
    user = admitted(registration, **claims)

    user.clean_fields(exclude=["password"])
    assert user.username == username


def test_admit_of_long_names_that_are_taken_stays_within_the_column(registration):
    long = people.registration("azure", slug="s" * 50)

    names = [admitted(long, preferred_username="a" * 300, sub=f"sub-{number}").username for number in range(3)]

    assert len(set(names)) == 3
    assert max(map(len, names)) <= 150


def test_admit_of_odd_profile_claims_leaves_them_out(registration):
    user = admitted(registration, given_name="A\nB", name="n" * 300, family_name=5, email={"a": 1})

    assert (user.first_name, user.last_name, user.email) == ("n" * 150, "", "")


def test_admit_of_a_person_whom_another_request_just_made_finds_them(registration, monkeypatch):
    first = admitted(registration)
    monkeypatch.setattr(actions, "find_identity", lambda claims: None)

    assert admitted(registration, "operator") == first
    assert User.objects.count() == 1
