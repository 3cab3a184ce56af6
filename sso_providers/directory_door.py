"""The only door to LDAP directories: one connection, one bind, a few bounded searches.

Whatever a directory does (private addresses, referrals, endless or malformed answers, dripping bytes),
`ask` returns an `Answer` or raises a `DirectoryError` in time. Nobody's password but the look-up
account's is ever sent, and that only to a directory whose certificate proves its name, or in the clear
where `allow_private` says so. Knows no settings, no Django and no registration.
"""

import errno
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

import ldap3
from ldap3.core.exceptions import LDAPExceptionError
from ldap3.core.results import RESULT_CODES
from ldap3.utils.conv import escape_filter_chars
from pyasn1.error import PyAsn1Error
from requests_hardened.ip_filter import InvalidIPAddress

from sso_providers.catalogue import Secret
from sso_providers.http import MEBIBYTE, bare, resolve

DEADLINE = 10.0
PRESENT = "*"
SUCCESS = "success"
# The names of RFC 4511, section 4.1.9, as ldap3 has them.
RESULTS = frozenset(RESULT_CODES.values())
# What ldap3 raises over an answer that is late, cut off or malformed.
STUMBLES = (
    LDAPExceptionError,
    PyAsn1Error,
    OSError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


class Reason(StrEnum):
    """Why there is no connection, or none any more."""

    NOT_ENCRYPTED = "not-encrypted"
    UNRESOLVABLE = "unresolvable"
    REFUSED_ADDRESS = "refused-address"
    CONNECTION_REFUSED = "connection-refused"
    UNREACHABLE = "unreachable"
    UNTRUSTED = "untrusted-certificate"
    TLS = "tls"
    TIMEOUT = "timeout"
    BROKEN = "broken"


SENTENCES = {
    Reason.NOT_ENCRYPTED: "{place} is not encrypted, so nothing was sent: switch TLS on, or start the portal with "
    "SSO_ALLOW_PRIVATE_ISSUERS=true if this directory is for development or in-house.",
    Reason.UNRESOLVABLE: "{place} can't be reached: its host name is unknown. Check the spelling and the portal's DNS.",
    Reason.REFUSED_ADDRESS: "{place} was not called: its host has a private address. Use a public one, or start the "
    "portal with SSO_ALLOW_PRIVATE_ISSUERS=true if this directory is for development or in-house.",
    Reason.CONNECTION_REFUSED: "{place} refuses connections. Check the port, and that the directory is running.",
    Reason.UNREACHABLE: "{place} can't be reached from the portal. Check its network, routes and firewall.",
    Reason.UNTRUSTED: "{place} has a certificate that the portal can't trust{detail}, so nothing was sent. Mend it, or "
    "give the portal's system the authority that signed it (SSL_CERT_FILE).",
    Reason.TLS: "{place} has no TLS connection for the portal{detail}. Check that the port is the one for LDAPS.",
    Reason.TIMEOUT: "{place} gave no complete answer in {detail} seconds. Check the directory, and try again.",
    Reason.BROKEN: "{place} broke off or gave no LDAP answer. Check port and TLS, and try again.",
}


class DirectoryError(Exception):
    """No usable answer. The message names host, port and remedy, never what was sent or received."""

    def __init__(self, reason: Reason, place: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(SENTENCES[reason].format(place=place, detail=detail))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """For entries that meet all conditions: attribute and value, or `PRESENT` for any value.

    `below` tells whether everything below `base` is meant, or the entry `base` alone. `limit` is how
    many entries suffice.
    """

    base: str
    conditions: tuple[tuple[str, str], ...]
    below: bool = True
    limit: int = 2

    @property
    def filter(self) -> str:
        """As RFC 4515 writes it."""
        return f"(&{''.join(f'({name}={escaped(value)})' for name, value in self.conditions)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`result` is the result code's name in RFC 4511, such as success or noSuchObject; `dns` are the entries'."""

    result: str
    dns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How far the conversation came.

    `address` is the IP address that answered, `elapsed` the seconds until connected,
    `certificate_ends` in seconds since 1970, None without TLS. `bound` is the result code's name for
    the look-up account, "" if there was no answer. `found` has what the searches brought, in their
    order; there are fewer when the account was refused or the connection broke, which `trouble` tells.
    """

    address: str
    elapsed: float
    certificate_ends: float | None
    bound: str = ""
    found: tuple[Found, ...] = ()
    trouble: DirectoryError | None = None


def ask(
    host: str,
    port: int,
    *,
    tls: bool,
    name: str,
    password: Secret,
    searches: Sequence[Search],
    allow_private: bool,
    deadline: float = DEADLINE,
) -> Answer:
    """Connects, binds as `name` and searches; raises `DirectoryError` where it can't even connect.

    `deadline` is in seconds, for everything from the name look-up to the last entry. `allow_private`
    permits private addresses and a connection without TLS.
    """
    place = f"{host}:{port}"
    if not tls and not allow_private:
        raise DirectoryError(Reason.NOT_ENCRYPTED, place)
    talk = Talk(host, port, tls, allow_private, deadline)
    # A thread of its own, because a name look-up can't be interrupted: the caller walks away instead.
    threading.Thread(target=talk.run, args=(name, password, searches), name="directory", daemon=True).start()
    try:
        return talk.answer.result(timeout=deadline)
    except TimeoutError:
        return talk.abandon(DirectoryError(Reason.TIMEOUT, place, f"{deadline:g}"))


def escaped(value: str) -> str:
    return value if value == PRESENT else str(escape_filter_chars(value))


class Talk:
    """One conversation on its way, run in a thread; `abandon` from another thread ends it."""

    def __init__(self, host: str, port: int, tls: bool, allow_private: bool, deadline: float) -> None:
        self.host, self.port, self.tls, self.allow_private = host, port, tls, allow_private
        self.place, self.deadline = f"{host}:{port}", deadline
        self.ends = time.monotonic() + deadline
        self.answer: Future[Answer] = Future()
        self._so_far: Answer | None = None
        self._socket: socket.socket | None = None

    def run(self, name: str, password: Secret, searches: Sequence[Search]) -> None:
        try:
            link, answer = self._connect()
            self.answer.set_result(self._converse(link, answer, name, password, searches))
        except DirectoryError as error:
            self.answer.set_exception(error)
        except Exception as error:  # a fault of ours: the caller's thread is where it must surface
            self.answer.set_exception(bare(error))
        finally:
            self._shut()
            if self._socket is not None:
                self._socket.close()

    def abandon(self, why: DirectoryError) -> Answer:
        """What is known by now; raises `why` if that is nothing."""
        self._shut()
        if self._so_far is None:
            raise why
        return replace(self._so_far, trouble=why)

    def _connect(self) -> tuple[socket.socket, Answer]:
        started = time.monotonic()
        try:
            addresses = resolve(self.host, self.port, allow_private=self.allow_private)
            link = self._socket = connected(addresses, self.port, self.ends)
            address = str(link.getpeername()[0])
            if self.tls:
                context = ssl.create_default_context()
                encrypted = context.wrap_socket(link, server_hostname=self.host, do_handshake_on_connect=False)
                link = self._socket = encrypted
                encrypted.do_handshake()
        except (OSError, ValueError) as error:
            raise translate(error, self.place, self.deadline) from None
        return link, Answer(address=address, elapsed=time.monotonic() - started, certificate_ends=end_of(link))

    def _converse(
        self, link: socket.socket, answer: Answer, name: str, password: Secret, searches: Sequence[Search]
    ) -> Answer:
        """Adds to `answer` what the directory says; what it said before some trouble counts."""
        self._so_far = answer
        try:
            connection = attached(BoundedSocket(link, self.ends), name, password)
            connection.bind(read_server_info=False)
            self._so_far = replace(self._so_far, bound=word(connection.result))
            for search in searches if self._so_far.bound == SUCCESS else ():
                self._so_far = replace(self._so_far, found=(*self._so_far.found, look(connection, search)))
        except STUMBLES as error:
            reason = Reason.TIMEOUT if isinstance(error, TimeoutError) else Reason.BROKEN
            return replace(self._so_far, trouble=DirectoryError(reason, self.place, f"{self.deadline:g}"))
        return self._so_far

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # Not the method of SSLSocket, which would take the TLS state from under the reader.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


class BoundedSocket:
    """A connected socket that neither reads past a time on the monotonic clock nor more than a mebibyte."""

    def __init__(self, connected: socket.socket, ends: float) -> None:
        self._socket, self._ends, self._left = connected, ends, MEBIBYTE

    def recv(self, size: int) -> bytes:
        self._set_timeout()
        data = self._socket.recv(size)
        self._left -= len(data)
        if self._left < 0:
            raise OSError(f"more than {MEBIBYTE} bytes")
        return data

    def sendall(self, data: bytes) -> None:
        self._set_timeout()
        self._socket.sendall(data)

    def shutdown(self, how: int) -> None:
        """ldap3 does it after some faults; `Talk` does it in any case."""

    def close(self) -> None:
        """As `shutdown`."""

    def _set_timeout(self) -> None:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


def connected(addresses: Sequence[str], port: int, ends: float) -> socket.socket:
    """To the first address that answers. Raises the last one's `OSError`."""
    trouble: OSError = TimeoutError()
    for each in addresses:
        try:
            return socket.create_connection((each, port), timeout=max(ends - time.monotonic(), 0.01))
        except OSError as error:
            trouble = error
    raise trouble


def attached(connection: BoundedSocket, name: str, password: Secret) -> ldap3.Connection:
    """ldap3's connection over a socket that is connected; it opens none of its own, for referrals neither."""
    made = ldap3.Connection(
        ldap3.Server("connected", get_info=ldap3.NONE),
        user=name,
        # As bytes: ldap3 would normalise a text (SASLprep), and OpenMetadata does not.
        password=password.reveal().encode("utf-8"),
        client_strategy=ldap3.SYNC,
        auto_referrals=False,
        auto_range=False,
        check_names=False,
        read_only=True,
    )
    made.socket = connection
    made.closed = False
    made.strategy._outstanding = {}
    made.strategy._start_listen()
    return made


def look(connection: ldap3.Connection, search: Search) -> Found:
    connection.search(
        search.base,
        search.filter,
        search_scope=ldap3.SUBTREE if search.below else ldap3.BASE,
        dereference_aliases=ldap3.DEREF_NEVER,
        attributes=[ldap3.NO_ATTRIBUTES],
        size_limit=search.limit,
    )
    entries = [each["dn"] for each in connection.response or () if each["type"] == "searchResEntry"]
    return Found(result=word(connection.result), dns=tuple(entries[: search.limit]))


def word(result: object) -> str:
    """The result code's name, of which a directory can't choose the letters."""
    description = result.get("description") if isinstance(result, dict) else None
    return str(description) if description in RESULTS else "other"


def end_of(connection: socket.socket) -> float | None:
    certificate = connection.getpeercert() if isinstance(connection, ssl.SSLSocket) else None
    ends = certificate.get("notAfter") if certificate else None
    return float(ssl.cert_time_to_seconds(ends)) if isinstance(ends, str) else None


def translate(error: Exception, place: str, deadline: float) -> DirectoryError:
    """Why there is no connection, as one of our reasons."""
    match error:
        case InvalidIPAddress():
            return DirectoryError(Reason.REFUSED_ADDRESS, place)
        case ssl.SSLCertVerificationError():
            return DirectoryError(Reason.UNTRUSTED, place, f" ({error.verify_message})")
        case TimeoutError():
            return DirectoryError(Reason.TIMEOUT, place, f"{deadline:g}")
        case ssl.SSLError():
            return DirectoryError(Reason.TLS, place)
        case socket.gaierror() | UnicodeError():
            return DirectoryError(Reason.UNRESOLVABLE, place)
        case ConnectionRefusedError():
            return DirectoryError(Reason.CONNECTION_REFUSED, place)
        case OSError() if error.errno in {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}:
            return DirectoryError(Reason.UNREACHABLE, place)
        case _:
            return DirectoryError(Reason.BROKEN, place)
