"""OpenID Connect Back-Channel Logout 1.0."""

from typing import Any

import jwt
import pytest
from django.core.cache import cache
from django.test import Client

from sso_providers.models import User
from tests.fakes import id_tokens
from tests.login.journey import is_signed_in, sign_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db
REFUSED = "400, no-store; the session stays"


@pytest.fixture
def browser(provider, registration) -> Client:
    """Somebody is signed in."""
    client = Client()
    sign_in(client, provider)
    return client


def tell(token: str) -> Any:
    form = "application/x-www-form-urlencoded"
    response = Client(enforce_csrf_checks=True).post(
        "/sign-in/fake/back-channel-logout/", f"logout_token={token}", content_type=form
    )
    assert response["Cache-Control"] == "no-store"
    return response


def assert_refused(browser: Client, token: str) -> None:
    assert tell(token).status_code == 400
    assert is_signed_in(browser)


@case(
    "oidcc-client-test-rp-backchannel-rpinitlogout",
    "a right logout token, with sub, sid or both",
    "200, no-store; the sessions that it names end, and no other",
)
@pytest.mark.parametrize("named", ["sub", "sid", "both"])
def test_oidcc_client_test_rp_backchannel_rpinitlogout(browser, provider, named):
    other = Client()
    sign_in(other, provider, "bob")
    sid = browser.session["provider"]["sid"]
    claims = {"sub": {"sub": "sub-ada"}, "sid": {"sub": None, "sid": sid}, "both": {"sid": sid}}[named]

    assert tell(provider.logout_token(**claims)).status_code == 200
    assert not is_signed_in(browser)
    assert is_signed_in(other)


@case("oidcc-client-test-rp-backchannel-rpinitlogout-alg-none", "it is not signed", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_alg_none(browser, provider):
    head, body, _ = provider.logout_token(header={"alg": "none"}).split(".")

    assert_refused(browser, f"{head}.{body}.")


@case("oidcc-client-test-rp-backchannel-rpinitlogout-no-event", "it has no events", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_no_event(browser, provider):
    assert_refused(browser, provider.logout_token(events=None))


@case("oidcc-client-test-rp-backchannel-rpinitlogout-with-nonce", "it has a nonce", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_with_nonce(browser, provider):
    assert_refused(browser, provider.logout_token(nonce="nonce"))


@case(
    "oidcc-client-test-rp-backchannel-rpinitlogout-wrong-alg", "it is signed with HS256 and the client secret", REFUSED
)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_wrong_alg(browser, provider):
    provider.metadata["id_token_signing_alg_values_supported"] = ["RS256", "HS256"]
    cache.clear()
    claims = jwt.decode(provider.logout_token(), options={"verify_signature": False})

    assert_refused(browser, id_tokens.hmac_signed(provider.keys[0], claims, provider.client_secret))


@case("oidcc-client-test-rp-backchannel-rpinitlogout-wrong-aud", "it is for another client", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_wrong_aud(browser, provider):
    assert_refused(browser, provider.logout_token(aud="another"))


@case("oidcc-client-test-rp-backchannel-rpinitlogout-wrong-event", "its event is another one", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_wrong_event(browser, provider):
    assert_refused(browser, provider.logout_token(events={"http://schemas.openid.net/event/other": {}}))


@case("oidcc-client-test-rp-backchannel-rpinitlogout-wrong-iss", "its issuer is another one", REFUSED)
def test_oidcc_client_test_rp_backchannel_rpinitlogout_wrong_iss(browser, provider):
    assert_refused(browser, provider.logout_token(iss="https://other.example"))


@case("a logout token twice", "the same token comes again, after the person signed in again", REFUSED)
def test_logout_token_twice(browser, provider):
    token = provider.logout_token()
    tell(token)
    sign_in(browser, provider)

    assert_refused(browser, token)


@case("an ID token as a logout token", "an ID token of the same person", REFUSED)
def test_id_token_as_a_logout_token(browser, provider):
    claims = {"events": None, "nonce": "nonce", "jti": None}

    assert_refused(browser, provider.logout_token(header={"typ": "JWT"}, **claims))
    assert User.objects.count() == 1
