"""Ways in which a provider's web server answers badly, whatever the endpoint.

Each takes the handler of one request and the answer that a healthy provider would give.
Waiting ends when the server stops, so that no test waits for a fault.
"""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any

TEN_MEGABYTES = 10_000_000
Fault = Callable[[Any, dict[str, Any]], None]


def reply(
    handler: BaseHTTPRequestHandler, status: int, body: bytes, content_type: str = "application/json", **headers: str
) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", content_type)
    handler.send_header("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def body_fault(body: bytes, content_type: str = "application/json", status: int = 200) -> Fault:
    return lambda handler, _: reply(handler, status, body, content_type)


def redirect(location: str) -> Fault:
    return lambda handler, _: reply(handler, 302, b"", Location=location)


def slow(handler: Any, document: dict[str, Any]) -> None:
    handler.server.stopping.wait(60)
    reply(handler, 200, json.dumps(document).encode())


def drip_headers(handler: Any, _: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
    drip(handler)


def drip_body(handler: Any, _: dict[str, Any]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    drip(handler)


def drip(handler: Any) -> None:
    while not handler.server.stopping.wait(0.02):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def huge(handler: Any, _: dict[str, Any]) -> None:
    reply(handler, 200, b'{"a": "' + b"a" * TEN_MEGABYTES + b'"}')


def huge_chunked(handler: Any, _: dict[str, Any]) -> None:
    """Ten megabytes without a Content-Length."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    for _chunk in range(TEN_MEGABYTES // 100_000):
        handler.wfile.write(b"%x\r\n" % 100_000 + b" " * 100_000 + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


def disconnect(handler: Any, _: dict[str, Any]) -> None:
    handler.close_connection = True


def cut_off(handler: Any, _: dict[str, Any]) -> None:
    handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"a": ')
    handler.close_connection = True


def duplicate_keys(handler: Any, document: dict[str, Any]) -> None:
    name, value = next(iter(document.items()), ("a", 1))
    member = f"{json.dumps(name)}: {json.dumps(value)}"
    reply(handler, 200, f"{{{member}, {member}}}".encode())


def text_plain(handler: Any, document: dict[str, Any]) -> None:
    reply(handler, 200, json.dumps(document).encode(), "text/plain")


FAULTS: dict[str, Fault] = {
    "html": body_fault(b"<!doctype html><p>Welcome</p>", "text/html"),
    "error-500": body_fault(b'{"error": "server_error"}', status=500),
    "error-401": body_fault(b"Unauthorized", "text/plain", status=401),
    "not-found": body_fault(b"Not found", "text/plain", status=404),
    "empty": body_fault(b""),
    "array": body_fault(b"[1, 2]"),
    "nan": body_fault(b'{"a": NaN}'),
    "infinite": body_fault(b'{"a": 1e999}'),
    "latin-1": body_fault(b'{"a": "\xe9"}'),
    "nested": body_fault(b"[" * 100_000),
    "unstorable": body_fault(b'{"a": "\\u0000"}'),
    "duplicate-keys": duplicate_keys,
    "text-plain": text_plain,
    "slow": slow,
    "drip-headers": drip_headers,
    "drip-body": drip_body,
    "huge": huge,
    "huge-chunked": huge_chunked,
    "disconnect": disconnect,
    "cut-off": cut_off,
    "redirect": redirect("https://192.0.2.1/elsewhere?code=canary"),
    "redirect-public": redirect("https://8.8.8.8/elsewhere?code=canary"),
    "redirect-private": redirect("http://10.0.0.1/latest/meta-data/"),
    "redirect-nowhere": redirect("https://[broken/"),
}
