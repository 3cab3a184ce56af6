import pytest

from sso_providers.oidc import signed_userinfo
from sso_providers.oidc.tokens import Fault, TokenError
from tests.fakes import SigningKey
from tests.fakes.id_tokens import WHOLE, issue

ISSUER, CLIENT, NOW = "https://id.acme.example", "portal", 1_800_000_000
KEY = SigningKey.make("rsa-1")


def verify(token):
    return signed_userinfo.verify(
        token, jwks={"keys": [KEY.jwk()]}, algorithms=["RS256"], issuer=ISSUER, client_id=CLIENT, now=NOW
    )


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"sub": "ada"}, id="claims alone"),
        pytest.param({"sub": "ada", "iss": ISSUER, "aud": CLIENT}, id="issuer and audience"),
        pytest.param({"sub": "ada", "aud": ["other", CLIENT], "azp": CLIENT}, id="several audiences"),
        pytest.param({"sub": "ada", "exp": NOW + 1}, id="end"),
    ],
)
def test_verify_of_a_good_answer_returns_its_claims(claims):
    assert verify(KEY.sign(claims)) == claims


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        pytest.param({"iss": "https://other.example"}, Fault.WRONG_ISSUER, id="another issuer"),
        pytest.param({"iss": None}, Fault.WRONG_ISSUER, id="null as issuer"),
        pytest.param({"aud": "other"}, Fault.WRONG_AUDIENCE, id="another audience"),
        pytest.param({"aud": None}, Fault.WRONG_AUDIENCE, id="null as audience"),
        pytest.param({"aud": [CLIENT, "other"]}, Fault.WRONG_PARTY, id="several without azp"),
        pytest.param({"exp": NOW - 120}, Fault.EXPIRED, id="expired"),
        pytest.param({"exp": "later"}, Fault.BAD_CLAIM, id="text as end"),
    ],
)
def test_verify_of_claims_for_others_is_refused(claims, code):
    with pytest.raises(TokenError) as caught:
        verify(KEY.sign({"sub": "ada", **claims}))
    assert caught.value.code is code


@pytest.mark.parametrize("fault", ["alg-none", "alg-hs256", "bad-signature", "foreign-key", "garbage"])
def test_verify_of_a_forged_answer_is_refused(fault):
    assert fault in WHOLE
    with pytest.raises(TokenError):
        verify(issue(KEY, {"sub": "ada"}, fault, "secret"))


@pytest.mark.parametrize("typ", ["at+jwt", "logout+jwt"])
def test_verify_of_another_token_is_refused(typ):
    with pytest.raises(TokenError) as caught:
        verify(KEY.sign({"sub": "ada"}, typ=typ))
    assert caught.value.code is Fault.WRONG_TYPE


def test_verify_of_another_issuer_says_so():
    with pytest.raises(TokenError, match=r"^The provider's userinfo answer comes from another issuer\.$"):
        verify(KEY.sign({"iss": "x"}))
