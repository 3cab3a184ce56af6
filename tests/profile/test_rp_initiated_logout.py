"""OpenID Connect RP-Initiated Logout 1.0."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.login.journey import come_back, failure_code, is_signed_in, sign_in, sign_out
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case(
    "oidcc-client-test-rp-init-logout",
    "the end_session_endpoint signs out and returns with the state",
    "the session here ends first; id_token_hint, client_id, return address and state are sent; signed out is shown",
)
def test_oidcc_client_test_rp_init_logout(client, provider, registration):
    sign_in(client, provider)
    address = sign_out(client)

    assert not is_signed_in(client)
    query = parse_qs(urlsplit(address).query)
    assert query.keys() == {"id_token_hint", "client_id", "post_logout_redirect_uri", "state"}
    page = come_back(client, provider.sign_out(address))
    assert page.status_code == 200
    assert "You are signed out" in page.content.decode()


@case(
    "oidcc-client-test-rp-init-logout-other-state", "it returns with another state", "a page says it is not confirmed"
)
def test_oidcc_client_test_rp_init_logout_other_state(client, provider, registration):
    sign_in(client, provider)
    provider.behave(logout="other-state")

    assert failure_code(come_back(client, provider.sign_out(sign_out(client)))) == "sign-out-not-confirmed"
    assert not is_signed_in(client)


@case("oidcc-client-test-rp-init-logout-no-state", "it returns without a state", "a page says it is not confirmed")
def test_oidcc_client_test_rp_init_logout_no_state(client, provider, registration):
    sign_in(client, provider)
    provider.behave(logout="no-state")

    assert failure_code(come_back(client, provider.sign_out(sign_out(client)))) == "sign-out-not-confirmed"
    assert not is_signed_in(client)
