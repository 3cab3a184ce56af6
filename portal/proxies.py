"""Whose request it is, where proxies stand between the portal and people."""

import ipaddress
import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# Some proxies add the port, such as Azure's Application Gateway; IPv6 is in brackets then.
WITH_PORT = re.compile(r"(?:\[(?P<v6>[0-9a-fA-F:.]+)\]|(?P<v4>[0-9.]+))(?::[0-9]{1,5})?", re.ASCII)


def client_address(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, before all others: audit events, locks and limits read REMOTE_ADDR."""

    def middleware(request: HttpRequest) -> HttpResponse:
        forwarded_for = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if found := client_of(forwarded_for, proxies=settings.TRUSTED_PROXIES):
            request.META["REMOTE_ADDR"] = found
        return get_response(request)

    return middleware


def client_of(forwarded_for: str, *, proxies: int) -> str:
    """The address that the outermost of our `proxies` saw; "" if the header does not say it.

    Each proxy adds on the right whom it was asked by. What is further left was written by whoever asked.
    """
    entries = forwarded_for.split(",")
    if not 0 < proxies <= len(entries):
        return ""
    entry = entries[-proxies].strip()
    if found := WITH_PORT.fullmatch(entry):
        entry = found["v6"] or found["v4"]
    try:
        address = ipaddress.ip_address(entry)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    # A zone such as %eth0 means something on one machine only, and no database takes it for an address.
    return "" if address.scope_id else str(address.ipv4_mapped or address)
