"""What the settings that hold addresses should say, as far as the rest of the configuration tells.

Every rule about a setting offers the same fix for it, so that accepting several of them mends it once.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sso_providers.catalogue import Value, validators
from sso_providers.openmetadata.subject import Subject

from .homes import Home, difference, home_of, kind_of
from .own import KUBERNETES, base, callback, looks_own, own_keys, own_path
from .stated_addresses import (
    AUTHORITY,
    CALLBACK,
    DISCOVERY,
    ISSUERS,
    KEYS,
    OIDC_CALLBACK,
    SERVER_URL,
    TENANT,
    address_of,
    addresses,
    has_issuer,
    key_texts,
    own_paths,
    text_of,
    usable,
)
from .urls import Address, parse, tidy, without_double_slashes

# Where the server has a network, and a localhost, of its own.
CONTAINERS = ("docker", KUBERNETES)
# The kinds that OpenMetadata has a provider of its own for; all others are custom-oidc.
OWN_PROVIDERS = {"google", "azure", "okta", "auth0", "aws-cognito"}


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of publicKeyUrls: `address` and `home` are None for what nothing can be told from."""

    text: str
    address: Address | None
    is_own: bool
    home: Home | None

    @property
    def is_keys(self) -> bool:
        """Whether the path is one where such a provider has keys; of any other provider anything may be."""
        if self.home is None or self.address is None or not self.home.keys:
            return True
        if self.home.kind == "okta" and self.home.place.host != self.address.host:  # of the admin console
            return False
        path = self.address.path.rstrip("/")
        return any(parse(each).path == path for each in self.home.keys)


def keys_of(subject: Subject) -> tuple[Key, ...]:
    own_base = base(subject)
    return tuple(key_of(part, subject, own_base) for text in key_texts(subject) for part in parts(text))


def key_of(text: str, subject: Subject, own_base: str) -> Key:
    address = usable(text)
    if address is None:
        return Key(text, None, is_own=False, home=None)
    is_own = looks_own(address, own_base)
    return Key(text, address, is_own, None if is_own else home_of(address, subject.provider.lower()))


def homes(subject: Subject) -> tuple[Home, ...]:
    """Where the provider is by discoveryUri and authority, in this order; Google is at one place for all."""
    if not has_issuer(subject):
        return ()
    provider = subject.provider.lower()
    found = [home_of(address, provider) for _, address in addresses(subject, (DISCOVERY, AUTHORITY))]
    if provider == "google" and not any(home.kind == "google" for home in found):
        found.insert(0, home_of(parse("https://accounts.google.com"), provider))
    return tuple(found)


def fits(kind: str, provider: str) -> bool:
    """Whether OpenMetadata's provider can be of the kind; "" of either is not known."""
    return not kind or not provider or provider == "custom-oidc" or provider == kind


def home(subject: Subject) -> Home | None:
    """Where the provider is: the first of the stated places that is complete and can be the chosen provider's."""
    provider = subject.provider.lower()
    keys = [key.home for key in keys_of(subject) if key.home and key.home.kind and not key.home.is_shared]
    complete = [each for each in (*homes(subject), *keys) if fits(each.kind, provider) and not each.lacks_tenant]
    tenant = text_of(subject, TENANT)
    if provider == "azure" and validators.GUID.fullmatch(tenant):
        complete.insert(0, home_of(parse(f"https://login.microsoftonline.com/{tenant}"), provider))
    hosts = subject.surroundings.hosts
    return next((each for each in complete if each.place.is_public(hosts)), next(iter(complete), None))


def authority(subject: Subject) -> str:
    right = issuer(subject, AUTHORITY)
    return secured(right.url, subject) if right else ""


def discovery(subject: Subject) -> str:
    stated = address_of(subject, DISCOVERY)
    right = issuer(subject, DISCOVERY)
    if right is None:
        return ""
    # A provider that is not known may have its document elsewhere, and a query is part of some addresses.
    if stated and (not right.kind and "/.well-known/openid-configuration" in stated.path or stated.query):
        return secured(without_double_slashes(stated.text), subject)
    return secured(right.discovery, subject)


def issuer(subject: Subject, path: str) -> Home | None:
    """Where the stated address is at home, or another one says the provider is if it is of no use."""
    stated, elsewhere = address_of(subject, path), home(subject)
    if stated is None:
        return elsewhere if text_of(subject, path) else None
    own = home_of(stated, subject.provider.lower())
    if not fits(own.kind, subject.provider.lower()) or own.lacks_tenant:
        return elsewhere
    if realm := realm_at(stated, subject):
        return realm
    tenants = elsewhere is not None and elsewhere.kind == own.kind == "azure" and difference(own, elsewhere)
    hosts = subject.surroundings.hosts
    public = elsewhere is not None and elsewhere.address.is_public(hosts)
    unreachable = own.address.is_local if path == DISCOVERY else not own.address.is_public(hosts)
    return elsewhere if tenants or (public and unreachable) else own


