"""A browser without a network: it calls a WSGI application as a server would, keeps cookies, and looks at the clock."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from io import BytesIO
from secrets import randbelow, token_hex
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.util import setup_testing_defaults

HOST = "portal.acme.example"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` is the time until the worker that gave the answer is free again."""

    status: int
    location: str
    body: bytes
    seconds: float


@dataclass
class Browser:
    """Somebody who is not signed in, and has seen the page with the forms."""

    application: Application
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": token_hex(16)})
    # People come from everywhere: what limits one address is not what is measured.
    address: str = field(default_factory=lambda: f"192.0.2.{1 + randbelow(254)}")

    def get(self, target: str) -> Answer:
        return self.request("GET", target)

    def post(self, target: str) -> Answer:
        """As a form without inputs does it, with the token against forged forms."""
        return self.request("POST", target, {"csrfmiddlewaretoken": self.cookies["csrftoken"]})

    def request(self, method: str, target: str, form: Mapping[str, str] | None = None) -> Answer:
        started: list[Any] = []
        environ = self.environ(method, target, urlencode(form or {}).encode())
        began = time.perf_counter()
        answer = self.application(environ, lambda status, headers, *_: started.extend((status, headers)))
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        seconds = time.perf_counter() - began
        status, headers = started
        for name, value in headers:
            if name.lower() == "set-cookie":
                self.cookies |= {morsel.key: morsel.value for morsel in SimpleCookie(value).values()}
        location = next((value for name, value in headers if name.lower() == "location"), "")
        return Answer(int(status[:3]), location, body, seconds)

    def environ(self, method: str, target: str, body: bytes) -> dict[str, Any]:
        parts = urlsplit(target)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "HTTP_HOST": HOST,
            "REMOTE_ADDR": self.address,
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }
        setup_testing_defaults(environ)
        return environ
