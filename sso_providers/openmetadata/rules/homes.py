"""Whose an address of a provider is: the tenant, realm, pool or authorization server, and its other addresses.

What follows the tenant's own address comes from the catalogue; which part of an address names the tenant is known here.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from sso_providers.catalogue import KINDS, Endpoints, validators
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.spec import WELL_KNOWN

from .urls import REMEMBERED, Address, parse

# What the part is called that names one customer among the provider's, or one set of keys among the customer's.
TENANT_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "azure": say("tenant"),
        "aws-cognito": say("user pool"),
        "keycloak": say("realm"),
        "okta": say("authorization server"),
    }
)
NEEDS_TENANT = {"azure", "aws-cognito", "keycloak"}
GOOGLE = re.compile(r"accounts\.google\.com|(www|oauth2|openidconnect)\.googleapis\.com")
# The public cloud, by the names that it has and had, and the national ones:
# https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
AZURE = re.compile(
    r"login\.(microsoftonline\.(com|us)|partner\.microsoftonline\.cn|windows\.net|microsoft\.com)|sts\.windows\.net"
)
AZURE_ALIASES = {"login.windows.net", "login.microsoft.com", "sts.windows.net"}
AZURE_HOST = "login.microsoftonline.com"
AZURE_CUSTOMERS = re.compile(r".+\.(b2clogin|ciamlogin)\.com")
COGNITO = re.compile(r"cognito-idp(-fips)?\.[a-z0-9-]+\.amazonaws\.com(\.cn)?")
COGNITO_PAGES = re.compile(r".+\.amazoncognito\.com")
OKTA_ADMIN = "-admin"
SHARED = {"common", "organizations", "consumers"}
NO_TENANTS = {"", "oauth2", "discovery", "v2.0", "v1.0", ".well-known", "openid", "adminconsent"}
VERSION = re.compile(r"v\d+(\.\d+)?")
WELL_KNOWN_PATH = re.compile(r"/\.well-known(/.*)?\Z", re.IGNORECASE)
# Where the realm was left out, Keycloak's endpoints follow at once.
REALM = re.compile(r"(?P<before>.*?/realms)(?:/+(?P<realm>(?!protocol/openid-connect)[^/]*)?.*)?\Z")


@dataclass(frozen=True, slots=True)
class Home:
    """`kind` is the catalogue's id, "" for a provider that its addresses don't tell; `url` the authority, without a
    trailing slash; `tenant` "" where there is none, or where it is missing."""

    kind: str
    url: str
    address: Address
    tenant: str = ""

    @property
    def place(self) -> Address:
        """The authority in parts: of a host with several names, the usual one."""
        return parse(self.url)

    @property
    def lacks_tenant(self) -> bool:
        return self.kind in NEEDS_TENANT and not self.tenant

    @property
    def is_shared(self) -> bool:
        """Whether it is of all tenants, so that it names none."""
        return self.kind == "azure" and self.tenant.lower() in SHARED

    @property
    def keys(self) -> tuple[str, ...]:
        """Where the provider shows its keys, the usual one first; none where that can't be told."""
        if not self.kind or self.lacks_tenant:
            return ()
        endpoints = endpoints_of(self.kind)
        if self.kind == "google":
            # Version 1 has certificates in place of keys.
            return endpoints.jwks_uri, endpoints.jwks_uri.replace("/v3/", "/v2/")
        if self.kind == "okta" and not self.tenant:
            return (f"{self.url}/oauth2/v1/keys",)
        usual = self.url + endpoints.jwks_uri.removeprefix(endpoints.authority)
        return (usual, f"{self.url}/discovery/keys") if self.kind == "azure" else (usual,)

    @property
    def discovery(self) -> str:
        if self.lacks_tenant:
            return ""
        endpoints = endpoints_of(self.kind or "custom-oidc")
        version = endpoints.issuer.removeprefix(endpoints.authority).rstrip("/")
        return f"{self.url}{version}{WELL_KNOWN}"


def endpoints_of(kind: str) -> Endpoints:
    """The catalogue's templates. Raises `TypeError` for a kind without any."""
    urls = KINDS[kind].urls
    if urls is None:
        raise TypeError(say("{kind} has no OpenID endpoints.", kind=kind))
    return urls


@lru_cache(REMEMBERED)
def home_of(address: Address, provider: str) -> Home:
    """`provider` is OpenMetadata's; it decides where the address itself doesn't tell."""
    kind = kind_of(address) or (provider if provider in {"okta", "auth0"} else "")
    return MAKERS[kind](address)


