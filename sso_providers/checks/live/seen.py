"""Asks for what a configuration names: the provider's discovery document, and the keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import say
from sso_providers.checks.subject import Fetch
from sso_providers.http import FetchError, shown
from sso_providers.oidc import discovery, keys
from sso_providers.oidc.discovery import DiscoveryError, Metadata
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

WELL_KNOWN = "/.well-known/openid-configuration"
OWN_KEYS = "/config/jwks"
DISCOVERY_URI = f"{OIDC}.discoveryUri"
AUTHORITY = f"{AUTHENTICATION}.authority"
KEY_URLS = f"{AUTHENTICATION}.publicKeyUrls"
WITHOUT_DISCOVERY = ("saml", "ldap", "basic", "no-auth")
# Entra's authority names the tenant; its tokens for OpenMetadata are those of version 2.
ENTRA = "https://login.microsoftonline.com/"
# An honest list has two or three.
MAX_KEY_URLS = 10
# One slow address of many must not keep people waiting.
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the provider describes itself, and the setting that says so. A guess is certain about neither."""

    url: str
    setting: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """`metadata` is None where there is none, and `failure` says why. `failures` does so of key addresses."""

    address: Address | None = None
    metadata: Metadata | None = None
    prompts: tuple[str, ...] = ()
    failure: str = ""
    failures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    fetch: Fetch
    allow_private: bool

    def at(self, subject: Subject) -> Seen:
        failures = dict(self.unusable(subject.items(KEY_URLS)[:MAX_KEY_URLS])) if subject.states(KEY_URLS) else {}
        address = described_at(subject)
        if address is None:
            return Seen(failures=failures)
        try:
            document = self.document(address.url)
            metadata = discovery.parse(document, issuer=str(document.get("issuer")), allow_http=self.allow_private)
        except (FetchError, DiscoveryError) as error:
            return Seen(address=address, failure=str(error), failures=failures)
        return Seen(address=address, metadata=metadata, prompts=prompts(document), failures=failures)

    def document(self, url: str) -> dict[str, Any]:
        answer = self.fetch("GET", url, allow_private=self.allow_private, deadline=SECONDS)
        if answer.status != 200:
            raise DiscoveryError("", say("{url} answers with status {status}.", url=shown(url), status=answer.status))
        return answer.json_object()

    def unusable(self, urls: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        for url in urls:
            try:
                usable = keys.usable_keys(self.document(url))
            except (FetchError, DiscoveryError, keys.KeysError) as error:
                yield url, str(error)
            else:
                if not usable:
                    yield url, say("{url} has no key that can verify a token.", url=shown(url))


def described_at(subject: Subject) -> Address | None:
    if subject.provider in WITHOUT_DISCOVERY:
        return None
    stated, authority = subject.text(DISCOVERY_URI), subject.text(AUTHORITY)
    if stated and subject.states(DISCOVERY_URI):
        return Address(stated, DISCOVERY_URI)
    if authority and subject.states(AUTHORITY):
        version = "/v2.0" if authority.startswith(ENTRA) and not authority.endswith("/v2.0") else ""
        return Address(f"{authority.rstrip('/')}{version}{WELL_KNOWN}", AUTHORITY)
    keys_of_provider = provider_keys(subject)
    return Address(origin(keys_of_provider[0]) + WELL_KNOWN, KEY_URLS, is_guess=True) if keys_of_provider else None


def provider_keys(subject: Subject) -> tuple[str, ...]:
    """The addresses that are not OpenMetadata's own."""
    stated = subject.items(KEY_URLS) if subject.states(KEY_URLS) else ()
    return tuple(url for url in stated if OWN_KEYS not in url)


def origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def prompts(document: Mapping[str, Any]) -> tuple[str, ...]:
    """prompt_values_supported (Initiating User Registration via OpenID Connect 1.0, section 4); often left out."""
    listed = document.get("prompt_values_supported")
    return tuple(each for each in listed if isinstance(each, str)) if isinstance(listed, list) else ()
