import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.groups import MAX_GROUPS, find_groups, first_match, longest_key, matches_everything

from .test_discovery import json_values


@pytest.mark.parametrize(
    ("claims", "path", "expected"),
    [
        pytest.param({"groups": ["b", "a", "b"]}, "groups", ("b", "a"), id="each once, in order"),
        pytest.param({"groups": "a b"}, "groups", ("a b",), id="one text"),
        pytest.param({"groups": ["", None, 7, ["a"], {"b": 1}, "c"]}, "groups", ("c",), id="other things"),
        pytest.param({"groups": ""}, "groups", (), id="empty text"),
        pytest.param({"groups": {"a": True}}, "groups", (), id="an object"),
        pytest.param({}, "groups", (), id="missing"),
        pytest.param({"": ["a"]}, "", (), id="no path"),
        pytest.param({"realm_access": {"roles": ["a"]}}, "realm_access.roles", ("a",), id="Keycloak realm"),
        pytest.param({"cognito:groups": ["a"]}, "cognito:groups", ("a",), id="Cognito"),
        pytest.param({"https://acme.example/groups": ["a"]}, "https://acme.example/groups", ("a",), id="Auth0"),
        pytest.param(
            {"https://acme.example/app": {"roles.all": ["a"]}},
            "https://acme.example/app.roles.all",
            ("a",),
            id="dots in both names",
        ),
        pytest.param(
            {"resource_access": {"portal.acme": {"roles": ["a"]}, "portal": {"acme": {"roles": ["b"]}}}},
            "resource_access.portal.acme.roles",
            ("a",),
            id="Keycloak client with dots",
        ),
        pytest.param(
            {"realm_access.roles": ["b"], "realm_access": {"roles": ["a"]}},
            "realm_access.roles",
            ("b",),
            id="longest key",
        ),
        pytest.param(
            {"realm_access.roles": None, "realm_access": {"roles": ["a"]}},
            "realm_access.roles",
            (),
            id="longest key, though it says nothing",
        ),
        pytest.param({"realm_access": ["roles"]}, "realm_access.roles", (), id="a list on the way"),
        pytest.param({"realm_access": {"roles": ["a"]}}, "realm_access", (), id="too short a path"),
        pytest.param({"groups": ["a"]}, "groups.", ("a",), id="dot at the end"),
        pytest.param({"groups": ["a"]}, ".groups", (), id="dot at the beginning"),
    ],
)
def test_find_groups_follows_the_path(claims, path, expected):
    assert find_groups(claims, path) == expected


def test_find_groups_looks_at_the_first_two_thousand():
    groups = [f"group-{number}" for number in range(MAX_GROUPS + 1)]

    assert find_groups({"groups": groups}, "groups") == tuple(groups[:MAX_GROUPS])


@given(st.dictionaries(st.text("a.", max_size=4), json_values), st.text("a.", max_size=12))
def test_find_groups_of_any_claims_gives_texts_only(claims, path):
    assert all(isinstance(group, str) and group for group in find_groups(claims, path))
    assert longest_key(claims, path) in {"", *claims}


@pytest.mark.parametrize(
    ("pattern", "group", "expected"),
    [
        ("staff", "staff", True),
        ("staff", "Staff", False),
        ("staff", "staff2", False),
        ("staff", " staff", False),
        ("*", "anything", True),
        ("**", "anything", True),
        ("sso-*", "sso-admins", True),
        ("sso-*", "sso-", True),
        ("sso-*", "my-sso-admins", False),
        ("*-admins", "sso-admins", True),
        ("*-admins", "sso-admins-old", False),
        ("sso-*-admins", "sso-eu-admins", True),
        ("sso-*-admins", "sso-admins", False),
        ("aba*aba", "aba", False),
        ("aba*aba", "abaaba", True),
        ("a*b*c", "aXbYc", True),
        ("a*b*c", "aXcYb", False),
        ("a*b*b", "ab", False),
        ("*a*a*", "a", False),
        ("*a*a*", "aa", True),
        ("[a-z]", "a", False),
        ("[a-z]", "[a-z]", True),
        ("team.?", "team.x", False),
        ("team.?", "team.?", True),
        ("te.m", "team", False),
        ("a\\*", "a\\b", True),
        ("CN=*,OU=Groups,DC=acme,DC=example", "CN=admins (EU),OU=Groups,DC=acme,DC=example", True),
        ("CN=*,OU=Groups,DC=acme,DC=example", "CN=admins,OU=People,DC=acme,DC=example", False),
        ("/staff/*", "/staff/eu/admins", True),
        ("", "a", False),
    ],
)
def test_first_match_takes_only_the_star_as_special(pattern, group, expected):
    assert first_match(pattern, (group,)) == (group if expected else "")


@given(st.lists(st.text("ab*?[.", max_size=4), min_size=1, max_size=5), st.lists(st.text("abc*", max_size=3)))
def test_first_match_is_what_the_pattern_was_filled_with(parts, filling):
    """Whatever stands in place of the stars; the parts' own stars stand for themselves then."""
    text = parts[0]
    for number, part in enumerate(parts[1:]):
        text += (filling[number] if number < len(filling) else "") + part
    assert first_match("*".join(parts), (text,)) == text


def test_first_match_of_a_pattern_made_to_be_slow_ends():
    """A backtracking matcher would still be at it when the sun is out."""
    assert not first_match("*a" * 100 + "*b", ("a" * 50_000,))


def test_first_match_is_the_first_of_the_persons_groups():
    assert first_match("s*", ("ops", "staff", "sso")) == "staff"
    assert first_match("x*", ("ops", "staff", "sso")) == ""


@pytest.mark.parametrize(
    ("pattern", "expected"), [("*", True), ("***", True), ("", False), ("a*", False), ("* ", False)]
)
def test_matches_everything_only_by_stars_alone(pattern, expected):
    assert matches_everything(pattern) is expected
