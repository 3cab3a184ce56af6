"""A small OpenID provider on loopback: authorization code flow, PKCE, real signatures, and every kind of fault.

`running_provider()` starts one on a free port of 127.0.0.1 over plain http. Tests change its
attributes, or call `behave`:

    provider.behave(jwks="html")                      # a fault of faults.py at one endpoint
    provider.behave(id_token="expired")               # a fault of id_tokens.py
    provider.behave(userinfo="other-sub", authorize="access-denied")
    provider.behave()                                 # healthy again
    provider.metadata["issuer"] = "https://other"     # change the discovery document; None removes a member
    provider.token_members["expires_in"] = None       # change what the token endpoint answers, as above
    provider.token_error = (401, {"error": "invalid_client"})
    provider.rotate_keys()

`/authorize` shows a page with one button per person. It redirects at once to the person named by
`login_hint`, or by `provider.default_person`. `sign_in` does the same without a browser.
"""

import base64
import hashlib
import html
import json
import secrets
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlencode, urlsplit

from .faults import FAULTS, reply
from .id_tokens import ID_TOKEN_FAULTS, issue
from .keys import SigningKey, encoded
from .people import ADA, BOB, EVE, Person

AUTHORIZE_FAULTS = {"access-denied", "wrong-state", "no-state", "wrong-iss", "no-iss", "no-code"}
# Userinfo as a JWT: right, or with a fault of id_tokens.py.
SIGNED_USERINFO = {
    "signed": "",
    "signed-foreign": "foreign-key",
    "signed-none": "alg-none",
    "signed-other-issuer": "wrong-issuer",
    "signed-other-audience": "wrong-audience",
    "signed-other-sub": "other-sub",
}
USERINFO_FAULTS = {"other-sub", "no-sub", *SIGNED_USERINFO}
LOGOUT_FAULTS = {"other-state", "no-state"}
TOKEN_FAULTS = {"no-access-token", "null", "invalid-client", "invalid-grant"}
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
ENDPOINTS = {
    "/.well-known/openid-configuration": "discovery",
    "/jwks": "jwks",
    "/authorize": "authorize",
    "/token": "token",
    "/userinfo": "userinfo",
    "/logout": "logout",
}
KNOWN = {
    "discovery": FAULTS.keys(),
    "jwks": FAULTS.keys(),
    "token": FAULTS.keys() | TOKEN_FAULTS,
    "userinfo": FAULTS.keys() | USERINFO_FAULTS,
    "authorize": AUTHORIZE_FAULTS,
    "id_token": ID_TOKEN_FAULTS,
    "logout": LOGOUT_FAULTS,
}


class Refusal(Exception):
    """An error of RFC 6749 that an endpoint answers with."""

    def __init__(self, error: str, status: int = 400) -> None:
        self.error, self.status = error, status
        super().__init__(error)


@dataclass
class Grant:
    """What a code or an access token stands for."""

    person: Person
    query: dict[str, str]
    sid: str = field(default_factory=lambda: secrets.token_urlsafe(12))


@dataclass
class Request:
    """One request that the provider saw."""

    method: str
    path: str
    headers: dict[str, str]
    form: dict[str, str]


