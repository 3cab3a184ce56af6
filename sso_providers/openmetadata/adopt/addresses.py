"""From a provider's addresses back to the fields of the kind that they are made of."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from sso_providers.catalogue import KINDS, Kind, Value
from sso_providers.catalogue.spec import WELL_KNOWN
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC

OWN_KEYS = re.compile(r"/api/v1/(system/)?config/jwks/?$")
REALM = re.compile(r"(?P<server_url>https?://.+?)/realms/(?P<realm>[^/?#]+)")


class Addresses:
    """Where the provider of a configuration is, as far as it says so; "" for what it doesn't."""

    def __init__(self, config: SecurityConfig) -> None:
        self.authority = text(config, f"{AUTHENTICATION}.authority").rstrip("/")
        self.discovery = text(config, f"{OIDC}.discoveryUri")
        self.keys = tuple(
            each for each in items(config, f"{AUTHENTICATION}.publicKeyUrls") if not OWN_KEYS.search(each)
        )

    @property
    def discovered(self) -> str:
        """The issuer whose discovery document it is."""
        return self.discovery.removesuffix(WELL_KNOWN) if self.discovery.endswith(WELL_KNOWN) else ""


def kinds_of(provider: str) -> list[Kind]:
    """Those that OpenMetadata knows by this name, the one that fits everything last."""
    fitting = [kind for kind in KINDS.values() if kind.openmetadata_provider == provider]
    return sorted(fitting, key=lambda kind: kind.id == provider)


def own_settings(kind: Kind, addresses: Addresses) -> dict[str, Value] | None:
    """The kind's own fields that give these addresses; None where no address is of this kind."""
    match kind.id:
        case "keycloak":
            own = realm(addresses)
        case "custom-oidc":
            own = {"issuer": addresses.authority or addresses.discovered}
        case _:
            own = first_match(kind, addresses)
    return None if own is None else own | differing(kind, own, addresses)


def realm(addresses: Addresses) -> dict[str, Value] | None:
    for address in (addresses.authority, addresses.discovered):
        if found := REALM.fullmatch(address):
            return {"server_url": found["server_url"], "realm": unquote(found["realm"])}
    return None


def first_match(kind: Kind, addresses: Addresses) -> dict[str, Value] | None:
    for template, address in candidates(kind, addresses):
        found = matched(template, address)
        if found is not None:
            return found
    return None


def candidates(kind: Kind, addresses: Addresses) -> Iterator[tuple[str, str]]:
    """Templates, each with an address that should be made of it."""
    if kind.urls is None:
        return
    yield kind.urls.authority, addresses.authority
    yield kind.urls.issuer.rstrip("/"), addresses.discovered.rstrip("/")
    for each in addresses.keys:
        yield kind.urls.jwks_uri, each


def matched(template: str, address: str) -> dict[str, Value] | None:
    """The names that the template's braces stand for in the address; derived ones are among them."""
    pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+?)", re.escape(template))
    found = re.fullmatch(pattern, address)
    return dict(found.groupdict()) if found else None


def differing(kind: Kind, own: Mapping[str, Value], addresses: Addresses) -> dict[str, Value]:
    """The addresses that are others than the kind's own, for kinds that have a field for them."""
    usual = kind.endpoints({**own, "jwks_uri": "", "discovery_uri": ""})
    key = addresses.keys[0] if addresses.keys else ""
    found: dict[str, Value] = {}
    if addresses.discovery and addresses.discovery != usual.discovery_uri:
        found["discovery_uri"] = addresses.discovery
    if key and (kind.id == "custom-oidc" or key != usual.jwks_uri):
        found["jwks_uri"] = key
    return found


def text(config: SecurityConfig, path: str) -> str:
    value = config.values.get(path)
    return value if isinstance(value, str) else ""


def items(config: SecurityConfig, path: str) -> tuple[str, ...]:
    value = config.values.get(path)
    return value if isinstance(value, tuple) else ()
