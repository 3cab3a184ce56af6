"""What a running OpenMetadata server says of its sign-in, beside what the portal would export for it.

It tells everybody a part of it, since its own sign-in page needs that (ConfigResource): no token is sent, and no
secret is in an answer. From 1.10 on `auth` is what the server has stored; `authorizer` is what its file says.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.http import FetchError, shown
from sso_providers.openmetadata.exporters.job import STORED_SINCE
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, SETTINGS, ValueType

from .subject import Fetch

VERSION = "/api/v1/system/version"
SOURCES = {AUTHENTICATION: "/api/v1/system/config/auth", AUTHORIZER: "/api/v1/system/config/authorizer"}
# responseType is left out: up to the middle of 2026 every line reported id_token, whatever was set.
REPORTED = (
    *(
        f"{AUTHENTICATION}.{name}"
        for name in (
            "clientType",
            "provider",
            "providerName",
            "publicKeyUrls",
            "authority",
            "clientId",
            "callbackUrl",
            "jwtPrincipalClaims",
            "jwtPrincipalClaimsMapping",
            "enableSelfSignup",
            "enableAutoRedirect",
        )
    ),
    f"{AUTHORIZER}.principalDomain",
)
MAPPING = f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
RELEASE = "release line"
LONGEST = 300


class Cause(Enum):
    UNREACHABLE = "unreachable"
    NOT_OPENMETADATA = "not OpenMetadata"


class Unseen(Exception):
    """The server can't be looked at; the message says why, and the remedy."""

    def __init__(self, cause: Cause, sentence: str) -> None:
        self.cause = cause
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Difference:
    """`setting` is a path of `SETTINGS`, or RELEASE."""

    setting: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Look:
    """`compared` are the settings that the server reported."""

    version: str
    differences: tuple[Difference, ...]
    compared: tuple[str, ...]


def look(config: SecurityConfig, release: Release, *, allow_private: bool, fetch: Fetch) -> Look:
    """Makes three requests. Raises `Unseen`."""
    ask = Asking(config.server_url, allow_private, fetch)
    version = version_of(ask)
    reported = {block: ask.document(path) for block, path in SOURCES.items()}
    if "provider" not in reported[AUTHENTICATION]:
        raise ask.no_openmetadata()
    found = dict(values(reported))
    others = compare(config.values, found, release)
    return Look(version, (*line(version, release), *others), tuple(found))


@dataclass(frozen=True, slots=True)
class Asking:
    server: str
    allow_private: bool
    fetch: Fetch

    def document(self, path: str) -> dict[str, Any]:
        try:
            answer = self.fetch("GET", self.server + path, allow_private=self.allow_private)
        except FetchError as error:
            raise Unseen(Cause.UNREACHABLE, str(error)) from None
        if answer.status != 200:
            raise self.no_openmetadata(f"status {answer.status}")
        try:
            return answer.json_object()
        except FetchError:
            raise self.no_openmetadata() from None

    def no_openmetadata(self, what: str = "something else") -> Unseen:
        return Unseen(
            Cause.NOT_OPENMETADATA,
            say(
                "{server} does not answer as OpenMetadata does, but with {what}: check the deployment's address, and "
                "that a proxy before it lets /api/v1/system through.",
                server=shown(self.server),
                what=say(what),
            ),
        )


def version_of(ask: Asking) -> str:
    version = ask.document(VERSION).get("version")
    if not isinstance(version, str) or not version[:1].isdigit():
        raise ask.no_openmetadata()
    return text(version)[:40]


def line(version: str, release: Release) -> Iterator[Difference]:
    """1.9.3, 1.9.3-SNAPSHOT and 1.9 are of the line 1.9."""
    if ".".join(version.split(".")[:2]) != release.line:
        yield Difference(RELEASE, release.line, version)


def values(reported: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Value]]:
    """What the server says, setting by setting; null says nothing, but for the mapping, which then is none."""
    for path in REPORTED:
        block, _, name = path.partition(".")
        found = reported[block].get(name)
        if SETTINGS[path].type is ValueType.LIST:
            listed = tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
            if listed or path == MAPPING:
                yield path, listed
        elif isinstance(found, str | bool):
            yield path, found


def compare(here: Mapping[str, Value | Secret], there: Mapping[str, Value], release: Release) -> Iterator[Difference]:
    for path, found in there.items():
        setting = SETTINGS[path]
        ours = here.get(path, setting.default)
        if not setting.exists_in(release) or isinstance(ours, Secret) or ours is None:
            continue
        if not alike(path, ours, found):
            yield Difference(path, text(ours), text(found))


def alike(path: str, here: Value, there: Value) -> bool:
    """The order of key addresses does not matter, that of claims does."""
    if path == KEYS and isinstance(here, tuple) and isinstance(there, tuple):
        return set(here) == set(there)
    return here == there


def text(value: Value) -> str:
    """For people."""
    if isinstance(value, bool):
        return str(value).lower()
    whole = ", ".join(value) if isinstance(value, tuple) else str(value)
    return "".join(each if each.isprintable() else "?" for each in whole[:LONGEST])


def remedy(setting: str, release: Release) -> str:
    """What to do about a difference."""
    if setting == RELEASE:
        return "Set the deployment's release line to the server's, look at its findings, and export anew."
    if setting.startswith(AUTHORIZER):
        if release < STORED_SINCE:
            return "Export again, replace the files, and restart the server: it reads them at every start."
        return (
            "The server tells here what its files say, and not what it has stored, which counts: compare both with "
            "the export."
        )
    if release < STORED_SINCE:
        return "Export again, replace the files, and restart the server: it reads them at every start."
    return (
        "Where the portal is right, export for the target 'server that already runs', or replace the files and run "
        "remove-security-config: the server's stored settings win over its files. Where the server is right, change "
        "the portal."
    )
