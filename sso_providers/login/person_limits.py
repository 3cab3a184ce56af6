"""How often one person may ask for what costs much, and for how much at a time, from wherever they are."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import cache_door, limits
from .limits import GET, POST, Limit


def a_minute(tries: int, methods: frozenset[str] = POST) -> Limit:
    return Limit(tries=tries, seconds=60, methods=methods, counts_success=True)


# By the name of the address. Each asks a provider or server and waits for it, ...
ASKING = {
    "check": a_minute(30),
    "discovery": a_minute(30),
    "server": a_minute(30),
    "ask-expiry": a_minute(30),
    # One person replaces one secret at a time, in about ten steps.
    "rotate-secret": a_minute(20),
}
# ... or reads whole files by every rule, or compares them line by line.
READING = {
    "diagnose": a_minute(30),
    "compare-export": a_minute(30, GET | POST),
}
LIMITS = ASKING | READING
# So many of one person's requests for pages of one group are worked on at a time: each keeps a thread.
MOST_AT_A_TIME = 2
# No request lasts so long. A place that nobody frees, since its worker was killed, is free then.
LONGEST_SECONDS = 180
BUSY_WAIT = 10


def person_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, behind the one that knows who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = limits.address_name(request)
        limit = LIMITS.get(name)
        if limit is None or not costs_much(request, limit) or not request.user.is_authenticated:
            return get_response(request)
        person = f"person-{request.user.pk}"
        # Counted first, under the window in which it begins: else slow requests would begin uncounted.
        key = limits.key(name, limit, person)
        if cache_door.count_up(key, limit.seconds) > limit.tries:
            cache_door.count_down(key)
            return too_often(request, limit)
        place = free_place(f"{'asking' if name in ASKING else 'reading'}:{person}")
        if not place:
            cache_door.count_down(key)
            return too_much(request)
        try:
            response = get_response(request)
        finally:
            cache_door.drop(place)
        if not limits.is_try(response, request, limit):
            cache_door.count_down(key)
        return response

    return middleware


def costs_much(request: HttpRequest, limit: Limit) -> bool:
    """Of the pages that are read with a limit, only the one that compares with another deployment does."""
    if request.method not in limit.methods:
        return False
    return request.method in POST or "other" in request.GET


def free_place(whose: str) -> str:
    """The key of a place that is taken by this, or "" if there is none."""
    places = (f"busy:{whose}:{number}" for number in range(MOST_AT_A_TIME))
    return next((each for each in places if cache_door.is_first(each, LONGEST_SECONDS)), "")


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    why = _("One person may ask for this %(tries)s times a minute.") % {"tries": limit.tries}
    return refused(request, why, limits.wait_of(limit))


def too_much(request: HttpRequest) -> HttpResponse:
    why = _("%(most)s of these that you asked for are still under way, and one person may have no more at a time.")
    return refused(request, why % {"most": MOST_AT_A_TIME}, BUSY_WAIT)


def refused(request: HttpRequest, why: str, wait: int) -> HttpResponse:
    context = {"title": _("Too often"), "why": why, "wait": wait}
    response = render(request, "portal/too_often.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response
