"""Why there is no answer: one of a few reasons, with a sentence for people that holds no secret."""

import socket
import ssl
from enum import StrEnum
from urllib.parse import urlsplit

from requests_hardened.ip_filter import InvalidIPAddress
from urllib3 import exceptions as urllib3_errors

from .heads import HeadTooLong


class Reason(StrEnum):
    """Why there is no answer."""

    BAD_ADDRESS = "bad-address"
    BAD_REQUEST = "bad-request"
    NOT_HTTPS = "not-https"
    UNRESOLVABLE = "unresolvable"
    REFUSED_ADDRESS = "refused-address"
    CONNECTION_REFUSED = "connection-refused"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_LARGE = "too-large"
    REDIRECT = "redirect"
    BROKEN = "broken"
    STATUS = "status"
    NOT_JSON = "not-json"


SENTENCES = {
    Reason.BAD_ADDRESS: "{url} can't be called: {detail}. Use an address such as https://id.acme.example/path.",
    Reason.BAD_REQUEST: "{url} was not called: a header or form value can't be sent. Look for line breaks in it.",
    Reason.NOT_HTTPS: "{url} is not encrypted: use https, or start the portal with SSO_ALLOW_PRIVATE_ISSUERS=true "
    "if this provider is for development or in-house.",
    Reason.UNRESOLVABLE: "{url} can't be reached: its host name is unknown. Check the spelling and the portal's DNS.",
    Reason.REFUSED_ADDRESS: "{url} was not called: its host has a private address. Use a public one, or start the "
    "portal with SSO_ALLOW_PRIVATE_ISSUERS=true if this provider is for development or in-house.",
    Reason.CONNECTION_REFUSED: "{url} refuses connections. Check the port, and that the provider is running.",
    Reason.UNREACHABLE: "{url} can't be reached from the portal. Check its network, routes and firewall.",
    Reason.TLS: "{url} has no TLS connection that can be trusted{detail}. Mend the certificate on the provider's side.",
    Reason.TIMEOUT: "{url} gave no complete answer in {detail} seconds. Check the provider, and try again.",
    Reason.TOO_LARGE: "{url} answered with more than {detail} bytes. Check that the address is the right one.",
    Reason.REDIRECT: "{url} redirects to {detail}. Redirects are not followed: enter the final address.",
    Reason.BROKEN: "{url} broke off or gave no HTTP answer. Check the scheme and port, and try again.",
    Reason.STATUS: "{url} answered with status {detail}. Check that the address is the right one.",
    Reason.NOT_JSON: "{url} gave no usable JSON: {detail}. Check that the address is the right one.",
}


class FetchError(Exception):
    """No usable answer. The message names the address and the remedy, never a body, header or secret."""

    def __init__(self, reason: Reason, url: str, detail: str = "") -> None:
        self.reason, self.url, self.detail = reason, shown(url), detail
        super().__init__(SENTENCES[reason].format(url=self.url, detail=detail))


# The first that fits counts.
KNOWN: tuple[tuple[Reason, tuple[type[BaseException], ...]], ...] = (
    (Reason.REFUSED_ADDRESS, (InvalidIPAddress,)),
    (Reason.UNRESOLVABLE, (socket.gaierror,)),
    (Reason.TOO_LARGE, (HeadTooLong,)),
    (Reason.TLS, (ssl.SSLError, urllib3_errors.SSLError)),
    (Reason.CONNECTION_REFUSED, (ConnectionRefusedError,)),
    # Before the time-outs: urllib3 derives it from one.
    (Reason.UNREACHABLE, (urllib3_errors.NewConnectionError,)),
    (Reason.TIMEOUT, (TimeoutError, urllib3_errors.TimeoutError)),
    (Reason.BAD_REQUEST, (UnicodeEncodeError,)),
    (Reason.BAD_ADDRESS, (urllib3_errors.LocationValueError, UnicodeError)),
)


def translate(error: BaseException, url: str, deadline: float) -> FetchError:
    """What urllib3, http.client and the socket layer raise, nested in each other, as one of our reasons."""
    causes = chain(error)
    matches = (reason for reason, types in KNOWN if any(isinstance(cause, types) for cause in causes))
    reason = next(matches, Reason.BROKEN)
    details = {
        Reason.TLS: next((f" ({e.verify_message})" for e in causes if isinstance(e, ssl.SSLCertVerificationError)), ""),
        Reason.TOO_LARGE: next((str(e.limit) for e in causes if isinstance(e, HeadTooLong)), ""),
        Reason.TIMEOUT: f"{deadline:g}",
        Reason.BAD_ADDRESS: "it can't be parsed",
    }
    return FetchError(reason, url, details.get(reason, ""))


def chain(error: BaseException) -> list[BaseException]:
    """`error` and everything that is nested in it."""
    found: list[BaseException] = []
    rest: list[object] = [error]
    while rest:
        each = rest.pop()
        if isinstance(each, BaseException) and not any(each is known for known in found):
            found.append(each)
            rest += [*each.args, getattr(each, "reason", None), each.__cause__, each.__context__]
    return found


def bare(error: Exception) -> Exception:
    """Without the frames of the thread that it is from, which hold secrets in the clear."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


def shown(url: str) -> str:
    """`url` for people: no user info, query or fragment, at most 200 printable characters."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "This address"
    return printable(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}", 200)


def printable(text: str, most: int) -> str:
    """At most so many characters of it, none of which moves a cursor or hides another."""
    return "".join(each if each.isprintable() else "?" for each in text[:most])
