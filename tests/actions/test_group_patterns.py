"""Which patterns of groups a registration's policy may have."""

from typing import Any

import pytest

from sso_providers.actions.registration_rules import LONGEST_PATTERN, MOST_PATTERNS
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.models import ProviderRegistration
from tests import people

pytestmark = pytest.mark.django_db
LONGEST = "g" * LONGEST_PATTERN
MANY = [f"group-{number}" for number in range(MOST_PATTERNS)]


@pytest.mark.parametrize(
    "fields",
    [
        {"required_groups": ["*"]},
        {"group_roles": {"*": "viewer"}},
        {"group_roles": {"**": "operator"}},
        {"group_roles": {"sso-*": "superuser", "*-admins": "administrator"}},
        {"group_roles": {"CN=Admins (EU),OU=Groups,DC=acme,DC=example": "operator", "[a].*": "viewer"}},
        {"required_groups": [LONGEST], "group_roles": {LONGEST: "viewer"}},
        {"required_groups": MANY, "group_roles": dict.fromkeys(MANY, "viewer")},
        {"groups_claim": "https://acme.example/groups"},
    ],
)
def test_policy_with_good_patterns_is_saved(fields):
    saved = people.registration(**fields)

    assert {name: getattr(saved, name) for name in fields} == fields


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"group_roles": {"*": "administrator"}}, "group_roles", "'*' makes everybody administrator"),
        ({"group_roles": {"*": "superuser"}}, "group_roles", "name the groups, or set a default role."),
        ({"group_roles": {"**": "administrator"}}, "group_roles", "'**' makes everybody administrator"),
        ({"group_roles": {" ": "viewer"}}, "group_roles", "A group's name is blank"),
        ({"group_roles": {"": "viewer"}}, "group_roles", "A group's name is blank"),
        ({"required_groups": ["staff", ""]}, "required_groups", "A group's name is blank"),
        ({"required_groups": [LONGEST + "g"]}, "required_groups", "has 201 characters: at most 200 are possible."),
        ({"group_roles": {LONGEST + "*": "viewer"}}, "group_roles", "has 201 characters: at most 200 are possible."),
        ({"required_groups": [*MANY, "x"]}, "required_groups", "There are 201 groups: at most 200 are possible."),
        ({"group_roles": dict.fromkeys([*MANY, "x"], "viewer")}, "group_roles", "There are 201 groups"),
        ({"required_groups": ["a\u202eb"]}, "required_groups", "holds a line break or control character"),
        ({"group_roles": {"a\nb": "viewer"}}, "group_roles", "holds a line break or control character"),
        ({"groups_claim": " "}, "groups_claim", "The claim with the groups is missing: name it"),
        ({"default_role": "superuser"}, "default_role", "Unknown role 'superuser': use one of viewer, operator"),
    ],
)
def test_policy_with_bad_patterns_is_refused(fields: dict[str, Any], field, sentence):
    with pytest.raises(InvalidRegistration) as error:
        people.registration(**fields)

    assert list(error.value.errors) == [field]
    assert sentence in error.value.errors[field]
    assert error.value.errors[field].endswith(".")
    assert not ProviderRegistration.objects.exists()
