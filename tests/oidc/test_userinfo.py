import pytest

from sso_providers.oidc.tokens import Fault, TokenError
from sso_providers.oidc.userinfo import DEEPEST, merge

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


@pytest.mark.parametrize("nothing", [None, "", [], {}], ids=["null", "text", "list", "object"])
def test_merge_fills_a_claim_that_says_nothing(nothing):
    assert merge(CLAIMS | {"groups": nothing}, {"sub": "ada", "groups": ["staff"]})["groups"] == ["staff"]


@pytest.mark.parametrize("something", [False, 0, ["admins"], "admins", [None]])
def test_merge_keeps_a_claim_that_says_something(something):
    assert merge(CLAIMS | {"groups": something}, {"sub": "ada", "groups": ["staff"]})["groups"] is something


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ({"roles": []}, {"roles": ["staff"], "more": 1}),
        ({"other": 1}, {"other": 1, "roles": ["staff"], "more": 1}),
        ({"roles": ["a"]}, {"roles": ["a"], "more": 1}),
        (["roles"], ["roles"]),
    ],
)
def test_merge_fills_what_is_missing_inside_a_claim(inside, expected):
    userinfo = {"sub": "ada", "realm_access": {"roles": ["staff"], "more": 1}}

    assert merge(CLAIMS | {"realm_access": inside}, userinfo)["realm_access"] == expected


def nested(depth, inside):
    for _ in range(depth):
        inside = {"a": inside}
    return inside


def test_merge_of_claims_that_are_nested_without_end_stops():
    deep = nested(800, {"b": 1})

    merged = merge(CLAIMS | {"deep": deep}, {"sub": "ada", "deep": nested(800, {"c": 1})})

    assert merged["deep"] == deep


def test_merge_leaves_what_it_was_given():
    claims = CLAIMS | {"realm_access": {"roles": []}}

    merge(claims, {"sub": "ada", "realm_access": {"roles": ["staff"]}})

    assert claims["realm_access"] == {"roles": []}


@pytest.mark.parametrize("claim", ["aud", "azp", "nonce", "sid", "exp"])
def test_merge_fills_no_protocol_claim_that_says_nothing(claim):
    assert merge(CLAIMS | {claim: ""}, {"sub": "ada", claim: "x"})[claim] == ""


@pytest.mark.parametrize(
    ("token", "userinfo", "expected"),
    [
        pytest.param(
            {"email": "", "email_verified": True}, {"email": "a@x"}, ("a@x", None), id="a flag of an empty address"
        ),
        pytest.param(
            {"email": None, "email_verified": True},
            {"email": "a@x", "email_verified": False},
            ("a@x", False),
            id="an empty address",
        ),
        pytest.param(
            {"email": "a@x", "email_verified": None},
            {"email": "a@x", "email_verified": True},
            ("a@x", True),
            id="an empty flag",
        ),
        pytest.param(
            {"email": "a@x", "email_verified": None},
            {"email": "b@x", "email_verified": True},
            ("a@x", None),
            id="an empty flag, other address",
        ),
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


@pytest.mark.parametrize("subject", ["", 7, None])
def test_merge_with_the_same_subject_that_is_none_is_refused(subject):
    with pytest.raises(TokenError, match=r"^The provider's userinfo answer is about another person \(sub\)\.$"):
        merge(CLAIMS | {"sub": subject}, {"sub": subject})


def test_merge_of_no_object_says_so():
    with pytest.raises(TokenError, match=r"^The provider's userinfo answer is no JSON object\.$"):
        merge(CLAIMS, [])


@pytest.mark.parametrize(("steps", "is_filled"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_merge_fills_as_deep_as_a_path_can_lead(steps, is_filled):
    found = merge(CLAIMS | nested(steps, {"b": 1}), {"sub": "ada", **nested(steps, {"c": 2})})
    for _ in range(steps):
        found = found["a"]

    assert ("c" in found) == is_filled
