"""How often one person may ask for what costs much, from wherever they are."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from . import cache_door, limits
from .limits import POST, Limit

# By the name of the address. Each reads a whole file by every rule, and may ask a provider.
LIMITS = {
    "diagnose": Limit(tries=30, seconds=60, methods=POST, counts_success=True),
    "compare-export": Limit(tries=30, seconds=60, methods=POST, counts_success=True),
}


def person_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, behind the one that knows who asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = limits.address_name(request)
        limit = LIMITS.get(name)
        if limit is None or request.method not in limit.methods or not request.user.is_authenticated:
            return get_response(request)
        key = limits.key(name, limit, f"person-{request.user.pk}")
        if (cache_door.get(key) or 0) >= limit.tries:
            return refused(request, limit)
        response = get_response(request)
        if limits.is_try(response, request, limit):
            cache_door.count_up(key, limit.seconds)
        return response

    return middleware


def refused(request: HttpRequest, limit: Limit) -> HttpResponse:
    wait = limits.wait_of(limit)
    title = _("Too often")
    response = render(
        request, "portal/too_often.html", {"title": title, "tries": limit.tries, "wait": wait}, status=429
    )
    response["Retry-After"] = str(wait)
    return response
