"""The only door to the outside: one bounded request, one whole answer.

Whatever a provider does (private addresses, redirects, endless bodies, dripping bytes),
`fetch` returns a `Response` or raises a `FetchError` in time. Knows no settings, no Django
and no OpenID Connect; cookies, proxies and .netrc are never used.
"""

import ipaddress
import os
import re
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress, get_ip_address
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection

from sso_providers.catalogue import Secret
from sso_providers.oidc import strict_json

MEBIBYTE = 1024 * 1024
DEADLINE = 10.0
# Load balancers drop idle connections without a word after some minutes.
IDLE_SECONDS = 50.0
CHUNK = 64 * 1024
HEADERS = {
    "User-Agent": "sso-portal-for-openmetadata",
    "Accept": "application/json",
    # A compressed answer could unfold beyond any limit.
    "Accept-Encoding": "identity",
}
# Cloud metadata services and their like: no identity provider lives there, in-house or not.
NEVER = tuple(
    map(ipaddress.ip_network, ("169.254.0.0/16", "100.100.100.200/32", "fe80::/10", "fec0::/10", "fd00:ec2::254/128"))
)


class Reason(StrEnum):
    """Why there is no answer."""

    BAD_ADDRESS = "bad-address"
    BAD_REQUEST = "bad-request"
    NOT_HTTPS = "not-https"
    UNRESOLVABLE = "unresolvable"
    REFUSED_ADDRESS = "refused-address"
    CONNECTION_REFUSED = "connection-refused"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REDIRECT = "redirect"
    BROKEN = "broken"
    STATUS = "status"
    NOT_JSON = "not-json"


SENTENCES = {
    Reason.BAD_ADDRESS: "{url} can't be called: {detail}. Use an address such as https://id.acme.example/path.",
    Reason.BAD_REQUEST: "{url} was not called: a header or form value can't be sent. Look for line breaks in it.",
    Reason.NOT_HTTPS: "{url} is not encrypted: use https, or start the portal with SSO_ALLOW_PRIVATE_ISSUERS=true "
    "if this provider is for development or in-house.",
    Reason.UNRESOLVABLE: "{url} can't be reached: its host name is unknown. Check the spelling and the portal's DNS.",
    Reason.REFUSED_ADDRESS: "{url} was not called: its host has a private address. Use a public one, or start the "
    "portal with SSO_ALLOW_PRIVATE_ISSUERS=true if this provider is for development or in-house.",
    Reason.CONNECTION_REFUSED: "{url} refuses connections. Check the port, and that the provider is running.",
    Reason.UNREACHABLE: "{url} can't be reached from the portal. Check its network, routes and firewall.",
    Reason.TLS: "{url} has no TLS connection that can be trusted{detail}. Mend the certificate on the provider's side.",
    Reason.TIMEOUT: "{url} gave no complete answer in {detail} seconds. Check the provider, and try again.",
    Reason.TOO_LARGE: "{url} answered with more than {detail} bytes. Check that the address is the right one.",
    Reason.REDIRECT: "{url} redirects to {detail}. Redirects are not followed: enter the final address.",
    Reason.BROKEN: "{url} broke off or gave no HTTP answer. Check the scheme and port, and try again.",
    Reason.STATUS: "{url} answered with status {detail}. Check that the address is the right one.",
    Reason.NOT_JSON: "{url} gave no usable JSON: {detail}. Check that the address is the right one.",
}


