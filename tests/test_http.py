import gc
import ipaddress
import json
import socket
import ssl
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests.adapters
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from sso_providers import http
from sso_providers.catalogue import Secret
from sso_providers.http import FetchError, Reason, Response, fetch

from .fakes import SigningKey, running_provider

CANARY = "canary-7Qd"


@pytest.fixture
def provider():
    with running_provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _no_kept_connections():
    http.adapter.cache_clear()
    yield
    http.adapter.cache_clear()


def refused(url, *, allow_private=True, **options):
    with pytest.raises(FetchError) as caught:
        fetch("GET", url, allow_private=allow_private, **options)
    return caught.value


def test_fetch_of_a_document_returns_it_whole(provider):
    answer = fetch("GET", f"{provider.url}/.well-known/openid-configuration", allow_private=True)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json_object()["issuer"] == provider.issuer
    assert answer.address == "127.0.0.1"
    assert answer.certificate_ends is None
    assert 0 < answer.elapsed < 10


def test_fetch_with_a_form_posts_it_and_reveals_secrets_on_the_wire_only(provider):
    fetch(
        "POST",
        f"{provider.url}/token",
        allow_private=True,
        form={"client_id": "a b", "client_secret": Secret(CANARY)},
        headers={"Authorization": Secret(f"Basic {CANARY}")},
    )
    seen = provider.requests[-1]
    assert seen.form == {"client_id": "a b", "client_secret": CANARY}
    assert seen.headers["authorization"] == f"Basic {CANARY}"
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert seen.headers["accept-encoding"] == "identity"
    assert "cookie" not in seen.headers


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_fetch_of_an_error_status_returns_it(provider, status):
    provider.token_error = (status, {"error": "invalid_grant"})
    answer = fetch("POST", f"{provider.url}/token", allow_private=True, form={"a": "b"})
    assert (answer.status, answer.json_object()) == (status, {"error": "invalid_grant"})


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
        pytest.param("https://[fe80::1]/", Reason.REFUSED_ADDRESS, id="IPv6 link-local"),
        pytest.param("https://0.0.0.0/", Reason.REFUSED_ADDRESS, id="any"),
        pytest.param("https://10.0.0.1/", Reason.REFUSED_ADDRESS, id="10/8"),
        pytest.param("https://172.16.0.1:8443/", Reason.REFUSED_ADDRESS, id="172.16/12 on an odd port"),
        pytest.param("https://192.168.0.1/", Reason.REFUSED_ADDRESS, id="192.168/16"),
        pytest.param("https://100.64.0.1/", Reason.REFUSED_ADDRESS, id="carrier NAT"),
        pytest.param("https://169.254.169.254/latest/meta-data/", Reason.REFUSED_ADDRESS, id="metadata"),
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
    assert error.reason in {Reason.BAD_ADDRESS, Reason.BAD_REQUEST, Reason.UNRESOLVABLE}
    assert CANARY not in str(error)


@pytest.mark.parametrize("user", ["user", f"user:{CANARY}", ""])
def test_fetch_of_an_address_with_a_user_name_is_refused_before_any_lookup(provider, user):
    error = refused(provider.jwks_uri.replace("http://", f"http://{user}@"))
    assert error.reason is Reason.BAD_ADDRESS
    assert "user name or password" in str(error)
    assert CANARY not in str(error)
    assert provider.requests == []


def test_fetch_of_an_unknown_host_says_so(monkeypatch):
    def fail(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    for allow_private in (True, False):
        error = refused("https://id.acme.invalid/x", allow_private=allow_private)
        assert error.reason is Reason.UNRESOLVABLE
        assert "https://id.acme.invalid/x" in str(error)


def test_fetch_of_a_name_that_is_rebound_connects_to_what_was_checked(monkeypatch):
    """The second look-up would say 127.0.0.1; there is none."""
    connected = []

    def resolve(host, port, **_):
        answers.append(host)
        address = "93.184.216.34" if len(answers) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 443))]

    def connect(address, *_, **__):
        connected.append(address[0])
        raise ConnectionRefusedError

    answers: list[str] = []
    monkeypatch.setattr("requests_hardened.ip_filter.socket.getaddrinfo", resolve)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    assert refused("https://id.acme.example/", allow_private=False).reason is Reason.CONNECTION_REFUSED
    assert (answers, connected) == (["id.acme.example"], ["93.184.216.34"])


