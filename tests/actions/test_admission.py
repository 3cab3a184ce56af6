"""What a sign-in does to the portal's users: found by issuer and subject, never by name or e-mail."""

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from sso_providers.actions import admission, newcomers
from sso_providers.actions.admission import Refusal
from sso_providers.models import AuditEvent, Event, ExternalIdentity, PortalSession, ProviderRegistration, User
from tests import people
from tests.login.journey import browser_of

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


def admit(registration: ProviderRegistration, role: str = "viewer", **claims: Any) -> User | Refusal:
    return admission.admit(
        registration=registration,
        claims={**ADA, **claims},
        decision=people.decided(role, f"The test says {role or 'no'}."),
        address="192.0.2.1",
    )


def admitted(registration: ProviderRegistration, role: str = "viewer", **claims: Any) -> User:
    user = admit(registration, role, **claims)
    assert isinstance(user, User), user
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
    assert admit(registration, "") is Refusal.NO_ROLE

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

    assert admit(registration, "") is Refusal.NO_ROLE

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

    assert admit(registration, "administrator", email="new@acme.example") is Refusal.DISABLED

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
    assert user == (root if role else Refusal.NO_ROLE)
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
    monkeypatch.setattr(admission, "find_with_groups", lambda claims: (None, frozenset()))

    assert admitted(registration, "operator") == first
    assert User.objects.count() == 1
    assert [group.name for group in first.groups.all()] == ["operator"]


@pytest.mark.django_db(transaction=True)
def test_admit_of_two_newcomers_of_one_name_at_once_gives_the_second_the_next(registration, monkeypatch):
    names, connected, chosen = [], threading.Barrier(2), threading.Barrier(2)
    free = newcomers.free_username

    def choose(*args: Any) -> str:
        """Both have looked before one takes it, where the database lets both in at once."""
        name = free(*args)
        with suppress(threading.BrokenBarrierError):
            chosen.wait(timeout=1)
        return name

    def attempt(subject: str) -> None:
        connection.ensure_connection()
        connected.wait()
        try:
            names.append(str(admit(registration, sub=subject)))
        finally:
            connection.close()

    monkeypatch.setattr(newcomers, "free_username", choose)
    threads = [threading.Thread(target=attempt, args=[subject]) for subject in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(names) == ["ada", "ada-auth0-prod"]
    assert sorted(User.objects.values_list("username", flat=True)) == sorted(names)


def test_admit_gives_up_when_others_take_every_name(registration, monkeypatch):
    people.ada()
    tries = iter(["ada"] * (newcomers.LOST_NAMES + 1))
    monkeypatch.setattr(newcomers, "free_username", lambda *args: next(tries))

    with pytest.raises(IntegrityError):
        admit(registration)

    assert not list(tries)
    assert not ExternalIdentity.objects.exists()


def test_admit_as_superuser_marks_the_account_that_made_one(registration):
    user = admitted(registration, "superuser")

    assert (user.is_superuser, user.is_staff, groups(user), user.role) == (True, True, [], "Superuser")
    assert ExternalIdentity.objects.get().made_superuser


@pytest.mark.parametrize(
    ("role", "expected"),
    [("administrator", ["administrator"]), ("viewer", ["viewer"])],
    ids=["administrator", "viewer"],
)
def test_admit_with_less_than_superuser_takes_what_a_mapping_gave(registration, role, expected):
    admitted(registration, "superuser")

    user = admitted(registration, role)

    assert (user.is_superuser, user.is_staff, groups(user)) == (False, True, expected)
    assert not ExternalIdentity.objects.get().made_superuser


def test_admit_without_a_role_takes_what_a_mapping_gave(registration):
    user = admitted(registration, "superuser")

    assert admit(registration, "") is Refusal.NO_ROLE

    user.refresh_from_db()
    assert (user.is_superuser, user.is_staff) == (False, False)


def test_admit_of_a_superuser_made_by_hand_marks_nothing_and_takes_nothing(registration):
    root = linked_root(registration)

    admitted(registration, "superuser")
    assert not ExternalIdentity.objects.get().made_superuser
    admitted(registration, "viewer")

    root.refresh_from_db()
    assert (root.is_superuser, root.is_staff) == (True, True)


def test_admit_through_another_provider_that_gives_less_takes_what_the_first_gave(registration):
    user = admitted(registration, "superuser")
    ExternalIdentity.objects.create(
        user=user, issuer="https://other.example", subject="a", last_signed_in_at=user.date_joined
    )

    admitted(registration, "viewer", iss="https://other.example", sub="a")

    user.refresh_from_db()
    assert not user.is_superuser
    assert not ExternalIdentity.objects.filter(made_superuser=True).exists()


def linked_root(registration: ProviderRegistration) -> User:
    root = people.root()
    ExternalIdentity.objects.create(
        user=root,
        registration=registration,
        issuer=ISSUER,
        subject=ADA["sub"],
        last_signed_in_at=root.date_joined,
    )
    return root


def open_sessions(user: User) -> int:
    return PortalSession.objects.filter(user=user).count()


def test_admit_without_a_role_ends_every_session_and_records_it(registration):
    user, other = admitted(registration), people.grace()
    for _ in range(2):
        browser_of(user)
    browser_of(other)

    admit(registration, "")

    assert (open_sessions(user), open_sessions(other)) == (0, 1)
    event = AuditEvent.objects.get(event=Event.SESSIONS_ENDED)
    assert (event.actor, event.address, event.target) == ("ada", "192.0.2.1", "ada")
    assert event.detail == "2 sessions: auth0-prod gives no role any more"


def test_admit_with_a_lower_role_keeps_the_sessions(registration):
    user = admitted(registration, "administrator")
    browser_of(user)

    admit(registration, "viewer")

    assert open_sessions(user) == 1


def test_admit_with_the_same_role_again_asks_little(registration, django_assert_max_num_queries):
    admitted(registration)

    # Identity and its person, profile, groups, the audit event, and the savepoint around them.
    with django_assert_max_num_queries(7):
        admit(registration)


@pytest.fixture
def strict() -> ProviderRegistration:
    """Newcomers wait."""
    return people.registration(slug="strict", newcomers_wait=True)


def test_admit_of_a_newcomer_who_must_wait_makes_an_account_without_rights(strict):
    assert admit(strict, "administrator") is Refusal.WAITS

    user = User.objects.get()
    assert (user.username, user.email, user.get_full_name()) == ("ada", "ada@acme.example", "Ada Lovelace")
    assert (user.is_staff, user.is_superuser, groups(user), user.has_usable_password()) == (False, False, [], False)
    assert ExternalIdentity.objects.get().awaits_approval
    assert events() == [("sign-in waits for approval", "ada", "192.0.2.1", "The test says administrator.")]


def test_admit_of_somebody_who_waits_makes_no_second_account(strict):
    admit(strict)

    assert admit(strict, preferred_username="countess") is Refusal.WAITS
    assert [user.username for user in User.objects.all()] == ["ada"]


def test_admit_of_somebody_who_waits_counts_whatever_the_registration_says_now(strict):
    """Who was not approved is not let in by a setting that changed, nor by another registration of the issuer."""
    admit(strict)
    strict.newcomers_wait = False
    strict.save()

    assert admit(strict) is Refusal.WAITS
    assert admit(people.registration()) is Refusal.WAITS


def test_admit_of_a_known_person_does_not_wait(registration, strict):
    user = admitted(registration)

    assert admitted(strict) == user


def test_admit_of_a_newcomer_without_a_role_does_not_wait(strict):
    assert admit(strict, "") is Refusal.NO_ROLE
    assert not User.objects.exists()


def test_admit_without_a_role_by_an_account_that_waits_takes_nothing_of_the_person(registration, strict):
    ada = people.ada()
    ExternalIdentity.objects.create(
        user=ada, issuer=ISSUER, subject=ADA["sub"], awaits_approval=True, last_signed_in_at=ada.date_joined
    )
    browser_of(ada)

    assert admit(strict, "") is Refusal.NO_ROLE

    ada.refresh_from_db()
    assert (ada.is_staff, groups(ada), open_sessions(ada)) == (True, ["operator"], 1)


# Preview


def preview(registration: ProviderRegistration, role: str = "viewer", **claims: Any) -> str:
    decision = people.decided(role)
    before = state()
    with CaptureQueriesContext(connection) as queries:
        sentence = admission.preview(registration=registration, claims={**ADA, **claims}, decision=decision)
    assert state() == before
    assert all(query["sql"].startswith("SELECT") and "FOR UPDATE" not in query["sql"] for query in queries)
    return sentence


def state() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (User, ExternalIdentity, AuditEvent)]


