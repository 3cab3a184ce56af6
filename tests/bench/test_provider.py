"""The provider counts what a relying party asks, answers late, and can be trusted."""

import json
import ssl
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection

import pytest

from tests.bench.provider import ANSWERS_AFTER, ROUND_TRIP, SEEN, SlowServer, tls_context, trusted_file


@pytest.fixture(params=["http", "https"])
def server(request, tmp_path) -> Iterator[SlowServer]:
    running = SlowServer(tls_context(tmp_path) if request.param == "https" else None)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.stop()
    thread.join()


@pytest.fixture
def link(server, tmp_path) -> Iterator[HTTPConnection]:
    address = server.provider.url.partition("//")[2]
    made = (
        HTTPSConnection(address, context=ssl.create_default_context(cafile=trusted_file(tmp_path)))
        if server.provider.url.startswith("https:")
        else HTTPConnection(address)
    )
    yield made
    made.close()


def ask(link, path):
    link.request("GET", path)
    return json.loads(link.getresponse().read())


def test_provider_counts_requests_and_new_connections_since_it_was_last_asked(server, link):
    ask(link, "/jwks")
    ask(link, "/jwks")

    assert ask(link, SEEN) == {"requests": {"jwks": 2}, "connections": 1}
    ask(link, "/.well-known/openid-configuration")
    assert ask(link, SEEN) == {"requests": {"discovery": 1}, "connections": 0}


def test_provider_answers_late_what_is_counted_and_nothing_else(server, link, monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("tests.bench.provider.time.sleep", slept.append)

    ask(link, "/jwks")
    ask(link, SEEN)
    link.request("GET", "/authorize")
    link.getresponse().read()

    handshake, late, *others = slept
    assert handshake == 0.0
    assert 0 < late <= ANSWERS_AFTER
    assert others == [0.0, 0.0]


def test_provider_from_afar_takes_a_round_trip_for_a_new_connection(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("tests.bench.provider.time.sleep", slept.append)
    running = SlowServer(round_trip=ROUND_TRIP)
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    link = HTTPConnection(running.provider.url.partition("//")[2])
    ask(link, SEEN)
    ask(link, SEEN)
    link.close()
    running.stop()
    thread.join()

    assert slept == [ROUND_TRIP, 0.0, 0.0]
