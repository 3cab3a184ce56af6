"""A small LDAP directory over real sockets, and its faults.

Answers simple binds and searches with (&(a=b)(c=*)) as a real one does; test_directory_door.py holds
it to what OpenLDAP's slapd answers, where that is installed.
"""

import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sso_providers.catalogue import directory as names

SUCCESS, SIZE_LIMIT, REFERRAL, NO_SUCH, INVALID_CREDENTIALS = 0, 4, 10, 32, 49
BIND_REQUEST, SEARCH_REQUEST = 0x60, 0x63
BIND_RESPONSE, ENTRY, DONE, REFERENCE = 0x61, 0x64, 0x65, 0x73
AND, EQUALITY, PRESENCE = 0xA0, 0xA3, 0x87

ACCOUNT = "cn=openmetadata,ou=services,dc=acme,dc=example"
PEOPLE = "ou=people,dc=acme,dc=example"
TEAMS = "ou=groups,dc=acme,dc=example"
ADMINS = "cn=Admins,ou=groups,dc=acme,dc=example"
# What tests/checks/slapd.py loads too.
ENTRIES: dict[str, dict[str, list[str]]] = {
    "dc=acme,dc=example": {"objectClass": ["dcObject", "organization"], "dc": ["acme"], "o": ["Acme"]},
    "ou=services,dc=acme,dc=example": {"objectClass": ["organizationalUnit"], "ou": ["services"]},
    PEOPLE: {"objectClass": ["organizationalUnit"], "ou": ["people"]},
    TEAMS: {"objectClass": ["organizationalUnit"], "ou": ["groups"]},
    "ou=empty,dc=acme,dc=example": {"objectClass": ["organizationalUnit"], "ou": ["empty"]},
    **{
        f"uid={uid},{PEOPLE}": {
            "objectClass": ["inetOrgPerson"],
            "uid": [uid],
            "cn": [uid],
            "sn": [uid],
            "mail": [f"{uid}@acme.example"],
        }
        for uid in ("ada", "grace", "jane.doe")
    },
    ADMINS: {"objectClass": ["groupOfNames"], "cn": ["Admins"], "member": [f"uid=ada,{PEOPLE}"]},
    "cn=ops (EU),ou=groups,dc=acme,dc=example": {
        "objectClass": ["groupOfNames"],
        "cn": ["ops (EU)"],
        "member": [f"uid=grace,{PEOPLE}"],
    },
}


@dataclass
class Directory:
    """`password` is the look-up account's. `fault` names a way to misbehave; `mangle` is for "mangled"."""

    host: str
    port: int
    password: str
    fault: str = ""
    mangle: Callable[[bytes], bytes] = bytes
    binds: list[tuple[str, bytes]] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)


