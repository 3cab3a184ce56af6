"""Whatever a provider answers: nobody is signed in by it who should not be, and it ends on a page, not in a 500.

The answers don't travel here: how slow and how large they may be is the fetch door's business (tests of `http`).
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sso_providers import http
from sso_providers.models import AuditEvent, ExternalIdentity, ProviderRegistration, User
from tests.fakes import Provider, SigningKey
from tests.login import journey
from tests.login.journey import come_back, is_signed_in, refusal, register, start

pytestmark = pytest.mark.django_db
ISSUER = "https://id.acme.example"
PATHS = {
    "/.well-known/openid-configuration": "discovery",
    "/jwks": "jwks",
    "/token": "token",
    "/userinfo": "userinfo",
}
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))
# Statuses and bodies that have nothing to do with the question.
junk = st.tuples(
    st.sampled_from([200, 200, 200, 201, 204, 400, 401, 403, 404, 500, 503]),
    st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode()),
)


class Wire:
    """Stands where `http.fetch` is, and asks the provider directly; `answers` replaces what an endpoint says."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self.answers: dict[str, Callable[[Any], tuple[int, bytes]]] = {}
        self.media_type = "application/json"

    def fetch(self, method: str, url: str, *, form: Any = None, headers: Any = None, **options: Any) -> http.Response:
        if "meanwhile" in options:
            options["meanwhile"]()
        endpoint = PATHS[url.removeprefix(ISSUER).partition("?")[0]]
        document = self.ask(endpoint, revealed(form), revealed(headers))
        status, body = self.answers.get(endpoint, usual)(document)
        kind = self.media_type if endpoint in self.answers else "application/json"
        return http.Response(url=url, status=status, headers={"content-type": kind}, body=body)

    def ask(self, endpoint: str, form: dict[str, str], headers: dict[str, str]) -> Any:
        match endpoint:
            case "discovery":
                return self.provider.discovery()
            case "jwks":
                return self.provider.jwks()
            case "token":
                return self.provider.token(form, headers.get("Authorization", ""))
            case _:
                return self.provider.userinfo(headers.get("Authorization", ""))


def usual(document: Any) -> tuple[int, bytes]:
    return 200, json.dumps(document).encode()


def revealed(values: Any) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value.reveal() for name, value in (values or {}).items()}


