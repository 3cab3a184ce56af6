"""Cases beside the plans that the profile names too."""

import pytest

from tests.fakes import SigningKey
from tests.login.journey import refusal, register, sign_in
from tests.login.outcome import assert_refused, assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case("oidcc-client-test-invalid-sig-es256", "the ES256 signature does not fit", "refused, no userinfo")
def test_oidcc_client_test_invalid_sig_es256(client, provider, registration):
    provider.keys = [SigningKey.make("ec-1", "ES256")]
    provider.behave(id_token="bad-signature")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "bad-signature")


@case(
    "oidcc-client-test-invalid-sig-hs256",
    "the ID token is signed with HS256 and the client secret, and HS256 is announced",
    "refused, no userinfo: a shared secret proves nothing",
)
def test_oidcc_client_test_invalid_sig_hs256(client, provider, registration):
    provider.metadata["id_token_signing_alg_values_supported"] = ["HS256", "RS256"]
    provider.behave(id_token="alg-hs256")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-algorithm")


@case("oidcc-client-test-missing-aud", "the ID token has no aud", "refused, no userinfo")
def test_oidcc_client_test_missing_aud(client, provider, registration):
    provider.behave(id_token="missing-audience")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-audience")


@case("oidcc-client-test-invalid-athash", "at_hash belongs to another access token", "refused, no userinfo")
def test_oidcc_client_test_invalid_athash(client, provider, registration):
    provider.behave(id_token="wrong-at-hash")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-access-token")


@case(
    "oidcc-client-test-userinfo-signed",
    "userinfo answers with a signed JWT",
    "signs in; its signature, iss and aud are verified",
)
def test_oidcc_client_test_userinfo_signed(client, provider, registration):
    provider.behave(userinfo="signed")

    assert_signed_in(client, sign_in(client, provider, "sparse"))
    assert provider.count("userinfo") == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("signed-foreign", "bad-signature"),
        ("signed-none", "wrong-algorithm"),
        ("signed-other-issuer", "wrong-issuer"),
        ("signed-other-audience", "wrong-audience"),
        ("signed-other-sub", "wrong-subject"),
    ],
)
@case(
    "oidcc-client-test-userinfo-signed (invalid)",
    "the signed userinfo is forged, or meant for somebody else",
    "refused",
)
def test_oidcc_client_test_userinfo_signed_invalid(client, provider, registration, fault, code):
    provider.behave(userinfo=fault)

    assert_refused(client, provider, sign_in(client, provider, "sparse"), code, userinfo=1)


@case("RFC 9207 wrong iss", "the answer's iss is another issuer", "refused before the token endpoint is asked")
def test_rfc_9207_wrong_iss(client, provider, registration):
    provider.behave(authorize="wrong-iss")

    assert_refused(client, provider, sign_in(client, provider), "wrong-issuer")
    assert provider.count("token") == 0


@case(
    "RFC 9207 missing iss", "iss is announced, and missing in the answer", "refused before the token endpoint is asked"
)
def test_rfc_9207_missing_iss(client, provider, registration):
    provider.behave(authorize="no-iss")

    assert_refused(client, provider, sign_in(client, provider), "wrong-issuer")
    assert provider.count("token") == 0


@case("RFC 9207 not announced", "iss is neither announced nor in the answer", "signs in")
def test_rfc_9207_not_announced(client, provider, registration):
    provider.metadata["authorization_response_iss_parameter_supported"] = None
    provider.behave(authorize="no-iss")

    assert_signed_in(client, sign_in(client, provider))


@case("private addresses", "the provider is on a private address, and that is not allowed", "refused without a call")
def test_private_addresses(client, provider, db, settings):
    register(provider)
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    response = client.post("/sign-in/fake/")
    assert response.status_code == 503
    assert refusal(response) == "portal-misconfigured"
    assert provider.requests == []
