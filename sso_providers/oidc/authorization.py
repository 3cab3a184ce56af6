"""What is sent to a provider: the sign-in and sign-out addresses, PKCE, client authentication."""

import base64
import hashlib
import re
import secrets
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, quote_plus, urlencode, urlsplit

from sso_providers.catalogue import Application, Secret

from .discovery import Metadata


class UnsupportedAuthentication(ValueError):
    """The provider takes no client secret. The message names what it takes."""


class Pkce(NamedTuple):
    """RFC 7636 with S256: the challenge goes out with the browser, the verifier to the token endpoint."""

    verifier: str
    challenge: str


class ClientAuthentication(NamedTuple):
    """What a request to the token endpoint needs besides its own fields."""

    headers: dict[str, str | Secret]
    form: dict[str, str | Secret]


def pkce_pair() -> Pkce:
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    return Pkce(verifier, base64.urlsafe_b64encode(digest).rstrip(b"=").decode())


def authorization_url(
    metadata: Metadata,
    *,
    client_id: str,
    redirect_uri: str,
    scope: str,
    state: str,
    nonce: str,
    code_challenge: str,
    extra: Mapping[str, str] | None = None,
    response_type: str = "code",
) -> str:
    """Where to send the browser.

    The endpoint's own query stays (Azure B2C has its policy there; RFC 6749, section 3.1);
    neither it nor `extra` can override the parameters of this sign-in.
    """
    ours = {
        "response_type": response_type,
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": code_challenge,
        "code_challenge_method": "S256",
    }
    return _address(metadata.authorization_endpoint, ours, extra or {})


def end_session_url(
    metadata: Metadata, *, client_id: str, post_logout_redirect_uri: str, state: str, id_token_hint: str = ""
) -> str:
    """Where to send the browser to sign out there (OpenID Connect RP-Initiated Logout 1.0, section 2).

    The provider must have an `end_session_endpoint`; its own query stays and overrides nothing.
    A blank `id_token_hint` is left out.
    """
    ours = {"client_id": client_id, "post_logout_redirect_uri": post_logout_redirect_uri, "state": state}
    if id_token_hint:
        ours["id_token_hint"] = id_token_hint
    return _address(metadata.end_session_endpoint, ours, {})


def own_end_session_url(metadata: Metadata, *, client_id: str, redirect_parameter: str, redirect_uri: str) -> str:
    """As `end_session_url`, at a provider that has a parameter of its own for the way back and knows no other."""
    return _address(metadata.end_session_endpoint, {"client_id": client_id, redirect_parameter: redirect_uri}, {})


def client_authentication(
    metadata: Metadata, client_id: str, secret: Secret | None, *, preferred: str = ""
) -> ClientAuthentication:
    """How the client shows itself at the token endpoint, by what the provider supports.

    `preferred` (client_secret_basic or client_secret_post) is taken if supported, then basic,
    then post. Without a secret the client only names itself. Raises `UnsupportedAuthentication`.
    """
    if not secret:
        return ClientAuthentication({}, {"client_id": client_id})
    offered = metadata.token_endpoint_auth_methods
    for method in (preferred, "client_secret_basic", "client_secret_post"):
        if method in offered and method == "client_secret_basic":
            return ClientAuthentication({"Authorization": _basic(client_id, secret)}, {})
        if method in offered and method == "client_secret_post":
            return ClientAuthentication({}, {"client_id": client_id, "client_secret": secret})
    raise UnsupportedAuthentication(
        "The provider's token endpoint takes no client secret: allow client_secret_basic or client_secret_post there."
    )


def token_request(
    metadata: Metadata, application: Application, *, code: str, verifier: str, redirect_uri: str | None
) -> ClientAuthentication:
    """Headers and form that exchange `code` at the token endpoint. Raises `UnsupportedAuthentication`."""
    client = client_authentication(
        metadata,
        application.client_id,
        application.client_secret,
        preferred=str(application.settings.get("client_authentication_method", "")),
    )
    form: dict[str, str | Secret] = {
        "grant_type": "authorization_code",
        "code": Secret(code),
        "code_verifier": Secret(verifier),
        **client.form,
    }
    if redirect_uri:
        form["redirect_uri"] = redirect_uri
    return ClientAuthentication(client.headers, form)


def code_word(value: object) -> str:
    """A provider's text where it looks like an error code of RFC 6749 (section 5.2), else "".

    Nothing else of an answer is shown or logged: a careless provider repeats what it was sent, the
    client secret included.
    """
    return value if isinstance(value, str) and re.fullmatch(r"[a-z_]{1,40}", value) else ""


def _address(endpoint: str, ours: Mapping[str, str], extra: Mapping[str, str]) -> str:
    """`endpoint` with its own query, `extra` and `ours`, which win."""
    parts = urlsplit(endpoint)
    others = [*parse_qsl(parts.query, keep_blank_values=True), *extra.items()]
    query = [(name, value) for name, value in others if name not in ours] + list(ours.items())
    return parts._replace(query=urlencode(query, quote_via=quote), fragment="").geturl()


def _basic(client_id: str, secret: Secret) -> Secret:
    """Form-encoded before base64, or odd characters break it (RFC 6749, section 2.3.1)."""
    pair = f"{quote_plus(client_id)}:{quote_plus(secret.reveal())}"
    return Secret("Basic " + base64.b64encode(pair.encode()).decode())