@pytest.fixture
def wire(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    provider = Provider(ISSUER)
    provider.people[journey.SPARSE.name] = journey.SPARSE
    register(provider)
    made = Wire(provider)
    monkeypatch.setattr(http, "fetch", made.fetch)
    yield made


def attempt(wire: Wire, endpoint: str, answer: Callable[[Any], tuple[int, bytes]]) -> tuple[Client, Any]:
    """A sign-in of somebody whose claims come from userinfo, at a provider one of whose endpoints answers so."""
    cache.clear()
    client = Client(raise_request_exception=True)
    if endpoint == "discovery":
        wire.answers = {endpoint: answer}
        response = client.post("/sign-in/fake/")
        if response.status_code != 302 or not response["Location"].startswith(f"{ISSUER}/authorize?"):
            return client, response
        return client, come_back(client, wire.provider.sign_in(response["Location"], "sparse"))
    wire.answers = {}
    address = start(client)
    wire.answers = {endpoint: answer}
    return client, come_back(client, wire.provider.sign_in(address, "sparse"))


def assert_page_and_nobody(client: Client, response: Any) -> None:
    assert refusal(response)
    assert not is_signed_in(client)
    assert not User.objects.exists()
    assert not ExternalIdentity.objects.exists()


def assert_page_or_sparse(client: Client, response: Any) -> None:
    """Somebody may be signed in, but only the right one, as what the policy gives."""
    if response.status_code == 302 and not is_signed_in(client):
        # Discovery that leads elsewhere: the browser goes there, and nothing has happened.
        assert not User.objects.exists()
        return
    if not is_signed_in(client):
        assert_page_and_nobody(client, response)
        return
    identity = ExternalIdentity.objects.get()
    assert (identity.issuer, identity.subject) == (ISSUER, "sub-sparse")
    assert [group.name for group in identity.user.groups.all()] == ["viewer"]
    assert not identity.user.is_superuser
    User.objects.all().delete()


def changed(document: dict[str, Any], members: dict[str, Any]) -> tuple[int, bytes]:
    return 200, json.dumps({**document, **members}).encode()


def members_of(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(names), values, max_size=3)


@many
@given(answer=junk, media_type=st.sampled_from(["application/json", "application/jwt", "text/html", ""]))
@pytest.mark.parametrize("endpoint", ["discovery", "jwks", "token"])
def test_junk_signs_nobody_in(wire, endpoint, answer, media_type):
    wire.media_type = media_type
    client, response = attempt(wire, endpoint, lambda document: answer)

    assert_page_and_nobody(client, response)


@many
@given(answer=junk, media_type=st.sampled_from(["application/json", "application/jwt", "text/html", ""]))
def test_junk_as_userinfo_signs_nobody_in(wire, answer, media_type):
    wire.media_type = media_type
    client, response = attempt(wire, "userinfo", lambda document: answer)

    assert_page_and_nobody(client, response)


@many
@given(
    members=members_of(
        "issuer",
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "userinfo_endpoint",
        "response_types_supported",
        "id_token_signing_alg_values_supported",
        "token_endpoint_auth_methods_supported",
        "authorization_response_iss_parameter_supported",
        "end_session_endpoint",
        "scopes_supported",
    )
)
def test_discovery_that_is_changed_signs_in_nobody_else(wire, members):
    wire.media_type = "application/json"
    client, response = attempt(wire, "discovery", lambda document: changed(document, members))

    assert_page_or_sparse(client, response)


FOREIGN = SigningKey.make("foreign")


@many
@given(
    keys=st.lists(
        st.dictionaries(
            st.sampled_from(["kty", "crv", "alg", "use", "key_ops", "kid", "n", "e", "x", "y"]),
            values | st.sampled_from(["RSA", "EC", "OKP", "oct", "RS256", "HS256", "none", "rsa-1", "sig", "AQAB"]),
        ).map(lambda members: {**FOREIGN.jwk(kid="rsa-1"), **members})
        | values,
        max_size=4,
    )
)
def test_key_set_of_others_signs_nobody_in(wire, keys):
    wire.media_type = "application/json"
    client, response = attempt(wire, "jwks", lambda document: (200, json.dumps({"keys": keys}).encode()))

    assert_page_and_nobody(client, response)


@many
@given(
    members=members_of("id_token", "error"), token=st.text(max_size=50) | st.from_regex(r"[A-Za-z0-9_-]*(\.[\w-]*){2}")
)
def test_token_response_without_the_right_token_signs_nobody_in(wire, members, token):
    wire.media_type = "application/json"
    answer = {"id_token": token, **members}
    client, response = attempt(wire, "token", lambda document: changed(document, answer))

    assert_page_and_nobody(client, response)


@many
@given(members=members_of("access_token", "token_type", "expires_in", "scope", "refresh_token", "x"))
def test_token_response_with_anything_beside_the_token_signs_in_nobody_else(wire, members):
    wire.media_type = "application/json"
    client, response = attempt(wire, "token", lambda document: changed(document, members))

    assert_page_or_sparse(client, response)


PROTOCOL = ["iss", "aud", "azp", "sub", "exp", "iat", "nbf", "nonce", "at_hash", "sid"]
PERSON = ["email", "email_verified", "groups", "name", "given_name", "preferred_username", "_claim_names", "hasgroups"]


@many
@given(claims=st.dictionaries(st.sampled_from(PROTOCOL), values, min_size=1))
def test_signed_claims_of_any_shape_sign_in_nobody_else(wire, claims):
    """Signed by the right key: what counts is what is said."""
    wire.provider.claims = claims
    wire.media_type = "application/json"
    client, response = attempt(wire, "none", usual)
    wire.provider.claims = {}

    if is_signed_in(client):
        identity = ExternalIdentity.objects.get()
        assert (identity.issuer, identity.subject) == (ISSUER, claims.get("sub", "sub-sparse"))
        User.objects.all().delete()
    else:
        assert_page_and_nobody(client, response)


@many
@given(claims=members_of(*PROTOCOL, *PERSON))
def test_userinfo_of_any_shape_signs_in_nobody_else(wire, claims):
    wire.media_type = "application/json"
    client, response = attempt(wire, "userinfo", lambda document: changed(document, claims))

    assert_page_or_sparse(client, response)


@many
@given(query=st.dictionaries(st.sampled_from(["state", "code", "iss", "error", "error_description", "x"]), st.text()))
def test_callback_with_any_query_signs_nobody_in(wire, query):
    client = Client()
    start(client)

    assert_page_and_nobody(client, client.get("/sign-in/fake/callback/", query))
    assert ProviderRegistration.objects.count() == 1
    assert AuditEvent.objects.filter(event="signed in").count() == 0
