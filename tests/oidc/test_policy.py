import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.policy import Decision, StaffPolicy, decide, find_groups

from .test_discovery import json_values

ADA = {"sub": "ada", "email": "ada@acme.example", "email_verified": True, "groups": ["staff", "admins"]}
ROLES = {"staff": "viewer", "ops": "operator", "admins": "administrator"}


def test_decide_by_the_empty_policy_lets_nobody_in():
    assert decide(StaffPolicy(), ADA) == Decision(
        "", "The policy gives nobody a role: map a group to a role, or set a default role."
    )


@pytest.mark.parametrize(
    ("policy", "claims", "role", "words"),
    [
        pytest.param({"group_roles": ROLES}, {}, "administrator", "'admins' gives the role", id="highest role"),
        pytest.param({"group_roles": ROLES}, {"groups": ["staff"]}, "viewer", "'staff'", id="only role"),
        pytest.param({"group_roles": ROLES}, {"groups": "ops"}, "operator", "'ops'", id="one group as text"),
        pytest.param({"group_roles": ROLES}, {"groups": ["Admins"]}, "", "None of the person's groups", id="case"),
        pytest.param({"group_roles": ROLES}, {"groups": []}, "", "'groups' is missing or empty", id="no groups"),
        pytest.param({"group_roles": ROLES}, {"groups": [["admins"]]}, "", "missing or empty", id="nested groups"),
        pytest.param(
            {"group_roles": ROLES}, {"groups": None, "hasgroups": True}, "", "too many", id="Entra implicit overage"
        ),
        pytest.param(
            {"group_roles": ROLES},
            {"groups": None, "_claim_names": {"groups": "src1"}},
            "",
            "too many",
            id="Entra overage",
        ),
        pytest.param({"default_role": "viewer"}, {}, "viewer", "the default is viewer", id="default"),
        pytest.param(
            {"default_role": "viewer", "group_roles": ROLES},
            {"groups": []},
            "viewer",
            "default",
            id="default, unmapped",
        ),
        pytest.param(
            {"default_role": "viewer", "group_roles": ROLES}, {}, "administrator", "admins", id="group over default"
        ),
        pytest.param(
            {"default_role": "viewer", "required_groups": ("admins",)}, {}, "viewer", "default", id="required group"
        ),
        pytest.param(
            {"default_role": "viewer", "required_groups": ("board",)},
            {},
            "",
            "in none of the required groups: board",
            id="required group missing",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("Acme.example",)}, {}, "viewer", "default", id="domain"
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("example",)}, {}, "", "none of the allowed", id="subdomain"
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email": "ada@evil.example"},
            "",
            "none of the allowed domains: acme.example",
            id="other domain",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email": "ada@evil.example@acme.example"},
            "",
            "no e-mail address",
            id="two at signs",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email": None},
            "",
            "no e-mail address",
            id="no address",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email_verified": None},
            "",
            "email_verified",
            id="verification missing",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email_verified": 1},
            "",
            "email_verified",
            id="verified as number",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",)},
            {"email_verified": "true"},
            "viewer",
            "default",
            id="verified as text (Cognito)",
        ),
        pytest.param(
            {"default_role": "viewer", "allowed_domains": ("acme.example",), "trust_email": True},
            {"email_verified": None},
            "viewer",
            "default",
            id="trusted provider",
        ),
    ],
)
def test_decide_says_role_and_reason(policy, claims, role, words):
    decision = decide(StaffPolicy(**policy), ADA | claims)
    assert decision.role == role
    assert words in decision.reason
    assert bool(decision) is bool(role)


@pytest.mark.parametrize(
    ("claims", "path", "expected"),
    [
        ({"realm_access": {"roles": ["a"]}}, "realm_access.roles", {"a"}),
        ({"realm_access.roles": ["b"], "realm_access": {"roles": ["a"]}}, "realm_access.roles", {"b"}),
        ({"https://acme.example/roles": ["a"]}, "https://acme.example/roles", {"a"}),
        ({"cognito:groups": ["a", 7]}, "cognito:groups", {"a"}),
        ({"realm_access": ["roles"]}, "realm_access.roles", set()),
        ({}, "groups", set()),
    ],
)
def test_find_groups_follows_the_path(claims, path, expected):
    assert find_groups(claims, path) == expected


@pytest.mark.parametrize("policy", [{"default_role": "root"}, {"group_roles": {"a": ""}}])
def test_policy_with_an_unknown_role_is_refused(policy):
    with pytest.raises(ValueError, match="use one of viewer, operator, administrator"):
        StaffPolicy(**policy)


@given(st.dictionaries(st.sampled_from([*ADA, "_claim_names", "hasgroups"]), json_values))
def test_decide_of_any_claims_never_raises(claims):
    policy = StaffPolicy(allowed_domains=("acme.example",), required_groups=("staff",), group_roles=ROLES)
    assert decide(policy, claims).reason
