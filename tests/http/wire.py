"""A server of bytes on loopback, for what no proper web server does.

`wire(script, script, ...)` takes a script for each connection, in their order. A script is what each request on it
is answered with: bytes, `DROP`, or a function of the stream to write to. A connection whose script has ended is
closed, and so are those without one.
"""

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BufferedIOBase
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

DROP = b""
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Answer = bytes | Callable[[BufferedIOBase], None]


class Handler(StreamRequestHandler):
    server: "Wire"

    def handle(self) -> None:
        for answer in next(self.server.scripts, ()):
            request = read(self.rfile)
            if not request:
                return
            self.server.requests.append(request)
            if callable(answer):
                answer(self.wfile)
            elif answer == DROP:
                return
            else:
                self.wfile.write(answer)


class Wire(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, scripts: Sequence[Sequence[Answer]], context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts, self.context = iter(scripts), context
        self.requests: list[bytes] = []
        self.connections = 0
        self.closed = threading.Semaphore(0)
        self.port = self.server_address[1]
        self.url = f"https://localhost:{self.port}/" if context else f"http://127.0.0.1:{self.port}/"

    def get_request(self) -> Any:
        link, address = super().get_request()
        self.connections += 1
        return (self.context.wrap_socket(link, server_side=True) if self.context else link), address

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.closed.release()

    def handle_error(self, *_: Any) -> None:
        """A client that went away, or never trusted the server."""


def read(stream: BufferedIOBase) -> bytes:
    """One request, whole; empty when the client has gone."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return b""
        head += line
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return head + stream.read(int(lengths[0]) if lengths else 0)


@contextmanager
def wire(*scripts: Sequence[Answer], context: ssl.SSLContext | None = None) -> Iterator[Wire]:
    with Wire(scripts, context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
