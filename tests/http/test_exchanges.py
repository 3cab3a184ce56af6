"""What a provider can't do to the portal."""

import gc
import json
import logging
import socket
import threading
import time
import tracemalloc
from contextlib import suppress

import pytest
import urllib3.response
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Secret
from sso_providers.http import FetchError, Reason, Response, exchanges, fetch, heads
from tests.fakes import running_provider

from .calls import CANARY, refused
from .wire import OK, wire

HEAD = b"HTTP/1.1 200 OK\r\n"


def test_fetch_of_a_document_returns_it_whole(provider):
    started = time.monotonic()
    answer = fetch("GET", f"{provider.url}/.well-known/openid-configuration", allow_private=True)
    ended = time.monotonic()
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json_object()["issuer"] == provider.issuer
    assert answer.address == "127.0.0.1"
    assert answer.certificate_ends is None
    assert 0 < answer.elapsed < ended - started


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


def test_fetch_with_a_body_posts_its_bytes_as_they_are():
    with wire([OK]) as server:
        fetch("POST", server.url, allow_private=True, body=b'{"a": 1}', headers={"Content-Type": "application/json"})
        head, _, body = server.requests[0].partition(b"\r\n\r\n")
    assert body == b'{"a": 1}'
    assert b"content-type: application/json" in head.lower()
    assert b"content-length: 8" in head.lower()


def test_fetch_keeps_no_cookie():
    with wire([OK.replace(b"\r\n", b"\r\nSet-Cookie: a=b\r\n", 1), OK]) as server:
        for _ in range(2):
            fetch("GET", server.url, allow_private=True)
        assert b"cookie" not in server.requests[1].lower()


@pytest.mark.parametrize("status", [400, 401, 404, 500])
def test_fetch_of_an_error_status_returns_it(provider, status):
    provider.token_error = (status, {"error": "invalid_grant"})
    answer = fetch("POST", f"{provider.url}/token", allow_private=True, form={"a": "b"})
    assert (answer.status, answer.json_object()) == (status, {"error": "invalid_grant"})


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


def test_fetch_that_takes_redirects_answers_with_them_and_follows_none(provider):
    provider.behave(discovery="redirect-private")

    answer = fetch("GET", f"{provider.url}/.well-known/openid-configuration", allow_private=True, takes_redirect=True)

    assert (answer.status, answer.headers["location"]) == (302, "http://10.0.0.1/latest/meta-data/")
    assert len(provider.requests) == 1


def test_fetch_of_a_redirect_to_nowhere_is_no_answer():
    with wire([b"HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n"]) as server:
        assert refused(server.url).reason is Reason.REDIRECT


# How much


@pytest.mark.parametrize("fault", ["huge", "huge-chunked"])
def test_fetch_of_a_large_body_reads_no_more_than_one_byte_too_many(provider, fault, monkeypatch):
    read = 0
    original = urllib3.response.HTTPResponse.read

    def count(self, *args, **options):
        nonlocal read
        chunk = original(self, *args, **options)
        read += len(chunk)
        return chunk

    monkeypatch.setattr(urllib3.response.HTTPResponse, "read", count)
    provider.behave(jwks=fault)
    assert refused(provider.jwks_uri, max_bytes=1000).reason is Reason.TOO_LARGE
    assert read == (0 if fault == "huge" else 1001)


def test_fetch_of_a_body_of_exactly_the_limit_succeeds(provider):
    size = len(json.dumps(provider.jwks()))
    assert len(fetch("GET", provider.jwks_uri, allow_private=True, max_bytes=size).body) == size
    assert refused(provider.jwks_uri, max_bytes=size - 1).reason is Reason.TOO_LARGE


