"""User name and address: by mapping, by order, and what is refused."""

import pytest

from sso_providers.openmetadata.sign_in import State, Topic

from .settings import ADA, LINES, MAPPED, foreseen, result, state

ORDER = "jwtPrincipalClaims"


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("claims", "order", "name", "email"),
    [
        (ADA, ("email", "preferred_username", "sub"), "ada", "ada@acme.example"),
        ({"sub": "00U1"}, ("email", "preferred_username", "sub"), "00u1", "00u1@acme.example"),
        ({"email": "Ada.L@ACME.Example"}, ("email",), "ada.l", "ada.l@acme.example"),
        ({"EMAIL": "ada@acme.example"}, ("email",), "ada", "ada@acme.example"),
        ({"email": "ada@acme.example"}, ("Email",), "ada", "ada@acme.example"),
        ({"email": "a@b@acme.example"}, ("email",), "a", "a@b@acme.example"),
        ({"preferred_username": "ada", "sub": "x"}, ("email", "preferred_username"), "ada", "ada@acme.example"),
    ],
    ids=["address", "no-address", "lower-case", "name-in-capitals", "setting-in-capitals", "two-ats", "second-claim"],
)
def test_identity_without_a_mapping_is_the_first_claim_that_is_there(line, claims, order, name, email):
    outlook = foreseen(claims, line, clientType="public", jwtPrincipalClaims=order)

    assert result(outlook, Topic.USER_NAME).value == name
    assert result(outlook, Topic.EMAIL).value == email
    assert "first claim that the token has" in result(outlook, Topic.USER_NAME).decided_by


@pytest.mark.parametrize("line", LINES)
def test_identity_without_an_address_takes_the_principal_domain(line):
    found = result(foreseen({"sub": "ada"}, line, principalDomain="other.example"), Topic.EMAIL)

    assert found.value == "ada@other.example"
    assert "principalDomain, other.example, is put behind it" in found.decided_by


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("claims", "named"),
    [
        ({}, "none of 'email', 'sub'"),
        ({"name": "Ada"}, "none of 'email', 'sub'"),
        ({"email": None, "sub": "ada"}, "'email' is the first claim"),
        ({"email": ["ada@acme.example"], "sub": "ada"}, "it is no text"),
        ({"email": 7, "sub": "ada"}, "it is no text"),
        ({"email": "", "sub": "ada"}, "it is no text"),
    ],
    ids=["nothing", "others", "null", "list", "number", "blank"],
)
def test_identity_of_a_token_without_the_claims_is_refused_in_the_servers_words(line, claims, named):
    outlook = foreseen(claims, line, jwtPrincipalClaims=("email", "sub"))

    [found] = outlook.results
    assert (found.state, state(outlook)) == (State.REFUSED, State.REFUSED)
    assert named in outlook.verdict.sentence
    assert found.answer == "Invalid JWT token, none of the following claims are present [email, sub]"


@pytest.mark.parametrize("line", LINES)
def test_identity_with_a_mapping_takes_both_claims_and_no_order(line):
    claims = ADA | {"preferred_username": "Ada.L", "upn": "x@other.example"}
    outlook = foreseen(
        claims,
        line,
        clientType="public",
        jwtPrincipalClaims=("upn",),
        jwtPrincipalClaimsMapping=("username:preferred_username", "email:email"),
    )

    assert result(outlook, Topic.USER_NAME).value == "ada.l"
    assert result(outlook, Topic.EMAIL).value == "ada@acme.example"
    for topic in (Topic.USER_NAME, Topic.EMAIL):
        assert result(outlook, topic).decided_by.startswith("jwtPrincipalClaimsMapping")


@pytest.mark.parametrize(("line", "is_proven"), [("1.7", False), ("1.8", False), ("1.9", True), ("2.0", True)])
def test_identity_with_a_mapped_address_as_user_name_is_cut_at_its_at(line, is_proven):
    mapping = ("username:email", "email:email")
    found = result(foreseen(ADA, line, jwtPrincipalClaimsMapping=mapping), Topic.USER_NAME)

    assert found.value == "ada"
    assert bool(found.unverified) is not is_proven
    assert "22350" in found.source


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("claims", "topic", "answer"),
    [
        ({"email": "a@b.c"}, Topic.USER_NAME, "Invalid JWT token, 'username' claim is not present"),
        (
            {"preferred_username": ["ada"], "email": "a@b.c"},
            Topic.USER_NAME,
            "Invalid JWT token, 'username' claim is not present",
        ),
        (
            {"preferred_username": "ada"},
            Topic.EMAIL,
            "Invalid JWT token, 'email' claim is not present or invalid : ",
        ),
        (
            {"preferred_username": "ada", "email": "ada"},
            Topic.EMAIL,
            "Invalid JWT token, 'email' claim is not present or invalid : ada",
        ),
    ],
    ids=["no-name", "name-a-list", "no-address", "address-without-at"],
)
def test_identity_with_a_mapping_to_what_is_not_there_is_refused(line, claims, topic, answer):
    outlook = foreseen(claims, line, jwtPrincipalClaimsMapping=MAPPED)

    [found] = outlook.results
    assert (found.topic, found.state, found.answer) == (topic, State.REFUSED, answer)


@pytest.mark.parametrize("mapping", [("username:sub",), ("email:email",), ("username:", "email:email"), ("sub",)])
def test_identity_with_half_a_mapping_is_refused(mapping):
    [found] = foreseen(ADA, jwtPrincipalClaimsMapping=mapping).results

    assert found.state is State.REFUSED
    assert "Both username and email should be present" in found.answer


def test_identity_with_a_blank_mapping_has_none():
    outlook = foreseen(ADA, jwtPrincipalClaimsMapping=("",))

    assert "first claim" in result(outlook, Topic.USER_NAME).decided_by


@pytest.mark.parametrize("email", ["@acme.example", "ada@", "@"])
@pytest.mark.parametrize("mapping", [(), ("username:email", "email:email")])
def test_identity_without_a_name_or_a_domain_is_refused(email, mapping):
    outlook = foreseen({"email": email}, jwtPrincipalClaimsMapping=mapping)

    assert state(outlook) is State.REFUSED
    assert "not proven" in outlook.results[0].unverified


@pytest.mark.parametrize(
    ("bot", "verdict"), [(True, State.REFUSED), (False, State.GOOD), ("true", State.GOOD), (1, State.GOOD)]
)
def test_identity_of_a_bots_token_from_the_provider_is_refused(bot, verdict):
    outlook = foreseen(ADA | {"isBot": bot})

    assert state(outlook) is verdict
    if bot is True:
        assert outlook.results[0].answer == "The given token does not match the current bot's token!"
