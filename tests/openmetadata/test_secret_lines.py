"""Lines that are shown have no secret in them."""

import pytest

from sso_providers.catalogue import MASK
from sso_providers.openmetadata.secret_lines import shown


def shown_line(line: str, *, known: bool = False) -> str:
    return next(iter(shown([line], {1} if known else ())))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("OIDC_CLIENT_SECRET=canary", "OIDC_CLIENT_SECRET="),
        ("export DB_USER_PASSWORD='canary # x'", "export DB_USER_PASSWORD="),
        ('    dnAdminPassword: "canary"', "    dnAdminPassword: "),
        ('  "secret": "canary",', '  "secret": '),
        ("      - AUTHENTICATION_LOOKUP_ADMIN_PWD=canary", "      - AUTHENTICATION_LOOKUP_ADMIN_PWD="),
        ("  FERNET_KEY: canary", "  FERNET_KEY: "),
        ("secret: ${OIDC_CLIENT_SECRET:-canary} x", "secret: "),
        ("AIRFLOW_PASSWORD: canary", "AIRFLOW_PASSWORD: "),
        ("jwtToken: canary", "jwtToken: "),
    ],
)
def test_line_whose_name_speaks_of_a_secret_is_shown_without_its_value(line, name):
    assert shown_line(line) == f"{name}{MASK}"


@pytest.mark.parametrize(
    "line",
    [
        "secretRef: oidc-secrets",
        "  secretKey: openmetadata-oidc-client-secret",
        "clientSecret:",
        'secret: ""'.replace('""', ""),
        "tokenValidity: 3600",
        "OIDC_OM_REFRESH_TOKEN_VALIDITY=3600",
        "publicKeyUrls: [https://id.acme.example/keys]",
        "secret: ${OIDC_CLIENT_SECRET:-}",
        "  clientSecret: {secretRef: a, secretKey: b}",
        "# the password is elsewhere",
    ],
)
def test_line_without_a_secret_is_shown_as_it_is(line):
    assert shown_line(line) == line


@pytest.mark.parametrize(("line", "safe"), [("x: canary", f"x: {MASK}"), ("canary", MASK), ("x:", "x:"), ("", MASK)])
def test_line_that_is_known_to_hold_a_secret_is_shown_without_it(line, safe):
    assert shown_line(line, known=True) == safe


def test_private_key_over_several_lines_is_hidden_to_its_end():
    key = ["-----BEGIN PRIVATE KEY-----", "canary", "-----END PRIVATE KEY-----"]
    lines = list(shown(["spPrivateKey: |", *key, "next: line"], ()))
    assert "canary" not in "".join(lines)
    assert lines[0] == "spPrivateKey: |" or MASK in lines[0]
    assert lines[-1] == "next: line"
