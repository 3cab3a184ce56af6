"""A test sign-in shows what the provider says, and changes nothing."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from sso_providers.actions import trials
from sso_providers.models import AuditEvent, Event, ExternalIdentity, ProviderRegistration, User
from sso_providers.oidc import pasted
from tests import people
from tests.fakes import ADA
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
TEST_PAGE = "/registrations/fake/test/"
PROMPTS = ["", "login", "select_account"]


@pytest.fixture
def operator(db: None) -> Client:
    return browser_of(people.local("op", "operator"))


def state() -> list[Any]:
    """Everything that a sign-in may change."""
    return [
        list(User.objects.order_by("pk").values()),
        list(User.groups.through.objects.order_by("pk").values()),
        list(ExternalIdentity.objects.values()),
        list(ProviderRegistration.objects.values()),
    ]


def kept(client: Client, slug: str = "fake") -> dict[str, Any]:
    """The claims that the tester's session holds."""
    found: dict[str, Any] = json.loads(client.session[trials.KEY][slug]["claims"])
    return found


@pytest.mark.parametrize("prompt", PROMPTS)
def test_test_sign_in_changes_nothing_and_leads_to_its_page(operator, provider, registration, prompt):
    before, key = state(), operator.session.session_key

    response = sign_in(operator, provider, purpose="test", prompt=prompt)

    assert (response.status_code, response["Location"]) == (302, TEST_PAGE)
    assert state() == before
    assert (signed_in(operator).username, operator.session.session_key) == ("op", key)
    assert "last_registration" not in response.cookies


