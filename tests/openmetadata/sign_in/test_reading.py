"""Which claims OpenMetadata reads."""

import pytest

from sso_providers.catalogue import Release
from sso_providers.openmetadata.sign_in import claims_read

from .settings import ADA, MAPPED, config


@pytest.mark.parametrize(
    ("claims", "settings", "expected"),
    [
        (ADA, {}, {"email": "user name and e-mail address", "name": "the display name"}),
        ({"sub": "ada"}, {}, {"sub": "user name and e-mail address"}),
        (
            ADA,
            {"jwtPrincipalClaimsMapping": MAPPED},
            {"preferred_username": "the user name", "email": "the e-mail address", "name": "the display name"},
        ),
        ({"EMAIL": "a@b.c"}, {}, {"EMAIL": "user name and e-mail address"}),
        (
            {"sub": "a", "roles": [], "department": "x"},
            {"useRolesFromProvider": True, "jwtTeamClaimMapping": "department"},
            {"sub": "user name and e-mail address", "roles": "roles", "department": "teams"},
        ),
        (
            {"sub": "a", "isBot": True},
            {},
            {"sub": "user name and e-mail address", "isBot": "whether it is a bot's token"},
        ),
        ({"sub": "a"}, {"jwtPrincipalClaimsMapping": ("username:sub",)}, {}),
    ],
)
def test_claims_that_are_read_are_told_as_the_token_spells_them(claims, settings, expected):
    assert claims_read(config(**settings), Release("1.12"), claims) == expected


def test_claims_for_teams_are_read_from_1_11_on():
    made = config(jwtTeamClaimMapping="department")

    assert "department" not in claims_read(made, Release("1.10"), {"department": "x"})
