"""Which addresses may be called: of URLs before, and of hosts after the name look-up."""

import ipaddress
import re
import socket
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from requests_hardened.ip_filter import InvalidIPAddress, get_ip_address

from .reasons import FetchError, Reason, printable

# Cloud metadata services and their like: no identity provider lives there, in-house or not.
NEVER = tuple(
    map(
        ipaddress.ip_network,
        (
            "169.254.0.0/16",
            "fe80::/10",
            "fec0::/10",
            "fd00:ec2::/32",  # Amazon
            "fd20:ce::254/128",  # Google
            "fd00:42::42/128",  # Scaleway
            "100.100.100.200/32",  # Alibaba
            "192.0.0.192/32",  # Oracle
            # Azure's WireServer; it looks public.
            # https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
            "168.63.129.16/32",
        ),
    )
)

# IPv6 networks whose addresses stand for IPv4 ones, and which of their sixteen bytes are those. A network may have
# several layouts, and no address tells its own.
LAST = (12, 13, 14, 15)
EMBEDDED = (
    (ipaddress.IPv6Network("::/96"), (LAST,)),  # IPv4-compatible (RFC 4291, section 2.5.5.1)
    (ipaddress.IPv6Network("::ffff:0:0/96"), (LAST,)),  # IPv4-mapped (RFC 4291, section 2.5.5.2)
    (ipaddress.IPv6Network("64:ff9b::/96"), (LAST,)),  # NAT64 (RFC 6052, section 2.1)
    # NAT64 of one's own (RFC 8215), by a prefix of 48, 56, 64 or 96 bits (RFC 6052, section 2.2).
    (ipaddress.IPv6Network("64:ff9b:1::/48"), ((6, 7, 9, 10), (7, 9, 10, 11), (9, 10, 11, 12), LAST)),
    (ipaddress.IPv6Network("2002::/16"), ((2, 3, 4, 5),)),  # 6to4 (RFC 3056, section 2)
)
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


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


def resolve(host: str, port: int, *, allow_private: bool) -> list[str]:
    """The IP addresses of `host` that may be called, in the resolver's order.

    Raises `OSError`, of which `InvalidIPAddress` is one: there are addresses, but none may be called.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "no host name") from None
    addresses = dict.fromkeys(str(each[4][0]) for each in found)
    permitted = [each for each in addresses if is_permitted(each, allow_private=allow_private)]
    if not permitted:
        raise InvalidIPAddress
    return permitted


def is_permitted(address: str, *, allow_private: bool) -> bool:
    meant = tuple(stands_for(ipaddress.ip_address(address)))
    if any(each in network for each in meant for network in NEVER):
        return False
    return allow_private or all(is_public(str(each)) for each in meant)


def stands_for(ip: Address) -> Iterator[Address]:
    """The address itself, and the IPv4 addresses that translators and tunnels make of it."""
    yield ip
    if isinstance(ip, ipaddress.IPv4Address):
        return
    for network, layouts in EMBEDDED:
        if ip in network:
            yield from (ipaddress.IPv4Address(bytes(ip.packed[each] for each in layout)) for layout in layouts)
    yield from ip.teredo or ()  # server and client (RFC 4380, section 4)


def is_public(address: str) -> bool:
    try:
        get_ip_address(address, 443, allow_loopback=False)
    except InvalidIPAddress:
        return False
    return True


def redirect_target(url: str, location: str) -> str:
    """The host of a redirect, and what kind of address it has, for people."""
    try:
        parts = urlsplit(urljoin(url, location))
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        return "something that is no address"
    if not host:
        return "something that is no address"
    name = f"'{printable(host, 100)}'"
    try:
        resolve(host, port, allow_private=False)
    except InvalidIPAddress:
        return f"{name}, a private address"
    except OSError:
        return f"{name}, an unknown host"
    return name
