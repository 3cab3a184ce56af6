"""Does the provider know an address that it is to send a browser back to? Asked as a browser would, as nobody.

A provider must not send anybody to an address that it doesn't know (RFC 6749, section 4.1.2.1). How it says so
is its own affair, so a made-up address is asked for first: what is answered otherwise is known.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

from sso_providers.http import FetchError, Response
from sso_providers.oidc import error_pages
from sso_providers.oidc.authorization import code_word
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS, ProviderError, decode

from .subject import Subject

# One slow answer of several must not keep people waiting: for each, and after how many no other is asked for.
SECONDS = 4.0
ENOUGH = 8.0
# .invalid is nobody's (RFC 2606, section 2).
MADE_UP = "https://{}.sso-portal-check.invalid/callback"


class Reply(StrEnum):
    """The values are for people."""

    BACK = "sent back there"
    MISMATCH = "refused: not registered"
    REFUSED = "refused, without a reason that is known"
    PAGE = "a page, or another address"
    NONE = "no answer"


class Verdict(StrEnum):
    """LIKELY_UNKNOWN: refused as the made-up one, but nobody says why."""

    KNOWN = "known"
    UNKNOWN = "not registered"
    LIKELY_UNKNOWN = "probably not registered"
    UNCLEAR = "not clear"


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one address. `error` is the code that a browser would be sent back with."""

    address: str
    reply: Reply
    status: int = 0
    error: str = ""
    meaning: ProviderError | None = None

    @property
    def described(self) -> str:
        """For people."""
        how = f"status {self.status}" if self.status else ""
        return ", ".join(part for part in (self.reply.value, how, self.error) if part)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of an address, beside the made-up one."""

    asked: Asked
    verdict: Verdict


def made_up() -> str:
    return MADE_UP.format(secrets.token_hex(6))


def ask(subject: Subject, url: str, address: str) -> Asked:
    """`url` is the provider's, with the request to come back to `address`."""
    try:
        headers = {"Accept": "text/html"}
        answer = subject.get(url, headers=headers, deadline=SECONDS, takes_redirect=True)
    except FetchError:
        return Asked(address, Reply.NONE)
    return read(answer, address, subject.application.kind.id)


def read(answer: Response, address: str, kind: str) -> Asked:
    location = answer.headers.get("location", "") if 300 <= answer.status < 400 else ""
    if leads_to(location, address):
        return Asked(address, Reply.BACK, answer.status, error_in(location))
    meaning = decode("", error_pages.words(location=location, body=answer.body), kind)
    if meaning and is_mismatch(meaning):
        return Asked(address, Reply.MISMATCH, answer.status, meaning=meaning)
    if answer.status >= 500:
        return Asked(address, Reply.NONE, answer.status)
    if answer.status >= 400:
        return Asked(address, Reply.REFUSED, answer.status, meaning=meaning)
    return Asked(address, Reply.PAGE, answer.status)


def leads_to(location: str, address: str) -> bool:
    return location == address or location.startswith((f"{address}?", f"{address}#", f"{address}&"))


def error_in(location: str) -> str:
    parts = urlsplit(location)
    said = dict(parse_qsl(f"{parts.query}&{parts.fragment}"))
    return code_word(said.get("error"))


def is_mismatch(meaning: ProviderError) -> bool:
    """OAuth's own invalid_request can be about anything."""
    return meaning.field == REDIRECT_ADDRESS and not says_little(meaning)


def judge(asked: Asked, control: Asked) -> Verdict:
    """`control` is what came of the made-up address."""
    refused = control.reply in (Reply.MISMATCH, Reply.REFUSED)
    match asked.reply:
        case Reply.BACK:
            return Verdict.KNOWN
        case Reply.MISMATCH:
            return Verdict.UNKNOWN
        case Reply.PAGE if refused:
            return Verdict.KNOWN
        case Reply.REFUSED if control.reply is Reply.MISMATCH:
            # It looked at the address first, and refuses for something else.
            return Verdict.UNCLEAR if says_little(asked.meaning) else Verdict.KNOWN
        case Reply.REFUSED if refused and asked.status == control.status == 400 and says_little(asked.meaning):
            return Verdict.LIKELY_UNKNOWN
    return Verdict.UNCLEAR


def says_little(meaning: ProviderError | None) -> bool:
    return meaning is None or (meaning.code == "invalid_request" and not meaning.phrases)


def sure(outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    """Where the same request is right with another address, it is the address that is refused."""
    if not any(each.verdict is Verdict.KNOWN for each in outcomes):
        return outcomes
    return tuple(
        replace(each, verdict=Verdict.UNKNOWN) if each.verdict is Verdict.LIKELY_UNKNOWN else each for each in outcomes
    )


def ask_all(
    subject: Subject, addresses: tuple[str, ...], url_of: Callable[[str], str]
) -> tuple[Asked, tuple[Outcome, ...]]:
    """The made-up address first; where it gets no answer, the others are not asked for."""
    started = time.monotonic()
    nowhere = made_up()
    control = ask(subject, url_of(nowhere), nowhere)
    if control.reply is Reply.NONE:
        return control, ()
    asked = [
        ask(subject, url_of(address), address) if time.monotonic() - started < ENOUGH else Asked(address, Reply.NONE)
        for address in addresses
    ]
    return control, sure(tuple(Outcome(each, judge(each, control)) for each in asked))
