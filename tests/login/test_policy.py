"""Who may come in through a registration, and as what."""

import pytest
from django.test import Client
from django.urls import reverse

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import AuditEvent, Event, ExternalIdentity, ProviderRegistration, User
from tests import people
from tests.fakes import ADA
from tests.login.journey import is_signed_in, refusal, register, renamed, sign_in, signed_in

pytestmark = pytest.mark.django_db


def roles(user: User) -> list[str]:
    return [group.name for group in user.groups.order_by("name")]


def change(**columns: object) -> None:
    registration = ProviderRegistration.objects.get()
    for name, value in columns.items():
        setattr(registration, name, value)
    registrations.update(registration=registration, by=COMMAND_LINE)


@pytest.mark.parametrize(
    ("person", "policy", "role"),
    [
        ("ada", {"default_role": "viewer"}, "viewer"),
        ("ada", {"default_role": "", "group_roles": {"sso-admins": "administrator"}}, "administrator"),
        ("ada", {"group_roles": {"staff": "operator", "sso-admins": "administrator"}}, "administrator"),
        ("bob", {"group_roles": {"staff": "operator", "sso-admins": "administrator"}}, "operator"),
        ("eve", {"group_roles": {"staff": "operator"}, "default_role": "viewer"}, "viewer"),
        ("ada", {"required_groups": ["staff"]}, "viewer"),
        ("ada", {"required_groups": ["board", "sso-*"]}, "viewer"),
        ("ada", {"group_roles": {"sso-*": "operator", "*": "viewer"}}, "operator"),
        ("bob", {"group_roles": {"sso-*": "operator"}}, "viewer"),
        ("ada", {"allowed_domains": ["acme.example"]}, "viewer"),
        ("eve", {"allowed_domains": ["other.example"], "trust_email": True}, "viewer"),
        ("sparse", {"group_roles": {"staff": "operator"}}, "operator"),
    ],
)
def test_person_whom_the_policy_admits_gets_the_role(client, provider, person, policy, role):
    register(provider, **policy)

    assert sign_in(client, provider, person).status_code == 302
    user = signed_in(client)
    assert (roles(user), user.is_staff, user.is_superuser) == ([role], True, False)


@pytest.mark.parametrize(
    ("person", "policy", "missing"),
    [
        ("eve", {"default_role": "", "group_roles": {"staff": "operator"}}, "None of the person&#x27;s groups"),
        ("eve", {"required_groups": ["staff"]}, "in none of the required groups: staff"),
        ("eve", {"required_groups": ["board", "sso-*"]}, "in none of the required groups: board, sso-*"),
        ("eve", {"allowed_domains": ["acme.example"]}, "is verified (email_verified)"),
        ("eve", {"allowed_domains": ["other.example"]}, "is verified (email_verified)"),
        (
            "eve",
            {"allowed_domains": ["acme.example"], "trust_email": True},
            "none of the allowed domains: acme.example",
        ),
    ],
)
def test_person_whom_the_policy_refuses_reads_what_is_missing(client, provider, person, policy, missing):
    register(provider, **policy)

    response = sign_in(client, provider, person)

    assert refusal(response) == "no-role"
    assert response.status_code == 403
    assert missing in response.content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()
    event = AuditEvent.objects.get(event=Event.SIGN_IN_REFUSED)
    assert (event.actor, event.target) == ("eve@other.example", "fake")


@pytest.mark.parametrize(
    "email",
    ["ada@acme.example.evil.example", "ada@evil.example@acme.example", "acme.example", "", "ada@sub.acme.example"],
)
def test_person_with_an_address_that_only_resembles_the_domain_is_refused(client, provider, email):
    register(provider, allowed_domains=["acme.example"])
    provider.people["ada"] = renamed(ADA, email=email)

    assert refusal(sign_in(client, provider)) == "no-role"


@pytest.mark.parametrize("verified", [False, None, "false", 1, "yes"])
def test_person_with_an_unverified_address_of_the_domain_is_refused(client, provider, verified):
    register(provider, allowed_domains=["acme.example"])
    provider.people["ada"] = renamed(ADA, email_verified=verified)

    assert refusal(sign_in(client, provider)) == "no-role"


def test_role_follows_the_provider_at_each_sign_in(provider):
    register(provider, default_role="", group_roles={"sso-admins": "administrator", "staff": "viewer"})
    for groups, expected in ([["sso-admins"], ["administrator"]], [["staff"], ["viewer"]]):
        provider.people["ada"] = renamed(ADA, groups=groups)
        client = Client()
        sign_in(client, provider)
        assert roles(signed_in(client)) == expected


