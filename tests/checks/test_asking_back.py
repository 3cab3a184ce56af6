"""What an answer to a browser says of an address, alone and beside the answer to a made-up one."""

from typing import Any

import pytest

from sso_providers.checks.asking_back import Asked, Outcome, Reply, Verdict, judge, leads_to, made_up, read, sure
from sso_providers.http import Response
from sso_providers.oidc.provider_errors import decode

ADDRESS = "https://metadata.acme.example/callback"


def answer(status: int, body: bytes = b"", **headers: str) -> Response:
    return Response(url="https://id.acme.example/authorize", status=status, headers=headers, body=body)


def asked(kind: str, status: int, body: bytes = b"", **headers: str) -> tuple[Reply, str]:
    found = read(answer(status, body, **headers), ADDRESS, kind)
    return found.reply, found.error


@pytest.mark.parametrize("kind", ["auth0", "azure", "google", "okta", "aws-cognito", "keycloak", "one-login"])
def test_read_of_a_redirect_to_the_address_is_back_whatever_the_error(kind):
    location = f"{ADDRESS}?error=login_required&error_description=no&state=x"

    assert asked(kind, 302, location=location) == (Reply.BACK, "login_required")
    assert asked(kind, 303, location=f"{ADDRESS}#error=interaction_required") == (Reply.BACK, "interaction_required")
    assert asked(kind, 302, location=f"{ADDRESS}?error=%3Cscript%3E") == (Reply.BACK, "")


OKTA_PAGE = (
    b"<html><h2>400</h2><p>Description: The &#39;redirect_uri&#39; parameter must be a Login redirect URI in the "
    b"client app settings: https://acme-admin.okta.com/admin/app/oidc_client/instance/0oa#tab-general</p></html>"
)
MISMATCHES = {
    "auth0": (403, b"<h1>Oops</h1><p>Callback URL mismatch.</p><p>The provided redirect_uri is not in the list</p>"),
    "azure": (200, b"<script>AADSTS50011: The redirect URI does not match</script>"),
    "okta": (400, OKTA_PAGE.replace(b"&#39;", b"'")),
    "keycloak": (400, b"<p>Invalid parameter: redirect_uri</p>"),
    "one-login": (400, b"redirect_uri did not match any client's registered redirect_uris"),
    "custom-oidc": (400, b'{"error": "invalid_redirect_uri"}'),
}


@pytest.mark.parametrize("kind", MISMATCHES)
def test_read_of_a_providers_own_error_is_a_mismatch(kind):
    status, body = MISMATCHES[kind]

    assert asked(kind, status, body) == (Reply.MISMATCH, "")


@pytest.mark.parametrize(
    ("status", "body", "headers", "reply"),
    [
        (200, b"<h1>Sign in</h1>", {}, Reply.PAGE),
        (302, b"", {"location": "https://id.acme.example/login?next=/authorize"}, Reply.PAGE),
        (400, b"<p>Bad request</p>", {}, Reply.REFUSED),
        # OAuth's word for whatever is wrong.
        (400, b'{"error": "invalid_request"}', {}, Reply.REFUSED),
        (403, b"", {}, Reply.REFUSED),
        (502, b"<p>Bad gateway</p>", {}, Reply.NONE),
    ],
)
def test_read_of_anything_else_is_what_it_is(status, body, headers, reply):
    assert asked("custom-oidc", status, body, **headers)[0] is reply


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (ADDRESS, True),
        (f"{ADDRESS}?a=b", True),
        (f"{ADDRESS}#a=b", True),
        (f"{ADDRESS}/other", False),
        (f"{ADDRESS}.evil.example", False),
        (f"https://evil.example/?next={ADDRESS}", False),
        ("", False),
    ],
)
def test_leads_to_compares_to_the_letter(location, expected):
    assert leads_to(location, ADDRESS) is expected


def made(reply: Reply, status: int = 0, meaning: Any = None) -> Asked:
    return Asked(ADDRESS, reply, status, meaning=meaning)


VAGUE = decode("invalid_request")
SCOPE = decode("invalid_scope")


@pytest.mark.parametrize(
    ("asked", "control", "verdict"),
    [
        (made(Reply.BACK), made(Reply.BACK), Verdict.KNOWN),
        (made(Reply.BACK), made(Reply.REFUSED, 400), Verdict.KNOWN),
        (made(Reply.MISMATCH, 400), made(Reply.MISMATCH, 400), Verdict.UNKNOWN),
        (made(Reply.PAGE, 200), made(Reply.MISMATCH, 400), Verdict.KNOWN),
        (made(Reply.PAGE, 200), made(Reply.REFUSED, 400), Verdict.KNOWN),
        (made(Reply.PAGE, 200), made(Reply.PAGE, 200), Verdict.UNCLEAR),
        (made(Reply.PAGE, 200), made(Reply.BACK, 302), Verdict.UNCLEAR),
        (made(Reply.REFUSED, 400), made(Reply.REFUSED, 400), Verdict.LIKELY_UNKNOWN),
        (made(Reply.REFUSED, 400, VAGUE), made(Reply.REFUSED, 400), Verdict.LIKELY_UNKNOWN),
        (made(Reply.REFUSED, 400, SCOPE), made(Reply.REFUSED, 400), Verdict.UNCLEAR),
        (made(Reply.REFUSED, 403), made(Reply.REFUSED, 403), Verdict.UNCLEAR),
        (made(Reply.REFUSED, 400, SCOPE), made(Reply.MISMATCH, 400), Verdict.KNOWN),
        (made(Reply.REFUSED, 400), made(Reply.MISMATCH, 400), Verdict.UNCLEAR),
        (made(Reply.NONE), made(Reply.MISMATCH, 400), Verdict.UNCLEAR),
    ],
)
def test_judge_compares_with_the_made_up_address(asked, control, verdict):
    assert judge(asked, control) is verdict


def test_sure_beside_a_known_address_makes_a_refusal_certain():
    refused = Outcome(made(Reply.REFUSED, 400), Verdict.LIKELY_UNKNOWN)
    known = Outcome(made(Reply.BACK, 302), Verdict.KNOWN)

    assert [each.verdict for each in sure((refused, known))] == [Verdict.UNKNOWN, Verdict.KNOWN]
    assert sure((refused,)) == (refused,)


def test_made_up_address_is_nobodys_and_another_each_time():
    assert made_up().partition("/callback")[0].endswith(".invalid")
    assert made_up() != made_up()
