"""Logout tokens: what is obeyed, what is refused and why. The faults are the profile's, and then every other."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.logout_tokens import (
    EVENT,
    LogoutFault,
    LogoutToken,
    LogoutTokenError,
    check_unsigned,
    validate_logout_token,
)
from sso_providers.oidc.tokens import Fault, TokenError, validate_id_token
from tests.fakes import SigningKey, id_tokens
from tests.fakes.keys import encoded

from .test_discovery import json_values
from .test_tokens import ALGORITHMS, CLIENT, ISSUER, NONCE, NOW, RSA
from .test_tokens import CLAIMS as ID_CLAIMS

CLAIMS = {
    "iss": ISSUER,
    "aud": CLIENT,
    "iat": NOW,
    "exp": NOW + 120,
    "jti": "jti-1",
    "events": {EVENT: {}},
    "sub": "sub-ada",
    "sid": "sid-1",
}
TYPED = {"typ": "logout+jwt"}


def without(*names):
    return {name: value for name, value in CLAIMS.items() if name not in names}


def validate(token, *, keys=None, algorithms=ALGORITHMS, now=NOW):
    return validate_logout_token(
        token,
        jwks={"keys": [RSA.jwk(alg=None)] if keys is None else keys},
        issuer=ISSUER,
        algorithms=algorithms,
        client_id=CLIENT,
        now=now,
    )


def refused(claims, *, header=None, **options):
    token = claims if isinstance(claims, str) else RSA.sign(claims, **(TYPED | (header or {})))
    with pytest.raises((TokenError, LogoutTokenError)) as caught:
        validate(token, **options)
    assert token not in str(caught.value)
    assert isinstance(caught.value, TokenError | LogoutTokenError)
    return caught.value.code


def test_validate_of_a_good_token_says_whom_it_signs_out():
    assert validate(RSA.sign(CLAIMS, **TYPED)) == LogoutToken(
        issuer=ISSUER, subject="sub-ada", sid="sid-1", jti="jti-1", usable_until=NOW + 600 + 120
    )


@pytest.mark.parametrize(
    ("missing", "subject", "sid"), [("sid", "sub-ada", ""), ("sub", "", "sid-1")], ids=["sub alone", "sid alone"]
)
def test_validate_needs_one_of_subject_and_session(missing, subject, sid):
    token = validate(RSA.sign(without(missing), **TYPED))

    assert (token.subject, token.sid) == (subject, sid)


@pytest.mark.parametrize("typ", ["logout+jwt", "application/logout+jwt", "LOGOUT+JWT", "JWT", "jwt", None])
def test_validate_takes_the_usual_types(typ):
    assert validate(RSA.sign(CLAIMS, typ=typ)).jti == "jti-1"


@pytest.mark.parametrize(
    "typ", ["at+jwt", "application/at+jwt", "secevent+jwt", "dpop+jwt", "id_token", "", 7, [], "JWT "]
)
def test_validate_of_another_type_is_refused(typ):
    assert refused(CLAIMS, header={"typ": typ}) is Fault.WRONG_TYPE


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_validate_accepts_every_asymmetric_algorithm(algorithm):
    family = "RS256" if algorithm[0] in "RP" else algorithm
    key = SigningKey.make(f"key-{family}", family)

    assert validate(key.sign(CLAIMS, algorithm=algorithm, **TYPED), keys=[key.jwk(alg=None)]).sid == "sid-1"


@pytest.mark.parametrize(
    ("claims", "fault"),
    [
        pytest.param(CLAIMS | {"iss": "https://other.example"}, Fault.WRONG_ISSUER, id="wrong-iss"),
        pytest.param(without("iss"), Fault.WRONG_ISSUER, id="no iss"),
        pytest.param(CLAIMS | {"iss": f"{ISSUER}/"}, Fault.WRONG_ISSUER, id="a slash more in iss"),
        pytest.param(CLAIMS | {"aud": "another"}, Fault.WRONG_AUDIENCE, id="wrong-aud"),
        pytest.param(without("aud"), Fault.WRONG_AUDIENCE, id="no aud"),
        pytest.param(CLAIMS | {"aud": [CLIENT, "another"]}, Fault.WRONG_PARTY, id="several audiences"),
        pytest.param(without("events"), LogoutFault.WRONG_EVENT, id="no-event"),
        pytest.param(CLAIMS | {"events": {"https://other.example": {}}}, LogoutFault.WRONG_EVENT, id="wrong-event"),
        pytest.param(CLAIMS | {"events": {}}, LogoutFault.WRONG_EVENT, id="empty events"),
        pytest.param(CLAIMS | {"events": [EVENT]}, LogoutFault.WRONG_EVENT, id="list of events"),
        pytest.param(CLAIMS | {"events": EVENT}, LogoutFault.WRONG_EVENT, id="text as events"),
        pytest.param(CLAIMS | {"events": {EVENT: None}}, LogoutFault.WRONG_EVENT, id="event of null"),
        pytest.param(CLAIMS | {"events": {EVENT: "yes"}}, LogoutFault.WRONG_EVENT, id="event of text"),
        pytest.param(CLAIMS | {"nonce": "n"}, LogoutFault.HAS_NONCE, id="with-nonce"),
        pytest.param(CLAIMS | {"nonce": None}, LogoutFault.HAS_NONCE, id="nonce of null"),
        pytest.param(without("sub", "sid"), LogoutFault.NOBODY, id="neither sub nor sid"),
        pytest.param(CLAIMS | {"sub": ""}, Fault.BAD_CLAIM, id="empty sub"),
        pytest.param(CLAIMS | {"sub": None}, Fault.BAD_CLAIM, id="sub of null"),
        pytest.param(CLAIMS | {"sub": "s" * 256}, Fault.BAD_CLAIM, id="long sub"),
        pytest.param(CLAIMS | {"sid": ""}, Fault.BAD_CLAIM, id="empty sid"),
        pytest.param(CLAIMS | {"sid": None}, Fault.BAD_CLAIM, id="sid of null"),
        pytest.param(CLAIMS | {"sid": ["sid-1"]}, Fault.BAD_CLAIM, id="list as sid"),
        pytest.param(without("jti"), Fault.MISSING_CLAIM, id="no jti"),
        pytest.param(CLAIMS | {"jti": ""}, Fault.BAD_CLAIM, id="empty jti"),
        pytest.param(CLAIMS | {"jti": " "}, Fault.BAD_CLAIM, id="blank jti"),
        pytest.param(CLAIMS | {"jti": 7}, Fault.BAD_CLAIM, id="number as jti"),
        pytest.param(without("iat"), Fault.MISSING_CLAIM, id="no iat"),
        pytest.param(CLAIMS | {"iat": "now"}, Fault.BAD_CLAIM, id="text as iat"),
        pytest.param(CLAIMS | {"iat": True}, Fault.BAD_CLAIM, id="true as iat"),
        pytest.param(CLAIMS | {"iat": NOW + 121}, Fault.ISSUED_LATER, id="iat in the future"),
        pytest.param(CLAIMS | {"iat": NOW - 721}, Fault.TOO_OLD, id="more than ten minutes old"),
        pytest.param(CLAIMS | {"iat": NOW - 2 * 86400}, Fault.TOO_OLD, id="days old"),
        pytest.param(CLAIMS | {"exp": NOW - 120}, Fault.EXPIRED, id="expired"),
        pytest.param(CLAIMS | {"exp": None}, Fault.BAD_CLAIM, id="exp of null"),
        pytest.param(CLAIMS | {"exp": "soon"}, Fault.BAD_CLAIM, id="text as exp"),
        pytest.param(CLAIMS | {"nbf": NOW + 121}, Fault.NOT_YET_VALID, id="not valid yet"),
    ],
)
def test_validate_of_a_bad_claim_gives_its_code(claims, fault):
    assert refused(claims) is fault


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param(without("exp"), id="no exp, as before the errata"),
        pytest.param(CLAIMS | {"iat": NOW - 720, "exp": NOW - 119}, id="oldest"),
        pytest.param(CLAIMS | {"iat": NOW + 120}, id="clock two minutes ahead"),
        pytest.param(CLAIMS | {"aud": [CLIENT]}, id="list of one audience"),
        pytest.param(CLAIMS | {"events": {EVENT: {"x": 1}, "https://other.example": {}}}, id="more events"),
        pytest.param(CLAIMS | {"ignored": "what is not understood is ignored"}, id="more claims"),
        pytest.param(CLAIMS | {"typ": "Logout"}, id="Keycloak's claim typ"),
        pytest.param(CLAIMS | {"sid": "s" * 5000, "jti": "j" * 5000}, id="long sid and jti"),
    ],
)
def test_validate_of_a_claim_at_the_edge_accepts_it(claims):
    assert validate(RSA.sign(claims, **TYPED)).issuer == ISSUER


def test_validate_of_an_age_in_fractions_of_a_second_takes_them():
    assert validate(RSA.sign(CLAIMS | {"iat": NOW - 0.5}, **TYPED)).usable_until == NOW + 719.5


@pytest.mark.parametrize("name", ["alg-none", "alg-hs256", "bad-signature", "foreign-key", "unknown-kid", "garbage"])
@pytest.mark.parametrize("announced", [ALGORITHMS, (*ALGORITHMS, "none", "HS256")], ids=["sound", "all"])
def test_validate_of_a_bad_signature_is_refused(name, announced):
    token = id_tokens.issue(RSA, CLAIMS, name, "secret")

    assert isinstance(refused(token, algorithms=announced), Fault)


def test_validate_of_an_algorithm_that_is_not_announced_is_refused():
    token = RSA.sign(CLAIMS, algorithm="RS512", **TYPED)

    assert refused(token, algorithms=("RS256",)) is Fault.WRONG_ALGORITHM


def test_validate_of_an_id_token_is_refused():
    """Cross-JWT confusion (section 4.1), and the other way round."""
    assert refused(RSA.sign(ID_CLAIMS)) is LogoutFault.WRONG_EVENT
    assert refused(RSA.sign(ID_CLAIMS | CLAIMS)) is LogoutFault.HAS_NONCE
    with pytest.raises(TokenError) as caught:
        validate_id_token(
            RSA.sign(CLAIMS | {"nonce": NONCE}, **TYPED),
            jwks={"keys": [RSA.jwk()]},
            issuer=ISSUER,
            algorithms=ALGORITHMS,
            client_id=CLIENT,
            nonce=NONCE,
            now=NOW,
        )
    assert caught.value.code is Fault.WRONG_TYPE


def test_validate_never_takes_the_logout_token_for_an_id_token_even_untyped():
    with pytest.raises(TokenError) as caught:
        validate_id_token(
            RSA.sign(CLAIMS),
            jwks={"keys": [RSA.jwk()]},
            issuer=ISSUER,
            algorithms=ALGORITHMS,
            client_id=CLIENT,
            nonce=NONCE,
            now=NOW,
        )
    assert caught.value.code is Fault.WRONG_NONCE


@given(st.dictionaries(st.sampled_from([*CLAIMS, "nonce", "nbf", "azp"]), json_values))
def test_validate_of_any_claims_raises_only_its_own_errors(changes):
    claims = CLAIMS | changes
    try:
        token = validate(RSA.sign(json.dumps(claims).encode(), **TYPED))
    except (TokenError, LogoutTokenError) as error:
        assert str(error)
        return
    assert (token.issuer, claims["iss"], "nonce" in claims) == (ISSUER, ISSUER, False)
    assert token.jti
    assert token.subject or token.sid
    assert NOW - 120 <= token.usable_until <= NOW + 840
    assert isinstance(claims["events"][EVENT], dict)


@given(st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "jwk", "b64", "zip"]), json_values), st.binary())
def test_validate_of_any_header_and_body_raises_only_its_own_errors(header, payload):
    head = encoded(json.dumps({"alg": "RS256", "kid": "rsa-1"} | header).encode())
    with pytest.raises((TokenError, LogoutTokenError)):
        validate(f"{head}.{encoded(payload)}.AAAA")


@given(st.binary() | json_values.map(lambda value: json.dumps(value).encode()))
def test_validate_of_any_signed_body_raises_only_its_own_errors(payload):
    with pytest.raises((TokenError, LogoutTokenError)):
        validate(RSA.sign(payload, **TYPED))


@given(st.text() | st.from_regex(r"[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*"))
def test_validate_of_any_text_raises_only_its_own_errors(token):
    with pytest.raises(TokenError):
        validate(token)


# The log has them, and people search for them.
@pytest.mark.parametrize(
    ("claims", "header", "sentence"),
    [
        (CLAIMS, {"typ": "at+jwt"}, "The provider sent a token of another kind in place of the logout token."),
        (CLAIMS | {"iss": "x"}, {}, "The token comes from another issuer than the registered one."),
        (without("sub", "sid"), {}, "The token does not say who signed out (sub or sid)."),
        (CLAIMS | {"iat": NOW - 721}, {}, "The logout token is older than ten minutes: compare the clocks."),
        (without("events"), {}, "The token announces no logout (events)."),
        (CLAIMS | {"nonce": "n"}, {}, "The token has a nonce, so it belongs to a sign-in."),
        (without("jti"), {}, "The token has no jti."),
        (CLAIMS | {"jti": 7}, {}, "The token's jti is no text."),
    ],
)
def test_validate_of_a_bad_token_says_what_is_wrong(claims, header, sentence):
    with pytest.raises((TokenError, LogoutTokenError)) as caught:
        validate(RSA.sign(claims, **(TYPED | header)))
    assert str(caught.value) == sentence


def check(token, *, issuer=ISSUER, client_id=CLIENT, now=NOW):
    check_unsigned(token, issuer=issuer, client_id=client_id, now=now)


def test_check_unsigned_lets_pass_what_says_the_right_things_whoever_signed_it():
    head, body, _ = SigningKey.make("foreign").sign(CLAIMS, **TYPED).split(".")

    check(f"{head}.{body}.AAAA")


@pytest.mark.parametrize(
    ("token", "changed", "code"),
    [
        (RSA.sign(CLAIMS, typ="at+jwt"), {}, Fault.WRONG_TYPE),
        (RSA.sign(CLAIMS, **TYPED), {"issuer": "https://other.example"}, Fault.WRONG_ISSUER),
        (RSA.sign(CLAIMS, **TYPED), {"client_id": "other"}, Fault.WRONG_AUDIENCE),
        (RSA.sign(CLAIMS, **TYPED), {"now": NOW + 7200}, Fault.EXPIRED),
        (RSA.sign(without("events"), **TYPED), {}, LogoutFault.WRONG_EVENT),
        ("no token", {}, Fault.MALFORMED),
    ],
)
def test_check_unsigned_refuses_what_says_the_wrong_things(token, changed, code):
    with pytest.raises((TokenError, LogoutTokenError)) as caught:
        check(token, **changed)
    assert isinstance(caught.value, TokenError | LogoutTokenError)
    assert caught.value.code is code
