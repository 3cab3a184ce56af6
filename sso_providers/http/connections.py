"""Connections to providers: only to addresses that were checked, and kept for the next request."""

import logging
import os
import socket
import ssl
import threading
import time
from functools import cache, lru_cache
from typing import Any

import certifi
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection, port_by_scheme
from urllib3.exceptions import NewConnectionError
from urllib3.util import Url, create_urllib3_context

from .addresses import resolve
from .attempts import Attempt, TimedSocket, TimedTlsSocket, current, in_time
from .heads import BoundedAnswer

# Load balancers drop idle connections without a word after some minutes.
IDLE_SECONDS = 50.0
# Kept are the connections of the last so many providers, and of each no more than threads can use.
PROVIDERS = 32
CONNECTIONS = 10

# It would log queries of addresses, and what it can't read of an answer.
logging.getLogger("urllib3").setLevel(logging.ERROR)


class Connection(HTTPConnection):
    """To an address that was checked; not used again after a long pause."""

    response_class = BoundedAnswer
    address = ""
    certificate_ends: float | None = None
    attempt: Attempt | None = None
    last_used = 0.0

    def connect(self) -> None:
        super().connect()
        self.address = self.sock.getpeername()[0]
        self.certificate_ends = end_of(self.sock) if isinstance(self.sock, ssl.SSLSocket) else None
        self._carry(current.attempt, is_kept=False)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None and self.attempt is not current.attempt:
            self._carry(current.attempt, is_kept=True)
        super().request(*args, **kwargs)

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 itself
        current.attempt.use_the_wait()
        return super().getresponse()

    @property
    def is_connected(self) -> bool:
        """Whether it can be used again; urllib3 asks before it does so."""
        return time.monotonic() - self.last_used < IDLE_SECONDS and super().is_connected

    def _new_conn(self) -> socket.socket:
        """urllib3's place for making the socket; TLS, if any, comes on top, under the host's name."""
        allow_private = current.attempt.allow_private
        addresses = in_time(lambda: resolve(self._dns_host, self.port, allow_private=allow_private))
        try:
            return first(addresses, self.port)
        except TimeoutError:
            raise
        except OSError as error:
            raise NewConnectionError(self, "no connection") from error

    def _carry(self, attempt: Attempt, *, is_kept: bool) -> None:
        self.attempt, self.last_used = attempt, time.monotonic()
        attempt.is_kept, attempt.address, attempt.certificate_ends = is_kept, self.address, self.certificate_ends


class TlsConnection(Connection, HTTPSConnection):
    pass


class Pool(HTTPConnectionPool):
    ConnectionCls = Connection


class TlsPool(HTTPSConnectionPool):
    ConnectionCls = TlsConnection


def first(addresses: list[str], port: int) -> socket.socket:
    """Connected to the first address that answers. Raises the last one's `OSError`."""
    trouble: OSError = TimeoutError()
    for each in addresses:
        try:
            return connected(each, port)
        except OSError as error:
            trouble = error
    raise trouble


def connected(address: str, port: int) -> socket.socket:
    ((family, kind, protocol, _, place),) = socket.getaddrinfo(
        address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST
    )
    made = TimedSocket(family, kind, protocol)
    try:
        for option in HTTPConnection.default_socket_options:
            made.setsockopt(*option)
        made.settimeout(current.attempt.left())
        made.connect(place)
    except OSError:
        made.close()
        raise
    return made


def end_of(connection: ssl.SSLSocket) -> float | None:
    certificate = connection.getpeercert() or {}
    ends = certificate.get("notAfter")
    return float(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None


@cache
def trust() -> ssl.SSLContext:
    """Made once: to read the authorities takes longer than most answers."""
    context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
    context.load_verify_locations(certifi.where())
    context.sslsocket_class = TimedTlsSocket
    return context


def pool(place: Url, *, allow_private: bool) -> HTTPConnectionPool:
    """The process's connections there; those that were made with `allow_private` serve nobody without.

    `place` has passed `check_address`.
    """
    scheme, host = str(place.scheme), str(place.host)
    with making:
        return made_once(scheme, host, place.port or port_by_scheme[scheme], allow_private)


@lru_cache(maxsize=PROVIDERS)
def made_once(scheme: str, host: str, port: int, allow_private: bool) -> HTTPConnectionPool:
    if scheme == "https":
        return TlsPool(host, port, maxsize=CONNECTIONS, ssl_context=trust())
    return Pool(host, port, maxsize=CONNECTIONS)


# Of several threads that come first, one makes it.
making = threading.Lock()
# A forked worker must not speak on its parent's.
os.register_at_fork(after_in_child=made_once.cache_clear)