@pytest.mark.parametrize("size", [exchanges.MEBIBYTE, 10 * exchanges.MEBIBYTE])
def test_fetch_of_a_large_body_holds_it_once(size):
    block = b" " * exchanges.CHUNK

    def answer(stream):
        stream.write(HEAD + b"\r\n")
        for _ in range(size // len(block)):
            stream.write(block)

    with wire([OK, answer], [answer]) as server:
        fetch("GET", server.url, allow_private=True)
        tracemalloc.start()
        try:
            fetch("GET", server.url, allow_private=True)
        except FetchError as error:
            assert error.reason is Reason.TOO_LARGE
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 1.5 * exchanges.MEBIBYTE


def repeated(start, again):
    """Until nobody listens."""

    def answer(stream):
        stream.write(start)
        while True:
            stream.write(again)

    return answer


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(repeated(HEAD, b"X-A: " + b"a" * 5000 + b"\r\n"), Reason.TOO_LARGE, id="header lines"),
        pytest.param(repeated(HEAD, b"X-A: a\r\n"), Reason.BROKEN, id="short header lines"),
        pytest.param(repeated(HEAD + b"X-A: ", b"a" * 5000), Reason.TOO_LARGE, id="one header line"),
        pytest.param(repeated(HEAD, b" folded" * 1000 + b"\r\n"), Reason.TOO_LARGE, id="folded header line"),
        pytest.param(repeated(b"HTTP/1.1 200 ", b"a" * 5000), Reason.TOO_LARGE, id="status line"),
        pytest.param(repeated(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), Reason.TOO_LARGE, id="100 Continue"),
        pytest.param(repeated(HEAD + b"\r\n", b"a" * 5000), Reason.TOO_LARGE, id="body"),
        pytest.param(
            repeated(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1;" + b"a" * 5000 + b"\r\na\r\n"),
            Reason.TOO_LARGE,
            id="chunks with extensions",
        ),
        pytest.param(
            repeated(HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 5000), Reason.BROKEN, id="chunk extension"
        ),
        pytest.param(
            repeated(HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-A: a\r\n" * 1000),
            Reason.TIMEOUT,
            id="trailers",
        ),
    ],
)
def test_fetch_of_an_endless_part_ends(answer, reason):
    with wire([answer]) as server:
        assert refused(server.url, max_bytes=1000, deadline=1 if reason is Reason.TIMEOUT else 10).reason is reason


def test_fetch_of_a_head_of_exactly_the_limit_succeeds():
    filled = HEAD + b"Content-Length: 2\r\nX-A: "
    filled += b"a" * (heads.HEAD_BYTES - len(filled) - 4) + b"\r\n\r\n"
    with wire([filled + b"{}", filled.replace(b"X-A: ", b"X-A: a") + b"{}"]) as server:
        assert fetch("GET", server.url, allow_private=True).json() == {}
        error = refused(server.url)
    assert error.reason is Reason.TOO_LARGE
    assert f"more than {heads.HEAD_BYTES} bytes" in str(error)


# How long


@pytest.mark.parametrize("fault", ["slow", "drip-headers", "drip-body"])
def test_fetch_of_an_endless_answer_ends_at_the_deadline(fault):
    """Another one, which began before and may last longer, goes on."""

    def ask(url):
        with suppress(FetchError):
            fetch("GET", url, allow_private=True, deadline=60)

    with running_provider() as endless:
        endless.behave(jwks=fault)
        patient = threading.Thread(target=ask, args=[endless.jwks_uri])
        patient.start()
        error = refused(endless.jwks_uri, deadline=0.3)
        assert patient.is_alive()
    patient.join()
    assert error.reason is Reason.TIMEOUT
    assert "0.3 seconds" in str(error)


def test_fetch_with_a_slow_name_lookup_ends_at_the_deadline(monkeypatch):
    done, looked_up = threading.Event(), threading.Event()

    def resolve(*_, **__):
        done.wait(5)
        looked_up.set()
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert refused("https://id.acme.example/", allow_private=False, deadline=0.1).reason is Reason.TIMEOUT
    assert not looked_up.is_set()
    done.set()


def test_fetch_after_the_deadline_does_not_connect(provider, monkeypatch):
    """The caller went away while the name was looked up."""
    done = threading.Event()
    original = socket.getaddrinfo

    def resolve(*args, **kwargs):
        done.wait(5)
        return original(*args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    assert refused(provider.jwks_uri, deadline=0.1).reason is Reason.TIMEOUT
    done.set()
    assert provider.connections == 0


# Whose answer


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


def test_fetch_uses_no_password_from_netrc(provider, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login ada password {CANARY}\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    fetch("GET", provider.jwks_uri, allow_private=True)
    assert "authorization" not in provider.requests[-1].headers


# What is kept secret


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "\u20ac"])
def test_fetch_with_an_unsendable_header_is_refused_without_showing_it(provider, value):
    error = refused(provider.jwks_uri, headers={"Authorization": Secret(f"Bearer {CANARY}{value}")})
    assert error.reason is Reason.BAD_REQUEST
    assert CANARY not in str(error)
    assert provider.requests == []


def frames(error):
    trace = error.__traceback__
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def failing(*_, **__):
    raise RuntimeError("An error that nobody expected.")


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        pytest.param(f"Bearer {CANARY}\n", OK, id="unsendable header"),
        pytest.param(f"Bearer {CANARY}", b"", id="dropped"),
        pytest.param(f"Bearer {CANARY}", CANARY.encode(), id="no HTTP"),
        pytest.param(f"Bearer {CANARY}", OK.replace(b": 2", b": 99") + CANARY.encode(), id="cut off"),
        pytest.param(f"Bearer {CANARY}", HEAD + b"\r\n" + CANARY.encode() * 50, id="too large"),
        pytest.param(
            f"Bearer {CANARY}",
            f"HTTP/1.1 302 Found\r\nLocation: https://192.0.2.1/{CANARY}\r\n\r\n".encode(),
            id="redirect",
        ),
    ],
)
def test_fetch_that_fails_leaves_no_secret_in_the_trace(header, answer):
    with wire([answer]) as server:
        error = refused(
            f"{server.url}?key=1",
            method="POST",
            form={"code": Secret(CANARY)},
            headers={"Authorization": Secret(header)},
            max_bytes=100,
        )
    seen = [frame for frame in frames(error) if "sso_providers" in frame.f_code.co_filename]
    assert {frame.f_code.co_name for frame in seen} == {"fetch"}
    assert CANARY not in f"{[frame.f_locals for frame in seen]} {error!r} {error.__cause__!r}"