@dataclass
class Provider:
    """The provider's state; reads and changes by tests take effect with the next request."""

    url: str
    client_id: str = "portal"
    client_secret: str = "s3cret/with+odd:chars%"
    redirect_uris: set[str] = field(default_factory=set)  # empty: any
    post_logout_redirect_uris: set[str] = field(default_factory=set)  # empty: any
    people: dict[str, Person] = field(default_factory=lambda: {each.name: each for each in (ADA, BOB, EVE)})
    default_person: str = ""
    keys: list[SigningKey] = field(default_factory=lambda: [SigningKey.make("rsa-1"), SigningKey.make("ec-1", "ES256")])
    extra_jwks: list[Any] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    token_members: dict[str, Any] = field(default_factory=dict)
    token_error: tuple[int, dict[str, Any]] | None = None
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    _behaviour: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, Grant] = field(default_factory=dict)
    _tokens: dict[str, Grant] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return self.url

    @property
    def jwks_uri(self) -> str:
        return f"{self.url}/jwks"

    def behave(self, **behaviour: str) -> None:
        """Replace the faults: endpoint (or id_token) = name of a fault. Unknown ones raise ValueError."""
        for where, what in behaviour.items():
            if what not in KNOWN.get(where, ()):
                raise ValueError(f"No fault {where}={what}: use one of {sorted(KNOWN.get(where, KNOWN))}.")
        self._behaviour = behaviour

    def fault(self, where: str) -> str:
        return self._behaviour.get(where, "")

    def count(self, endpoint: str) -> int:
        """How many requests an endpoint (discovery, jwks, token, ...) has seen."""
        return Counter(ENDPOINTS.get(request.path, request.path) for request in self.requests)[endpoint]

    def rotate_keys(self) -> None:
        """New keys under new ids; the old ones are gone."""
        self.keys = [SigningKey.make(f"{key.kid}-rotated", key.algorithm) for key in self.keys]

    def sign_in(self, authorization_url: str, person: str = "ada") -> str:
        """Where the provider sends the browser after `person` signed in: a callback with code and state."""
        query = dict(parse_qsl(urlsplit(authorization_url).query, keep_blank_values=True))
        return self.callback(query, self.people[person])

    def sign_out(self, end_session_url: str) -> str:
        """Where the provider sends the browser after a sign-out; "" for nowhere."""
        query = dict(parse_qsl(urlsplit(end_session_url).query, keep_blank_values=True))
        return self.signed_out(query)

    def logout_token(
        self, *, key: SigningKey | None = None, header: dict[str, Any] | None = None, **claims: Any
    ) -> str:
        """For the back-channel logout of Ada at this client; a claim or header of None is left out."""
        now = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": ADA.sub,
            "iat": now,
            "exp": now + 120,
            "jti": secrets.token_urlsafe(12),
            "events": {LOGOUT_EVENT: {}},
        }
        members = {name: value for name, value in (usual | claims).items() if value is not None}
        return (key or self.keys[0]).sign(members, **{"typ": "logout+jwt", **(header or {})})

    # what the endpoints answer

    def discovery(self) -> dict[str, Any]:
        document = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": self.jwks_uri,
            "userinfo_endpoint": f"{self.url}/userinfo",
            "end_session_endpoint": f"{self.url}/logout",
            "scopes_supported": ["openid", "email", "profile", "groups", "offline_access"],
            "response_types_supported": ["code", "id_token", "id_token token"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
        } | self.metadata
        return {name: value for name, value in document.items() if value is not None}

    def jwks(self) -> dict[str, Any]:
        return {"keys": [*(key.jwk() for key in self.keys), *self.extra_jwks]}

    def callback(self, query: dict[str, str], person: Person) -> str:
        """The redirect URI with the answer to an authorization request."""
        self.check_request(query)
        code = secrets.token_urlsafe(24)
        self._codes[code] = Grant(person, query)
        answer = {"code": code, "state": query.get("state", ""), "iss": self.issuer}
        match self.fault("authorize"):
            case "access-denied":
                answer = {"error": "access_denied", "state": answer["state"], "iss": self.issuer}
            case "wrong-state":
                answer["state"] = "another"
            case "wrong-iss":
                answer["iss"] = "https://other.example"
            case "no-state" | "no-iss" | "no-code" as fault:
                del answer[fault.removeprefix("no-")]
        target = query["redirect_uri"]
        return f"{target}{'&' if urlsplit(target).query else '?'}{urlencode(answer)}"

    def check_request(self, query: dict[str, str]) -> None:
        target = query.get("redirect_uri", "")
        if query.get("client_id") != self.client_id or not target:
            raise Refusal("unauthorized_client")
        if self.redirect_uris and target not in self.redirect_uris:
            raise Refusal("invalid_redirect_uri")
        if query.get("response_type") != "code" or "openid" not in query.get("scope", "").split():
            raise Refusal("invalid_request")
        if "code_challenge" in query and query.get("code_challenge_method") != "S256":
            raise Refusal("invalid_request")

    def token(self, form: dict[str, str], authorization: str) -> dict[str, Any]:
        """Authenticates the client first, then looks at the code, which is good for one use."""
        self.check_client(form, authorization)
        grant = self._codes.pop(form.get("code", ""), None)
        if form.get("grant_type") != "authorization_code":
            raise Refusal("unsupported_grant_type")
        if grant is None or form.get("redirect_uri") != grant.query["redirect_uri"]:
            raise Refusal("invalid_grant")
        if "code_challenge" in grant.query:
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if encoded(digest) != grant.query["code_challenge"]:
                raise Refusal("invalid_grant")
        access_token = secrets.token_urlsafe(24)
        self._tokens[access_token] = grant
        id_token = issue(self.keys[0], self.id_claims(grant, access_token), self.fault("id_token"), self.client_secret)
        document = {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": id_token,
        } | self.token_members
        if self.fault("token") == "no-access-token":
            del document["access_token"]
        return {name: value for name, value in document.items() if value is not None}

    def check_client(self, form: dict[str, str], authorization: str) -> None:
        """client_secret_basic (form-encoded, RFC 6749, section 2.3.1) or client_secret_post."""
        found = (form.get("client_id", ""), form.get("client_secret", ""))
        with suppress(ValueError):
            if authorization.startswith("Basic "):
                pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
                name, _, secret = pair.partition(":")
                found = (unquote_plus(name), unquote_plus(secret))
        if found != (self.client_id, self.client_secret):
            raise Refusal("invalid_client", 401)

    def id_claims(self, grant: Grant, access_token: str) -> dict[str, Any]:
        now = int(time.time())
        algorithm = self.keys[0].algorithm
        # OpenID Connect says nothing about Ed25519; everybody takes what it is made with itself.
        bits = "512" if algorithm in {"EdDSA", "Ed25519"} else algorithm[-3:]
        digest = hashlib.new(f"sha{bits}", access_token.encode()).digest()
        claims = {
            "iss": self.issuer,
            "aud": self.client_id,
            "sub": grant.person.sub,
            "sid": grant.sid,
            "iat": now,
            "exp": now + 300,
            "at_hash": encoded(digest[: len(digest) // 2]),
            **grant.person.claims,
        }
        if "nonce" in grant.query:
            claims["nonce"] = grant.query["nonce"]
        changed = claims | self.claims
        return {name: value for name, value in changed.items() if value is not None}

    def signed_out(self, query: dict[str, str]) -> str:
        target, state = query.get("post_logout_redirect_uri", ""), query.get("state")
        if target and self.post_logout_redirect_uris and target not in self.post_logout_redirect_uris:
            raise Refusal("invalid_redirect_uri")
        match self.fault("logout"):
            case "other-state":
                state = "another"
            case "no-state":
                state = None
        return f"{target}?{urlencode({'state': state})}" if target and state is not None else target

    def userinfo(self, authorization: str) -> dict[str, Any]:
        grant = self._tokens.get(authorization.removeprefix("Bearer "))
        if grant is None:
            raise Refusal("invalid_token", 401)
        claims: dict[str, Any] = {"sub": grant.person.sub, **grant.person.claims, **grant.person.userinfo}
        match self.fault("userinfo"):
            case "other-sub":
                claims["sub"] = "sub-of-another"
            case "no-sub":
                del claims["sub"]
        return claims


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and body leave in two small packets: without this each answer waits 40 ms for an acknowledgement.
    disable_nagle_algorithm = True
    server: "Server"

    def setup(self) -> None:
        super().setup()
        self.server.provider.connections += 1
        self.server.open_sockets.add(self.connection)

    def finish(self) -> None:
        self.server.open_sockets.discard(self.connection)
        super().finish()

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self.answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.answer({name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()})

    def answer(self, form: dict[str, str]) -> None:
        provider, parts = self.server.provider, urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        provider.requests.append(Request(self.command, parts.path, headers, form))
        endpoint = ENDPOINTS.get(parts.path, "")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        try:
            match endpoint:
                case "authorize":
                    self.authorize(query | form)
                case "logout":
                    self.logout(query | form)
                case "":
                    raise Refusal("not_found", 404)
                case _:
                    self.document(endpoint, self.make(endpoint, form, headers.get("authorization", "")))
        except Refusal as refusal:
            reply(self, refusal.status, json.dumps({"error": refusal.error}).encode())

    def make(self, endpoint: str, form: dict[str, str], authorization: str) -> dict[str, Any]:
        provider, fault = self.server.provider, self.server.provider.fault(endpoint)
        if fault in FAULTS:
            return provider.discovery()
        match endpoint:
            case "discovery":
                return provider.discovery()
            case "jwks":
                return provider.jwks()
            case "token":
                if fault in {"invalid-client", "invalid-grant"}:
                    raise Refusal(fault.replace("-", "_"), 401 if fault == "invalid-client" else 400)
                return {} if provider.token_error else provider.token(form, authorization)
            case _:
                return provider.userinfo(authorization)

    def document(self, endpoint: str, document: dict[str, Any]) -> None:
        provider, fault = self.server.provider, self.server.provider.fault(endpoint)
        if fault in FAULTS:
            FAULTS[fault](self, document)
        elif endpoint == "token" and provider.token_error:
            status, document = provider.token_error
            reply(self, status, json.dumps(document).encode())
        elif fault == "null":
            reply(self, 200, b"null")
        elif endpoint == "userinfo" and fault in SIGNED_USERINFO:
            claims = document | {"iss": provider.issuer, "aud": provider.client_id}
            token = issue(provider.keys[0], claims, SIGNED_USERINFO[fault], provider.client_secret)
            reply(self, 200, str(token).encode(), "application/jwt")
        else:
            reply(self, 200, json.dumps(document).encode())

    def authorize(self, query: dict[str, str]) -> None:
        provider = self.server.provider
        provider.check_request(query)
        name = query.get("person") or query.get("login_hint") or provider.default_person
        if name in provider.people:
            reply(self, 302, b"", Location=provider.callback(query, provider.people[name]))
        elif query.get("prompt") == "none":
            answer = urlencode({"error": "login_required", "state": query.get("state", ""), "iss": provider.issuer})
            reply(self, 302, b"", Location=f"{query['redirect_uri']}?{answer}")
        else:
            reply(self, 200, page(provider, query).encode(), "text/html; charset=utf-8")

    def logout(self, query: dict[str, str]) -> None:
        if target := self.server.provider.signed_out(query):
            reply(self, 302, b"", Location=target)
        else:
            reply(self, 200, b"<!doctype html><title>Signed out</title><p>Signed out.", "text/html")


def page(provider: Provider, query: dict[str, str]) -> str:
    """The sign-in page: a submit button for each person."""
    hidden = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in query.items()
        if name not in {"person", "login_hint"}
    )
    buttons = "".join(
        f'<p><button name="person" value="{html.escape(name)}">Sign in as {html.escape(name)}</button></p>'
        for name in provider.people
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Fake provider</title>'
        f'<main><h1>Fake provider</h1><form method="post" action="/authorize">{hidden}{buttons}</form></main></html>'
    )


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.stopping = threading.Event()
        self.open_sockets: set[socket.socket] = set()
        self.provider = Provider(f"http://127.0.0.1:{self.server_address[1]}")

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what many tests are about."""

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()
        for each in list(self.open_sockets):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.stop()
        thread.join()