class FetchError(Exception):
    """No usable answer. The message names the address and the remedy, never a body, header or secret."""

    def __init__(self, reason: Reason, url: str, detail: str = "") -> None:
        self.reason, self.url = reason, shown(url)
        super().__init__(SENTENCES[reason].format(url=self.url, detail=detail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A whole answer of any status but a redirect.

    `headers` has lower-case names. `elapsed` is in seconds. `address` is the IP address that
    answered; `certificate_ends` is the end of its TLS certificate in seconds since 1970,
    None on plain http.
    """

    url: str
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    elapsed: float = 0.0
    address: str = ""
    certificate_ends: float | None = None

    def json(self) -> object:
        """The body as strict JSON; raises `FetchError` (not-json) for anything less."""
        try:
            return strict_json.loads(self.body)
        except strict_json.JsonError as error:
            raise FetchError(Reason.NOT_JSON, self.url, str(error)) from None

    def json_object(self) -> dict[str, Any]:
        """As `json`, and the document must be an object."""
        document = self.json()
        if not isinstance(document, dict):
            raise FetchError(Reason.NOT_JSON, self.url, "the document is no object")
        return document


def fetch(
    method: str,
    url: str,
    *,
    allow_private: bool,
    form: Mapping[str, str | Secret] | None = None,
    headers: Mapping[str, str | Secret] | None = None,
    max_bytes: int = MEBIBYTE,
    deadline: float = DEADLINE,
) -> Response:
    """One request, without redirects; raises `FetchError`.

    `deadline` is in seconds, for everything from the name look-up to the last byte.
    `allow_private` permits private addresses and plain http. Values given as `Secret` stay
    hidden in tracebacks.
    """
    check_address(url, allow_private=allow_private)
    exchange = Exchange(prepare(method, url, form, headers), url, allow_private, max_bytes, deadline)
    # A thread of its own, because a name look-up can't be interrupted: the caller walks away instead.
    threading.Thread(target=exchange.run, name="fetch", daemon=True).start()
    try:
        return exchange.answer.result(timeout=deadline)
    except TimeoutError:
        exchange.abandon()
        raise FetchError(Reason.TIMEOUT, url, f"{deadline:g}") from None


def shown(url: str) -> str:
    """`url` for people: no user info, query or fragment, at most 200 printable characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "This address"
    text = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
    return "".join(each if each.isprintable() else "?" for each in text)[:200]


def check_address(url: str, *, allow_private: bool) -> None:
    """Refuse, before anything is looked up, what is no plain https (or permitted http) address."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError(Reason.BAD_ADDRESS, url, "its host or port can't be read") from None
    if re.search(r"[\s\\\x00-\x1f\x7f]", url):
        raise FetchError(Reason.BAD_ADDRESS, url, "it holds a space, a backslash or a control character")
    if parts.scheme not in {"http", "https"}:
        raise FetchError(Reason.BAD_ADDRESS, url, "it begins with neither https:// nor http://")
    if not host or port == 0:
        raise FetchError(Reason.BAD_ADDRESS, url, "it names no host, or port 0")
    if "@" in parts.netloc:
        raise FetchError(Reason.BAD_ADDRESS, url, "it holds a user name or password")
    if parts.scheme == "http" and not allow_private:
        raise FetchError(Reason.NOT_HTTPS, url)


def prepare(
    method: str, url: str, form: Mapping[str, str | Secret] | None, headers: Mapping[str, str | Secret] | None
) -> requests.PreparedRequest:
    try:
        return requests.Request(
            method, url, data=revealed(form) if form else None, headers=HEADERS | revealed(headers or {})
        ).prepare()
    except (requests.exceptions.InvalidHeader, UnicodeError):
        raise FetchError(Reason.BAD_REQUEST, url) from None
    except (requests.RequestException, ValueError):
        raise FetchError(Reason.BAD_ADDRESS, url, "it can't be parsed") from None


def revealed(values: Mapping[str, str | Secret]) -> dict[str, str]:
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in values.items()}


class Exchange:
    """One request on its way, run in a thread; `abandon` from another thread ends it."""

    def __init__(
        self, request: requests.PreparedRequest, url: str, allow_private: bool, max_bytes: int, deadline: float
    ) -> None:
        self.request, self.url = request, url
        self.allow_private, self.max_bytes, self.deadline = allow_private, max_bytes, deadline
        self.answer: Future[Response] = Future()
        self.address = ""
        self.certificate_ends: float | None = None
        self._socket: socket.socket | None = None
        self._abandoned = False

    def run(self) -> None:
        current.exchange = self
        try:
            self.answer.set_result(self._send())
        except FetchError as error:
            self.answer.set_exception(error)
        except (requests.RequestException, urllib3_errors.HTTPError, OSError, HTTPException, ValueError) as error:
            self.answer.set_exception(translate(error, self.url, self.deadline))
        except Exception as error:  # a fault of ours: the caller's thread is where it must surface
            self.answer.set_exception(bare(error))

    def watch(self, connection: "Connection") -> None:
        """The connection tells which socket carries this exchange."""
        self.address, self.certificate_ends = connection.address, connection.certificate_ends
        self._socket = connection.sock
        if self._abandoned:
            raise TimeoutError

    def abandon(self) -> None:
        self._abandoned = True
        if self._socket is not None:
            with suppress(OSError):
                # Not the method of SSLSocket, which would take the TLS state from under the reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _send(self) -> Response:
        started = time.monotonic()
        scheme = urlsplit(str(self.request.url)).scheme
        raw = adapter(scheme, self.allow_private).send(self.request, stream=True, timeout=self.deadline)
        try:
            if raw.is_redirect or raw.is_permanent_redirect:
                raise FetchError(Reason.REDIRECT, self.url, target(self.url, raw.headers["location"]))
            return Response(
                url=self.url,
                status=raw.status_code,
                headers={name.lower(): value for name, value in raw.headers.items()},
                body=self._body(raw),
                elapsed=time.monotonic() - started,
                address=self.address,
                certificate_ends=self.certificate_ends,
            )
        finally:
            raw.close()

    def _body(self, raw: requests.Response) -> bytes:
        announced = raw.headers.get("content-length", "")
        body = bytearray()
        while len(body) <= self.max_bytes and not (announced.isdigit() and int(announced[:19]) > self.max_bytes):
            chunk = raw.raw.read(CHUNK, decode_content=False)
            if not chunk:
                return bytes(body)
            body += chunk
        raise FetchError(Reason.TOO_LARGE, self.url, str(self.max_bytes))


class Current(threading.local):
    exchange: Exchange | None = None


current = Current()


class Connection(HTTPConnection):
    """A connection that tells the exchange it serves, and is not used again after a long pause."""

    address = ""
    certificate_ends: float | None = None
    last_used = 0.0

    def connect(self) -> None:
        super().connect()
        self.last_used = time.monotonic()
        self.address = self.sock.getpeername()[0]
        address = ipaddress.ip_address(self.address.partition("%")[0])
        # An IPv4 address in IPv6's clothes is in no IPv4 network.
        address = getattr(address, "ipv4_mapped", None) or address
        if any(address in network for network in NEVER):
            self.close()
            raise InvalidIPAddress(address)
        if isinstance(self.sock, ssl.SSLSocket):
            self.certificate_ends = end_of(self.sock)
        self._watch()

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self._watch()
        super().request(*args, **kwargs)

    @property
    def is_connected(self) -> bool:
        return super().is_connected and time.monotonic() - self.last_used < IDLE_SECONDS

    def _watch(self) -> None:
        self.last_used = time.monotonic()
        if current.exchange is not None:
            current.exchange.watch(self)


class TlsConnection(Connection, HTTPSConnection):
    pass


class Pool(HTTPConnectionPool):
    ConnectionCls = Connection


class TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


@cache
def adapter(scheme: str, allow_private: bool) -> HTTPAdapter:
    """The process's pool of connections; `IPFilterAdapter` resolves once and connects to what it checked."""
    made = HTTPAdapter() if allow_private else IPFilterAdapter(is_https_proto=scheme == "https")
    made.poolmanager.pool_classes_by_scheme = {"http": Pool, "https": TlsPool}
    return made


# A forked worker must not speak on its parent's connections.
os.register_at_fork(after_in_child=adapter.cache_clear)


def bare(error: Exception) -> Exception:
    """Without the frames of the thread that it is from, which hold secrets in the clear."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def end_of(connection: ssl.SSLSocket) -> float | None:
    certificate = connection.getpeercert() or {}
    ends = certificate.get("notAfter")
    return float(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None


def target(url: str, location: str) -> str:
    """The host of a redirect, and what kind of address it has, for people."""
    try:
        parts = urlsplit(urljoin(url, location))
        host = parts.hostname or ""
        get_ip_address(host, parts.port or 443, allow_loopback=False)
    except InvalidIPAddress:
        return f"'{host[:100]}', a private address"
    except OSError:
        return f"'{host[:100]}', an unknown host"
    except (ValueError, AssertionError):
        return "something that is no address"
    return f"'{host[:100]}'"


KNOWN: tuple[tuple[Reason, tuple[type[BaseException], ...]], ...] = (
    (Reason.REFUSED_ADDRESS, (InvalidIPAddress,)),
    (Reason.UNRESOLVABLE, (socket.gaierror, urllib3_errors.NameResolutionError)),
    (Reason.TLS, (ssl.SSLError, requests.exceptions.SSLError, urllib3_errors.SSLError)),
    (Reason.CONNECTION_REFUSED, (ConnectionRefusedError,)),
    # Before the time-outs: urllib3 derives it from one.
    (Reason.UNREACHABLE, (urllib3_errors.NewConnectionError,)),
    (Reason.TIMEOUT, (TimeoutError, requests.Timeout, urllib3_errors.TimeoutError)),
    (Reason.BAD_ADDRESS, (requests.exceptions.InvalidURL, urllib3_errors.LocationValueError)),
    (Reason.BAD_REQUEST, (UnicodeError, requests.exceptions.InvalidHeader)),
)


def translate(error: BaseException, url: str, deadline: float) -> FetchError:
    """What requests, urllib3 and the socket layer raise, nested in each other, as one of our reasons."""
    causes = chain(error)
    matches = (reason for reason, types in KNOWN if any(isinstance(cause, types) for cause in causes))
    reason = next(matches, Reason.BROKEN)
    details = {
        Reason.TLS: next((f" ({e.verify_message})" for e in causes if isinstance(e, ssl.SSLCertVerificationError)), ""),
        Reason.TIMEOUT: f"{deadline:g}",
        Reason.BAD_ADDRESS: "it can't be parsed",
    }
    return FetchError(reason, url, details.get(reason, ""))


def chain(error: BaseException) -> list[BaseException]:
    """`error` and everything that is nested in it."""
    found: list[BaseException] = []
    rest: list[object] = [error]
    while rest:
        each = rest.pop()
        if isinstance(each, BaseException) and not any(each is known for known in found):
            found.append(each)
            rest += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return found
