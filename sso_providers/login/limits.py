"""How often one address may knock at the sign-in, so that neither guessing nor a flood gets far.

What it must not do is keep the operator out: recovery links that are good always work, and nothing counts that
another site can make somebody's browser send.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from time import time as clock

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from . import cache_door, errors
from .views.failure import FailurePage, failure


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
    # The whole calendar for each; programs come a few times a day.
    "calendar-feed": Limit(tries=60, seconds=60, methods=GET),
    "recovery-drill": Limit(tries=10, seconds=60, methods=POST),
}
# Counted by its page, which looks at the link first: a good one works, however many bad ones were tried.
VOID_LINKS = Limit(tries=10, seconds=60, methods=GET | POST)
# Counted by its page, which answers as the specification says. Only those that cost more than a look-up.
BAD_LOGOUT_TOKENS = Limit(tries=60, seconds=60, methods=POST)
# Of one person, from everywhere: it takes a session of theirs to type one, so it keeps out nobody at the sign-in.
OWN_PASSWORD = Limit(tries=10, seconds=15 * 60, methods=POST)


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
    """A form that the CSRF check refused is none: else another site could use up the tries of who visits it.

    Nor is what failed for nothing, such as an answer to a sign-in that nobody has started: images on any page
    can lead there.
    """
    if request.method == "POST" and response.status_code == 403:
        return False
    if isinstance(response, FailurePage) and response.error.is_free:
        return False
    return limit.counts_success or response.status_code != 302


def refused(request: HttpRequest, limit: Limit) -> HttpResponse:
    wait = wait_of(limit)
    response = failure(request, errors.too_many_requests(wait))
    response["Retry-After"] = str(wait)
    return response


def wait_of(limit: Limit) -> int:
    """The seconds until the present window ends."""
    return limit.seconds - int(clock()) % limit.seconds


def count(name: str, limit: Limit, request: HttpRequest) -> int:
    """The tries from the request's network in the present window."""
    return cache_door.get(key(name, limit, network_of(request))) or 0


def add(name: str, limit: Limit, request: HttpRequest) -> int:
    """One try more; all of them with it."""
    return cache_door.count_up(key(name, limit, network_of(request)), limit.seconds)


def key(name: str, limit: Limit, whose: str) -> str:
    """The window is part of it, so that a try never makes the window longer."""
    window = int(clock() // limit.seconds)
    return f"limit:{name}:{window}:{whose}"


# A person's own password, asked for again


def has_guessed(request: HttpRequest) -> bool:
    """Whether too many wrong passwords of the person whose session it is were typed in their sessions."""
    return (cache_door.get(key("own-password", OWN_PASSWORD, str(request.user.pk))) or 0) >= OWN_PASSWORD.tries


def add_guess(request: HttpRequest) -> None:
    cache_door.count_up(key("own-password", OWN_PASSWORD, str(request.user.pk)), OWN_PASSWORD.seconds)


# Where a request comes from


def network_of(request: HttpRequest) -> str:
    return network(request.META.get("REMOTE_ADDR", "")) or "unknown"


def network_for_axes(request: HttpRequest) -> str | None:
    """As its column takes it: an address or none."""
    return network(request.META.get("REMOTE_ADDR", "")) or None


def network(address: str) -> str:
    """Of IPv6 the first 64 bits: one connection has at least all addresses that begin so (RFC 6177, RFC 4291).

    "" for what is no address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((int(found), 64), strict=False).network_address)
    return str(found)
