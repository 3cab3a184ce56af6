"""The fake provider behaves where tests rely on it: real tokens, PKCE, one-time codes."""

import time

import pytest
import requests

from sso_providers.oidc import authorization, discovery, tokens

from . import ADA, running_provider

REDIRECT = "https://portal.example/oidc/callback"


@pytest.fixture
def provider():
    with running_provider() as running:
        yield running


def start(provider, **extra):
    metadata = discovery.parse(provider.discovery(), issuer=provider.issuer, allow_http=True)
    pkce = authorization.pkce_pair()
    url = authorization.authorization_url(
        metadata,
        client_id=provider.client_id,
        redirect_uri=REDIRECT,
        scope="openid email",
        state="s",
        nonce="n",
        code_challenge=pkce.challenge,
        extra=extra,
    )
    return url, pkce.verifier


def redeem(provider, callback, verifier, **changes):
    code = callback.partition("code=")[2].partition("&")[0]
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        "code_verifier": verifier,
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
    }
    return requests.post(f"{provider.url}/token", data=form | changes, timeout=5)


def test_provider_sign_in_gives_a_valid_token_and_userinfo(provider):
    url, verifier = start(provider)
    answer = redeem(provider, provider.sign_in(url), verifier).json()
    claims = tokens.validate_id_token(
        answer["id_token"],
        jwks=provider.jwks(),
        issuer=provider.issuer,
        algorithms=["RS256"],
        client_id=provider.client_id,
        nonce="n",
        now=time.time(),
        access_token=answer["access_token"],
    )
    assert claims["email"] == ADA.claims["email"]
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    userinfo = requests.get(f"{provider.url}/userinfo", headers=headers, timeout=5).json()
    assert (userinfo["sub"], userinfo["name"]) == (ADA.sub, "Ada Lovelace")
    assert (provider.count("token"), provider.count("userinfo")) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "wrong"}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example"}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"client_secret": "wrong"}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_provider_token_endpoint_refuses_what_is_wrong(provider, changes, error):
    url, verifier = start(provider)
    assert redeem(provider, provider.sign_in(url), verifier, **changes).json() == {"error": error}


def test_provider_code_is_good_for_one_use(provider):
    url, verifier = start(provider)
    callback = provider.sign_in(url)
    assert redeem(provider, callback, verifier).status_code == 200
    assert redeem(provider, callback, verifier).json() == {"error": "invalid_grant"}


def test_provider_page_has_a_button_for_each_person(provider):
    url, _ = start(provider)
    page = requests.get(url, timeout=5)
    assert page.text.count("<button") == 3
    assert 'name="person" value="ada"' in page.text


def test_provider_redirects_at_once_with_a_hint_or_a_default_person(provider):
    hinted, _ = start(provider, login_hint="bob")
    assert requests.get(hinted, timeout=5, allow_redirects=False).headers["location"].startswith(REDIRECT)
    provider.default_person = "ada"
    plain, _ = start(provider)
    assert requests.get(plain, timeout=5, allow_redirects=False).status_code == 302


def test_provider_with_rotated_keys_signs_by_new_ids(provider):
    before = {key["kid"] for key in provider.jwks()["keys"]}
    provider.rotate_keys()
    assert before.isdisjoint(key["kid"] for key in provider.jwks()["keys"])


def test_provider_with_an_unknown_fault_raises(provider):
    with pytest.raises(ValueError, match="No fault jwks=surprise"):
        provider.behave(jwks="surprise")
