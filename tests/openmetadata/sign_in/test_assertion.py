"""A sign-in with SAML."""

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SAML
from sso_providers.openmetadata.sign_in import Assertion, Outlook, State, Topic, foresee_assertion

from .settings import LINES, config, result, state, values


def asserted(name_id, attributes=None, line="1.13", names=(), **settings) -> Outlook:
    made = config(provider="saml", clientType="public", **settings)
    found = {**made.values, f"{SAML}.samlDisplayNameAttributes": names}
    return foresee_assertion(
        SecurityConfig(made.server_url, found), Release(line), Assertion(name_id, attributes or {})
    )


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(
    ("name_id", "name", "email"),
    [
        ("ada@acme.example", "ada", "ada@acme.example"),
        ("ada", "ada", "ada@acme.example"),
        (" Ada@acme.example ", "ada", "ada@acme.example"),
    ],
)
def test_assertion_names_the_user_by_its_name_id(line, name_id, name, email):
    outlook = asserted(name_id, {"email": ("other@acme.example",)}, line)

    assert values(outlook)["User name"] == name
    assert values(outlook)["E-mail"] == email
    assert state(outlook) is State.GOOD
    assert bool(result(outlook, Topic.USER_NAME).unverified) is ("A" in name_id)


@pytest.mark.parametrize("name_id", ["", "@", "@acme.example", "ada@"])
def test_assertion_without_a_usable_name_id_is_refused(name_id):
    assert state(asserted(name_id)) is State.REFUSED


def test_assertion_of_a_newcomer_without_self_sign_up_needs_an_account():
    found = result(asserted("ada", enableSelfSignup=False), Topic.ACCOUNT)

    assert (found.state, found.answer) == (State.UNSURE, "User not found and self-signup is disabled")


@pytest.mark.parametrize(("line", "expected"), [("1.13", State.REFUSED), ("2.0", State.UNSURE)])
def test_assertion_from_another_domain_is_refused_until_2_0(line, expected):
    assert state(asserted("eve@other.example", line=line, enforcePrincipalDomain=True)) is expected


@pytest.mark.parametrize("line", LINES)
def test_assertion_gives_no_roles(line):
    outlook = asserted("ada", {"roles": ("Admin",)}, line, useRolesFromProvider=True)

    assert values(outlook)["Roles"] == "as they are"
    assert values(outlook)["Administrator"] == "no"


@pytest.mark.parametrize(
    ("line", "attribute", "expected"),
    [("1.10", "department", "none"), ("2.0", "department", "Data, Ops"), ("2.0", "Department", "none")],
)
def test_assertion_gives_teams_by_the_attribute_to_the_letter(line, attribute, expected):
    outlook = asserted("ada", {attribute: ("Data", "Ops")}, line, jwtTeamClaimMapping="department")

    assert values(outlook)["Teams"] == expected


SCHEMA = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"


@pytest.mark.parametrize(
    ("attributes", "names", "expected"),
    [
        ({f"{SCHEMA}/givenname": ("Ada",), f"{SCHEMA}/surname": ("Lovelace",)}, (), "Ada Lovelace"),
        ({"http://schemas.microsoft.com/identity/claims/displayname": ("Ada L",)}, (), "Ada L"),
        ({"firstName": ("Ada",), "name": ("A",)}, ("firstName",), "Ada"),
        ({"department": ("Data",)}, (), None),
        ({"name": ()}, (), None),
    ],
)
def test_assertion_gives_a_display_name_by_its_attributes(attributes, names, expected):
    assert values(asserted("ada", attributes, names=names)).get("Display name") == expected


def test_assertion_gives_no_display_name_before_1_11():
    assert asserted("ada", {"name": ("Ada",)}, "1.10").of(Topic.DISPLAY_NAME) is None
