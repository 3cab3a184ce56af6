import base64
import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.tokens import LAST_SECOND, MAX_LENGTH, Fault, TokenError, validate_id_token, verify_signature
from tests.fakes import SigningKey
from tests.fakes.id_tokens import CLAIM_FAULTS, HEADER_FAULTS, WHOLE, issue
from tests.fakes.keys import encoded

from .test_discovery import json_values

NOW = 1_800_000_000
ISSUER = "https://id.acme.example"
CLIENT = "portal"
NONCE = "nonce-1"
ACCESS_TOKEN = "access-1"
RSA = SigningKey.make("rsa-1")
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
CLAIMS = {"iss": ISSUER, "aud": CLIENT, "sub": "sub-ada", "iat": NOW, "exp": NOW + 300, "nonce": NONCE}


def validate(token, *, keys=None, algorithms=ALGORITHMS, now=NOW, nonce=NONCE, access_token=ACCESS_TOKEN):
    jwks = {"keys": [RSA.jwk(alg=None)]} if keys is None else {"keys": keys}
    return validate_id_token(
        token,
        jwks=jwks,
        issuer=ISSUER,
        algorithms=algorithms,
        client_id=CLIENT,
        nonce=nonce,
        now=now,
        access_token=access_token,
    )


def refused(token, **options):
    with pytest.raises(TokenError) as caught:
        validate(token, **options)
    if isinstance(token, str) and token:
        assert token not in str(caught.value)
    return caught.value.code


