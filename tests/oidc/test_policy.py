import pytest
from hypothesis import given
from hypothesis import strategies as st

from sso_providers.oidc.policy import Outcome, Rule, StaffPolicy, decide, shown

from .test_discovery import json_values

ADA = {"sub": "ada", "email": "ada@acme.example", "email_verified": True, "groups": ["staff", "admins"]}
ROLES = {"staff": "viewer", "ops": "operator", "admins": "administrator"}


def test_decide_by_the_empty_policy_lets_nobody_in():
    decision = decide(StaffPolicy(), ADA)

    assert decision.role == ""
    assert decision.reason == "The policy gives nobody a role: map a group to a role, or set a default role."


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
            {"default_role": "viewer", "required_groups": ("board", "sta*")},
            {},
            "viewer",
            "default",
            id="one of several required groups",
        ),
        pytest.param(
            {"default_role": "viewer", "required_groups": ("*",)},
            {"groups": []},
            "",
            "in none of the required groups: *",
            id="any group is required, and there is none",
        ),
        pytest.param(
            {"group_roles": {"ad*": "superuser", "staff": "viewer"}},
            {},
            "superuser",
            "'admins' matches 'ad*', which gives the role superuser",
            id="pattern",
        ),
        pytest.param(
            {"group_roles": {"*": "operator"}, "default_role": "viewer"},
            {"groups": []},
            "viewer",
            "default",
            id="any group, and there is none",
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
    "policy", [{"default_role": "root"}, {"default_role": "superuser"}, {"group_roles": {"a": ""}}]
)
def test_policy_with_an_unknown_role_is_refused(policy):
    with pytest.raises(ValueError, match="use one of viewer, operator, administrator"):
        StaffPolicy(**policy)


@given(st.dictionaries(st.sampled_from([*ADA, "_claim_names", "hasgroups"]), json_values))
def test_decide_of_any_claims_never_raises(claims):
    policy = StaffPolicy(allowed_domains=("acme.example",), required_groups=("staff",), group_roles=ROLES)
    assert decide(policy, claims).reason


def steps(policy, claims):
    return [(step.rule, step.about, step.outcome) for step in decide(StaffPolicy(**policy), ADA | claims).steps]


EVERY_RULE = {
    "allowed_domains": ("acme.example",),
    "required_groups": ("staff",),
    "group_roles": {"ops": "operator", "adm*": "administrator", "staff": "viewer"},
    "default_role": "viewer",
}


@pytest.mark.parametrize(
    ("policy", "claims", "domains", "required", "by_group", "default"),
    [
        pytest.param({}, {}, Outcome.NOT_SET, Outcome.NOT_SET, [], Outcome.REFUSED, id="empty"),
        pytest.param(
            EVERY_RULE,
            {},
            Outcome.PASSED,
            Outcome.PASSED,
            [Outcome.GIVES, Outcome.NO_MATCH, Outcome.GIVES],
            Outcome.NOT_NEEDED,
            id="every rule",
        ),
        pytest.param(
            EVERY_RULE,
            {"email": "ada@evil.example"},
            Outcome.REFUSED,
            Outcome.NOT_REACHED,
            [Outcome.NOT_REACHED] * 3,
            Outcome.NOT_REACHED,
            id="refused by domain",
        ),
        pytest.param(
            EVERY_RULE,
            {"groups": ["ops"]},
            Outcome.PASSED,
            Outcome.REFUSED,
            [Outcome.NOT_REACHED] * 3,
            Outcome.NOT_REACHED,
            id="refused by group",
        ),
        pytest.param(
            EVERY_RULE | {"required_groups": ()},
            {"groups": ["others"]},
            Outcome.PASSED,
            Outcome.NOT_SET,
            [Outcome.NO_MATCH] * 3,
            Outcome.GIVES,
            id="by default",
        ),
    ],
)
def test_decide_lists_every_rule_with_its_outcome(policy, claims, domains, required, by_group, default):
    ranked = [(Rule.BY_GROUP, pattern) for pattern in ("adm*", "ops", "staff")]
    rules = [(Rule.DOMAINS, ""), (Rule.REQUIRED, ""), *ranked[: len(by_group)], (Rule.DEFAULT, "")]
    outcomes = [domains, required, *by_group, default]

    assert steps(policy, claims) == [(*rule, outcome) for rule, outcome in zip(rules, outcomes, strict=True)]


@pytest.mark.parametrize(
    ("policy", "claims", "rule", "about"),
    [
        pytest.param(EVERY_RULE, {}, Rule.BY_GROUP, "adm*", id="highest role"),
        pytest.param(EVERY_RULE, {"groups": ["staff", "ops"]}, Rule.BY_GROUP, "ops", id="higher role"),
        pytest.param(EVERY_RULE, {"email": None}, Rule.DOMAINS, "", id="domain"),
        pytest.param(EVERY_RULE, {"groups": []}, Rule.REQUIRED, "", id="required group"),
        pytest.param({"default_role": "viewer"}, {}, Rule.DEFAULT, "", id="default"),
        pytest.param(
            {"group_roles": {"b*": "viewer", "a*": "viewer"}}, {"groups": ["b", "a"]}, Rule.BY_GROUP, "a*", id="equal"
        ),
    ],
)
def test_decide_names_the_step_that_decided(policy, claims, rule, about):
    decision = decide(StaffPolicy(**policy), ADA | claims)

    assert decision.decisive in decision.steps
    assert (decision.decisive.rule, decision.decisive.about) == (rule, about)
    assert decision.decisive.sentence == decision.reason


def test_decide_shows_a_providers_text_on_one_short_line():
    decision = decide(StaffPolicy(group_roles={"x*": "viewer"}), {"groups": ["x\n\u202e" + "y" * 1000]})

    assert decision.reason.isprintable()
    assert len(decision.reason) < 200
    assert shown("a" * 100) == "a" * 100
    assert shown("a" * 101) == "a" * 100 + "…"
