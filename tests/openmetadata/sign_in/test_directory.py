"""A sign-in with LDAP."""

import json

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.sign_in import DirectoryEntry, Outlook, State, Topic, foresee_directory

from .settings import LINES, config, result, state, values

STEWARDS, ADMINS = "cn=stewards,dc=acme", "cn=admins,dc=acme"
MAPPING = json.dumps({STEWARDS: ["DataSteward"], ADMINS: ["Boss", "DataSteward"]})


def listed(mail, *groups, line="1.13", mapping=MAPPING, base="ou=groups,dc=acme", **settings) -> Outlook:
    made = config(provider="ldap", clientType="public", **settings)
    own = {f"{LDAP}.groupBaseDN": base, f"{LDAP}.authRolesMapping": mapping, f"{LDAP}.roleAdminName": "Boss"}
    return foresee_directory(
        SecurityConfig(made.server_url, {**made.values, **own}), Release(line), DirectoryEntry(mail, groups)
    )


@pytest.mark.parametrize("line", LINES)
def test_entry_is_named_by_the_address_that_is_typed(line):
    outlook = listed(" Ada@acme.example", line=line)

    assert (values(outlook)["User name"], values(outlook)["E-mail"]) == ("ada", "ada@acme.example")
    assert result(outlook, Topic.USER_NAME).unverified
    assert state(outlook) is State.GOOD
    assert result(outlook, Topic.ACCOUNT).decided_by.endswith("gets one at the first sign-in.")


@pytest.mark.parametrize("mail", ["", "ada", "@acme.example", "ada@"])
def test_entry_without_an_address_is_refused(mail):
    assert state(listed(mail)) is State.REFUSED


@pytest.mark.parametrize("line", LINES)
def test_entry_of_a_newcomer_without_self_sign_up_needs_an_account(line):
    found = result(listed("ada@acme.example", line=line, enableSelfSignup=False), Topic.ACCOUNT)

    assert found.state is State.UNSURE
    assert found.answer.startswith("Self Signup is not enabled.")


@pytest.mark.parametrize(
    ("groups", "roles", "admin"),
    [
        ((), "none", "no"),
        ((STEWARDS,), "DataSteward", "no"),
        ((STEWARDS, ADMINS), "DataSteward", "yes"),
        ((STEWARDS.upper(),), "none", "no"),
    ],
)
def test_entry_has_the_roles_of_its_groups_to_the_letter(groups, roles, admin):
    found = values(listed("ada@acme.example", *groups))

    assert (found["Roles"], found["Administrator"]) == (roles, admin)


@pytest.mark.parametrize("mapping", ["", "{", "[]", '{"cn=stewards,dc=acme": "DataSteward"}', "7"])
def test_entry_has_no_roles_by_a_mapping_that_can_not_be_read(mapping):
    assert values(listed("ada@acme.example", STEWARDS, mapping=mapping))["Roles"] == "none"


def test_entry_without_a_group_base_has_no_roles():
    outlook = listed("ada@acme.example", base="", mapping="")

    assert "groupBaseDN is not set" in result(outlook, Topic.ROLES).decided_by


@pytest.mark.parametrize(("line", "expected"), [("1.9", State.REFUSED), ("2.0", State.UNSURE)])
def test_entry_from_another_domain_is_refused_until_2_0(line, expected):
    assert state(listed("eve@other.example", line=line, enforcePrincipalDomain=True)) is expected
