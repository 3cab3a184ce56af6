"""The profile "Basic RP": the ID token, userinfo, client authentication."""

import pytest

from tests.fakes import SigningKey
from tests.login.journey import sign_in, signed_in, start
from tests.login.outcome import assert_refused, assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case("oidcc-client-test", "everything is right", "signs in")
def test_oidcc_client_test(client, provider, registration):
    assert_signed_in(client, sign_in(client, provider, "sparse"))


@case("oidcc-client-test-invalid-iss", "the ID token names another issuer", "refused, no userinfo")
def test_oidcc_client_test_invalid_iss(client, provider, registration):
    provider.behave(id_token="wrong-issuer")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-issuer")


@case("oidcc-client-test-missing-sub", "the ID token has no sub", "refused, no userinfo")
def test_oidcc_client_test_missing_sub(client, provider, registration):
    provider.behave(id_token="missing-sub")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "missing-claim")


@case("oidcc-client-test-invalid-aud", "the ID token is for another client", "refused, no userinfo")
def test_oidcc_client_test_invalid_aud(client, provider, registration):
    provider.behave(id_token="wrong-audience")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-audience")


@case("oidcc-client-test-missing-iat", "the ID token has no iat", "refused, no userinfo")
def test_oidcc_client_test_missing_iat(client, provider, registration):
    provider.behave(id_token="missing-iat")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "missing-claim")


@case("oidcc-client-test-kid-absent-single-jwks", "no kid in the ID token, one key published", "signs in")
def test_oidcc_client_test_kid_absent_single_jwks(client, provider, registration):
    del provider.keys[1:]
    provider.behave(id_token="no-kid")

    assert_signed_in(client, sign_in(client, provider))


@case(
    "oidcc-client-test-kid-absent-multiple-jwks",
    "no kid in the ID token, several keys published that fit",
    "refused, no userinfo (the plan leaves open to try them all)",
)
def test_oidcc_client_test_kid_absent_multiple_jwks(client, provider, registration):
    provider.keys.append(SigningKey.make("rsa-2"))
    provider.behave(id_token="no-kid")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "ambiguous-key")


@case("oidcc-client-test-idtoken-sig-rs256", "the ID token is signed with RS256", "signs in")
def test_oidcc_client_test_idtoken_sig_rs256(client, provider, registration):
    assert provider.keys[0].algorithm == "RS256"

    assert_signed_in(client, sign_in(client, provider))


@case(
    "oidcc-client-test-idtoken-sig-none", "the ID token is not signed, and `none` is announced", "refused, no userinfo"
)
def test_oidcc_client_test_idtoken_sig_none(client, provider, registration):
    provider.metadata["id_token_signing_alg_values_supported"] = ["none", "RS256"]
    provider.behave(id_token="alg-none")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-algorithm")


@case("oidcc-client-test-invalid-sig-rs256", "the RS256 signature does not fit", "refused, no userinfo")
def test_oidcc_client_test_invalid_sig_rs256(client, provider, registration):
    provider.behave(id_token="bad-signature")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "bad-signature")


@case("oidcc-client-test-userinfo-invalid-sub", "userinfo is about another sub", "refused")
def test_oidcc_client_test_userinfo_invalid_sub(client, provider, registration):
    provider.behave(userinfo="other-sub")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-subject", userinfo=1)


@case("oidcc-client-test-nonce-invalid", "the ID token has another nonce", "refused, no userinfo")
def test_oidcc_client_test_nonce_invalid(client, provider, registration):
    provider.behave(id_token="wrong-nonce")

    assert_refused(client, provider, sign_in(client, provider, "sparse"), "wrong-nonce")


@case(
    "oidcc-client-test-scope-userinfo-claims",
    "the scopes' claims come from the userinfo endpoint only",
    "signs in with these claims; the scopes are asked for",
)
def test_oidcc_client_test_scope_userinfo_claims(client, provider, registration):
    assert "scope=openid%20email%20profile" in start(client)
    sign_in(client, provider, "sparse")

    assert signed_in(client).email == "sparse@acme.example"
    assert provider.count("userinfo") == 1


@case(
    "oidcc-client-test-client-secret-basic",
    "the token endpoint takes client_secret_basic only",
    "signs in; ID and secret are form-encoded in the header",
)
def test_oidcc_client_test_client_secret_basic(client, provider, registration):
    provider.metadata["token_endpoint_auth_methods_supported"] = ["client_secret_basic"]

    assert_signed_in(client, sign_in(client, provider))
    exchange = next(request for request in provider.requests if request.path == "/token")
    assert exchange.headers["authorization"].startswith("Basic ")
    assert not {"client_secret", "client_id"} & exchange.form.keys()
