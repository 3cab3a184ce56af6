"""Who gets an account, who needs one already, and whose address stands against it."""

import pytest

from sso_providers.openmetadata.sign_in import State, Topic

from .settings import ADA, LINES, MAPPED, foreseen, result, state

ADDRESS = ADA | {"email": "ada.lovelace@acme.example"}


def account(claims, line="1.12", **settings):
    return result(foreseen(claims, line, **settings), Topic.ACCOUNT)


@pytest.mark.parametrize(
    ("line", "client", "words"),
    [
        ("1.7", "public", "sign-up page"),
        ("1.9", "confidential", "sign-up page"),
        ("1.10", "confidential", "gets one at the first sign-in"),
        ("1.13", "confidential", "gets one at the first sign-in"),
        ("2.0", "confidential", "gets one at the first sign-in"),
        ("2.0", "public", "sign-up page"),
    ],
)
def test_account_of_a_newcomer_is_made_by_the_server_or_on_its_page(line, client, words):
    found = account(ADA, line, clientType=client)

    assert (found.value, found.state) == ("ada", State.PLAIN)
    assert words in found.decided_by
    assert bool(found.unverified) is (line == "1.10")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("client", ["public", "confidential"])
def test_account_of_a_newcomer_without_self_sign_up_must_be_there(line, client):
    outlook = foreseen(ADA, line, clientType=client, enableSelfSignup=False)

    found = result(outlook, Topic.ACCOUNT)
    assert (found.value, found.state) == ("only with an account already", State.UNSURE)
    assert "enableSelfSignup is false" in outlook.verdict.sentence
    is_server = client == "confidential" and line not in ("1.7", "1.8", "1.9")
    assert found.answer == ("User not found and self-signup is disabled" if is_server else "")


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("signup", [True, False])
def test_account_of_an_administrator_is_there_since_the_start(line, signup):
    found = account(ADA, line, adminPrincipals=("ada",), enableSelfSignup=signup)

    assert (found.value, found.state) == ("ada", State.PLAIN)
    assert "when it started" in found.decided_by


@pytest.mark.parametrize(
    ("line", "client", "expected"),
    [
        ("1.9", "confidential", State.UNSURE),
        ("1.13", "confidential", State.UNSURE),
        ("2.0", "confidential", State.PLAIN),
        ("2.0", "public", State.UNSURE),
    ],
)
def test_account_of_an_administrator_with_another_address_is_in_doubt(line, client, expected):
    found = account(ADDRESS, line, clientType=client, adminPrincipals=("ada",), jwtPrincipalClaimsMapping=MAPPED)

    assert found.state is expected
    if expected is State.UNSURE:
        assert "'ada@acme.example'" in found.decided_by
        assert found.answer == "Account already exists. Please contact administrator."


@pytest.mark.parametrize(
    ("line", "client", "expected"),
    [
        ("1.9", "confidential", State.PLAIN),
        ("1.10", "confidential", State.UNSURE),
        ("1.13", "confidential", State.UNSURE),
        ("1.13", "public", State.PLAIN),
        ("2.0", "confidential", State.PLAIN),
    ],
)
def test_account_of_a_newcomer_with_another_address_depends_on_the_patch(line, client, expected):
    found = account(ADDRESS, line, clientType=client, jwtPrincipalClaimsMapping=MAPPED)

    assert found.state is expected
    assert ("29227" in found.source) is (expected is State.UNSURE)


@pytest.mark.parametrize(
    ("line", "client", "domains", "expected"),
    [
        ("1.12", "confidential", ("other.example",), State.UNSURE),
        ("2.0", "confidential", ("other.example",), State.UNSURE),
        ("1.11", "confidential", ("other.example",), State.PLAIN),
        ("2.0", "public", ("other.example",), State.PLAIN),
        ("2.0", "confidential", ("ACME.example",), State.PLAIN),
        ("2.0", "confidential", ("all",), State.PLAIN),
        ("2.0", "confidential", (), State.PLAIN),
    ],
)
def test_account_of_a_newcomer_needs_a_registration_domain_from_1_12_on(line, client, domains, expected):
    found = account(ADA, line, clientType=client, allowedEmailRegistrationDomains=domains)

    assert found.state is expected
    if expected is State.UNSURE:
        assert found.answer == "Email domain not allowed for self-signup: acme.example"


def test_account_in_doubt_makes_the_verdict_unsure():
    assert state(foreseen(ADA, enableSelfSignup=False)) is State.UNSURE
    assert state(foreseen(ADA)) is State.GOOD