def test_validate_of_a_good_token_returns_its_claims():
    assert validate(RSA.sign(CLAIMS)) == CLAIMS


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_validate_accepts_every_asymmetric_algorithm(algorithm):
    family = "RS256" if algorithm[0] in "RP" else algorithm
    key = SigningKey.make(f"key-{family}", family)
    digest = hashlib.new(
        "sha512" if algorithm in {"EdDSA", "Ed25519"} else f"sha{algorithm[-3:]}", ACCESS_TOKEN.encode()
    ).digest()
    claims = CLAIMS | {"at_hash": encoded(digest[: len(digest) // 2])}
    assert validate(key.sign(claims, algorithm=algorithm), keys=[key.jwk(alg=None)]) == claims


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("wrong-issuer", Fault.WRONG_ISSUER),
        ("missing-issuer", Fault.WRONG_ISSUER),
        ("wrong-audience", Fault.WRONG_AUDIENCE),
        ("missing-audience", Fault.WRONG_AUDIENCE),
        ("several-audiences", Fault.WRONG_PARTY),
        ("wrong-party", Fault.WRONG_PARTY),
        ("expired", Fault.EXPIRED),
        ("missing-expiry", Fault.MISSING_CLAIM),
        ("issued-later", Fault.ISSUED_LATER),
        ("too-old", Fault.TOO_OLD),
        ("missing-iat", Fault.MISSING_CLAIM),
        ("not-yet-valid", Fault.NOT_YET_VALID),
        ("missing-sub", Fault.MISSING_CLAIM),
        ("empty-sub", Fault.BAD_CLAIM),
        ("long-sub", Fault.BAD_CLAIM),
        ("number-sub", Fault.BAD_CLAIM),
        ("wrong-nonce", Fault.WRONG_NONCE),
        ("missing-nonce", Fault.WRONG_NONCE),
        ("wrong-at-hash", Fault.WRONG_ACCESS_TOKEN),
        ("unknown-kid", Fault.UNKNOWN_KEY),
        ("critical-header", Fault.CRITICAL_HEADER),
        ("access-token-type", Fault.WRONG_TYPE),
        ("absent", Fault.MALFORMED),
        ("garbage", Fault.MALFORMED),
        ("alg-none", Fault.WRONG_ALGORITHM),
        ("alg-hs256", Fault.WRONG_ALGORITHM),
        ("bad-signature", Fault.BAD_SIGNATURE),
        ("foreign-key", Fault.BAD_SIGNATURE),
    ],
)
def test_validate_of_a_bad_token_gives_its_code(fault, code):
    assert fault in CLAIM_FAULTS.keys() | HEADER_FAULTS.keys() | WHOLE.keys()
    assert refused(issue(RSA, CLAIMS, fault, "secret")) is code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"aud": []}, Fault.WRONG_AUDIENCE, id="no audience"),
        pytest.param({"aud": [CLIENT, 7]}, Fault.WRONG_AUDIENCE, id="number among the audiences"),
        pytest.param({"aud": {CLIENT: 1}}, Fault.WRONG_AUDIENCE, id="object as audience"),
        pytest.param({"aud": f"{CLIENT}x"}, Fault.WRONG_AUDIENCE, id="audience that begins like us"),
        pytest.param({"azp": None}, Fault.WRONG_PARTY, id="null as azp"),
        pytest.param({"aud": [CLIENT, "other"], "azp": "other"}, Fault.WRONG_PARTY, id="another party"),
        pytest.param({"exp": True}, Fault.BAD_CLAIM, id="true as exp"),
        pytest.param({"exp": str(NOW + 300)}, Fault.BAD_CLAIM, id="text as exp"),
        pytest.param({"exp": None}, Fault.BAD_CLAIM, id="null as exp"),
        pytest.param({"exp": 10**40}, Fault.BAD_CLAIM, id="huge exp"),
        pytest.param({"exp": LAST_SECOND + 1}, Fault.BAD_CLAIM, id="year 10000"),
        pytest.param({"iat": -1}, Fault.BAD_CLAIM, id="negative iat"),
        pytest.param({"iat": 0}, Fault.TOO_OLD, id="the first second of 1970"),
        pytest.param({"iat": NOW - 86400 - 121}, Fault.TOO_OLD, id="a day and more than the leeway old"),
        pytest.param({"nbf": NOW + 121}, Fault.NOT_YET_VALID, id="nbf beyond the leeway"),
        pytest.param({"iat": [NOW]}, Fault.BAD_CLAIM, id="list as iat"),
        pytest.param({"nbf": False}, Fault.BAD_CLAIM, id="false as nbf"),
        pytest.param({"exp": NOW - 120}, Fault.EXPIRED, id="just beyond the leeway"),
        pytest.param({"iat": NOW + 121}, Fault.ISSUED_LATER, id="issued beyond the leeway"),
        pytest.param({"sub": "   "}, Fault.BAD_CLAIM, id="blank sub"),
        pytest.param({"nonce": [NONCE]}, Fault.WRONG_NONCE, id="list as nonce"),
        pytest.param({"nonce": "\u20ac"}, Fault.WRONG_NONCE, id="nonce beyond ASCII"),
        pytest.param({"at_hash": 7}, Fault.WRONG_ACCESS_TOKEN, id="number as at_hash"),
        pytest.param({"iss": [ISSUER]}, Fault.WRONG_ISSUER, id="list as issuer"),
    ],
)
def test_validate_of_a_claim_of_the_wrong_kind_gives_its_code(changes, code):
    assert refused(RSA.sign(CLAIMS | changes)) is code


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": [CLIENT]}, id="list of one audience"),
        pytest.param({"aud": [CLIENT, "other"], "azp": CLIENT}, id="several audiences, ours the party"),
        pytest.param({"azp": CLIENT}, id="party"),
        pytest.param({"exp": NOW - 119}, id="just within the leeway"),
        pytest.param({"iat": NOW + 120}, id="clock two minutes ahead"),
        pytest.param({"iat": NOW - 86400 - 120}, id="a day and the leeway old"),
        pytest.param({"exp": LAST_SECOND}, id="the last second that there is"),
        pytest.param({"nbf": NOW + 120}, id="nbf within the leeway"),
        pytest.param({"iat": NOW + 0.5, "exp": NOW + 300.25}, id="fractions of a second"),
        pytest.param({"sub": "s" * 255}, id="longest sub"),
    ],
)
def test_validate_of_a_claim_at_the_edge_accepts_it(changes):
    assert validate(RSA.sign(CLAIMS | changes))["sub"]


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt"])
def test_validate_of_a_token_of_another_kind_is_refused(typ):
    assert refused(RSA.sign(CLAIMS, typ=typ)) is Fault.WRONG_TYPE


@pytest.mark.parametrize("typ", ["JWT", "jwt", "application/jwt", None, "id+jwt"])
def test_validate_of_a_token_of_the_usual_kind_accepts_it(typ):
    assert validate(RSA.sign(CLAIMS, typ=typ)) == CLAIMS