def test_fetch_of_a_metadata_service_is_refused_even_where_private_addresses_are_allowed(provider, monkeypatch):
    monkeypatch.setattr(http, "NEVER", (ipaddress.ip_network("127.0.0.0/8"),))
    assert refused(provider.jwks_uri).reason is Reason.REFUSED_ADDRESS
    assert provider.requests == []


@pytest.mark.allow_hosts(["::ffff:127.0.0.1"])
def test_fetch_of_a_metadata_service_in_the_clothes_of_ipv6_is_refused_too(provider, monkeypatch):
    monkeypatch.setattr(http, "NEVER", (ipaddress.ip_network("127.0.0.0/8"),))
    mapped = provider.jwks_uri.replace("127.0.0.1", "[::ffff:127.0.0.1]")

    assert refused(mapped).reason is Reason.REFUSED_ADDRESS
    assert provider.requests == []


def test_fetch_of_a_closed_port_says_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/").reason is Reason.CONNECTION_REFUSED


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("redirect", Reason.REDIRECT),
        ("redirect-public", Reason.REDIRECT),
        ("redirect-private", Reason.REDIRECT),
        ("redirect-nowhere", Reason.REDIRECT),
        ("huge", Reason.TOO_LARGE),
        ("huge-chunked", Reason.TOO_LARGE),
        ("disconnect", Reason.BROKEN),
        ("cut-off", Reason.BROKEN),
    ],
)
def test_fetch_of_a_bad_answer_says_why(provider, fault, reason):
    provider.behave(jwks=fault)
    error = refused(provider.jwks_uri)
    assert error.reason is reason
    assert str(error).startswith(provider.jwks_uri)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("redirect-public", "redirects to '8.8.8.8'."),
        ("redirect-private", "redirects to '10.0.0.1', a private address."),
        ("redirect-nowhere", "redirects to something that is no address."),
    ],
)
def test_fetch_of_a_redirect_names_its_host_and_kind_only(provider, fault, words):
    provider.behave(jwks=fault)
    message = str(refused(provider.jwks_uri))
    assert words in message
    assert "code=" not in message


@pytest.mark.parametrize("fault", ["huge", "huge-chunked"])
def test_fetch_of_a_large_body_reads_no_more_than_allowed(provider, fault, monkeypatch):
    read = 0
    original = http.Exchange._body

    def count(self, raw):
        def reading(amount, **options):
            nonlocal read
            chunk = original_read(amount, **options)
            read += len(chunk)
            return chunk

        original_read = raw.raw.read
        raw.raw.read = reading
        return original(self, raw)

    monkeypatch.setattr(http.Exchange, "_body", count)
    provider.behave(jwks=fault)
    assert refused(provider.jwks_uri, max_bytes=1000).reason is Reason.TOO_LARGE
    assert read <= 1000 + http.CHUNK


def test_fetch_of_a_body_of_exactly_the_limit_succeeds(provider):
    size = len(json.dumps(provider.jwks()))
    assert len(fetch("GET", provider.jwks_uri, allow_private=True, max_bytes=size).body) == size
    assert refused(provider.jwks_uri, max_bytes=size - 1).reason is Reason.TOO_LARGE


@pytest.mark.parametrize("fault", ["slow", "drip-headers", "drip-body"])
def test_fetch_of_an_endless_answer_ends_at_the_deadline_and_leaves_no_thread(provider, fault):
    provider.behave(jwks=fault)
    started = time.monotonic()
    error = refused(provider.jwks_uri, deadline=0.3)
    assert time.monotonic() - started < 2
    assert error.reason is Reason.TIMEOUT
    assert "0.3 seconds" in str(error)
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(2)
            assert not thread.is_alive()


