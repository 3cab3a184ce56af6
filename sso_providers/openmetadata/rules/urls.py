"""Addresses as people write them: taken apart without ever raising, and what can be told from their host alone."""

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import Sentence, say
from sso_providers.openmetadata.secret_texts import without_secrets

# Beyond this a text is no address, and no time is spent on it.
LONGEST = 1000
# Every rule looks at the same few texts.
REMEMBERED = 1024
DEFAULT_PORTS = {"http": 80, "https": 443}
HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+")
# What no address holds (RFC 3986, section 2), so that the text is several of them, or none.
FOREIGN = re.compile(r"[\s\"'<>{}|\\^`,*]")
AROUND = " \t\r\n\"'`,;"
BRACKETS = {"{": "}", "[": "]", "<": ">", "(": ")"}
NAME_IN_FRONT = re.compile(r"[A-Za-z_]+\s*[=:]\s*(?=https?://)")
SCHEME_TWICE = re.compile(r"(?:https?:/+)+(https?)(?::/*|/+)", re.IGNORECASE)
SCHEME = re.compile(r"(https?)(?::/?|//)(?=[\w\[])", re.IGNORECASE)
BARE_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|\Z)|localhost(:\d+)?(/|\Z)", re.IGNORECASE)
DOUBLE_SLASH = re.compile(r"(?<!:)/{2,}")
# Names that only the containers of one host, or the pods of one cluster, know.
INSIDE = (".svc", ".cluster.local", ".docker.internal")
INSIDE_SERVICE = re.compile(r"\.svc\.")
# RFC 6761, section 6.3
LOCAL = re.compile(r"localhost|.+\.localhost|127\.\d+\.\d+\.\d+|::1|0\.0\.0\.0|::", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """Parts of a text that may be an address; `port` is None where the text names none."""

    text: str
    scheme: str = ""
    host: str = ""
    port: int | None = None
    path: str = ""
    query: str = ""
    fragment: str = ""

    @property
    def is_absolute(self) -> bool:
        """Whether it is a single http(s) address with a host."""
        return self.scheme in DEFAULT_PORTS and bool(HOST.fullmatch(self.host)) and not FOREIGN.search(self.text)

    @property
    def origin(self) -> str:
        """As a browser has it: without the scheme's own port, and without a path (RFC 6454)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        own_port = self.port in (None, DEFAULT_PORTS.get(self.scheme))
        return f"{self.scheme}://{host}" if own_port else f"{self.scheme}://{host}:{self.port}"

    @property
    def is_local(self) -> bool:
        """Whether it means the machine, or container, of whoever opens it."""
        return bool(LOCAL.fullmatch(self.host))

    @property
    def is_private(self) -> bool:
        try:
            return ipaddress.ip_address(self.host).is_private
        except ValueError:
            return False

    def is_inside(self, hosts: frozenset[str] = frozenset()) -> bool:
        """Whether only the deployment itself can resolve it; `hosts` are names known to be such."""
        if self.host in hosts or self.host.endswith(INSIDE) or INSIDE_SERVICE.search(self.host):
            return True
        return bool(self.host) and not self.is_local and "." not in self.host and ":" not in self.host

    def is_public(self, hosts: frozenset[str] = frozenset()) -> bool:
        """Whether it can mean the same server for everybody."""
        return self.is_absolute and not self.is_local and not self.is_private and not self.is_inside(hosts)


@lru_cache(REMEMBERED)
def parse(text: str) -> Address:
    if len(text) > LONGEST:
        return Address(text)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return Address(text)
    return Address(text, parts.scheme, host.rstrip("."), port, parts.path, parts.query, parts.fragment)


@lru_cache(REMEMBERED)
def tidy(text: str) -> str:
    """The address in the text without what is pasted around it: quotes, brackets, a variable's name, a second scheme.

    A scheme is put in front of what begins with a host name. Any other text stays as it is.
    """
    if len(text) > LONGEST:
        return text
    bare = text.strip(AROUND)
    for _ in range(len(BRACKETS)):
        if bare[:1] in BRACKETS and bare.endswith(BRACKETS[bare[0]]):
            bare = bare[1:-1].strip(AROUND)
    named = NAME_IN_FRONT.match(bare)
    bare = bare[named.end() :] if named else bare
    single = SCHEME_TWICE.sub(r"\1://", bare, count=1) if SCHEME_TWICE.match(bare) else bare
    single = SCHEME.sub(r"\1://", single, count=1) if SCHEME.match(single) else single
    if BARE_HOST.match(single):
        local = single.lower().startswith("localhost")
        return f"{'http' if local else 'https'}://{single}"
    return single


def has_scheme_twice(text: str) -> bool:
    return len(text) <= LONGEST and bool(SCHEME_TWICE.match(text.strip(AROUND)))


def without_double_slashes(text: str) -> str:
    return DOUBLE_SLASH.sub("/", text)


def named(path: str) -> str:
    """The setting for a message: the block that all are in says nothing."""
    return path.removeprefix("authenticationConfiguration.")


def says(path: str, text: str) -> Sentence:
    """How a sentence about the setting begins."""
    return say("{path} is {text}", path=named(path), text=shown(text))


def shown(text: str) -> str:
    """The text for a message: neither credentials nor a query, and short."""
    cut = without_secrets(text).partition("?")[0]
    return f"'{cut[:120]}…'" if len(cut) > 120 else f"'{cut}'"