def kind_of(address: Address) -> str:
    """The kind whose address it can only be; "" for what any provider may have."""
    host = address.host
    if GOOGLE.fullmatch(host):
        return "google"
    if AZURE.fullmatch(host):
        return "azure"
    if COGNITO.fullmatch(host) or COGNITO_PAGES.fullmatch(host):
        return "aws-cognito"
    if is_of(host, validators.OKTA):
        return "okta"
    if is_of(host, {"auth0.com"}):
        return "auth0"
    if host.endswith(validators.ONELOGIN):
        return "one-login"
    return "keycloak" if REALM.match(address.path) else ""


def is_of(host: str, domains: set[str]) -> bool:
    return host.partition(".")[2] in domains or any(host.endswith(f".{domain}") for domain in domains)


def segments(address: Address) -> list[str]:
    return [segment for segment in address.path.split("/") if segment]


def google(address: Address) -> Home:
    return Home("google", endpoints_of("google").authority, address)


def azure(address: Address) -> Home:
    first = next(iter(segments(address)), "")
    tenant = "" if first.lower() in NO_TENANTS else first
    host = AZURE_HOST if address.host in AZURE_ALIASES else address.host
    return Home("azure", f"https://{host}/{tenant}".rstrip("/"), address, tenant)


def cognito(address: Address) -> Home:
    first = next(iter(segments(address)), "")
    has_pool = COGNITO.fullmatch(address.host) and first.lower() not in NO_TENANTS
    pool = first if has_pool else ""
    return Home("aws-cognito", f"https://{address.host}/{pool}".rstrip("/"), address, pool)


def okta(address: Address) -> Home:
    """A custom authorization server has its name behind /oauth2/; the organisation's own has a version there."""
    base = f"https://{okta_host(address.host)}" if address.port is None else secure(address).origin
    path = segments(address)
    server = path[1] if path[:1] == ["oauth2"] and len(path) > 1 else ""
    if not server or VERSION.fullmatch(server) or server.startswith("."):
        return Home("okta", base, address)
    return Home("okta", f"{base}/oauth2/{server}", address, server)


def okta_host(host: str) -> str:
    """The host that issues tokens, where it is that of the admin console."""
    organisation, _, domain = host.partition(".")
    return f"{organisation.removesuffix(OKTA_ADMIN)}.{domain}" if domain in validators.OKTA else host


def auth0(address: Address) -> Home:
    return Home("auth0", secure(address).origin, address)


def one_login(address: Address) -> Home:
    return Home("one-login", f"https://{address.host}/oidc/2", address)


def keycloak(address: Address) -> Home:
    found = REALM.match(address.path)
    before, realm = (found["before"], found["realm"] or "") if found else ("", "")
    realm = "" if realm.startswith(".") else realm
    base = re.sub("/{2,}", "/", before)
    return Home("keycloak", f"{address.origin}{base}/{realm}".rstrip("/"), address, realm)


def any_other(address: Address) -> Home:
    path = WELL_KNOWN_PATH.sub("", address.path).rstrip("/")
    endpoint = validators.ENDPOINT.search(path)
    return Home("", address.origin + (path[: endpoint.start()] if endpoint else path), address)


def secure(address: Address) -> Address:
    """These providers answer by https alone."""
    return Address(address.text, "https", address.host, address.port, address.path)


MAKERS: Mapping[str, Callable[[Address], Home]] = MappingProxyType(
    {
        "google": google,
        "azure": azure,
        "aws-cognito": cognito,
        "okta": okta,
        "auth0": auth0,
        "one-login": one_login,
        "keycloak": keycloak,
        "": any_other,
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """`word` says in what two addresses differ; `certain` that no provider can be at home at both."""

    word: str
    certain: bool


def difference(one: Home, other: Home) -> Difference | None:
    """None where both can be the same provider's. The hosts of names that not everybody resolves are not compared."""
    if one.kind and other.kind and one.kind != other.kind:
        return Difference(say("provider"), certain=True)
    if one.kind == other.kind and other.kind in TENANT_WORDS and not same_tenant(one, other):
        # The keys of all tenants of the public cloud are the same ones.
        return Difference(TENANT_WORDS[one.kind], certain=one.kind != "azure")
    if one.place.host == other.place.host or not (one.place.is_public() and other.place.is_public()):
        return None
    return Difference(say("host"), certain=one.kind == other.kind != "keycloak" and all(map(is_official, (one, other))))


def same_tenant(one: Home, other: Home) -> bool:
    if one.kind == "azure":
        guids = [each.tenant.lower() for each in (one, other) if validators.GUID.fullmatch(each.tenant)]
        return len(set(guids)) < 2
    if one.kind == "okta":
        return one.tenant == other.tenant
    return one.tenant == other.tenant or not one.tenant or not other.tenant


def is_official(home: Home) -> bool:
    """Whether the host is the provider's own, not one that a customer chose for it."""
    return bool(home.kind) and kind_of(home.address) == home.kind