def test_preview_of_a_newcomer_names_the_account_to_come(registration, strict):
    assert preview(registration) == "A newcomer, who gets an account of their own, with the role viewer."
    assert preview(strict) == (
        "A newcomer, who gets an account of their own and waits for approval, then has the role viewer."
    )
    assert preview(registration, "") == "The sign-in is refused, and no account is made."


def test_preview_of_a_newcomer_with_the_address_of_an_account_names_it():
    registration = people.registration(authoritative_email=True)
    User.objects.create_user("countess", email="ada@acme.example")

    assert preview(registration) == (
        "A newcomer, who gets the account 'countess' here, by its e-mail address, with the role viewer."
    )


def test_preview_of_a_known_person_names_the_account(registration):
    user = admitted(registration)

    assert preview(registration, "operator") == "It is the account 'ada' here, which gets the role operator."
    assert preview(registration, "") == (
        "The sign-in is refused: the account 'ada' here loses every right and session."
    )
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert preview(registration) == ("It is the account 'ada' here, which is switched off: the sign-in is refused.")


def test_preview_of_somebody_who_waits_says_so(strict):
    admit(strict)

    assert preview(strict) == "It is the account 'ada' here, which still waits for approval."
    assert preview(strict, "") == "The sign-in is refused, and no account is made."


def test_preview_of_a_superuser_made_by_hand_says_what_stays(registration):
    linked_root(registration)

    assert "'root' here stays a superuser, but loses every session" in preview(registration, "")


def test_preview_of_a_superuser_by_mapping_says_what_goes(registration):
    admitted(registration, "superuser")

    assert "loses every right and session" in preview(registration, "")


@pytest.mark.parametrize("claims", [{"sub": None}, {"iss": None}, {"sub": 7}, {"iss": ["x"]}, {"sub": ""}], ids=str)
def test_preview_of_claims_that_name_nobody_says_so(registration, claims):
    assert preview(registration, **claims) == "Without the claims iss and sub nobody can tell who this is."
