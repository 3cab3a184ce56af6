"""An OpenMetadata server on loopback, as far as it tells everybody about itself.

with running_openmetadata() as server:
    server.auth["clientId"] = "another"     # what it reports; None removes a member
    server.answers["/api/v1/system/version"] = (404, b"")
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .faults import reply

VERSION = "/api/v1/system/version"
AUTH = "/api/v1/system/config/auth"
AUTHORIZER = "/api/v1/system/config/authorizer"


@dataclass
class OpenMetadata:
    url: str
    version: dict[str, Any] = field(default_factory=lambda: {"version": "1.9.3", "revision": "0", "timestamp": 0})
    auth: dict[str, Any] = field(default_factory=dict)
    authorizer: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    headers: list[dict[str, str]] = field(default_factory=list)

    def document(self, path: str) -> dict[str, Any] | None:
        return {VERSION: self.version, AUTH: self.auth, AUTHORIZER: self.authorizer}.get(path)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "Server"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        fake = self.server.fake
        fake.headers.append({name.lower(): value for name, value in self.headers.items()})
        document = fake.document(self.path)
        if self.path in fake.answers:
            reply(self, *fake.answers[self.path])
        elif document is None:
            reply(self, 404, b"{}")
        else:
            said = {name: value for name, value in document.items() if value is not None}
            reply(self, 200, json.dumps(said).encode())


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fake = OpenMetadata(f"http://127.0.0.1:{self.server_address[1]}")


@contextmanager
def running_openmetadata() -> Iterator[OpenMetadata]:
    """A server that answers until the block ends."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
