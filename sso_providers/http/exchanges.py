"""One request, one whole answer: what a provider can do to the portal, and what it can't.

Whatever it does (private addresses, redirects, endless headers and bodies, dripping bytes), `fetch` returns a
`Response` or raises a `FetchError` in time. Cookies, proxies and .netrc are never used. What may change something
is never sent twice.
"""

import ssl
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from http.client import HTTPException
from io import BytesIO

import requests
from urllib3 import BaseHTTPResponse
from urllib3 import exceptions as urllib3_errors

from sso_providers.catalogue import Secret

from .addresses import check_address, redirect_target
from .connections import pools
from .lines import Line, current
from .reasons import FetchError, Reason, bare, chain, translate
from .responses import Response

MEBIBYTE = 1024 * 1024
DEADLINE = 10.0
CHUNK = 64 * 1024
HEADERS = {
    "User-Agent": "sso-portal-for-openmetadata",
    "Accept": "application/json",
    # A compressed answer could unfold beyond any limit.
    "Accept-Encoding": "identity",
}
Values = Mapping[str, str | Secret]


def fetch(
    method: str,
    url: str,
    *,
    allow_private: bool,
    form: Values | None = None,
    headers: Values | None = None,
    max_bytes: int = MEBIBYTE,
    deadline: float = DEADLINE,
) -> Response:
    """One request, without redirects; raises `FetchError`.

    `deadline` is in seconds, for everything from the name look-up to the last byte.
    `allow_private` permits private addresses and plain http. Values given as `Secret` stay
    hidden in tracebacks.
    """
    check_address(url, allow_private=allow_private)
    line = Line(allow_private=allow_private, seconds=deadline)
    exchange = Exchange(method, url, form or {}, headers or {}, line=line, max_bytes=max_bytes, deadline=deadline)
    # A thread of its own, because a name look-up can't be interrupted: the caller walks away instead.
    threading.Thread(target=exchange.run, name="fetch", daemon=True).start()
    try:
        return exchange.answer.result(timeout=deadline)
    except TimeoutError:
        line.cut()
        raise FetchError(Reason.TIMEOUT, url, f"{deadline:g}") from None


class Exchange:
    """One request on its way, run in a thread; its `answer` is a `Response` or an error without a trace."""

    def __init__(
        self, method: str, url: str, form: Values, headers: Values, *, line: Line, max_bytes: int, deadline: float
    ) -> None:
        self.method, self.url, self.form, self.headers = method, url, form, headers
        self.line, self.max_bytes, self.deadline = line, max_bytes, deadline
        self.answer: Future[Response] = Future()

    def run(self) -> None:
        current.line = self.line
        try:
            self.answer.set_result(self._send())
        except FetchError as error:
            self.answer.set_exception(bare(error))
        except (requests.RequestException, urllib3_errors.HTTPError, OSError, HTTPException, ValueError) as error:
            self.answer.set_exception(translate(error, self.url, self.deadline))
        except Exception as error:  # a fault of ours: the caller's thread is where it must surface
            self.answer.set_exception(bare(error))

    def _send(self) -> Response:
        started = time.monotonic()
        raw = self._answered(prepare(self.method, self.url, self.form, self.headers))
        try:
            location = raw.get_redirect_location()
            if isinstance(location, str):
                raise FetchError(Reason.REDIRECT, self.url, redirect_target(self.url, location))
            return Response(
                url=self.url,
                status=raw.status,
                headers={name.lower(): value for name, value in raw.headers.items()},
                body=self._body(raw),
                elapsed=time.monotonic() - started,
                address=self.line.address,
                certificate_ends=self.line.certificate_ends,
            )
        finally:
            raw.close()

    def _answered(self, request: requests.PreparedRequest) -> BaseHTTPResponse:
        """The answer's head. A provider may drop a kept connection just as a request is on its way on it."""
        try:
            return self._ask(request)
        except urllib3_errors.HTTPError as error:
            # What changes nothing may be asked again; a code must not be sent twice. RFC 9110, section 9.2.2
            if self.method != "GET" or not self.line.is_kept or not is_broken_off(error):
                raise
        # On a new one, which urllib3 makes in place of the broken.
        return self._ask(request)

    def _ask(self, request: requests.PreparedRequest) -> BaseHTTPResponse:
        return pools(self.line.allow_private).urlopen(
            self.method,
            str(request.url),
            body=request.body,
            headers=request.headers,
            timeout=self.line.left(),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def _body(self, raw: BaseHTTPResponse) -> bytes:
        announced = raw.headers.get("content-length", "")
        is_announced_too_large = announced.isdecimal() and int(announced[:19]) > self.max_bytes
        body = BytesIO()
        # One byte more than allowed tells that there is more.
        while not is_announced_too_large and body.tell() <= self.max_bytes:
            chunk = raw.read(min(CHUNK, self.max_bytes + 1 - body.tell()), decode_content=False)
            if not chunk:
                return body.getvalue()
            body.write(chunk)
        raise FetchError(Reason.TOO_LARGE, self.url, str(self.max_bytes))


def prepare(method: str, url: str, form: Values, headers: Values) -> requests.PreparedRequest:
    """Raises `RequestException` or `ValueError` for what can't be sent."""
    return requests.Request(method, url, data=revealed(form), headers=HEADERS | revealed(headers)).prepare()


def revealed(values: Values) -> dict[str, str]:
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in values.items()}


def is_broken_off(error: BaseException) -> bool:
    return any(isinstance(each, ConnectionError | ssl.SSLError) for each in chain(error))
