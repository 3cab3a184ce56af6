"""One time for several requests, however many addresses are asked."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from .exchanges import DEADLINE, fetch
from .reasons import FetchError, Reason
from .responses import Response

# Seconds that are too few for any answer.
LEAST = 0.1


def within(seconds: float) -> Callable[..., Response]:
    """`fetch`, for requests that all end before so many seconds have passed from now.

    One for which no time is left is not sent, and fails as if nothing had answered it.
    """
    return partial(fetch_before, monotonic() + seconds, seconds)


def fetch_before(
    ends: float, seconds: float, method: str, url: str, *, deadline: float = DEADLINE, **options: Any
) -> Response:
    """Raises `FetchError`."""
    left = round(ends - monotonic(), 1)
    if left < LEAST:
        raise FetchError(Reason.TIMEOUT, url, f"{seconds:g}")
    return fetch(method, url, deadline=min(deadline, left), **options)
