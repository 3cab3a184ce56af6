"""From an issuer back to the settings it is made from, kind by kind."""

import pytest

from sso_providers.catalogue import KINDS
from sso_providers.checks.comparison.issuer import settings_of

TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"


@pytest.mark.parametrize(
    ("kind", "issuer", "expected"),
    [
        ("auth0", "https://acme.eu.auth0.com/", {"domain": "acme.eu.auth0.com"}),
        ("azure", f"https://login.microsoftonline.com/{TENANT}/v2.0", {"tenant_id": TENANT}),
        ("azure", "https://sts.windows.net/x/", {}),
        ("google", "https://accounts.google.com", {}),
        ("okta", "https://acme.okta.com/oauth2/aus1", {"domain": "acme.okta.com", "authorization_server": "aus1"}),
        (
            "aws-cognito",
            "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC",
            {"region": "eu-central-1", "user_pool_id": "eu-central-1_AbC"},
        ),
        (
            "keycloak",
            "https://id.acme.example/auth/realms/My%20realm",
            {"server_url": "https://id.acme.example/auth", "realm": "My realm"},
        ),
        ("keycloak", "https://id.acme.example/", {}),
        ("one-login", "https://acme.onelogin.com/oidc/2", {"subdomain": "acme"}),
        ("custom-oidc", "https://id.acme.example/", {"issuer": "https://id.acme.example/"}),
    ],
)
def test_settings_of_an_issuer_are_those_of_its_template(kind, issuer, expected):
    urls = KINDS[kind].urls
    assert urls is not None

    assert settings_of(urls.issuer, issuer) == expected


def test_settings_of_no_template_are_none():
    assert settings_of("", "https://id.acme.example") == {}
