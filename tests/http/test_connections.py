"""One connection for many requests, and no request twice."""

import os
import socket
import threading
import time
from contextlib import suppress

import pytest
from urllib3.util import create_urllib3_context

from sso_providers.catalogue import Secret
from sso_providers.http import Reason, connections, fetch

from .calls import CANARY, refused
from .wire import DROP, OK, wire

FORM = {"code": Secret(CANARY)}
MANY = [OK] * 100


@pytest.fixture(params=["http", "https"])
def context(request):
    """Of the server: each test runs over both."""
    if request.param == "http":
        return None
    request.getfixturevalue("trusted")
    return request.getfixturevalue("server_context")


def get(server):
    return fetch("GET", server.url, allow_private=True).status


def post(server):
    return fetch("POST", server.url, allow_private=True, form=FORM).status


def in_threads(number, task):
    threads = [threading.Thread(target=task) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_fetch_again_uses_the_same_connection(context):
    with wire(MANY, MANY, context=context) as server:
        for _ in range(5):
            assert get(server) == post(server) == 200
        assert server.connections == 1


def test_fetch_from_several_threads_uses_no_more_connections_than_threads(context):
    with wire(*[MANY] * 40, context=context) as server:
        in_threads(4, lambda: [get(server) for _ in range(10)])
        assert len(server.requests) == 40
        assert server.connections <= 4


def test_fetch_on_a_kept_connection_looks_no_name_up(trusted, server_context, monkeypatch):
    """Not even where every new connection must be checked: a look-up is a round trip of its own."""
    looked_up = []

    def resolve(host, port, *, allow_private):
        looked_up.append((host, allow_private))
        return ["127.0.0.1"]

    monkeypatch.setattr(connections, "resolve", resolve)
    with wire(MANY, context=server_context) as server:
        for _ in range(3):
            fetch("GET", server.url, allow_private=False)
    assert looked_up == [("localhost", False)]


def test_fetch_without_permission_uses_no_connection_that_was_made_with_it(trusted, server_context):
    with wire(MANY, MANY, context=server_context) as server:
        assert get(server) == 200
        assert refused(server.url, allow_private=False).reason is Reason.REFUSED_ADDRESS
        assert len(server.requests) == 1


def test_fetch_after_a_long_pause_opens_a_new_connection(context, monkeypatch):
    with wire(MANY, MANY, context=context) as server:
        get(server)
        monkeypatch.setattr(connections, "IDLE_SECONDS", 0)
        get(server)
        assert server.connections == 2


def test_fetch_over_new_connections_reads_the_authorities_once(trusted, server_context, monkeypatch):
    made = []

    def counted(**options):
        made.append(create_urllib3_context(**options))
        return made[-1]

    monkeypatch.setattr("sso_providers.http.connections.create_urllib3_context", counted)
    with wire([OK], [OK], [OK], context=server_context) as server:
        for number in range(3):
            get(server)
            assert server.closed.acquire(timeout=5)
            assert server.connections == number + 1
    assert len(made) == 1


# The provider closes a kept connection


def test_post_after_the_provider_closed_the_kept_connection_goes_out_once_on_a_new_one(context):
    with wire([OK], [OK], context=context) as server:
        get(server)
        assert server.closed.acquire(timeout=5)

        assert post(server) == 200
        assert server.connections == 2
        assert codes(server) == 1


def test_post_that_the_provider_drops_on_a_kept_connection_is_not_sent_again(context):
    with wire([OK, DROP], [OK], context=context) as server:
        get(server)
        assert refused(server.url, method="POST", form=FORM).reason is Reason.BROKEN
        assert server.connections == 1
        assert codes(server) == 1


def test_post_that_the_provider_drops_on_a_new_connection_is_not_sent_again(context):
    with wire([DROP], [OK], context=context) as server:
        assert refused(server.url, method="POST", form=FORM).reason is Reason.BROKEN
        assert codes(server) == 1


def test_get_that_the_provider_drops_on_a_kept_connection_is_sent_again_on_a_new_one(context):
    with wire([OK, DROP], [OK], context=context) as server:
        get(server)
        assert get(server) == 200
        assert (server.connections, len(server.requests)) == (2, 3)


def test_get_that_the_provider_drops_twice_is_not_sent_a_third_time(context):
    with wire([OK, DROP], [DROP], [OK], context=context) as server:
        get(server)
        assert refused(server.url).reason is Reason.BROKEN
        assert len(server.requests) == 3


def test_get_that_the_provider_drops_on_a_new_connection_is_not_sent_again(context):
    with wire([DROP], [OK], context=context) as server:
        assert refused(server.url).reason is Reason.BROKEN
        assert len(server.requests) == 1


def test_get_that_the_provider_drops_passes_over_other_kept_connections():
    """They were kept as long, and are as dead."""
    together = threading.Barrier(2)

    def answer(stream):
        together.wait(5)
        stream.write(OK)

    with wire([answer, DROP], [answer, DROP], [OK]) as server:
        in_threads(2, lambda: get(server))
        assert get(server) == 200
        assert (server.connections, len(server.requests)) == (3, 4)


def test_get_of_half_an_answer_on_a_kept_connection_is_not_sent_again(context):
    """It was no idle connection that was dropped: the provider is at work, and fails."""
    with wire([OK, b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a": '], [OK], context=context) as server:
        get(server)
        assert refused(server.url).reason is Reason.BROKEN
        assert len(server.requests) == 2


def codes(server):
    return sum(request.count(CANARY.encode()) for request in server.requests)


# Where to


def test_fetch_of_a_name_that_is_rebound_connects_to_what_was_checked(monkeypatch):
    """The second look-up would say 127.0.0.1; there is none."""
    connected, asked = [], []

    def resolve(host, port, *_, **__):
        if host != "id.acme.example":
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(address, _port):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(connections, "connected", connect)
    assert refused("https://id.acme.example/", allow_private=False).reason is Reason.CONNECTION_REFUSED
    assert (asked, connected) == (["id.acme.example"], ["93.184.216.34"])


def test_fetch_of_a_name_with_a_dead_address_takes_the_next(provider, monkeypatch):
    monkeypatch.setattr(connections, "resolve", lambda *_, **__: ["::1", "127.0.0.1"])
    assert fetch("GET", provider.jwks_uri, allow_private=True).address == "127.0.0.1"


def test_fetch_over_tls_that_drips_byte_by_byte_ends_at_the_deadline(trusted, server_context):
    """Each byte comes in time, and the answer does not."""

    def drip(server):
        with suppress(OSError), server_context.wrap_socket(server.accept()[0], server_side=True) as connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Drip: ")
            while True:
                connection.sendall(b" ")
                time.sleep(0.02)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=(server,), daemon=True)
        thread.start()
        url = f"https://localhost:{server.getsockname()[1]}/"
        assert refused(url, deadline=0.5).reason is Reason.TIMEOUT
    connections.made_once.cache_clear()
    thread.join(10)
    assert not thread.is_alive()


def test_fetch_of_a_closed_port_says_so():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/").reason is Reason.CONNECTION_REFUSED


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (OSError("no route"), Reason.UNREACHABLE),
        (ConnectionResetError(), Reason.UNREACHABLE),
        (BrokenPipeError(), Reason.UNREACHABLE),
        (TimeoutError(), Reason.TIMEOUT),
    ],
)
def test_fetch_of_a_host_that_can_not_be_reached_says_so(monkeypatch, trouble, reason):
    def connect(*_, **__):
        raise trouble

    monkeypatch.setattr(connections, "connected", connect)
    for scheme in ("http", "https"):
        assert refused(f"{scheme}://127.0.0.1:1/").reason is reason


