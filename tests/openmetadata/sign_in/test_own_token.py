"""From 2.0 on the browser has a token of OpenMetadata's own, which the same settings must be able to read."""

import pytest

from sso_providers.openmetadata.sign_in import State, Topic

from .settings import ADA, BEFORE_OWN_TOKENS, MAPPED, foreseen, result, state

UPN = ADA | {"upn": "ada@acme.example", "unique": "ada"}


@pytest.mark.parametrize("line", BEFORE_OWN_TOKENS)
def test_own_token_of_the_code_flow_before_2_0_is_no_matter(line):
    outlook = foreseen(UPN, line, jwtPrincipalClaimsMapping=("username:unique", "email:upn"))

    assert outlook.of(Topic.SESSION) is None


def test_own_token_of_a_public_client_is_no_matter():
    assert foreseen(ADA, "2.0", clientType="public").of(Topic.SESSION) is None


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"jwtPrincipalClaimsMapping": MAPPED},
        {"jwtPrincipalClaimsMapping": ("username:sub", "email:email")},
        {"jwtPrincipalClaims": ("upn", "email")},
    ],
    ids=["usual", "standard", "subject", "order-with-email"],
)
def test_own_token_that_names_the_same_person_is_good(settings):
    outlook = foreseen(UPN, "2.0", **settings)

    assert result(outlook, Topic.SESSION).state is State.GOOD
    assert state(outlook) is State.GOOD


@pytest.mark.parametrize(
    ("settings", "answer"),
    [
        (
            {"jwtPrincipalClaimsMapping": ("username:unique", "email:email")},
            "Invalid JWT token, 'username' claim is not present",
        ),
        (
            {"jwtPrincipalClaimsMapping": ("username:preferred_username", "email:upn")},
            "Invalid JWT token, 'email' claim is not present or invalid : ",
        ),
        (
            {"jwtPrincipalClaims": ("upn",)},
            "Invalid JWT token, none of the following claims are present [upn]",
        ),
        (
            {"jwtPrincipalClaims": ("preferred_username",), "principalDomain": "other.example"},
            "",
        ),
    ],
    ids=["mapped-name", "mapped-address", "order", "made-address"],
)
def test_own_token_without_the_providers_claims_is_refused(settings, answer):
    outlook = foreseen(UPN, "2.0", **settings)

    if answer:
        assert (state(outlook), result(outlook, Topic.SESSION).answer) == (State.REFUSED, answer)
        assert "OpenMetadata's own" in outlook.verdict.sentence
    else:
        assert result(outlook, Topic.SESSION).state is State.GOOD, "the address is made the same way twice"


def test_own_token_that_names_another_address_is_refused():
    claims = {"preferred_username": "ada@acme.example", "email": "x@acme.example"}
    outlook = foreseen(
        claims, "2.0", jwtPrincipalClaims=("preferred_username", "email"), principalDomain="other.example"
    )

    found = result(outlook, Topic.SESSION)
    assert found.state is State.REFUSED
    assert "'ada@other.example'" in found.decided_by
    assert found.answer == "Account already exists. Please contact administrator."
