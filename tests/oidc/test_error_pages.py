"""What of a provider's answer can tell an error: codes in addresses and scripts, and the text of a page."""

import base64

import pytest

from sso_providers.oidc.error_pages import words
from sso_providers.oidc.provider_errors import decode


def meaning(kind: str, *, location: str = "", body: bytes = b"") -> str:
    found = decode("", words(location=location, body=body), kind)
    return found.code if found else ""


@pytest.mark.parametrize(
    ("kind", "location", "body", "code"),
    [
        pytest.param(
            "azure",
            "",
            b"<html><script>var $Config={'strServiceExceptionMessage':'AADSTS50011: The redirect URI ...'}</script>",
            "AADSTS50011",
            id="Entra's number stands in a script",
        ),
        pytest.param(
            "google",
            "https://accounts.google.com/signin/oauth/error?authError="
            + base64.b64encode(b"\n\x15redirect_uri_mismatch\x12\xb0\x01 more").decode().rstrip("="),
            b"",
            "redirect_uri_mismatch",
            id="Google packs it",
        ),
        pytest.param(
            "aws-cognito",
            "https://acme.auth.eu-central-1.amazoncognito.com/error?error=redirect_mismatch&client_id=a",
            b"",
            "redirect_mismatch",
            id="Cognito's address",
        ),
        pytest.param(
            "keycloak",
            "",
            b"<html><style>p {}</style><p class=x>Invalid parameter: <b>redirect_uri</b></p>",
            "invalid_redirect_uri",
            id="Keycloak's page, across tags",
        ),
        pytest.param("custom-oidc", "", b'{"error": "invalid_redirect_uri"}', "invalid_redirect_uri", id="JSON"),
        pytest.param(
            "keycloak", "", b"<script>'Invalid parameter: redirect_uri'</script>Sign in", "", id="in a script"
        ),
        pytest.param("google", "https://[/?authError=x", b"", "", id="no address"),
        pytest.param("google", "https://accounts.google.com/?authError=%21%21%21", b"", "", id="no base64"),
        pytest.param("okta", "", b"\xff\xfe<<<", "", id="no text"),
    ],
)
def test_words_of_an_answer_hold_the_providers_error(kind, location, body, code):
    assert meaning(kind, location=location, body=body) == code


def test_words_of_a_page_that_is_no_markup_take_time_in_proportion():
    assert len(words(location="", body=b"<" * 1_000_000)) < 1_000_000
