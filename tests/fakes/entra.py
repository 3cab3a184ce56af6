"""A small Microsoft Entra on loopback: the token endpoint of one tenant, and Microsoft Graph's list of secrets."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TENANT = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
CLIENT = "0f8fad5b-d9cb-469f-a165-70867728950e"
TOKEN = "graph-token-of-the-application"


@dataclass
class Entra:
    """`secrets` are what the application has, as Graph lists them; `granted` is its permission to read itself."""

    url: str
    client_secret: str = ""
    granted: bool = True
    secrets: list[Any] = field(default_factory=list)
    graph_status: int = 200
    requests: list[str] = field(default_factory=list)

    def token(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        wanted = {
            "grant_type": "client_credentials",
            "client_id": CLIENT,
            "client_secret": self.client_secret,
            "scope": f"{self.url}/.default",
        }
        if path != f"/{TENANT}/oauth2/v2.0/token" or form != wanted:
            return 401, {"error": "invalid_client", "error_codes": [7000215]}
        return 200, {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN}

    def graph(self, path: str, query: str, authorization: str) -> tuple[int, dict[str, Any]]:
        if authorization != f"Bearer {TOKEN}" or query != "$select=passwordCredentials":
            return 401, {"error": {"code": "InvalidAuthenticationToken"}}
        if not self.granted:
            return 403, {"error": {"code": "Authorization_RequestDenied"}}
        if path != f"/v1.0/applications(appId='{CLIENT}')" or self.graph_status != 200:
            return self.graph_status if self.graph_status != 200 else 404, {
                "error": {"code": "Request_ResourceNotFound"}
            }
        return 200, {"passwordCredentials": self.secrets}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        self.answer(self.server.entra.graph(unquote(parts.path), unquote(parts.query), self.headers["Authorization"]))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[-1] for name, values in parse_qs(body).items()}
        self.answer(self.server.entra.token(self.path, form))

    def answer(self, found: tuple[int, dict[str, Any]]) -> None:
        status, document = found
        self.server.entra.requests.append(f"{self.command} {status}")
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.entra = Entra(f"http://127.0.0.1:{self.server_address[1]}")


@contextmanager
def running_entra() -> Iterator[Entra]:
    """It answers until the block ends."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.entra
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
