"""One request, one whole answer: what a provider can do to the portal, and what it can't.

Whatever it does (private addresses, redirects, endless headers and bodies, dripping bytes), `fetch` returns a
`Response` or raises a `FetchError` in time. Cookies, proxies and .netrc are never used. What may change something
is never sent twice.
"""

import re
import ssl
import time
from collections.abc import Callable, Mapping
from http.client import HTTPException
from io import BytesIO
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse
from urllib3 import exceptions as urllib3_errors
from urllib3.util import parse_url

from sso_providers.catalogue import Secret

from .addresses import check_address, redirect_target
from .attempts import Attempt, current, in_time
from .connections import pool
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
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LINE_BREAK = re.compile(r"[\r\n]")
Values = Mapping[str, str | Secret]


def fetch(
    method: str,
    url: str,
    *,
    allow_private: bool,
    form: Values | None = None,
    body: bytes = b"",
    headers: Values | None = None,
    max_bytes: int = MEBIBYTE,
    deadline: float = DEADLINE,
    meanwhile: Callable[[], None] | None = None,
    takes_redirect: bool = False,
) -> Response:
    """One request; redirects are not followed. Raises `FetchError`.

    `deadline` is in seconds, for everything from the name look-up to the last byte.
    `allow_private` permits private addresses and plain http. Values given as `Secret` stay
    hidden in tracebacks. `meanwhile` is called once the request is sent, before the answer is
    read; what it raises ends the exchange. It isn't called for a request that couldn't be sent.
    With `takes_redirect` a redirect is an answer, else an error. Instead of a `form`, `body` is sent as
    it is; what it is, `headers` tell.
    """
    check_address(url, allow_private=allow_private)
    exchange = Exchange(
        method,
        url,
        form or {},
        body,
        headers or {},
        max_bytes=max_bytes,
        deadline=deadline,
        takes_redirect=takes_redirect,
    )
    outcome = exchange.run(Attempt(allow_private=allow_private, seconds=deadline, meanwhile=meanwhile))
    if isinstance(outcome, Response):
        return outcome
    # Raised here, so that no frame below is in its trace: those hold secrets in the clear.
    raise outcome


class Exchange:
    """One request on its way."""

    def __init__(
        self,
        method: str,
        url: str,
        form: Values,
        body: bytes,
        headers: Values,
        *,
        max_bytes: int,
        deadline: float,
        takes_redirect: bool,
    ) -> None:
        self.method, self.url, self.form, self.body, self.headers = method, url, form, body, headers
        self.max_bytes, self.deadline, self.takes_redirect = max_bytes, deadline, takes_redirect

    def run(self, attempt: Attempt) -> Response | Exception:
        """The answer, or why there is none: an error without a trace."""
        current.attempt = attempt
        try:
            return self._send(attempt)
        except FetchError as error:
            return bare(error)
        except (urllib3_errors.HTTPError, OSError, HTTPException, ValueError) as error:
            return translate(error, self.url, self.deadline)
        except Exception as error:  # a fault of ours: `fetch` is where it must surface
            return bare(error)

    def _send(self, attempt: Attempt) -> Response:
        started = time.monotonic()
        raw = self._answered(attempt)
        try:
            location = raw.get_redirect_location()
            if isinstance(location, str) and not self.takes_redirect:
                raise FetchError(Reason.REDIRECT, self.url, in_time(lambda: redirect_target(self.url, location)))
            return Response(
                url=self.url,
                status=raw.status,
                headers={name.lower(): value for name, value in raw.headers.items()},
                body=self._body(raw),
                elapsed=time.monotonic() - started,
                address=attempt.address,
                certificate_ends=attempt.certificate_ends,
            )
        finally:
            raw.close()

    def _answered(self, attempt: Attempt) -> BaseHTTPResponse:
        """The answer's head. A provider may drop a kept connection just as a request is on its way on it."""
        try:
            return self._ask(attempt)
        except urllib3_errors.HTTPError as error:
            # What changes nothing may be asked again; a code must not be sent twice. RFC 9110, section 9.2.2
            if self.method != "GET" or not attempt.is_kept or not is_broken_off(error):
                raise
        # On a new one, which urllib3 makes in place of the broken.
        return self._ask(attempt)

    def _ask(self, attempt: Attempt) -> BaseHTTPResponse:
        place = parse_url(self.url)
        return pool(place, allow_private=attempt.allow_private).urlopen(
            self.method,
            place.request_uri,
            body=urlencode(revealed(self.form)) if self.form else self.body or None,
            headers=self._headers(),
            timeout=attempt.left(),
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )

    def _headers(self) -> dict[str, str]:
        headers = HEADERS | (FORM if self.form else {}) | revealed(self.headers)
        if any(LINE_BREAK.search(each) for each in headers.values()):
            raise FetchError(Reason.BAD_REQUEST, self.url)
        return headers

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


def revealed(values: Values) -> dict[str, str]:
    return {name: value.reveal() if isinstance(value, Secret) else value for name, value in values.items()}


def is_broken_off(error: BaseException) -> bool:
    return any(isinstance(each, ConnectionError | ssl.SSLError) for each in chain(error))