def test_fetch_from_a_server_that_never_shakes_hands_ends_at_the_deadline():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert refused(f"https://localhost:{port}/", deadline=0.3).reason is Reason.TIMEOUT


# TLS


def test_fetch_over_tls_tells_when_the_certificate_ends(trusted, server_context, certificate):
    with wire(MANY, context=server_context) as server:
        for _ in range(2):
            answer = fetch("GET", server.url, allow_private=True)
            assert answer.json() == {}
            assert (answer.address, answer.certificate_ends) == ("127.0.0.1", certificate[1])


def test_fetch_over_tls_without_permission_connects_to_the_checked_address_under_the_hosts_name(
    trusted, server_context, certificate, monkeypatch
):
    """The way to every public provider; only the verdict on the address is made up here."""
    monkeypatch.setattr(connections, "resolve", lambda *_, **__: ["127.0.0.1"])
    with wire(MANY, MANY, context=server_context) as server:
        answer = fetch("GET", server.url, allow_private=False)
        assert (answer.status, answer.address, answer.certificate_ends) == (200, "127.0.0.1", certificate[1])
        assert refused(f"https://other.example:{server.port}/", allow_private=False).reason is Reason.TLS


def test_fetch_with_an_untrusted_certificate_says_why(server_context):
    with wire(MANY, context=server_context) as server:
        error = refused(server.url)
        assert error.reason is Reason.TLS
        assert "(self-signed certificate)" in str(error)
        assert server.requests == []


def test_fetch_with_a_certificate_of_another_name_says_why(trusted, server_context):
    with wire(MANY, context=server_context) as server:
        error = refused(server.url.replace("localhost", "127.0.0.1"))
        assert error.reason is Reason.TLS
        assert "127.0.0.1" in str(error)
        assert server.requests == []


def test_fetch_of_https_from_a_plain_server_says_so(provider):
    assert refused(provider.jwks_uri.replace("http:", "https:")).reason is Reason.TLS


def test_child_process_speaks_on_no_connection_of_its_parent():
    with wire(MANY) as server:
        get(server)
        child = os.fork()
        if child == 0:
            os._exit(connections.made_once.cache_info().currsize)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        get(server)
        assert server.connections == 1