def test_fetch_with_a_slow_name_lookup_ends_at_the_deadline(monkeypatch):
    done = threading.Event()

    def resolve(*_, **__):
        done.wait(5)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    started = time.monotonic()
    assert refused("https://id.acme.example/", allow_private=False, deadline=0.1).reason is Reason.TIMEOUT
    assert time.monotonic() - started < 2
    done.set()


def test_fetch_after_the_deadline_does_not_connect(provider, monkeypatch):
    """Abandoned while the name was looked up: nothing is sent afterwards."""
    done = threading.Event()
    original = socket.getaddrinfo

    def resolve(*args, **kwargs):
        done.wait(5)
        return original(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert refused(provider.jwks_uri, deadline=0.1).reason is Reason.TIMEOUT
    done.set()
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(2)
    assert provider.requests == []


def test_fetch_twice_uses_one_connection(provider):
    for _ in range(3):
        fetch("GET", provider.jwks_uri, allow_private=True)
    assert provider.connections == 1


def test_fetch_after_a_long_pause_opens_a_new_connection(provider, monkeypatch):
    fetch("GET", provider.jwks_uri, allow_private=True)
    monkeypatch.setattr(http, "IDLE_SECONDS", 0)
    fetch("GET", provider.jwks_uri, allow_private=True)
    assert provider.connections == 2


def test_fetch_from_many_threads_answers_each_its_own(provider):
    answers = {}

    def ask(number):
        provider_answer = fetch("GET", f"{provider.url}/nothing-{number}", allow_private=True)
        answers[number] = (provider_answer.status, provider_answer.url)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: (404, f"{provider.url}/nothing-{number}") for number in range(20)}


def test_fetch_uses_no_proxy_from_the_environment(provider, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch("GET", provider.jwks_uri, allow_private=True).status == 200


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "\u20ac"])
def test_fetch_with_an_unsendable_header_is_refused_without_showing_it(provider, value):
    error = refused(provider.jwks_uri, headers={"Authorization": Secret(f"Bearer {CANARY}{value}")})
    assert error.reason is Reason.BAD_REQUEST
    assert CANARY not in str(error)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (f"https://acme.example/a?code={CANARY}#{CANARY}", "https://acme.example/a"),
        (f"https://user:{CANARY}@acme.example:8443/a", "https://acme.example:8443/a"),
        ("https://[broken", "This address"),
        ("https://acme.example/\x1b[31m", "https://acme.example/?[31m"),
    ],
)
def test_shown_url_holds_no_secret_part(url, expected):
    assert http.shown(url) == expected


def test_shown_url_that_is_long_is_cut():
    assert len(http.shown("https://acme.example/" + "a" * 500)) == 200


# JSON


def body(data):
    return Response(url="https://acme.example/x", status=200, headers={}, body=data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b'{"a": 1, "a": 2}', "a key stands in it twice", id="duplicate key"),
        pytest.param(b'[{"b": {"a": 1, "a": 1}}]', "a key stands in it twice", id="nested duplicate key"),
        pytest.param(b'{"a": NaN}', "NaN or Infinity", id="NaN"),
        pytest.param(b'{"a": -Infinity}', "NaN or Infinity", id="Infinity"),
        pytest.param(b'{"a": 1e999}', "number without end", id="infinite float"),
        pytest.param(b'{"a": ' + b"9" * 5000 + b"}", "not JSON", id="endless integer"),
        pytest.param(b'{"a": "\xe9"}', "not UTF-8", id="Latin-1"),
        pytest.param('{"a": 1}'.encode("utf-16"), "not UTF-8", id="UTF-16"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "not JSON", id="byte order mark"),
        pytest.param(b"", "not JSON", id="empty"),
        pytest.param(b"<!doctype html>", "not JSON", id="HTML"),
        pytest.param(b"{} {}", "not JSON", id="two documents"),
        pytest.param(b"[" * 200_000, "nested too deeply", id="nested"),
        pytest.param(b'{"a": "\\u0000"}', "can't be stored", id="NUL"),
        pytest.param(b'{"\\ud800": 1}', "can't be stored", id="half a surrogate pair"),
    ],
)
def test_json_of_anything_less_is_refused(data, words):
    with pytest.raises(FetchError) as caught:
        body(data).json()
    assert caught.value.reason is Reason.NOT_JSON
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("data", "value"),
    [(b"[1, 2.5, null]", [1, 2.5, None]), (b'{"a": "\\ud83d\\ude00 \\\\u0000"}', {"a": "\U0001f600 \\u0000"})],
)
def test_json_of_a_good_document_is_its_value(data, value):
    assert body(data).json() == value


