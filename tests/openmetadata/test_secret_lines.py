"""Lines that are shown have no secret in them."""

import pytest

from sso_providers.catalogue import MASK
from sso_providers.openmetadata.secret_lines import LONGEST, shown
from tests.growth import cpu_seconds


def shown_line(line: str, *, known: bool = False) -> str:
    return next(iter(shown([line], {1} if known else ())))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("OIDC_CLIENT_SECRET=canary", "OIDC_CLIENT_SECRET="),
        ("OIDC_CLIENT_SECRT=canary", "OIDC_CLIENT_SECRT="),
        ("export DB_USER_PASSWORD='canary # x'", "export DB_USER_PASSWORD="),
        ('    dnAdminPassword: "canary"', "    dnAdminPassword: "),
        ('  "secret": "canary",', '  "secret": '),
        ("      - AUTHENTICATION_LOOKUP_ADMIN_PWD=canary", "      - AUTHENTICATION_LOOKUP_ADMIN_PWD="),
        ("HTTPS_PROXY=http://u:canary@proxy", "HTTPS_PROXY="),
        ("secretKey: canary", "secretKey: "),
        ("secret: [canary", "secret: "),
        ("# OIDC_CLIENT_SECRET=canary", "# OIDC_CLIENT_SECRET="),
        ("X = canary", "X = "),
    ],
)
def test_line_of_no_known_setting_is_shown_without_its_value(line, name):
    assert shown_line(line) == f"{name}{MASK}"


@pytest.mark.parametrize(
    "line", ["canary", "- canary", "  canary canary", "$env:X canary", "MIIcanary+/==", "a b=canary"]
)
def test_line_without_a_name_is_not_shown(line):
    assert shown_line(line) == MASK


@pytest.mark.parametrize("line", ["", "  ", "clientSecret:", "secret: |", "{", "  },", "---", "# Ours", "services:"])
def test_line_without_a_value_is_shown_as_it_is(line):
    assert shown_line(line) == line


@pytest.mark.parametrize(
    "line", ["OIDC_SCOPE=openid email", "tokenValidity: 3600", "OIDC_OM_REFRESH_TOKEN_VALIDITY=3600"]
)
def test_line_of_a_known_setting_is_shown_as_it_is(line):
    assert shown_line(line, known=True) == line


@pytest.mark.parametrize(
    "line",
    [
        '{"provider": "okta", "secret": "canary"}',
        "AUTHENTICATION_AUTHORITY=https://u:canary@id.example",
        f"AUTHENTICATION_CLIENT_ID={'x' * LONGEST}canary",
        "clientId: x # the password is canary",
    ],
)
def test_line_of_a_known_setting_with_more_in_it_is_not_shown(line):
    assert "canary" not in shown_line(line, known=True)


def test_private_key_over_several_lines_is_hidden_to_its_end():
    key = ['KEY="-----BEGIN PRIVATE KEY-----', "canary", "canary==", '-----END PRIVATE KEY-----"']
    assert list(shown([*key, "NEXT=line"], {5})) == [MASK] * 4 + ["NEXT=line"]


def test_last_line_of_a_certificate_without_marks_is_hidden():
    assert list(shown(["canary/+" * 8, "canary=="], ())) == [MASK, MASK]


def test_long_lines_take_time_in_proportion():
    def seconds(count: int) -> float:
        return cpu_seconds(lambda: list(shown(["secret" * count, "a" * count, "a." * count + "="], {1, 2})))

    assert seconds(100_000) < 40 * max(seconds(10_000), 0.001)
