"""OpenMetadata's own addresses: which they are by what a file says, and which they should be."""

import re
from collections import Counter
from functools import lru_cache

from sso_providers.catalogue import Release
from sso_providers.openmetadata.subject import Subject

from .stated_addresses import addresses, key_texts, own_paths, usable
from .urls import REMEMBERED, Address

# PR #10042
SYSTEM_SINCE = Release("1.0")
OWN_KEYS = re.compile(r"/?(api/+)?(v\d+/+)?(system/+)?configs?/+jwks?(\.json)?/*\Z", re.IGNORECASE)
# What can follow the path under which OpenMetadata is: its pages, its API, and what is taken for its callback.
PAGES = re.compile(
    r"(?<!/)/+(api|auth|saml|callback|silent-callback|sign-?in|log-?in|logout|signup|my-data|oauth2?|oidc|sso|system)(/|\Z)",
    re.IGNORECASE,
)
KUBERNETES = "kubernetes"
PORT = 8585
# Names that each server can always resolve: itself, and the service of OpenMetadata's chart.
ITSELF = f"http://localhost:{PORT}"
IN_CLUSTER = f"http://openmetadata:{PORT}"


def own_path(release: Release) -> str:
    """Where OpenMetadata shows the keys of its own tokens."""
    return "/api/v1/system/config/jwks" if release >= SYSTEM_SINCE else "/api/v1/config/jwks"


@lru_cache(REMEMBERED)
def shows_own_keys(address: Address) -> bool:
    """Whether the path is that of OpenMetadata's keys in any release, or meant as it."""
    return bool(OWN_KEYS.search(address.path))


@lru_cache(REMEMBERED)
def base_of(address: Address) -> str:
    """OpenMetadata's address by one of its pages': without the page, with the path under which it is served."""
    page = PAGES.search(address.path)
    return address.origin + (address.path[: page.start()] if page else "").rstrip("/")


def path_under(address: Address) -> str:
    """The path under which OpenMetadata is served by this address; "" for none."""
    return base_of(address).removeprefix(address.origin)


def base(subject: Subject) -> str:
    """OpenMetadata's address as people type it; "" where the configuration doesn't tell.

    The one that most settings agree on, public ones first, and https where both are said of one host.
    """
    if subject.is_whole and subject.config.server_url:
        return subject.config.server_url
    stated = [address for _, address in addresses(subject, own_paths(subject))]
    keys = [address for address in map(usable, key_texts(subject)) if address and shows_own_keys(address)]
    hosts = subject.surroundings.hosts
    public = [address for address in (*stated, *keys) if address.is_public(hosts)]
    local = [address for address in stated if not address.is_inside(hosts)]
    return most_agreed(public or local)


def most_agreed(candidates: list[Address]) -> str:
    if not candidates:
        return ""
    hosts = Counter(address.host for address in candidates)
    host = max(hosts, key=lambda each: hosts[each])
    bases = [base_of(address) for address in candidates if address.host == host]
    secure = [each for each in bases if each.startswith("https:")]
    found = Counter(secure or bases)
    return max(found, key=lambda each: found[each])


def callback(subject: Subject) -> str:
    """The redirect address; "" where OpenMetadata's own is not known."""
    found = base(subject)
    return f"{found}/callback" if found else ""


def looks_own(address: Address, base: str) -> bool:
    """Whether OpenMetadata's own keys are meant: by the path, or by its own host and no other's path."""
    if shows_own_keys(address):
        return True
    at_home = bool(base) and (base == address.origin or base.startswith(f"{address.origin}/"))
    return at_home and (not address.path.strip("/") or address.path.startswith("/api"))


def own_keys(subject: Subject, stated: Address | None) -> str:
    """The right address of the own keys; `stated` is the one that the file has, if any.

    A name by which the server reaches itself is kept.
    """
    path, found = own_path(subject.release), base(subject)
    is_public = bool(usable(found)) and not found.startswith(("http://localhost", "http://127."))
    if stated and (stated.is_local or stated.is_inside(subject.surroundings.hosts)):
        return (ITSELF if stated.is_local else stated.origin) + path
    if is_public:
        return found + path
    if stated:
        return base_of(stated) + path
    return (IN_CLUSTER if subject.target == KUBERNETES else ITSELF) + path