@contextmanager
def running_directory(password: str, *, context: ssl.SSLContext | None = None) -> Iterator[Directory]:
    """On 127.0.0.1; with `context` it speaks TLS from the first byte."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            serve(self.request, found, context)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        found = Directory(host="127.0.0.1", port=server.server_address[1], password=password)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def serve(link: Any, directory: Directory, context: ssl.SSLContext | None) -> None:
    try:
        if context:
            link = context.wrap_socket(link, server_side=True)
        if directory.fault == "silent":
            link.recv(1)
            time.sleep(3)
            return
        # A request of these tests comes in one piece.
        while data := link.recv(65536):
            (_, message), *_ = parts(data)
            request = parts(message)
            if len(request) < 2:
                return  # cut off where the client gave up
            (_, number), (tag, operation), *_ = request
            honest = answer(int.from_bytes(number, "big"), tag, operation, directory)
            link.sendall(misbehaved(honest, int.from_bytes(number, "big"), directory))
            if directory.fault == "drip":
                drip(link)
            if directory.fault == "close" or (directory.fault == "close-after-bind" and directory.binds):
                return
    except OSError:
        pass  # the client went away, or does not trust the certificate
    finally:
        link.close()


def drip(link: Any) -> None:
    """A message that never ends, byte by byte."""
    for _ in range(200):
        link.sendall(b"\x04")
        time.sleep(0.02)


def misbehaved(honest: bytes, number: int, directory: Directory) -> bytes:
    match directory.fault:
        case "close":
            return b""
        case "garbage":
            return b"HTTP/1.1 400 Bad Request\r\n\r\n"
        case "mangled":
            return directory.mangle(honest)
        case "empty-message":
            return tlv(0x30, b"")
        case "wrong-types":
            return tlv(0x30, integer(number) + tlv(BIND_RESPONSE, tlv(0x04, b"x") * 3))
        case "deep":
            return tlv(0x30, integer(number) + tlv(BIND_RESPONSE, b"\x30\x80" * 5000))
        case "huge":
            return b"\x30\x84\x7f\xff\xff\xff" + b"\x04" * 3_000_000
        case "drip":
            return b"\x30\x84\x00\xff\xff\xff"
        case "goodbye":
            notice = result(0x78, 52) + tlv(0x8A, b"1.3.6.1.4.1.1466.20036")
            return tlv(0x30, integer(0) + notice)
        case _:
            return honest


def answer(number: int, tag: int, operation: bytes, directory: Directory) -> bytes:
    if tag == BIND_REQUEST:
        _, (_, name), (_, password) = parts(operation)
        directory.binds.append((name.decode(), password))
        right = name.decode() == ACCOUNT and password == directory.password.encode("utf-8")
        # A spiteful directory repeats what it was told.
        text = password if directory.fault == "echo" else b""
        return sent(number, result(BIND_RESPONSE, SUCCESS if right else INVALID_CREDENTIALS, text))
    return search(number, operation, directory) if tag == SEARCH_REQUEST else b""


def search(number: int, operation: bytes, directory: Directory) -> bytes:
    (_, name), (_, scope), _, (_, size), _, _, condition, *_ = parts(operation)
    base, subtree, limit = name.decode(), scope == b"\x02", int.from_bytes(size, "big")
    directory.searches.append(base)
    if directory.fault == "referral":
        return sent(number, result(DONE, REFERRAL, extra=tlv(0xA3, tlv(0x04, b"ldap://169.254.169.254/"))))
    root = names.parse(base)
    if not any(names.parse(each) == root for each in ENTRIES):
        return sent(number, result(DONE, NO_SUCH))
    found = [
        dn
        for dn, entry in ENTRIES.items()
        if (names.parse(dn).lies_under(root) if subtree else names.parse(dn) == root) and matches(condition, entry)
    ]
    over = bool(limit) and len(found) > limit
    text = directory.password.encode() if directory.fault == "echo" else b""
    shown = [text.decode()] if directory.fault == "echo" else found[: limit or None]
    entries = b"".join(sent(number, tlv(ENTRY, tlv(0x04, dn.encode()) + tlv(0x30, b""))) for dn in shown)
    if directory.fault == "references":
        entries += sent(number, tlv(REFERENCE, tlv(0x04, b"ldap://169.254.169.254/")))
    return entries + sent(number, result(DONE, SIZE_LIMIT if over else SUCCESS, text))


def matches(condition: tuple[int, bytes], entry: dict[str, list[str]]) -> bool:
    values = {name.lower(): [value.lower() for value in each] for name, each in entry.items()}
    tag, content = condition
    if tag == AND:
        return all(matches(each, entry) for each in parts(content))
    if tag == PRESENCE:
        return content.decode().lower() in values
    assert tag == EQUALITY, f"no filter of ours: {tag}"
    (_, name), (_, wanted) = parts(content)
    return wanted.decode().lower() in values.get(name.decode().lower(), [])


def parts(data: bytes) -> list[tuple[int, bytes]]:
    """The tags and contents that stand there one after the other (BER, definite lengths)."""
    found = []
    while data:
        tag, length, head = data[0], data[1], 2
        if length > 127:
            head += length - 128
            length = int.from_bytes(data[2:head], "big")
        found.append((tag, data[head : head + length]))
        data = data[head + length :]
    return found


def sent(number: int, operation: bytes) -> bytes:
    return tlv(0x30, integer(number) + operation)


def result(tag: int, code: int, text: bytes = b"", extra: bytes = b"") -> bytes:
    return tlv(tag, tlv(0x0A, bytes([code])) + tlv(0x04, b"") + tlv(0x04, text) + extra)


def integer(number: int) -> bytes:
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def tlv(tag: int, content: bytes) -> bytes:
    length = len(content)
    head = bytes([length]) if length < 128 else b"\x84" + length.to_bytes(4, "big")
    return bytes([tag]) + head + content
