"""The whole way of a sign-in, from the button to the session, against the fake provider."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from sso_providers.models import AuditEvent, Event, ExternalIdentity, User
from tests import people
from tests.fakes import SigningKey, running_provider
from tests.login.journey import MODEL_BACKEND, register, renamed, sign_in, signed_in, start

pytestmark = pytest.mark.django_db


def test_sign_in_makes_an_account_with_the_policys_role(client, provider, registration):
    response = sign_in(client, provider)

    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    user = signed_in(client)
    assert (user.username, user.email, user.is_staff, user.is_superuser) == ("ada", "ada@acme.example", True, False)
    assert [group.name for group in user.groups.all()] == ["viewer"]
    assert not user.has_usable_password()
    identity = ExternalIdentity.objects.get()
    assert (identity.issuer, identity.subject, identity.user) == (provider.issuer, "sub-ada", user)
    assert client.get(reverse("admin:index")).status_code == 200


def test_sign_in_is_recorded_with_who_where_and_why(client, provider, registration):
    sign_in(client, provider)

    event = AuditEvent.objects.get(event=Event.SIGNED_IN)
    assert (event.actor, event.address, event.target) == ("ada", "127.0.0.1", "fake")
    assert "viewer" in event.detail


def test_sign_in_again_finds_the_same_person_by_issuer_and_subject(client, provider, registration):
    sign_in(client, provider)
    first = signed_in(client)
    provider.people["ada"] = renamed(provider.people["ada"], email="new@acme.example", preferred_username="bob")
    other = Client()
    sign_in(other, provider)

    again = signed_in(other)
    assert again == first
    assert (again.username, again.email) == ("ada", "new@acme.example")


def test_start_sends_what_the_profile_demands(client, provider, registration):
    address = urlsplit(start(client))

    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.url}/authorize"
    assert query["response_type"] == "code"
    assert query["client_id"] == provider.client_id
    assert query["redirect_uri"] == "http://testserver/sign-in/fake/callback/"
    assert query["scope"] == "openid email profile"
    assert query["code_challenge_method"] == "S256"
    assert min(len(query[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert "prompt" not in query


def test_start_uses_new_state_nonce_and_challenge_each_time(client, provider, registration):
    first, second = (parse_qs(urlsplit(start(client)).query) for _ in range(2))

    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_exchange_proves_possession_of_the_verifier(client, provider, registration):
    sign_in(client, provider)

    form = next(request.form for request in provider.requests if request.path == "/token")
    assert form["redirect_uri"] == "http://testserver/sign-in/fake/callback/"
    assert len(form["code_verifier"]) >= 43
    assert form["grant_type"] == "authorization_code"


def test_exchange_with_another_verifier_is_refused_by_the_provider(client, provider, registration):
    """So the fake really compares them, and the test above means something."""
    address = start(client)
    session = client.session
    for entry in session["sso_pending"].values():
        entry["verifier"] = "x" * 64
    session.save()

    response = client.get(provider.sign_in(address, "ada").removeprefix("http://testserver"))

    assert response.status_code == 502


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
@pytest.mark.parametrize(
    "secret",
    [
        "s3cret/with+odd:chars%",
        "a b&c=d;e?f#g\"h'i\\j<k>",
        "pässwörd→€😀",
        "x" * 4096,
        "%20+%2B::",
    ],
    ids=["odd", "reserved", "unicode", "4-kB", "looks-encoded"],
)
def test_exchange_with_a_secret_of_any_shape_works(client, provider, method, secret):
    provider.client_secret = secret
    provider.metadata["token_endpoint_auth_methods_supported"] = [method]
    register(provider, settings={"client_authentication_method": method})

    assert sign_in(client, provider).status_code == 302
    request = next(request for request in provider.requests if request.path == "/token")
    assert ("authorization" in request.headers) == (method == "client_secret_basic")
    assert ("client_secret" in request.form) == (method == "client_secret_post")


def test_sign_in_asks_userinfo_only_for_what_is_missing(client, provider, registration):
    sign_in(client, provider, "ada")
    assert provider.count("userinfo") == 0

    sign_in(client, provider, "sparse")
    assert provider.count("userinfo") == 1
    assert signed_in(client).email == "sparse@acme.example"


def test_sign_in_without_an_access_token_does_without_userinfo(client, provider, registration):
    provider.behave(token="no-access-token")

    assert sign_in(client, provider).status_code == 302


def test_sign_in_reads_discovery_and_keys_once_for_many(client, provider, registration):
    for _ in range(3):
        sign_in(client, provider)

    assert (provider.count("discovery"), provider.count("jwks"), provider.count("token")) == (1, 1, 3)


def test_sign_in_after_a_key_rotation_fetches_the_keys_once(client, provider, registration):
    sign_in(client, provider)
    provider.rotate_keys()

    assert sign_in(Client(), provider).status_code == 302
    assert provider.count("jwks") == 2


def test_sign_in_with_another_announced_algorithm_works(client, provider, registration):
    provider.keys = [SigningKey.make("ps-1", "PS256")]
    provider.metadata["id_token_signing_alg_values_supported"] = ["PS256"]

    assert sign_in(client, provider).status_code == 302


def test_sign_in_with_two_registrations_keeps_them_apart(client, provider, registration):
    with running_provider() as other:
        register(other, "second", default_role="operator")
        first, second = start(client, "fake"), start(client, "second")

        assert client.get(other.sign_in(second, "bob").removeprefix("http://testserver")).status_code == 302
        assert [group.name for group in signed_in(client).groups.all()] == ["operator"]
        sign_in(client, provider, "ada")
        assert [group.name for group in signed_in(client).groups.all()] == ["viewer"]
    assert urlsplit(first).netloc != urlsplit(second).netloc


def test_sign_in_with_the_same_subject_elsewhere_is_another_person(client, provider, registration):
    with running_provider() as other:
        register(other, "second")
        sign_in(client, provider, "ada")
        mine = signed_in(client)
        sign_in(client, other, "ada", slug="second")

        assert signed_in(client) != mine
        assert User.objects.count() == 2


def test_sign_in_in_two_tabs_works_in_both(client, provider, registration):
    first, second = start(client), start(client)

    assert client.get(provider.sign_in(first, "ada").removeprefix("http://testserver")).status_code == 302
    assert client.get(provider.sign_in(second, "ada").removeprefix("http://testserver")).status_code == 302


def test_start_many_times_keeps_the_session_small(client, provider, registration):
    addresses = [start(client) for _ in range(30)]

    assert len(client.session["sso_pending"]) == 8
    newest = provider.sign_in(addresses[-1], "ada")
    assert client.get(newest.removeprefix("http://testserver")).status_code == 302


def test_sign_in_changes_the_session_key_each_time(client, provider, registration):
    keys = []
    for _ in range(3):
        sign_in(client, provider)
        keys.append(client.session.session_key)

    assert len(set(keys)) == 3


def test_sign_in_gives_a_new_key_to_the_session_it_started_in(client, provider, registration):
    address = start(client)
    before = client.session.session_key

    client.get(provider.sign_in(address, "ada").removeprefix("http://testserver"))

    assert client.session.session_key != before
    assert not type(client.session)(before).exists(before)


def test_sign_in_as_another_person_leaves_nothing_of_the_first(provider, registration):
    client = Client()
    client.force_login(people.local("local", "operator"), backend=MODEL_BACKEND)
    session = client.session
    session["confirmed_at"] = 9_999_999_999
    session.save()

    sign_in(client, provider, "bob")

    assert signed_in(client).username == "bob"
    assert "confirmed_at" not in client.session


def test_sign_in_remembers_the_way_in_a_cookie(client, provider, registration):
    sign_in(client, provider)

    cookie = client.cookies["last_registration"]
    assert (cookie.value, cookie["path"], cookie["httponly"], cookie["samesite"]) == ("fake", "/sign-in/", True, "Lax")


def test_session_of_a_switched_off_account_ends_at_once(client, provider, registration):
    sign_in(client, provider)
    assert client.get(reverse("admin:index")).status_code == 200

    User.objects.filter(username="ada").update(is_active=False)

    assert client.get(reverse("sign-out"))["Location"] == reverse("sign-in"), "it counts as signed out"
    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("wanted", ["/admin/", "/deployments/production/export/?target=docker#files"])
def test_sign_in_with_a_next_path_leads_there(client, provider, registration, wanted):
    assert sign_in(client, provider, next=wanted)["Location"] == wanted
