"""What the page of a diagnosis is asked for. It has no state: what was handed in comes back with every button."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest

from sso_providers import http
from sso_providers.catalogue import Release, get_release
from sso_providers.catalogue.sentences import say
from sso_providers.checks import live
from sso_providers.openmetadata.exporters import get_target
from sso_providers.openmetadata.findings import Rule
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.importers.imported import Import, Unreadable
from sso_providers.openmetadata.mending import Mended, Mender

from .handed_in import LONGEST_NAME, content, name_of, refuse_nothing

# Characters that the page sends back, and mends. Longer files are read, and their findings shown.
SENT_BACK = 200_000
MOST_BESIDE = 10
EVERYTHING = "*"
# For all answers of the provider together.
LIVE_SECONDS = 15.0
CRLF = "\r\n"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form says. `beside` are further files by name; `accepted` are keys of fixes, None for all there are.

    `line_break` is the file's own, "\n" or CRLF: a browser sends every one as CRLF. `live` asks the provider too.
    """

    name: str
    text: str
    line_break: str
    beside: Mapping[str, str]
    sends_back: bool
    target: str
    release: Release | None
    accepted: tuple[str, ...] | None
    live: bool

    @cached_property
    def mended(self) -> Mended:
        """Raises `Unreadable`."""
        mended = self.mender().mend(self.text)
        if not self.live:
            return mended
        # Of what the fixes have made of it: a wrong address would only be found wrong again.
        subject, allow_private = mended.diagnosis.subject, settings.SSO_ALLOW_PRIVATE_ISSUERS
        rules = live.rules_for(subject, allow_private=allow_private, fetch=http.within(LIVE_SECONDS))
        return self.mender(rules).mend(self.text)

    def mender(self, rules: tuple[Rule, ...] = ()) -> Mender:
        return Mender(read=self.read, accepted=self.accepted, target=self.target, release=self.release, rules=rules)

    def read(self, text: str) -> Import:
        beside = {name: each.encode() for name, each in self.beside.items()}
        return read(text.encode(), name=self.name, beside=beside, release=self.release)


def asked_for(request: HttpRequest) -> Asked:
    """Raises `Unreadable` for what is no text, and `UnknownName`."""
    asked = request.POST
    name, text, line_break = given(request)
    refuse_nothing(text)
    target, release = asked.get("target", "")[:LONGEST_NAME], asked.get("release", "")[:LONGEST_NAME]
    beside = files_beside(request)
    sends_back = len(text) + sum(map(len, beside.values())) <= SENT_BACK
    accepted = asked.getlist("fix") if sends_back and asked.get("do") != "undo" else []
    return Asked(
        name=name,
        text=text,
        line_break=line_break,
        beside=beside,
        sends_back=sends_back,
        target=get_target(target).id if target else "",
        release=get_release(release) if release else None,
        accepted=None if EVERYTHING in accepted else tuple(dict.fromkeys(accepted)),
        live="live" in (asked.get("do"), *asked.getlist("ask")),
    )


def given(request: HttpRequest) -> tuple[str, str, str]:
    """Name, text and line break of the file: chosen anew, or sent back by the page."""
    if file := request.FILES.get("file"):
        text = content(file)
        return name_of(file), text, CRLF if CRLF in text else "\n"
    line_break = CRLF if request.POST.get("line_break") == "crlf" else "\n"
    return (
        request.POST.get("name", "")[:LONGEST_NAME],
        request.POST.get("text", "").replace(CRLF, line_break),
        line_break,
    )


def files_beside(request: HttpRequest) -> dict[str, str]:
    """By name: sent back by the page, or chosen anew. Raises `Unreadable`."""
    chosen = request.FILES.getlist("beside")
    found = sent_back(request)
    if len(found) + len(chosen) > MOST_BESIDE:
        raise Unreadable(
            say("There are more than {most} files beside it: choose those that it refers to.", most=MOST_BESIDE)
        )
    return {**found, **{name_of(each): content(each) for each in chosen}}


def sent_back(request: HttpRequest) -> dict[str, str]:
    names, texts = request.POST.getlist("beside_name"), request.POST.getlist("beside_text")
    return {name: text.replace(CRLF, "\n") for name, text in zip(names, texts, strict=False)}