def test_test_sign_in_keeps_claims_header_and_time_in_the_testers_session(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    claims = kept(operator)
    assert (claims["iss"], claims["sub"], claims["groups"]) == (provider.issuer, "sub-ada", ["staff", "sso-admins"])
    assert claims["name"] == "Ada Lovelace", "from userinfo, though nothing was missing"
    entry = operator.session[trials.KEY]["fake"]
    assert "name" not in json.loads(entry["token_claims"])
    assert json.loads(entry["token_claims"])["email"] == "ada@acme.example"
    assert json.loads(entry["header"])["alg"] == "RS256"
    assert entry["issuer"] == provider.issuer
    assert trials.KEY not in Client().session


def test_test_sign_in_keeps_no_token(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    session = json.dumps(dict(operator.session.items()))
    assert "eyJ" not in session
    assert not [token for token in provider._tokens if token in session]


def test_test_sign_in_is_recorded_without_claims(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    event = AuditEvent.objects.exclude(event=Event.REGISTRATION_CREATED).exclude(event=Event.SECRET_SET).get()
    assert event.event == Event.TEST_SIGNED_IN
    assert (event.actor, event.target_type, event.target, event.detail) == ("op", "registration", "fake", "")
    assert event.address == "127.0.0.1"


@pytest.mark.parametrize(
    "columns",
    [
        {"staff_login": False},
        {"default_role": ""},
        {"required_groups": ["nobody-is-in-it"]},
        {"allowed_domains": ["other.example"]},
        {"newcomers_wait": True},
    ],
    ids=["switched-off", "no-role", "required-group", "domain", "newcomers-wait"],
)
def test_test_sign_in_works_whatever_the_policy_says(operator, provider, columns):
    register(provider, **columns)
    before = state()

    assert sign_in(operator, provider, purpose="test")["Location"] == TEST_PAGE
    assert state() == before
    assert not AuditEvent.objects.filter(event=Event.SIGN_IN_REFUSED).exists()


def test_test_sign_in_of_a_person_who_is_known_takes_no_role(operator, provider, registration):
    sign_in(Client(), provider)
    registration.default_role = ""
    registration.save()
    before = state()

    sign_in(operator, provider, purpose="test")

    assert state() == before


@pytest.mark.parametrize(
    ("prompt", "sent"),
    [("", None), ("login", ["login"]), ("select_account", ["select_account"]), ("none", None), ("login consent", None)],
)
def test_test_sign_in_asks_the_provider_as_the_operator_chose(operator, registration, prompt, sent):
    query = parse_qs(urlsplit(start(operator, purpose="test", prompt=prompt)).query)

    assert query.get("prompt") == sent
    assert "max_age" not in query


@pytest.mark.parametrize(("purpose", "sent"), [("", None), ("confirm", ["login"]), ("link", None)])
def test_sign_in_for_anything_else_lets_the_form_choose_no_prompt(operator, registration, purpose, sent):
    query = parse_qs(urlsplit(start(operator, purpose=purpose, prompt="select_account")).query)

    assert query.get("prompt") == sent


@pytest.mark.parametrize("role", ["", "viewer"])
@pytest.mark.parametrize("prompt", PROMPTS)
def test_test_sign_in_by_who_may_not_check_is_refused(registration, role, prompt):
    client = browser_of(people.local("someone", role))

    response = client.post("/sign-in/fake/", {"purpose": "test", "prompt": prompt})

    assert response.status_code == 403
    assert "sso_pending" not in client.session


def test_test_sign_in_by_who_is_signed_out_is_no_sign_in(client, registration):
    """Else whom the operator tests with would get an account, for the portal's session ended meanwhile."""
    response = client.post("/sign-in/fake/", {"purpose": "test"})

    assert response.status_code == 403
    assert "sso_pending" not in client.session


def test_test_sign_in_by_who_is_no_longer_staff_is_refused(registration):
    user = people.local("op", "operator")
    user.is_staff = False
    user.save()

    assert browser_of(user).post("/sign-in/fake/", {"purpose": "test"}).status_code == 403


@pytest.mark.parametrize("flow", ["code", "implicit"])
def test_test_sign_in_without_a_client_secret_is_not_found(operator, provider, flow):
    register(provider, flow=flow, secret="", staff_login=False)

    assert operator.post("/sign-in/fake/", {"purpose": "test"}).status_code == 404


def test_usual_sign_in_through_a_registration_that_is_switched_off_stays_impossible(client, provider):
    register(provider, staff_login=False)

    assert client.post("/sign-in/fake/").status_code == 404


def test_test_sign_in_ended_without_the_permission_is_refused(operator, provider, registration):
    address = start(operator, purpose="test")
    User.objects.get(username="op").groups.clear()

    response = come_back(operator, provider.sign_in(address, "ada"))

    assert response.status_code == 403
    assert "does not include this." in response.content.decode()
    assert trials.KEY not in operator.session


def test_test_sign_in_ended_in_another_browser_is_refused(operator, provider, registration):
    callback = provider.sign_in(start(operator, purpose="test"), "ada")

    other = Client()
    assert refusal(come_back(other, callback)) == "sign-in-expired"
    assert not is_signed_in(other)


def test_test_sign_in_answers_once(operator, provider, registration):
    callback = provider.sign_in(start(operator, purpose="test"), "ada")
    come_back(operator, callback)

    assert refusal(come_back(operator, callback)) == "sign-in-expired"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        ({"authorize": "access-denied"}, "access-denied"),
        ({"id_token": "bad-signature"}, "bad-signature"),
        ({"userinfo": "other-sub"}, "wrong-subject"),
        ({"userinfo": "html"}, "provider-unreachable"),
        ({"token": "invalid-client"}, "token-refused"),
    ],
)
def test_test_sign_in_that_fails_shows_why_and_keeps_nothing(operator, provider, registration, behaviour, code):
    provider.behave(**behaviour)

    assert refusal(sign_in(operator, provider, purpose="test")) == code
    assert signed_in(operator).username == "op"
    assert trials.KEY not in operator.session
    assert not AuditEvent.objects.filter(event=Event.TEST_SIGNED_IN).exists()


def test_test_sign_in_without_a_userinfo_endpoint_shows_the_id_token(operator, provider, registration):
    provider.metadata["userinfo_endpoint"] = None

    sign_in(operator, provider, purpose="test")

    assert "name" not in kept(operator)


def test_usual_sign_in_asks_userinfo_only_when_something_is_missing(client, provider, registration):
    sign_in(client, provider)

    assert "/userinfo" not in {request.path for request in provider.requests}


@pytest.mark.parametrize("groups", [[], None, ""])
def test_usual_sign_in_without_groups_takes_those_of_userinfo(client, provider, groups):
    register(provider, default_role="", group_roles={"staff": "operator"})
    provider.people["ada"] = replace(renamed(ADA, groups=None), userinfo={"groups": ["staff"]})
    provider.claims = {"groups": groups}

    sign_in(client, provider)

    assert signed_in(client).highest_role == "operator"


def test_test_sign_in_with_userinfo_beyond_any_measure_keeps_the_id_tokens_claims(operator, provider, registration):
    provider.people["ada"] = replace(ADA, userinfo={"long": "x" * pasted.MAX_LENGTH})

    sign_in(operator, provider, purpose="test")

    entry = operator.session[trials.KEY]["fake"]
    assert entry["claims"] == ""
    assert json.loads(entry["token_claims"])["sub"] == "sub-ada"
    assert "too many to keep" in operator.get("/registrations/fake/policy/").content.decode()
    assert "sub-ada" in operator.get(TEST_PAGE).content.decode()


def test_test_sign_ins_of_the_last_three_registrations_are_kept(operator, provider):
    for name in "abcd":
        register(provider, name)

    for name in "abcad":
        sign_in(operator, provider, slug=name, purpose="test")

    assert list(operator.session[trials.KEY]) == ["c", "a", "d"]


def test_test_sign_in_of_a_registration_replaces_the_one_before(operator, provider, registration):
    sign_in(operator, provider, "ada", purpose="test")
    sign_in(operator, provider, "bob", purpose="test")

    assert kept(operator)["sub"] == "sub-bob"
    assert list(operator.session[trials.KEY]) == ["fake"]


@pytest.mark.parametrize(("seconds", "there"), [(-60, True), (60, False)])
def test_test_sign_in_is_dropped_after_an_hour(operator, provider, registration, seconds, there):
    sign_in(operator, provider, purpose="test")
    session = operator.session
    session[trials.KEY]["fake"]["at"] -= trials.LASTS + seconds

    assert bool(trials.newest(session, registration)) is there
    assert list(session[trials.KEY]) == ["fake"] * there


def test_test_sign_in_is_gone_when_somebody_else_signs_in(operator, provider, registration):
    sign_in(operator, provider, purpose="test")

    sign_in(operator, provider, "bob")

    assert signed_in(operator).username == "bob"
    assert trials.KEY not in operator.session