def test_fetch_with_a_fault_of_ours_raises_it_without_the_frames_that_hold_secrets(provider, monkeypatch):
    monkeypatch.setattr(exchanges, "revealed", failing)
    with pytest.raises(RuntimeError, match="nobody expected") as caught:
        fetch("POST", provider.jwks_uri, allow_private=True, form={"code": Secret(CANARY)})
    names = {frame.f_code.co_name for frame in frames(caught.value)}
    assert "fetch" in names
    assert not {"run", "_send", "failing"} & names


def test_fetch_logs_neither_query_nor_answer(caplog):
    caplog.set_level(logging.DEBUG)
    with wire([HEAD + f"{CANARY}\r\nContent-Length: 2\r\n\r\n{{}}".encode()]) as server:
        fetch("GET", f"{server.url}?key={CANARY}", allow_private=True)
    assert CANARY not in caplog.text


# Whatever comes


@pytest.fixture(scope="module")
def parrot():
    """A server that says what the test puts in its list, and hangs up."""
    said: list[bytes] = []

    def scripts():
        while True:
            yield [said[-1]]

    with wire() as server:
        server.scripts = scripts()
        yield server, said


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 100 Continue",
        b"HTTP/1.1 302 Found",
        b"HTTP/2 200",
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: \xb2",
        b"Content-Length: 5, 6",
        b"Content-Length: " + b"9" * 30,
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: gzip, chunked",
        b"Content-Encoding: gzip",
        b"Connection: keep-alive",
        b"Location: //[",
        b"Location:",
        b"5",
        b"0",
        b"-1",
        b"f" * 30,
        b"hello",
        b"",
    ]
)


@settings(max_examples=150)
@given(st.binary() | st.lists(LINES | st.binary(max_size=20)).map(b"\r\n".join) | st.lists(LINES).map(b"\r\n".join))
def test_fetch_of_any_bytes_gives_an_answer_or_its_own_error(parrot, data):
    server, said = parrot
    for whole in (data, HEAD + data):
        said.append(whole)
        try:
            answer = fetch("GET", server.url, allow_private=True, max_bytes=1000)
        except FetchError as error:
            assert error.reason is not Reason.TIMEOUT
        else:
            assert isinstance(answer, Response)
            assert len(answer.body) <= 1000


def test_fetch_of_an_error_leaves_nothing_open(provider):
    """Sockets left to the garbage collector would warn, and warnings are errors."""
    for fault in ("huge", "cut-off", "redirect-private"):
        provider.behave(jwks=fault)
        refused(provider.jwks_uri)
    gc.collect()


# Meanwhile


def test_fetch_calls_meanwhile_between_request_and_answer(provider):
    seen = []

    def meanwhile():
        seen.append(provider.count("jwks"))

    fetch("GET", provider.jwks_uri, allow_private=True, meanwhile=meanwhile)
    fetch("GET", provider.jwks_uri, allow_private=True, meanwhile=meanwhile)
    assert len(seen) == 2


def test_fetch_ends_with_what_meanwhile_raises(provider):
    def meanwhile():
        raise LookupError("Somebody else was first.")

    with pytest.raises(LookupError, match="Somebody else was first"):
        fetch("GET", provider.jwks_uri, allow_private=True, meanwhile=meanwhile)
    assert fetch("GET", provider.jwks_uri, allow_private=True).status == 200


def test_fetch_of_what_can_not_be_reached_does_not_call_meanwhile():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    called = []

    with pytest.raises(FetchError):
        fetch("GET", f"http://127.0.0.1:{port}/", allow_private=True, meanwhile=lambda: called.append(1))
    assert called == []