def test_validate_of_the_longest_token_accepts_it():
    token = RSA.sign(CLAIMS)
    spare = MAX_LENGTH - len(RSA.sign(CLAIMS | {"p": ""}))
    longest = RSA.sign(CLAIMS | {"p": "x" * (spare * 3 // 4)})

    assert len(token) < len(longest) == MAX_LENGTH
    assert validate(longest)
    assert refused(longest + "A") is Fault.MALFORMED


def test_validate_of_parts_with_every_base64url_character_accepts_them():
    kid = "???>>>~~~\u00ff\u00fe"
    key = RSA.jwk(kid=kid)
    token = RSA.sign(CLAIMS | {"x": "\u00bf\u00be?>"}, kid=kid)

    assert {"-", "_"} & set(token.rpartition(".")[0])
    assert validate(token, keys=[key])


@pytest.mark.parametrize("character", ["+", "/", " ", "\n", "=", "!"])
def test_validate_of_a_part_with_another_character_is_refused(character):
    head, body, signature = RSA.sign(CLAIMS).split(".")

    assert refused(f"{head[:8]}{character}{head[8:]}.{body}.{signature}") is Fault.MALFORMED
    assert refused(f"{head}.{body[:8]}{character}{body[8:]}.{signature}") is Fault.MALFORMED


# A page shows them, and people search for them.
SENTENCES = {
    "wrong-issuer": "The token comes from another issuer than the registered one.",
    "wrong-audience": "The token is meant for another application (aud): check the client ID.",
    "missing-audience": "The token does not say for whom it is (aud).",
    "wrong-party": "The token was issued to another application (azp): check the client ID.",
    "expired": "The token has expired: start again, and check the clocks if it happens again.",
    "missing-expiry": "The token has no exp.",
    "issued-later": "The token was issued in the future: check the provider's and our clock.",
    "too-old": "The token is older than a day: start again.",
    "missing-iat": "The token has no iat.",
    "not-yet-valid": "The token is not valid yet: check the provider's and our clock.",
    "missing-sub": "The token does not say who signed in (sub).",
    "long-sub": "The token's sub is no text of 1 to 255 characters.",
    "wrong-nonce": "The token does not belong to this sign-in (nonce): start again.",
    "wrong-at-hash": "The access token does not belong to the ID token (at_hash).",
    "unknown-kid": "The provider's key document has no key that fits the token.",
    "critical-header": "The token's header demands extensions that are not supported.",
    "access-token-type": "The provider sent a token of another kind.",
    "absent": "The provider sent no token, or one longer than 65536 characters.",
    "garbage": "The token's parts are not base64url and unambiguous JSON.",
    "alg-none": "The token is not signed by an algorithm that the provider announces.",
    "bad-signature": "The token's signature does not match the provider's keys.",
}


@pytest.mark.parametrize(("fault", "sentence"), SENTENCES.items(), ids=SENTENCES)
def test_validate_of_a_bad_token_says_what_is_wrong(fault, sentence):
    with pytest.raises(TokenError) as caught:
        validate(issue(RSA, CLAIMS, fault, "secret"))
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("token", "options", "sentence"),
    [
        (RSA.sign(CLAIMS | {"exp": "soon"}), {}, "The token's exp is no time."),
        ("a.b", {}, "The token is not signed as three parts; encrypted ones are not supported."),
        (f"{encoded(b'[]')}.{encoded(b'{}')}.AA", {}, "The token's parts are no JSON objects."),
        (RSA.sign(CLAIMS, kid=7), {}, "The token's key id is no text."),
        (RSA.sign(CLAIMS), {"keys": 7}, "The provider's key document has no list of keys."),
        (
            RSA.sign(CLAIMS, kid=None),
            {"keys": [RSA.jwk(), RSA.jwk(kid="rsa-2")]},
            "The token names no key, and the provider publishes several that fit.",
        ),
        (RSA.sign(CLAIMS), {"keys": [{}] * 101}, "The provider's key document has more than 100 keys."),
    ],
)
def test_validate_of_a_wrong_part_says_what_is_wrong(token, options, sentence):
    with pytest.raises(TokenError) as caught:
        validate(token, **options)
    assert str(caught.value) == sentence


def test_validate_of_an_algorithm_that_is_not_announced_is_refused():
    assert refused(RSA.sign(CLAIMS, algorithm="PS256"), algorithms=("RS256",)) is Fault.WRONG_ALGORITHM


@pytest.mark.parametrize("name", ["none", "HS256"])
def test_validate_of_a_weak_algorithm_is_refused_even_if_announced(name):
    token = issue(RSA, CLAIMS, {"none": "alg-none", "HS256": "alg-hs256"}[name], "secret")
    assert refused(token, algorithms=(*ALGORITHMS, name)) is Fault.WRONG_ALGORITHM


def test_validate_with_a_key_for_encryption_is_refused():
    assert refused(RSA.sign(CLAIMS), keys=[RSA.jwk(use="enc")]) is Fault.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        pytest.param([RSA.jwk(), SigningKey.make("rsa-2").jwk()], Fault.AMBIGUOUS_KEY, id="several"),
        pytest.param([RSA.jwk()], None, id="one"),
        pytest.param([RSA.jwk(), SigningKey.make("ec-1", "ES256").jwk()], None, id="one of its type"),
    ],
)
def test_validate_without_kid_needs_a_single_key_that_fits(keys, code):
    token = RSA.sign(CLAIMS, kid=None)
    if code:
        assert refused(token, keys=keys) is code
    else:
        assert validate(token, keys=keys) == CLAIMS


