"""enforcePrincipalDomain, by release line and by what the domain is compared with."""

import pytest

from sso_providers.openmetadata.sign_in import State, Topic

from .settings import ADA, BEFORE_OWN_TOKENS, LINES, foreseen, result, state

ANSWER = "Not Authorized! Email does not match the principal domain"


def rule(claims, line="1.12", **settings):
    return result(foreseen(claims, line, **{"enforcePrincipalDomain": True, **settings}), Topic.DOMAIN)


@pytest.mark.parametrize("line", LINES)
def test_domain_that_is_not_enforced_lets_everybody_in(line):
    found = rule({"email": "eve@other.example"}, line, enforcePrincipalDomain=False)

    assert (found.value, found.state) == ("not enforced", State.PLAIN)
    assert found.decided_by == "enforcePrincipalDomain is false."


@pytest.mark.parametrize("client", ["public", "confidential"])
@pytest.mark.parametrize("line", BEFORE_OWN_TOKENS)
@pytest.mark.parametrize(
    ("email", "allowed", "passes", "answer"),
    [
        ("ada@acme.example", (), True, ""),
        ("eve@other.example", (), False, f"{ANSWER} acme.example"),
        ("ada@sub.acme.example", (), False, f"{ANSWER} acme.example"),
        ("eve@other.example", ("other.example",), True, ""),
        ("ada@acme.example", ("other.example",), False, f"{ANSWER} acme.example"),
        ("ada@third.example", ("acme.example", "other.example"), False, f"{ANSWER} third.example"),
    ],
    ids=["principal", "foreign", "below", "allowed", "replaced", "in-no-list"],
)
def test_domain_is_compared_with_allowed_domains_or_the_principal_one(line, client, email, allowed, passes, answer):
    found = rule({"email": email}, line, clientType=client, allowedDomains=allowed)

    assert found.state is (State.GOOD if passes else State.REFUSED)
    assert found.answer == answer
    assert ("allowedDomains" if allowed else "principalDomain") in found.decided_by


@pytest.mark.parametrize("line", BEFORE_OWN_TOKENS)
def test_domain_of_a_claim_without_one_is_refused(line):
    found = rule({"sub": "ada"}, line)

    assert found.state is State.REFUSED
    assert "has no domain" in found.decided_by


def test_domain_is_that_of_the_mapped_address():
    claims = {"preferred_username": "ada@acme.example", "email": "ada@other.example"}
    mapping = ("username:preferred_username", "email:email")

    assert rule(claims, jwtPrincipalClaimsMapping=mapping).state is State.REFUSED


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("1.7", State.REFUSED),
        ("1.10", State.REFUSED),
        ("1.11", State.REFUSED),
        ("1.12", State.UNSURE),
        ("1.13", State.UNSURE),
        ("2.0", State.GOOD),
    ],
)
def test_domain_in_capitals_depends_on_the_release(line, expected):
    claims = {"email": "ada@ACME.example"}

    for allowed in ((), ("acme.example",)):
        found = rule(claims, line, clientType="public", allowedDomains=allowed)
        assert found.state is expected
        assert "30285" in found.source
    assert state(foreseen(claims, line, clientType="public", enforcePrincipalDomain=True)) is expected


@pytest.mark.parametrize(("email", "expected"), [("ada@ACME.example", State.GOOD), ("eve@other.example", State.UNSURE)])
def test_domain_of_the_code_flow_of_2_0_may_not_be_looked_at(email, expected):
    found = rule({"email": email}, "2.0")

    assert found.state is expected
    assert "29433" in found.source
    assert bool(found.unverified) is (expected is State.UNSURE)


def test_domain_of_a_public_client_of_2_0_is_looked_at():
    assert rule({"email": "eve@other.example"}, "2.0", clientType="public").state is State.REFUSED


def test_domain_that_is_refused_decides_the_verdict():
    outlook = foreseen({"email": "eve@other.example"}, enforcePrincipalDomain=True, enableSelfSignup=False)

    assert state(outlook) is State.REFUSED
    assert outlook.verdict.sentence == result(outlook, Topic.DOMAIN).decided_by


def test_domain_of_everybody_else_is_no_matter():
    assert state(foreseen(ADA, enforcePrincipalDomain=True)) is State.GOOD
