import pytest

from sso_providers.oidc.tokens import Fault, TokenError
from sso_providers.oidc.userinfo import merge

CLAIMS = {"iss": "https://id.acme.example", "sub": "ada", "aud": "portal", "exp": 2, "name": "Ada"}


def test_merge_adds_what_the_token_lacks_and_keeps_what_it_has():
    merged = merge(CLAIMS, {"sub": "ada", "name": "Other", "locale": "en", "groups": ["staff"]})
    assert merged == CLAIMS | {"locale": "en", "groups": ["staff"]}


def test_merge_takes_no_protocol_claims_from_userinfo():
    assert merge(CLAIMS, {"sub": "ada", "nonce": "x", "aud": "other", "azp": "other", "amr": ["pwd"]}) == CLAIMS


@pytest.mark.parametrize(
    ("userinfo", "code"),
    [
        pytest.param({"sub": "eve"}, Fault.WRONG_SUBJECT, id="another"),
        pytest.param({}, Fault.WRONG_SUBJECT, id="none"),
        pytest.param({"sub": ["ada"]}, Fault.WRONG_SUBJECT, id="a list"),
        pytest.param([], Fault.MALFORMED, id="no object"),
        pytest.param(None, Fault.MALFORMED, id="null"),
    ],
)
def test_merge_with_another_subject_is_refused(userinfo, code):
    with pytest.raises(TokenError) as caught:
        merge(CLAIMS, userinfo)
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("token", "userinfo", "expected"),
    [
        pytest.param({}, {"email": "a@x", "email_verified": True}, ("a@x", True), id="both from userinfo"),
        pytest.param({"email_verified": True}, {"email": "a@x"}, ("a@x", None), id="a flag without its address"),
        pytest.param({"email": "a@x"}, {"email": "a@x", "email_verified": True}, ("a@x", True), id="same address"),
        pytest.param({"email": "a@x"}, {"email": "b@x", "email_verified": True}, ("a@x", None), id="other address"),
        pytest.param({"email": "a@x"}, {"email_verified": True}, ("a@x", None), id="flag for nothing"),
        pytest.param(
            {"email": "a@x", "email_verified": False},
            {"email": "a@x", "email_verified": True},
            ("a@x", False),
            id="the token wins",
        ),
    ],
)
def test_merge_takes_email_verified_from_where_the_address_comes(token, userinfo, expected):
    merged = merge(CLAIMS | token, {"sub": "ada"} | userinfo)
    assert (merged.get("email"), merged.get("email_verified")) == expected
