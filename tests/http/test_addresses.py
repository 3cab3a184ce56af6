import ipaddress
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests_hardened.ip_filter import InvalidIPAddress

from sso_providers.http import FetchError, Reason, addresses, check_address

from .calls import CANARY, refused


@pytest.fixture
def names(monkeypatch):
    """What names stand for; addresses stand for themselves. Tells which names were looked up."""
    original = socket.getaddrinfo
    known: dict[str, list[str]] = {}
    asked: list[str] = []

    def resolve(host, port, *args, **options):
        if host not in known:
            return original(host, port, *args, **options)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known, asked


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("http://127.0.0.1:1/", Reason.NOT_HTTPS, id="plain http"),
        pytest.param("https://127.0.0.1/", Reason.REFUSED_ADDRESS, id="loopback"),
        pytest.param("https://127.1/", Reason.REFUSED_ADDRESS, id="short loopback"),
        pytest.param("https://2130706433/", Reason.REFUSED_ADDRESS, id="decimal loopback"),
        pytest.param("https://0x7f000001/", Reason.REFUSED_ADDRESS, id="hexadecimal loopback"),
        pytest.param("https://localhost/", Reason.REFUSED_ADDRESS, id="localhost"),
        pytest.param("https://[::1]/", Reason.REFUSED_ADDRESS, id="IPv6 loopback"),
        pytest.param("https://[::ffff:127.0.0.1]/", Reason.REFUSED_ADDRESS, id="IPv4 in IPv6"),
        pytest.param("https://[64:ff9b::7f00:1]/", Reason.REFUSED_ADDRESS, id="NAT64"),
        pytest.param("https://[2002:7f00:1::]/", Reason.REFUSED_ADDRESS, id="6to4"),
        pytest.param("https://[fe80::1]/", Reason.REFUSED_ADDRESS, id="IPv6 link-local"),
        pytest.param("https://[fd12::1]/", Reason.REFUSED_ADDRESS, id="IPv6 private"),
        pytest.param("https://0.0.0.0/", Reason.REFUSED_ADDRESS, id="any"),
        pytest.param("https://10.0.0.1/", Reason.REFUSED_ADDRESS, id="10/8"),
        pytest.param("https://172.16.0.1:8443/", Reason.REFUSED_ADDRESS, id="172.16/12 on an odd port"),
        pytest.param("https://192.168.0.1/", Reason.REFUSED_ADDRESS, id="192.168/16"),
        pytest.param("https://100.64.0.1/", Reason.REFUSED_ADDRESS, id="carrier NAT"),
        pytest.param("https://224.0.0.1/", Reason.REFUSED_ADDRESS, id="multicast"),
        pytest.param("https://169.254.169.254/latest/meta-data/", Reason.REFUSED_ADDRESS, id="metadata"),
        pytest.param("https://168.63.129.16/", Reason.REFUSED_ADDRESS, id="Azure's WireServer"),
    ],
)
def test_fetch_of_a_private_address_without_permission_is_refused(url, reason):
    error = refused(url, allow_private=False)
    assert error.reason is reason
    assert "SSO_ALLOW_PRIVATE_ISSUERS=true" in str(error)


@pytest.mark.parametrize("allow_private", [True, False])
@pytest.mark.parametrize(
    "url",
    [
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://acme.example/", id="ftp"),
        pytest.param("gopher://127.0.0.1:25/", id="gopher"),
        pytest.param("//acme.example/", id="no scheme"),
        pytest.param("acme.example", id="no scheme or slashes"),
        pytest.param("", id="empty"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///path", id="empty host"),
        pytest.param("https://acme.example:0/", id="port 0"),
        pytest.param("https://acme.example:99999/", id="port too large"),
        pytest.param("https://acme.example:x/", id="port in letters"),
        pytest.param("https://[::1/", id="open bracket"),
        pytest.param("https://[nonsense]/", id="no IPv6"),
        pytest.param(f"https://user:{CANARY}@acme.example/", id="user info"),
        pytest.param("https://acme.example\\@127.0.0.1/", id="backslash"),
        pytest.param("https://acme.example/\r\nX-Evil: 1", id="line break"),
        pytest.param("https://acme.example/a b", id="space"),
        pytest.param("https://acme.example/\0", id="NUL"),
        pytest.param("https://*.example/", id="asterisk"),
        pytest.param(f"https://{'a' * 70}.example/", id="label too long"),
        pytest.param("https://..example/", id="empty label"),
    ],
)
def test_fetch_of_no_proper_address_is_refused(url, allow_private):
    error = refused(url, allow_private=allow_private)
    assert error.reason in {Reason.BAD_ADDRESS, Reason.UNRESOLVABLE}
    assert CANARY not in str(error)


@pytest.mark.parametrize("user", ["user", f"user:{CANARY}", ""])
def test_fetch_of_an_address_with_a_user_name_is_refused_before_any_lookup(provider, user):
    error = refused(provider.jwks_uri.replace("http://", f"http://{user}@"))
    assert error.reason is Reason.BAD_ADDRESS
    assert "user name or password" in str(error)
    assert CANARY not in str(error)
    assert provider.connections == 0


def test_fetch_of_an_unknown_host_says_so(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    for allow_private in (True, False):
        error = refused("https://id.acme.invalid/x", allow_private=allow_private)
        assert error.reason is Reason.UNRESOLVABLE
        assert "https://id.acme.invalid/x" in str(error)


@given(st.text() | st.text().map("https://{}".format) | st.text().map("http://127.0.0.1{}".format))
def test_check_address_of_any_text_passes_or_raises_its_own_error(text):
    try:
        check_address(text, allow_private=True)
    except FetchError as error:
        assert error.reason is Reason.BAD_ADDRESS


# The name look-up


def test_resolve_of_a_name_with_public_and_private_addresses_gives_the_public_ones(names):
    known, asked = names
    known["id.acme.example"] = ["10.0.0.1", "93.184.216.34", "169.254.169.254", "93.184.216.34", "8.8.8.8"]

    assert addresses.resolve("id.acme.example", 443, allow_private=False) == ["93.184.216.34", "8.8.8.8"]
    assert asked == ["id.acme.example"]


def test_resolve_of_a_name_with_permission_gives_private_addresses_but_no_metadata_service(names):
    known, _ = names
    known["id.acme.example"] = ["10.0.0.1", "169.254.169.254"]
    assert addresses.resolve("id.acme.example", 443, allow_private=True) == ["10.0.0.1"]

    known["id.acme.example"] = ["169.254.169.254"]
    with pytest.raises(InvalidIPAddress):
        addresses.resolve("id.acme.example", 443, allow_private=True)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "169.254.170.2",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
        "fd00:42::42",
        "fe80::1",
        "fe80::1%eth0",
        "::ffff:169.254.169.254",
        "::ffff:a83f:8110",
        "::169.254.169.254",
        "::a83f:8110",
        "64:ff9b::169.254.169.254",
        "64:ff9b::168.63.129.16",
        # By a prefix of 48, 56, 64 and 96 bits
        "64:ff9b:1:a9fe:a9:fe00::",
        "64:ff9b:1:a9:fe:a9fe::",
        "64:ff9b:1:0:a9:fea9:fe00:0",
        "64:ff9b:1::169.254.169.254",
        "64:ff9b:1:ab:cd:ef:a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        # Teredo: its server, and its client with each bit turned round
        "2001:0:a9fe:a9fe::f7f7:f7f7",
        "2001::5601:5601",
    ],
)
def test_metadata_service_is_permitted_to_nobody(address):
    assert not addresses.is_permitted(address, allow_private=True)
    assert not addresses.is_permitted(address, allow_private=False)


