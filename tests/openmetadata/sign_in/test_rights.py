"""Administrators, roles, teams and the display name."""

import pytest

from sso_providers.openmetadata.sign_in import State, Topic

from .settings import ADA, BEFORE_OWN_TOKENS, LINES, foreseen, result


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("admins", "expected"), [(("ada",), "yes"), (("grace",), "no"), (("Ada",), "no"), (("ada@acme.example",), "no")]
)
def test_administrator_is_who_is_named(line, admins, expected):
    found = result(foreseen(ADA, line, adminPrincipals=admins), Topic.ADMINISTRATOR)

    assert found.value == expected
    assert "adminPrincipals" in found.decided_by
    assert (found.state is State.GOOD) is (expected == "yes")


@pytest.mark.parametrize(
    ("line", "client", "from_provider", "roles", "expected"),
    [
        ("1.9", "confidential", True, ["Admin"], "yes"),
        ("1.13", "public", True, ["DataSteward", "Admin"], "yes"),
        ("2.0", "public", True, ["Admin"], "yes"),
        ("2.0", "confidential", True, ["Admin"], "no"),
        ("1.9", "confidential", False, ["Admin"], "no"),
        ("1.9", "confidential", True, ["admin"], "no"),
        ("1.9", "confidential", True, "Admin", "no"),
    ],
)
def test_administrator_by_role_is_who_has_admin_in_a_token_that_is_read(line, client, from_provider, roles, expected):
    outlook = foreseen(ADA | {"roles": roles}, line, clientType=client, useRolesFromProvider=from_provider)

    assert result(outlook, Topic.ADMINISTRATOR).value == expected


@pytest.mark.parametrize("line", LINES)
def test_roles_without_the_setting_are_none(line):
    found = result(foreseen(ADA | {"roles": ["DataSteward"]}, line), Topic.ROLES)

    assert (found.value, found.decided_by) == (
        "none",
        "useRolesFromProvider is false: no role comes from the provider.",
    )


@pytest.mark.parametrize("line", BEFORE_OWN_TOKENS)
@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["DataSteward", "DataConsumer", "DataSteward"], "DataSteward, DataConsumer"),
        (["Admin", "DataSteward"], "DataSteward"),
        (["Admin"], "as they are"),
        ([], "as they are"),
        ("DataSteward", "as they are"),
        ({"a": 1}, "as they are"),
        ([7, True], "7, true"),
    ],
)
def test_roles_of_the_token_replace_the_persons(line, roles, expected):
    outlook = foreseen(ADA | {"roles": roles}, line, useRolesFromProvider=True)

    assert result(outlook, Topic.ROLES).value == expected


def test_roles_of_a_token_without_the_claim_stay_as_they_are():
    assert result(foreseen(ADA, useRolesFromProvider=True), Topic.ROLES).value == "as they are"


def test_roles_of_the_code_flow_of_2_0_depend_on_the_patch():
    found = result(foreseen(ADA | {"roles": ["DataSteward"]}, "2.0", useRolesFromProvider=True), Topic.ROLES)

    assert (found.value, found.state) == ("depends on the patch release", State.WARNING)
    assert "32961" in found.source
    assert "not proven" in found.unverified


def test_roles_of_a_public_client_of_2_0_are_read():
    claims = ADA | {"roles": ["DataSteward"]}

    found = result(foreseen(claims, "2.0", clientType="public", useRolesFromProvider=True), Topic.ROLES)

    assert found.value == "DataSteward"


@pytest.mark.parametrize(
    ("line", "client", "expected"),
    [("1.11", "confidential", "none"), ("1.12", "confidential", "DataConsumer"), ("2.0", "public", "none")],
)
def test_roles_of_a_newcomer_may_be_the_default_one(line, client, expected):
    outlook = foreseen(ADA, line, clientType=client, defaultOAuthRole="DataConsumer")

    assert result(outlook, Topic.ROLES).value == expected


@pytest.mark.parametrize(
    ("line", "claim", "value", "expected", "words"),
    [
        ("1.10", "department", "Data", "none", "from 1.11.6 on"),
        ("1.11", "department", "Data", "Data", "exist as groups"),
        ("2.0", "department", ["Data", "Ops", "Data"], "Data, Ops", "exist as groups"),
        ("2.0", "DEPARTMENT", "Data", "Data", "exist as groups"),
        ("2.0", "department", [], "none", "holds no name"),
        ("2.0", "department", {"a": 1}, "none", "holds no name"),
        ("2.0", "other", "Data", "none", "is missing"),
    ],
)
def test_teams_are_those_that_the_claim_names(line, claim, value, expected, words):
    found = result(foreseen(ADA | {claim: value}, line, jwtTeamClaimMapping="department"), Topic.TEAMS)

    assert found.value == expected
    assert words in found.decided_by


def test_teams_without_the_setting_are_none():
    assert result(foreseen(ADA | {"department": "Data"}, "2.0"), Topic.TEAMS).value == "none"


def test_teams_of_a_public_client_are_not_proven():
    outlook = foreseen(ADA | {"department": "x"}, "2.0", clientType="public", jwtTeamClaimMapping="department")

    assert "not proven" in result(outlook, Topic.TEAMS).unverified


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"name": " Ada Lovelace "}, "Ada Lovelace"),
        ({"displayName": "Ada L"}, "Ada L"),
        ({"given_name": "Ada", "family_name": "Lovelace"}, "Ada Lovelace"),
        ({"firstname": "Ada"}, "Ada"),
        ({"family_name": "Lovelace"}, "Lovelace"),
        ({"name": 7, "given_name": "Ada"}, "Ada"),
    ],
)
@pytest.mark.parametrize("line", ["1.9", "1.11", "2.0"])
def test_display_name_is_what_the_claims_tell(claims, expected, line):
    found = result(foreseen({"sub": "ada", **claims}, line), Topic.DISPLAY_NAME)

    assert found.value == expected
    assert found.unverified
    assert ("sign-up page" in found.decided_by) is (line == "1.9")


def test_display_name_that_nothing_tells_is_left_out():
    assert foreseen({"sub": "ada"}).of(Topic.DISPLAY_NAME) is None