def test_role_that_is_gone_takes_the_rights_and_ends_every_session(client, provider):
    register(provider, default_role="", group_roles={"staff": "operator"})
    sign_in(client, provider)
    provider.people["ada"] = renamed(ADA, groups=[])

    assert refusal(sign_in(Client(), provider)) == "no-role"
    user = User.objects.get()
    assert (roles(user), user.is_staff) == ([], False)
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1][0].startswith(reverse("sign-in"))
    assert not is_signed_in(client)
    assert AuditEvent.objects.get(event=Event.SESSIONS_ENDED).detail == "1 session: fake gives no role any more"


def test_role_that_is_gone_ends_the_very_session_that_signs_in_again(client, provider):
    register(provider, default_role="", group_roles={"staff": "operator"})
    sign_in(client, provider)
    provider.people["ada"] = renamed(ADA, groups=[])

    assert refusal(sign_in(client, provider)) == "no-role"
    assert not is_signed_in(client)


def test_role_that_shrinks_counts_for_open_sessions_at_once(client, provider):
    register(provider, default_role="", group_roles={"sso-admins": "administrator", "staff": "viewer"})
    sign_in(client, provider)
    changelist = reverse("admin:sso_providers_user_changelist")
    assert client.get(changelist).status_code == 200
    provider.people["ada"] = renamed(ADA, groups=["staff"])

    sign_in(Client(), provider)

    assert client.get(changelist).status_code == 403
    assert client.get(reverse("admin:index")).status_code == 200


def test_superuser_by_mapping_is_one_as_long_as_the_provider_says_so(client, provider):
    register(provider, default_role="viewer", group_roles={"sso-admins": "superuser"})
    sign_in(client, provider)
    assert signed_in(client).is_superuser
    assert client.get(reverse("admin:sso_providers_user_changelist")).status_code == 200
    provider.people["ada"] = renamed(ADA, groups=["staff"])

    sign_in(Client(), provider)

    user = User.objects.get()
    assert (user.is_superuser, user.is_staff, roles(user)) == (False, True, ["viewer"])
    assert client.get(reverse("admin:sso_providers_user_changelist")).status_code == 403


def test_role_by_a_changed_policy_counts_at_the_next_sign_in(provider, registration):
    sign_in(Client(), provider)
    change(default_role="operator")
    sign_in(Client(), provider)

    assert roles(User.objects.get()) == ["operator"]


def test_role_of_a_linked_superuser_is_not_taken(client, provider, registration):
    """Who was made a superuser by hand stays one, whatever the provider says."""
    root = people.local_root()
    sign_in(client, provider)
    ExternalIdentity.objects.update(user=root)

    sign_in(client, provider)

    assert signed_in(client) == root
    assert signed_in(client).is_superuser
    assert signed_in(client).is_staff


@pytest.mark.parametrize(
    "claims", [{}, {"email": "root@acme.example"}, {"preferred_username": "root"}, {"sub": "root"}]
)
def test_account_that_exists_is_never_linked_by_name_or_address(client, provider, registration, claims):
    root = people.local_root()
    root.email = "ada@acme.example"
    root.save()
    local = people.local("ada", "administrator", email="ada@acme.example")
    provider.claims = claims

    sign_in(client, provider)

    user = signed_in(client)
    assert user not in {root, local}
    assert not user.is_superuser
    assert roles(user) == ["viewer"]
    assert user.username not in {"root", "ada"}


@pytest.mark.parametrize(
    "claims",
    [
        {"is_superuser": True, "is_staff": True, "role": "administrator", "roles": ["administrator"]},
        {"groups": ["administrator"]},
        {"groups": "administrator"},
        {"groups": {"administrator": True}},
        {"groups": [["administrator"], None, 7]},
    ],
)
def test_claims_that_no_policy_names_give_nothing(client, provider, registration, claims):
    provider.claims = claims

    sign_in(client, provider)

    assert (roles(signed_in(client)), signed_in(client).is_superuser) == (["viewer"], False)


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "x" * 1000, "email": "y" * 1000, "name": "z" * 1000, "family_name": "w" * 1000},
        {"preferred_username": "../<b>\u202e", "email": "\x00", "name": "\n"},
        {"preferred_username": 7, "email": ["a"], "name": {}, "family_name": None},
        {"preferred_username": None, "email": None, "name": None},
    ],
    ids=["long", "odd", "of-other-types", "missing"],
)
def test_claims_of_any_shape_make_an_account(client, provider, registration, claims):
    provider.claims = claims
    provider.metadata["userinfo_endpoint"] = None

    response = sign_in(client, provider)

    if response.status_code == 302:
        user = signed_in(client)
        assert user.username.isprintable()
        assert len(user.username) <= 150
        assert client.get(reverse("admin:index")).status_code == 200
    else:
        assert refusal(response) == "malformed"


def test_policy_without_any_role_lets_nobody_in(client, provider):
    register(provider, default_role="")

    assert refusal(sign_in(client, provider)) == "no-role"
    assert not User.objects.exists()