@pytest.mark.parametrize(
    ("address", "layout"),
    [
        ("64:ff9b:1:c000:2:2100::", 0),
        ("64:ff9b:1:c0:0:221::", 1),
        ("64:ff9b:1:0:c0:2:2100:0", 2),
        ("64:ff9b:1::c000:221", 3),
    ],
)
def test_embedded_address_is_read_as_it_is_written(address, layout):
    """192.0.2.33, as in the examples of RFC 6052, section 2.4."""
    meant = list(addresses.stands_for(ipaddress.ip_address(address)))

    assert meant[0] == ipaddress.ip_address(address)
    assert str(meant[1 + layout]) == "192.0.2.33"


@pytest.mark.parametrize("address", ["::10.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:a00:1::", "64:ff9b::a00:1"])
def test_private_address_in_the_clothes_of_ipv6_needs_permission(address):
    assert addresses.is_permitted(address, allow_private=True)
    assert not addresses.is_permitted(address, allow_private=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "::ffff:8.8.8.8", "2606:4700:4700::1111"])
def test_public_address_needs_no_permission(address):
    assert addresses.is_permitted(address, allow_private=False)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "::1", "fd12::1", "168.63.129.17", "::ffff:10.0.0.1"])
def test_other_addresses_are_permitted_with_permission(address):
    assert addresses.is_permitted(address, allow_private=True)


def test_fetch_of_a_metadata_service_is_refused_before_anything_connects(provider, monkeypatch):
    monkeypatch.setattr(addresses, "NEVER", (ipaddress.ip_network("127.0.0.0/8"),))
    assert refused(provider.jwks_uri).reason is Reason.REFUSED_ADDRESS
    assert provider.connections == 0


@pytest.mark.allow_hosts(["::ffff:127.0.0.1"])
def test_fetch_of_a_metadata_service_in_the_clothes_of_ipv6_is_refused_too(provider, monkeypatch):
    monkeypatch.setattr(addresses, "NEVER", (ipaddress.ip_network("127.0.0.0/8"),))
    mapped = provider.jwks_uri.replace("127.0.0.1", "[::ffff:127.0.0.1]")

    assert refused(mapped).reason is Reason.REFUSED_ADDRESS
    assert provider.connections == 0


# Redirects


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("https://8.8.8.8/elsewhere?code=canary", "'8.8.8.8'"),
        ("http://10.0.0.1/latest/meta-data/", "'10.0.0.1', a private address"),
        ("/elsewhere", "'203.0.113.9', a private address"),
        ("https://[broken/", "something that is no address"),
        ("https://acme.example:99999/", "something that is no address"),
        ("mailto:ada@acme.example", "something that is no address"),
        (f"https://user:{CANARY}@8.8.8.8/", "'8.8.8.8'"),
        ("https://..example/", "'..example', an unknown host"),
        ("https://\x1b[31m.example/", "something that is no address"),
    ],
)
def test_redirect_target_is_the_host_and_its_kind_only(location, words):
    assert addresses.redirect_target("https://203.0.113.9/a", location) == words


def test_redirect_target_shows_no_character_that_hides_others():
    assert "\u202e" not in addresses.redirect_target("https://acme.example/", f"https://\u202e{'a' * 70}/")
