"""The gaps of mozilla-django-oidc 5.0.2, closed: the name of a case says what the library does by itself."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from sso_providers.models import ProviderRegistration, User
from tests import people
from tests.fakes import Provider, running_provider
from tests.login.journey import (
    BROKEN_ROWS,
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
from tests.login.outcome import assert_refused, assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case("one provider per process", "three registrations at once", "each signs in at its own provider")
def test_several_providers_in_one_process(db):
    with ExitStack() as stack:
        providers = {slug: stack.enter_context(running_provider()) for slug in ("one", "two", "three")}
        for slug, provider in providers.items():
            register(provider, slug=slug)
        browsers = {slug: Client() for slug in providers}
        addresses = {slug: start(browser, slug) for slug, browser in browsers.items()}

        for slug, browser in browsers.items():
            assert come_back(browser, providers[slug].sign_in(addresses[slug])).status_code == 302
            assert is_signed_in(browser)
            assert providers[slug].count("token") == 1


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
@case("a broken registration", "a row that no code can use", "the password sign-in works")
def test_broken_registration_leaves_the_password(client, registration, columns):
    ProviderRegistration.objects.update(**columns)
    people.local_root()

    client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})

    assert signed_in(client).username == "root"


@case("a code is offered to each backend in turn", "a password is typed", "no provider is asked")
def test_password_is_offered_to_no_provider(provider, registration):
    people.local_root()
    request = RequestFactory().post("/sign-in/")

    assert authenticate(request, username="root", password=people.PASSWORD) == User.objects.get()
    assert provider.requests == []


UNCHECKED = {
    "wrong-issuer": "wrong-issuer",
    "missing-issuer": "wrong-issuer",
    "wrong-audience": "wrong-audience",
    "missing-audience": "wrong-audience",
    "several-audiences": "wrong-party",
    "wrong-party": "wrong-party",
    "wrong-at-hash": "wrong-access-token",
    "missing-expiry": "missing-claim",
    "missing-iat": "missing-claim",
    "missing-sub": "missing-claim",
}


@pytest.mark.parametrize("fault", UNCHECKED)
@case("aud, iss, azp, at_hash, exp, iat, sub", "one of them is wrong or missing", "refused, no userinfo")
def test_claim_that_is_not_checked_by_the_library(client, provider, registration, fault):
    provider.behave(id_token=fault)

    assert_refused(client, provider, sign_in(client, provider, "sparse"), UNCHECKED[fault])


@pytest.mark.parametrize("verified", [True, False, None])
@case(
    "people are matched by e-mail",
    "a newcomer has the address of a superuser, in other capitals, verified or not",
    "an account of their own",
)
def test_address_of_a_superuser_gives_nothing(client, provider, registration, verified):
    root = User.objects.create_superuser("root", email="root@acme.example", password=people.PASSWORD)
    provider.people["ada"] = renamed(provider.people["ada"], email="ROOT@acme.example", email_verified=verified)

    sign_in(client, provider)

    assert signed_in(client) != root
    assert not signed_in(client).is_superuser


def token_error(status: int, body: Any) -> Callable[[Provider], None]:
    def change(provider: Provider) -> None:
        provider.token_error = (status, body)

    return change


ERRORS_500: dict[str, Callable[[Provider], object]] = {
    "an expired token": lambda provider: provider.behave(id_token="expired"),
    "a token of the future": lambda provider: provider.behave(id_token="issued-later"),
    "a token endpoint's 400": token_error(400, {"error": "invalid_grant"}),
    "a token endpoint's 401": token_error(401, {"error": "invalid_client"}),
    "a token endpoint's 500": lambda provider: provider.behave(token="error-500"),
    "a token endpoint's HTML": lambda provider: provider.behave(token="html"),
    "keys that are HTML": lambda provider: provider.behave(jwks="html"),
    "keys that are a 500": lambda provider: provider.behave(jwks="error-500"),
    "a kid that nobody knows": lambda provider: provider.behave(id_token="unknown-kid"),
    "userinfo that is a 500": lambda provider: provider.behave(userinfo="error-500"),
    "userinfo that is HTML": lambda provider: provider.behave(userinfo="html"),
    "userinfo that is a list": lambda provider: provider.behave(userinfo="array"),
}


@pytest.mark.parametrize("fault", ERRORS_500)
@case("faults that end as HTTP 500", "; ".join(ERRORS_500), "a page with a code, nobody signed in")
def test_fault_is_no_server_error(client, provider, registration, fault):
    ERRORS_500[fault](provider)

    assert refusal(sign_in(client, provider, "sparse"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("endpoint", ["discovery", "jwks", "token", "userinfo"])
@pytest.mark.parametrize("fault", ["slow", "drip-headers", "drip-body"])
@case("no timeout", "an endpoint that is slow, or drips byte by byte", "a page when the time is over")
def test_endpoint_that_takes_its_time(client, provider, registration, impatient, endpoint, fault):
    provider.behave(**{endpoint: fault})
    response = client.post("/sign-in/fake/") if endpoint == "discovery" else sign_in(client, provider, "sparse")

    assert_refused(client, provider, response, "provider-unreachable", userinfo=int(endpoint == "userinfo"))


@pytest.mark.parametrize("endpoint", ["jwks", "token", "userinfo"])
@pytest.mark.parametrize("fault", ["huge", "huge-chunked"])
@case("no size limit", "an endpoint that answers with ten megabytes", "a page; one mebibyte is read")
def test_endpoint_that_answers_too_much(client, provider, registration, endpoint, fault):
    provider.behave(**{endpoint: fault})

    assert refusal(sign_in(client, provider, "sparse")) == "provider-unreachable"


@pytest.mark.parametrize("endpoint", ["jwks", "token", "userinfo"])
@case("redirects followed", "an endpoint redirects to a private address", "a page; the address is not called")
def test_endpoint_that_redirects(client, provider, registration, endpoint):
    provider.behave(**{endpoint: "redirect-private"})

    assert refusal(sign_in(client, provider, "sparse")) == "provider-unreachable"


@case("JWKS fetched at each login", "five sign-ins", "discovery and keys are fetched once; one request each")
def test_keys_are_fetched_once(provider, registration):
    for _ in range(5):
        sign_in(Client(), provider)

    assert (provider.count("discovery"), provider.count("jwks"), provider.count("token")) == (1, 1, 5)
    assert provider.connections == 1


@case("callback/?error=x logs anyone out", "an error without a valid state", "nothing changes")
def test_error_without_a_state_changes_nothing(provider, registration):
    client = browser_of(people.local("ada", "viewer"))

    assert refusal(client.get("/sign-in/fake/callback/?error=access_denied")) == "sign-in-expired"
    assert is_signed_in(client)


@case("a state never ages", "the answer comes after ten minutes", "refused")
def test_state_that_is_old(client, provider, registration):
    address = start(client)
    session = client.session
    session["sso_pending"] = {
        state: {**entry, "started_at": int(time.time()) - 601} for state, entry in session["sso_pending"].items()
    }
    session.save()

    assert_refused(client, provider, come_back(client, provider.sign_in(address)), "sign-in-expired")


@case("the session key is not rotated", "the same person signs in again in the same browser", "another session key")
def test_session_key_of_the_same_person_again(client, provider, registration):
    sign_in(client, provider)
    first = client.session.session_key
    sign_in(client, provider)

    assert client.session.session_key != first
    assert not client.session.exists(first)


@pytest.mark.parametrize("secret", ["a+b/c=d", "colon:in:it", "per%cent&amp;", "space and ü", "\\quote'\""])
@case("odd secrets with client_secret_basic", "+ / = : % & space and others in the secret", "signs in")
def test_secret_with_odd_characters(client, provider, db, secret):
    provider.client_secret = secret
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_basic"]
    register(provider)

    assert_signed_in(client, sign_in(client, provider))


@case("endpoint URLs with a query get a second ?", "an authorization endpoint with a query", "its query stays, one ?")
def test_endpoint_with_a_query(client, provider, registration):
    provider.metadata["authorization_endpoint"] = f"{provider.url}/authorize?p=b2c_1_signin&state=theirs"
    address = start(client)

    assert address.count("?") == 1
    query = parse_qs(urlsplit(address).query)
    assert query["p"] == ["b2c_1_signin"]
    assert "theirs" not in query["state"]
