import base64
import hashlib
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from sso_providers.catalogue import Secret
from sso_providers.oidc.authorization import (
    UnsupportedAuthentication,
    authorization_url,
    client_authentication,
    end_session_url,
    own_end_session_url,
    pkce_pair,
)
from sso_providers.oidc.discovery import Metadata

METADATA = Metadata(
    issuer="https://id.acme.example",
    authorization_endpoint="https://id.acme.example/authorize",
    token_endpoint="https://id.acme.example/token",
    jwks_uri="https://id.acme.example/keys",
)
SIGN_IN: dict[str, Any] = {
    "client_id": "a&b",
    "redirect_uri": "https://portal.example/back?x=1",
    "scope": "openid email",
    "state": "s",
    "nonce": "n",
    "code_challenge": "c",
}


def query_of(url):
    return dict(parse_qsl(urlsplit(url).query, strict_parsing=True, keep_blank_values=True))


def test_authorization_url_holds_the_whole_request():
    url = authorization_url(METADATA, **SIGN_IN)
    assert url.startswith("https://id.acme.example/authorize?")
    assert "openid%20email" in url
    assert query_of(url) == SIGN_IN | {"response_type": "code", "code_challenge_method": "S256"}


def test_authorization_url_of_another_response_type_asks_for_it():
    assert query_of(authorization_url(METADATA, **SIGN_IN, response_type="id_token"))["response_type"] == "id_token"


def test_authorization_url_with_a_query_of_its_own_keeps_it():
    metadata = replace(METADATA, authorization_endpoint="https://b2c.example/authorize?p=b2c_1_sign_in&empty=")
    url = authorization_url(metadata, **SIGN_IN, extra={"prompt": "login"})
    assert url.count("?") == 1
    assert query_of(url) | {} == SIGN_IN | {
        "p": "b2c_1_sign_in",
        "empty": "",
        "prompt": "login",
        "response_type": "code",
        "code_challenge_method": "S256",
    }


def test_authorization_url_lets_nothing_override_the_sign_in():
    metadata = replace(METADATA, authorization_endpoint="https://id.acme.example/authorize?state=theirs")
    query = parse_qs(urlsplit(authorization_url(metadata, **SIGN_IN, extra={"nonce": "theirs"})).query)
    assert (query["state"], query["nonce"]) == (["s"], ["n"])


SIGN_OUT = {"client_id": "a&b", "post_logout_redirect_uri": "https://portal.example/out?x=1", "state": "s"}
LEAVES = replace(METADATA, end_session_endpoint="https://id.acme.example/logout")


@pytest.mark.parametrize("hint", [{}, {"id_token_hint": "a.b.c"}])
def test_end_session_url_holds_the_whole_request(hint):
    url = end_session_url(LEAVES, **SIGN_OUT, **hint)

    assert url.startswith("https://id.acme.example/logout?")
    assert query_of(url) == SIGN_OUT | hint


def test_end_session_url_keeps_the_endpoints_query_and_is_not_overridden():
    own = replace(LEAVES, end_session_endpoint="https://b2c.example/logout?p=b2c_1&state=theirs&id_token_hint=theirs")

    query = parse_qs(urlsplit(end_session_url(own, **SIGN_OUT, id_token_hint="a.b.c")).query)

    assert query == {name: [value] for name, value in (SIGN_OUT | {"id_token_hint": "a.b.c", "p": "b2c_1"}).items()}


def test_own_end_session_url_has_the_providers_parameter_alone():
    url = own_end_session_url(
        LEAVES, client_id="a&b", redirect_parameter="logout_uri", redirect_uri="https://x.example"
    )

    assert query_of(url) == {"client_id": "a&b", "logout_uri": "https://x.example"}


def test_pkce_pair_is_new_each_time_and_fits_rfc_7636():
    first, second = pkce_pair(), pkce_pair()
    assert first != second
    assert 43 <= len(first.verifier) <= 128
    digest = hashlib.sha256(first.verifier.encode()).digest()
    assert first.challenge == base64.urlsafe_b64encode(digest).decode().rstrip("=")


@pytest.mark.parametrize(
    ("offered", "preferred", "expected"),
    [
        (("client_secret_basic",), "", "basic"),
        (("client_secret_post",), "", "post"),
        (("client_secret_post", "client_secret_basic"), "", "basic"),
        (("client_secret_post", "client_secret_basic"), "client_secret_post", "post"),
        (("client_secret_basic",), "client_secret_post", "basic"),
        (("private_key_jwt", "client_secret_post"), "private_key_jwt", "post"),
    ],
)
def test_client_authentication_follows_what_is_offered(offered, preferred, expected):
    metadata = replace(METADATA, token_endpoint_auth_methods=offered)
    found = client_authentication(metadata, "portal", Secret("s"), preferred=preferred)
    assert ("basic" if found.headers else "post") == expected


def test_client_authentication_basic_form_encodes_before_base64():
    headers, form = client_authentication(METADATA, "a:b c", Secret("p%+/ö"))
    assert form == {}
    sent = headers["Authorization"]
    assert isinstance(sent, Secret)
    pair = base64.b64decode(sent.reveal().removeprefix("Basic ")).decode()
    assert pair == "a%3Ab+c:p%25%2B%2F%C3%B6"
    assert "p%" not in repr(headers)


def test_client_authentication_post_keeps_the_secret_hidden():
    metadata = replace(METADATA, token_endpoint_auth_methods=("client_secret_post",))
    headers, form = client_authentication(metadata, "portal", Secret("canary"))
    assert (headers, form) == ({}, {"client_id": "portal", "client_secret": Secret("canary")})
    assert "canary" not in repr(form)


@pytest.mark.parametrize("secret", [None, Secret("")])
def test_client_authentication_without_secret_names_the_client_only(secret):
    assert client_authentication(METADATA, "portal", secret) == ({}, {"client_id": "portal"})


def test_client_authentication_without_a_way_for_secrets_is_refused():
    metadata = replace(METADATA, token_endpoint_auth_methods=("private_key_jwt",))
    with pytest.raises(UnsupportedAuthentication, match="client_secret_post"):
        client_authentication(metadata, "portal", Secret("s"))
