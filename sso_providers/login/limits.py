"""How often one address may knock at the sign-in, so that neither guessing nor a flood gets far.

What it must not do is keep the operator out: recovery links that are good always work, and no form counts that
another site makes somebody's browser send.
"""

import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import time as clock

from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.cache import never_cache

from . import errors
from .views.failure import failure

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many tries by `methods` in a window of `seconds`, a number of whole minutes.

    Only what ends without a redirect is a try, unless `counts_success`.
    """

    tries: int
    seconds: int
    methods: frozenset[str]
    counts_success: bool = False


GET, POST = frozenset({"GET", "HEAD"}), frozenset({"POST"})
# By the name of the address. People behind one address share it: an office starts its day with fewer than these.
LIMITS = {
    # Each one may ask the provider for its description.
    "sign-in-start": Limit(tries=60, seconds=60, methods=POST, counts_success=True),
    "sign-in-callback": Limit(tries=60, seconds=60, methods=GET),
    # One password tried with many names: django-axes counts each name for itself.
    "sign-in": Limit(tries=50, seconds=15 * 60, methods=POST),
    "recovery-drill": Limit(tries=10, seconds=60, methods=POST),
}
# Counted by its page, which looks at the link first: a good one works, however many bad ones were tried.
VOID_LINKS = Limit(tries=10, seconds=60, methods=GET | POST)


def flood_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, before the session's: a refusal asks the database nothing and writes nothing."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = address_name(request)
        limit = LIMITS.get(name)
        if limit is None or request.method not in limit.methods:
            return get_response(request)
        if count(name, limit, request) >= limit.tries:
            return refused(request, limit)
        response = get_response(request)
        if is_try(response, request, limit):
            add(name, limit, request)
        return response

    return middleware


def address_name(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).url_name or ""
    except Resolver404:
        return ""


def is_try(response: HttpResponse, request: HttpRequest, limit: Limit) -> bool:
    """A form that the CSRF check refused is none: else another site could use up the tries of who visits it."""
    if request.method == "POST" and response.status_code == 403:
        return False
    return limit.counts_success or response.status_code != 302


@never_cache
def refused(request: HttpRequest, limit: Limit) -> HttpResponse:
    wait = limit.seconds - int(clock()) % limit.seconds
    response = failure(request, errors.too_many_requests(wait))
    response["Retry-After"] = str(wait)
    return response


def count(name: str, limit: Limit, request: HttpRequest) -> int:
    """The tries in the present window."""
    try:
        return cache.get(key(name, limit, request), 0)
    except (DatabaseError, OSError) as error:
        return uncounted(error)


def add(name: str, limit: Limit, request: HttpRequest) -> int:
    """One try more; all of them with it."""
    counted = key(name, limit, request)
    try:
        if cache.add(counted, 1, limit.seconds):
            return 1
        tries = cache.incr(counted)
        # Some of Django's caches forget an entry's lifetime when they count it up.
        cache.touch(counted, limit.seconds)
    except ValueError:  # it ended between the two
        return 1
    except (DatabaseError, OSError) as error:
        return uncounted(error)
    return tries


def uncounted(error: Exception) -> int:
    """A cache that does not work must not stand in the way back in."""
    logger.error("Tries can't be counted, so nothing limits them: %s", type(error).__name__)
    return 0


def key(name: str, limit: Limit, request: HttpRequest) -> str:
    """The window is part of it, so that a try never makes the window longer."""
    window = int(clock() // limit.seconds)
    return f"limit:{name}:{window}:{network(request.META.get('REMOTE_ADDR', ''))}"


def network(address: str) -> str:
    """Of IPv6 the first 64 bits: one connection has at least all addresses that begin so (RFC 6177, RFC 4291)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False).network_address)
    return str(found)