@pytest.mark.parametrize("data", [b"[]", b"null", b'"text"', b"1"])
def test_json_object_of_another_type_is_refused(data):
    with pytest.raises(FetchError, match="no object"):
        body(data).json_object()


@given(
    st.binary() | st.text().map(str.encode) | st.recursive(st.none(), st.lists).map(lambda v: json.dumps(v).encode())
)
def test_json_of_any_bytes_is_a_value_or_its_own_error(data):
    try:
        body(data).json()
    except FetchError as error:
        assert error.reason is Reason.NOT_JSON


@given(st.text() | st.text().map("https://{}".format) | st.text().map("http://127.0.0.1{}".format))
def test_check_address_of_any_text_passes_or_raises_its_own_error(text):
    try:
        http.check_address(text, allow_private=True)
    except FetchError as error:
        assert error.reason is Reason.BAD_ADDRESS


def test_repr_of_a_response_shows_neither_body_nor_headers():
    shown = repr(Response(url="https://acme.example", status=200, headers={"set-cookie": CANARY}, body=CANARY.encode()))
    assert CANARY not in shown


# TLS


class Hello(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        """Quiet."""


class TlsServer(HTTPServer):
    def handle_error(self, *_):
        """A refused handshake is what the test is about."""


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for localhost, and its end."""
    key = SigningKey.make("tls", "ES256").private
    ends = (datetime.now(UTC) + timedelta(days=40)).replace(microsecond=0)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(ends - timedelta(days=41))
        .not_valid_after(ends)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "tls.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path, ends.timestamp()


@pytest.fixture
def tls_port(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    with TlsServer(("127.0.0.1", 0), Hello) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_fetch_over_tls_tells_when_the_certificate_ends(tls_port, certificate, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
    answer = fetch("GET", f"https://localhost:{tls_port}/", allow_private=True)
    assert answer.json() == {}
    assert answer.certificate_ends == certificate[1]


def test_fetch_over_tls_without_permission_connects_to_the_checked_address_under_the_hosts_name(
    tls_port, certificate, monkeypatch
):
    """The way to every public provider; only the verdict on the address is made up here."""
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
    monkeypatch.setattr("requests_hardened.ip_filter_adapter.filter_host", lambda *_, **__: "127.0.0.1")
    answer = fetch("GET", f"https://localhost:{tls_port}/", allow_private=False)
    assert (answer.status, answer.address, answer.certificate_ends) == (200, "127.0.0.1", certificate[1])
    assert refused(f"https://other.example:{tls_port}/", allow_private=False).reason is Reason.TLS


def test_fetch_with_an_untrusted_certificate_says_why(tls_port):
    error = refused(f"https://localhost:{tls_port}/")
    assert error.reason is Reason.TLS
    assert "(self-signed certificate)" in str(error)


def test_fetch_with_a_certificate_of_another_name_says_why(tls_port, certificate, monkeypatch):
    monkeypatch.setattr(requests.adapters, "DEFAULT_CA_BUNDLE_PATH", str(certificate[0]))
    error = refused(f"https://127.0.0.1:{tls_port}/")
    assert error.reason is Reason.TLS
    assert "127.0.0.1" in str(error)


def test_fetch_of_https_from_a_plain_server_says_so(provider):
    assert refused(provider.jwks_uri.replace("http:", "https:")).reason is Reason.TLS


def test_fetch_of_an_error_leaves_nothing_open(provider):
    """Sockets left to the garbage collector would warn, and warnings are errors."""
    for fault in ("huge", "cut-off", "redirect-private"):
        provider.behave(jwks=fault)
        refused(provider.jwks_uri)
    gc.collect()