def realm_at(address: Address, subject: Subject) -> Home | None:
    """The realm that is meant by the address of a Keycloak as a whole, as far as another setting names one."""
    if address.path.rstrip("/") not in ("", "/auth"):
        return None
    others = [*homes(subject), *(key.home for key in keys_of(subject) if key.home)]
    at_home = (each for each in others if each.kind == "keycloak" and each.tenant)
    return next((each for each in at_home if each.place.host == address.host), None)


def keys(subject: Subject) -> tuple[str, ...]:
    """The provider's keys and OpenMetadata's own, each once, and whatever else is there."""
    if not key_texts(subject) and subject.config.values.get(KEYS) != ():
        return ()
    right = dict.fromkeys(filter(None, right_keys(subject)))
    own = own_path(subject.release)
    if not any(each.endswith(own) for each in right):
        right[own_keys(subject, None)] = None
    return tuple(right)


def right_keys(subject: Subject) -> Iterator[str]:
    stated = keys_of(subject)
    known = [each for each in homes(subject) if each.keys]
    provider_keys = known[0].keys if known and has_issuer(subject) else ()
    fitting = [key for key in stated if is_right(key, known) and not is_lost(key, known, subject)]
    if provider_keys and not fitting:
        yield secured(provider_keys[0], subject)
    for key in stated:
        if key.is_own:
            yield own_keys(subject, key.address)
        elif key.home is None or key.address is None:
            yield "" if provider_keys and not key.text.startswith("$") else key.text.strip()
        elif key in fitting or not provider_keys:
            yield secured(tidy(key.text) if key.is_keys else key.home.keys[0], subject)
        elif key.is_keys and all(may_be_right(key.home, each) for each in known) and not is_lost(key, known, subject):
            yield tidy(key.text)


def is_lost(key: Key, known: list[Home], subject: Subject) -> bool:
    """Whether the server looks for the keys in its own container, though the provider has a name for everybody."""
    in_container = subject.target in CONTAINERS and key.address is not None and key.address.is_local
    return in_container and any(each.place.is_public(subject.surroundings.hosts) for each in known)


def is_right(key: Key, known: list[Home]) -> bool:
    return key.home is not None and key.is_keys and any(difference(key.home, each) is None for each in known)


def may_be_right(one: Home, other: Home) -> bool:
    """Whether both differ in nothing, or only in a host that may be another name of the same."""
    found = difference(one, other)
    return found is None or (found.word == "host" and not found.certain)


def secured(text: str, subject: Subject) -> str:
    """By https where the configuration has the same host by https elsewhere."""
    address = parse(text)
    secure = {each.host for _, each in addresses(subject, ISSUERS) if each.scheme == "https"}
    if address.scheme != "http" or address.host not in secure or address.port is not None:
        return text
    return text.replace("http:", "https:", 1)


def parts(text: str) -> list[str]:
    """Several addresses in one entry, apart; any other text stays whole."""
    found = [part for part in text.replace(",", " ").split() if part]
    return found if found and all(parse(tidy(part)).is_absolute for part in found) else [text]


def server_url(subject: Subject) -> str:
    return base(subject)


def provider(subject: Subject) -> str:
    """The provider that the addresses are of, if they agree."""
    kinds = {kind_of(address) for _, address in addresses(subject, ISSUERS)}
    if len(kinds) != 1 or "" in kinds:
        return ""
    kind = kinds.pop()
    return kind if kind in OWN_PROVIDERS else "custom-oidc"


def saml_address(subject: Subject, path: str) -> str:
    """One of OpenMetadata's own for SAML: the same page, where OpenMetadata is."""
    stated, found = address_of(subject, path), base(subject)
    if stated is None or not found:
        return ""
    return found + stated.path


REPAIRS: Mapping[str, Callable[[Subject], Value]] = MappingProxyType(
    {
        AUTHORITY: authority,
        DISCOVERY: discovery,
        KEYS: keys,
        CALLBACK: callback,
        OIDC_CALLBACK: callback,
        SERVER_URL: server_url,
    }
)


def repaired(subject: Subject, path: str) -> Value | None:
    """The right value; None where it can't be told, or is stated already."""
    if path in REPAIRS:
        right = REPAIRS[path](subject)
    else:
        right = saml_address(subject, path) if path in own_paths(subject) else tidy(text_of(subject, path))
    return None if right in ("", (), subject.config.values.get(path)) else right