def test_validate_with_a_broken_key_set_says_so():
    with pytest.raises(TokenError) as caught:
        verify_signature(RSA.sign(CLAIMS), jwks={"keys": 7}, algorithms=ALGORITHMS)
    assert caught.value.code is Fault.BAD_KEYS


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="empty"),
        pytest.param(None, id="none"),
        pytest.param(7, id="number"),
        pytest.param("a.b", id="two parts"),
        pytest.param("a.b.c.d.e", id="encrypted"),
        pytest.param("\u20ac.b.c", id="beyond ASCII"),
        pytest.param("!.!.!", id="not base64"),
        pytest.param(".".join((encoded(b"[]"), encoded(b"{}"), "AA")), id="list as header"),
        pytest.param(".".join((encoded(b"{}"), encoded(b"7"), "AA")), id="number as claims"),
        pytest.param(".".join((encoded(b'{"kid": 7, "alg": "RS256"}'), encoded(b"{}"), "AA")), id="number as kid"),
        pytest.param(RSA.sign(b'{"sub": "a", "sub": "b"}'), id="duplicate claim"),
        pytest.param(RSA.sign(b'{"exp": NaN}'), id="NaN"),
        pytest.param(RSA.sign(b'{"exp": 1e999}'), id="infinite"),
        pytest.param(RSA.sign(b'{"sub": "\\u0000"}'), id="NUL"),
        pytest.param(RSA.sign(b"[" * 10_000), id="nested"),
        pytest.param(RSA.sign(CLAIMS | {"padding": "x" * 70_000}), id="too long"),
    ],
)
def test_validate_of_no_token_is_refused(token):
    assert refused(token) is Fault.MALFORMED


def test_validate_with_a_tampered_signature_is_refused():
    head, body, signature = RSA.sign(CLAIMS).split(".")
    flipped = bytearray(base64.urlsafe_b64decode(signature + "=="))
    flipped[0] ^= 1
    for bad in (encoded(bytes(flipped)), "", "AA", signature[:-4]):
        assert refused(f"{head}.{body}.{bad}") is Fault.BAD_SIGNATURE


def test_validate_of_an_es256_token_under_an_rsa_kid_is_refused():
    token = SigningKey.make("ec-1", "ES256").sign(CLAIMS, kid="rsa-1")
    assert refused(token) is Fault.UNKNOWN_KEY


def test_validate_without_nonce_or_access_token_compares_neither():
    token = RSA.sign(CLAIMS | {"at_hash": "anything"})
    assert validate(token, nonce=None, access_token=None)["nonce"] == NONCE


def test_verify_signature_looks_at_no_claim():
    assert verify_signature(RSA.sign({"events": {}}), jwks={"keys": [RSA.jwk()]}, algorithms=["RS256"]).claims == {
        "events": {}
    }


@given(st.dictionaries(st.sampled_from([*CLAIMS, "azp", "nbf", "at_hash"]), json_values))
def test_validate_of_any_claims_raises_only_its_own_error(claims):
    payload = json.dumps(CLAIMS | claims).encode()
    try:
        validate(RSA.sign(payload))
    except TokenError as error:
        assert str(error)


@given(st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "jwk", "b64", "zip"]), json_values), st.binary())
def test_validate_of_any_header_and_body_raises_only_its_own_error(header, payload):
    head = encoded(json.dumps({"alg": "RS256", "kid": "rsa-1"} | header).encode())
    with pytest.raises(TokenError):
        validate(f"{head}.{encoded(payload)}.AAAA")


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*"))
def test_validate_of_any_text_raises_only_its_own_error(token):
    with pytest.raises(TokenError):
        validate(token)


def test_validate_of_a_hash_without_padding_compares_all_of_it():
    """Half of SHA-384 needs none, so its last character may be any, such as an X."""
    key = SigningKey.make("key-ES384", "ES384")

    def at_hash(access_token):
        return encoded(hashlib.sha384(access_token.encode()).digest()[:24])

    access_token = next(each for each in map(str, range(10_000)) if at_hash(each).endswith("X"))
    token = key.sign(CLAIMS | {"at_hash": at_hash(access_token)})
    assert validate(token, keys=[key.jwk()], access_token=access_token)


@pytest.mark.parametrize("characters", ["    ", "\n\n\n\n", "!!!!"])
def test_validate_of_a_part_with_characters_that_mean_nothing_is_refused(characters):
    head, body, signature = RSA.sign(CLAIMS).split(".")

    assert refused(f"{characters}{head}.{body}.{signature}") is Fault.MALFORMED
