"""The provider that every contestant signs in at: the tests' fake one, slowed down, over http, TLS and a distance.

`python -m tests.bench.provider FOLDER` is a process of its own. It writes the authorities that clients shall trust
into FOLDER, prints its addresses as JSON, and ends when its standard input does.
"""

import json
import ssl
import sys
import threading
import time
from collections import Counter
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import certifi

from tests.checks.made_certificates import certificate, ec_key, rsa_key
from tests.fakes import ADA, Provider
from tests.fakes.provider import ENDPOINTS, Handler, Server

from .contestants import Transport

# From the request's first line to the answer's, in seconds: what the provider itself needs for it is part of this.
ANSWERS_AFTER = 0.020
# What the handshake of a new connection takes when a packet and its answer take so long; on loopback it takes nothing.
# What else the distance would add is the same for all: an answer's own way is within what the provider takes for it.
ROUND_TRIP = 0.020
# What a relying party asks for. The browser's own steps are neither slowed down nor counted.
COUNTED = {"discovery", "jwks", "token", "userinfo"}
CLIENT_ID = "portal"
CLIENT_SECRET = "of-the-bench"
SEEN = "/seen"


class SlowHandler(Handler):
    server: "SlowServer"
    received = 0.0
    is_counted = False

    def setup(self) -> None:
        """The first request of a connection comes when the handshake is over."""
        time.sleep(self.server.round_trip)
        super().setup()

    def parse_request(self) -> bool:
        self.received = time.monotonic()
        return super().parse_request()

    def do_GET(self) -> None:
        if self.path == SEEN:
            self.server.tell(self)
        else:
            super().do_GET()

    def answer(self, form: dict[str, str]) -> None:
        endpoint = ENDPOINTS.get(self.path.partition("?")[0], "")
        if endpoint in COUNTED:
            self.server.count(endpoint, new_connection=not self.is_counted)
            self.is_counted = True
        else:
            self.received = 0.0
        super().answer(form)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Nothing has left yet: head and body are buffered until after this."""
        time.sleep(max(0.0, self.received + ANSWERS_AFTER - time.monotonic()))
        super().send_response(code, message)


class SlowServer(Server):
    """Like the fake provider's, with a count of what it has seen since it was last asked."""

    def __init__(self, tls: ssl.SSLContext | None = None, *, round_trip: float = 0.0) -> None:
        self.round_trip = round_trip
        ThreadingHTTPServer.__init__(self, ("127.0.0.1", 0), SlowHandler)
        self.stopping = threading.Event()
        self.open_sockets = set()
        if tls:
            # The handshake is left to the connection's own thread.
            self.socket = tls.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        self.provider = Provider(f"{'https' if tls else 'http'}://127.0.0.1:{self.server_address[1]}")
        self.provider.client_id, self.provider.client_secret = CLIENT_ID, CLIENT_SECRET
        self.provider.default_person = ADA.name
        self.requests: Counter[str] = Counter()
        self.new_connections = 0
        self.lock = threading.Lock()

    def count(self, endpoint: str, *, new_connection: bool) -> None:
        with self.lock:
            self.requests[endpoint] += 1
            self.new_connections += new_connection

    def tell(self, handler: Any) -> None:
        with self.lock:
            body = json.dumps({"requests": self.requests, "connections": self.new_connections}).encode()
            self.requests, self.new_connections = Counter(), 0
        handler.received = 0.0
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


def tls_context(folder: Path) -> ssl.SSLContext:
    """A certificate for 127.0.0.1 by an authority of its own, which joins the usual ones in `trusted.pem`.

    The usual ones stay in, because reading them is part of what a new connection costs.
    """
    authority = certificate("bench authority", key=rsa_key(), authority=True)
    leaf = certificate("127.0.0.1", key=ec_key(), issuer=authority)
    trusted_file(folder).write_text(Path(certifi.where()).read_text("utf-8") + authority.pem, "utf-8")
    chain = folder / "provider.pem"
    chain.touch(mode=0o600)
    chain.write_text(leaf.key_pem + leaf.pem + authority.pem, "utf-8")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


def trusted_file(folder: Path) -> Path:
    return folder / "trusted.pem"


def main(folder: Path) -> None:
    servers: dict[Transport, SlowServer] = {
        "http": SlowServer(),
        "https": SlowServer(tls_context(folder)),
        "afar": SlowServer(round_trip=ROUND_TRIP),
    }
    for server in servers.values():
        threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({transport: server.provider.url for transport, server in servers.items()}), flush=True)
    sys.stdin.read()
    for server in servers.values():
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
