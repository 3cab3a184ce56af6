"""A way to the outside that takes no longer than a page may, however many addresses are asked."""

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from sso_providers import http

# For all of them together.
SECONDS = 15.0
# Too little for any answer.
LEAST = 0.1


def within(seconds: float = SECONDS) -> Callable[..., http.Response]:
    """`http.fetch`, whose deadlines end with the page's."""
    return partial(fetch, monotonic() + seconds)


def fetch(ends: float, method: str, url: str, *, deadline: float = http.DEADLINE, **options: Any) -> http.Response:
    return http.fetch(method, url, deadline=max(LEAST, min(deadline, ends - monotonic())), **options)
