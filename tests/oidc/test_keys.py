import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.keys import MAX_KEYS, AmbiguousKey, KeysError, UnknownKey, candidates, usable_keys
from tests.fakes import SigningKey

from .test_discovery import json_values

RSA = SigningKey.make("rsa-1")
EC = SigningKey.make("ec-1", "ES256")
JWK = RSA.jwk()


def names(keys):
    return [key.kid for key in keys]


@pytest.mark.parametrize(
    ("jwk", "algorithms"),
    [
        pytest.param(RSA.jwk(), ("RS256",), id="RSA with alg"),
        pytest.param(RSA.jwk(alg=None), ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"), id="RSA without alg"),
        pytest.param(RSA.jwk(alg="PS512"), ("PS512",), id="RSA for PS512"),
        pytest.param(RSA.jwk(use=None), ("RS256",), id="no use"),
        pytest.param(RSA.jwk(key_ops=["verify"]), ("RS256",), id="key_ops"),
        pytest.param(RSA.jwk(crv="P-256"), ("RS256",), id="RSA with a curve, which means nothing"),
        pytest.param(EC.jwk(), ("ES256",), id="EC P-256"),
        pytest.param(SigningKey.make("ec-2", "ES384").jwk(alg=None), ("ES384",), id="EC P-384"),
        pytest.param(SigningKey.make("ec-3", "ES512").jwk(), ("ES512",), id="EC P-521"),
        pytest.param(SigningKey.make("ed-1", "EdDSA").jwk(), ("EdDSA",), id="Ed25519 by its older name"),
        pytest.param(SigningKey.make("ed-1", "EdDSA").jwk(alg="Ed25519"), ("Ed25519",), id="Ed25519"),
        pytest.param(SigningKey.make("ed-1", "EdDSA").jwk(alg=None), ("EdDSA", "Ed25519"), id="Ed25519 without alg"),
        pytest.param(RSA.jwk(x5c=["junk"], x5t=7), ("RS256",), id="certificates are not looked at"),
    ],
)
def test_usable_keys_of_a_good_key_says_what_it_verifies(jwk, algorithms):
    (key,) = usable_keys({"keys": [jwk]})
    assert key.algorithms == algorithms


@pytest.mark.parametrize(
    "jwk",
    [
        pytest.param(RSA.jwk(use="enc"), id="for encryption"),
        pytest.param(RSA.jwk(key_ops=["sign"]), id="for signing"),
        pytest.param(RSA.jwk(key_ops="verify"), id="key_ops as text"),
        pytest.param(RSA.jwk(alg="RSA-OAEP"), id="alg for encryption"),
        pytest.param(RSA.jwk(alg="HS256"), id="RSA for HMAC"),
        pytest.param(RSA.jwk(alg="none"), id="alg none"),
        pytest.param(RSA.jwk(alg="ES256"), id="alg of another type"),
        pytest.param(RSA.jwk(kid=7), id="kid as number"),
        pytest.param(SigningKey.make("weak", bits=1024).jwk(), id="RSA under 2048 bits"),
        pytest.param({"kty": "oct", "k": "c2VjcmV0", "kid": "o", "alg": "HS256"}, id="symmetric"),
        pytest.param({"kty": "oct", "k": "c2VjcmV0"}, id="symmetric without alg"),
        pytest.param({"kty": "AKP", "alg": "ML-DSA-44", "pub": "x"}, id="unknown type"),
        pytest.param(EC.jwk(crv="secp256k1", alg=None), id="unknown curve"),
        pytest.param(EC.jwk(x="AA"), id="point off the curve"),
        pytest.param(EC.jwk(y=None), id="EC without y"),
        pytest.param(RSA.jwk(n=None), id="RSA without n"),
        pytest.param(RSA.jwk(n="!!!"), id="RSA with junk"),
        pytest.param(RSA.jwk(n=7), id="RSA with a number"),
        pytest.param(RSA.jwk(e="Ag"), id="RSA with an even exponent"),
        pytest.param(RSA.jwk(n="_" * 5000), id="RSA beyond reason"),
        pytest.param({"kty": ["RSA"]}, id="kty as list"),
        pytest.param({}, id="empty"),
        pytest.param(None, id="null"),
        pytest.param("text", id="text"),
    ],
)
def test_usable_keys_of_a_bad_key_leaves_it_out_and_keeps_the_others(jwk):
    assert names(usable_keys({"keys": [jwk, EC.jwk()]})) == ["ec-1"]


def test_usable_keys_of_as_many_as_possible_keeps_them_all():
    assert len(usable_keys({"keys": [JWK] * MAX_KEYS})) == MAX_KEYS


@pytest.mark.parametrize("jwks", [None, [], "text", {}, {"keys": None}, {"keys": {}}, {"keys": [JWK] * (MAX_KEYS + 1)}])
def test_usable_keys_of_no_key_set_is_refused(jwks):
    with pytest.raises(KeysError):
        usable_keys(jwks)


@pytest.mark.parametrize(
    ("keys", "header", "expected"),
    [
        pytest.param([RSA.jwk(), EC.jwk()], {"alg": "RS256", "kid": "rsa-1"}, ["rsa-1"], id="by kid"),
        pytest.param([RSA.jwk(), EC.jwk()], {"alg": "ES256"}, ["ec-1"], id="no kid, one that fits"),
        pytest.param([RSA.jwk(kid=None)], {"alg": "RS256", "kid": "any"}, [None], id="lone key without kid"),
        pytest.param([RSA.jwk(kid=None)], {"alg": "RS256"}, [None], id="neither has a kid"),
        pytest.param(
            [RSA.jwk(kid=None), EC.jwk(use="enc")], {"alg": "RS256", "kid": "any"}, [None], id="lone usable key"
        ),
        pytest.param(
            [RSA.jwk(), EC.jwk(kid="rsa-1")], {"alg": "ES256", "kid": "rsa-1"}, ["rsa-1"], id="same kid, other type"
        ),
        pytest.param(
            [RSA.jwk()],
            {"alg": "RS256", "kid": "rsa-1", "jwk": EC.jwk(), "jku": "https://evil"},
            ["rsa-1"],
            id="key material in the header",
        ),
    ],
)
def test_candidates_of_a_header_are_the_keys_that_fit(keys, header, expected):
    assert names(candidates({"keys": keys}, header)) == expected


@pytest.mark.parametrize(
    ("keys", "header", "error"),
    [
        pytest.param([RSA.jwk(), EC.jwk()], {"alg": "RS256", "kid": "new"}, UnknownKey, id="unknown kid"),
        pytest.param([RSA.jwk()], {"alg": "RS256", "kid": "new"}, UnknownKey, id="lone key of another kid"),
        pytest.param([RSA.jwk()], {"alg": "ES256", "kid": "rsa-1"}, UnknownKey, id="kid of another type"),
        pytest.param([RSA.jwk()], {"alg": "PS256", "kid": "rsa-1"}, UnknownKey, id="kid of another algorithm"),
        pytest.param([RSA.jwk()], {"alg": "HS256", "kid": "rsa-1"}, UnknownKey, id="HMAC with a public key"),
        pytest.param([RSA.jwk()], {"kid": "rsa-1"}, UnknownKey, id="no alg"),
        pytest.param([], {"alg": "RS256"}, UnknownKey, id="no keys"),
        pytest.param([RSA.jwk(), RSA.jwk(kid="rsa-2")], {"alg": "RS256"}, AmbiguousKey, id="no kid, several fit"),
    ],
)
def test_candidates_without_one_that_fits_raises(keys, header, error):
    with pytest.raises(error):
        candidates({"keys": keys}, header)


@given(
    json_values
    | st.lists(
        st.dictionaries(
            st.sampled_from(["kty", "crv", "alg", "use", "key_ops", "kid", "n", "e", "x", "y"]),
            json_values | st.sampled_from(["RSA", "EC", "OKP", "P-256", "Ed25519", "AQAB"]),
        ).map(lambda members: {**JWK, **members}),
        max_size=3,
    ).map(lambda keys: {"keys": keys}),
    st.dictionaries(st.sampled_from(["alg", "kid"]), json_values),
)
def test_candidates_of_anything_raises_only_its_own_error(jwks, header):
    try:
        candidates(jwks, header)
    except KeysError as error:
        assert str(error)
