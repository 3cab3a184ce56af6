"""Who opens an address, and whether it can: the server in its container, or people's browsers."""

from collections.abc import Iterator

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .own import KUBERNETES, base, shows_own_keys
from .repaired import CONTAINERS, keys_of, repaired
from .stated_addresses import (
    AUTHORITY,
    DISCOVERY,
    KEYS,
    OWN,
    OWN_SAML,
    PROVIDER,
    SAML_LOGIN,
    SERVER_URL,
    address_of,
    addresses,
    has_issuer,
    own_paths,
)
from .urls import DEFAULT_PORTS, Address, named, parse, says, shown

READ = (AUTHORITY, DISCOVERY, KEYS, *OWN, *OWN_SAML, SAML_LOGIN, PROVIDER)
PROXIED = "docker.internal"
# They refuse redirect addresses by http, localhost apart.
HTTPS_REDIRECTS = {"azure", "google", "aws-cognito"}
SERVER_PORT = 8585


def opened_by_browser(subject: Subject) -> Iterator[tuple[str, Address]]:
    """OpenMetadata's own addresses, and the provider's that people are sent to."""
    saml = (SAML_LOGIN,) if subject.provider.lower() == "saml" else ()
    issuer = (AUTHORITY,) if has_issuer(subject) else ()
    return addresses(subject, (*own_paths(subject), *issuer, *saml))


def server_on_localhost(subject: Subject) -> Iterator[Found]:
    discovery = address_of(subject, DISCOVERY) if has_issuer(subject) else None
    keys = [(KEYS, key.address) for key in keys_of(subject) if not key.is_own and key.address]
    for path, address in ((DISCOVERY, discovery), *keys):
        if address and address.is_local:
            where = say("pod") if subject.target == KUBERNETES else say("container")
            yield Found(
                setting=path,
                message=say(
                    "{path} has {address}, and the server reads it: in its {where}, "
                    "{host} is the server itself. Use a name of the provider that the server can resolve.",
                    path=named(path),
                    address=shown(address.text),
                    where=where,
                    host=address.host,
                ),
                fix=reachable(repaired(subject, path)),
            )


def reachable(fix: Value | None) -> Value | None:
    """The repair, if nothing of it is on localhost but OpenMetadata's own keys."""
    each = fix if isinstance(fix, tuple) else (str(fix or ""),)
    return None if any(parse(text).is_local and not shows_own_keys(parse(text)) for text in each) else fix


def browser_inside(subject: Subject) -> Iterator[Found]:
    for path, address in opened_by_browser(subject):
        if not address.is_inside(subject.surroundings.hosts):
            continue
        yield Found(
            setting=path,
            message=say(
                "{stated}, and people's browsers open it: '{host}' is a name that "
                "only the deployment itself knows. Use the public one.",
                stated=says(path, address.text),
                host=address.host,
            ),
            fix=right_host(subject, path),
            level=inside_level(subject, path, address),
        )


def inside_level(subject: Subject, path: str, address: Address) -> Level | None:
    """Docker Desktop's names resolve on its own machine, and short names in some companies' networks."""
    short_name = "." not in address.host and address.host not in subject.surroundings.hosts
    if address.host.endswith(PROXIED) or (short_name and subject.target not in CONTAINERS):
        return Level.WARNING
    return Level.WARNING if path == AUTHORITY and subject.is_confidential else None


def right_host(subject: Subject, path: str) -> str | None:
    """The repair, if it is one that browsers can open."""
    fix = repaired(subject, path)
    return fix if isinstance(fix, str) and not parse(fix).is_inside(subject.surroundings.hosts) else None


def own_on_localhost(subject: Subject) -> Iterator[Found]:
    found = base(subject)
    if not parse(found).is_public(subject.surroundings.hosts):
        return
    for path, address in addresses(subject, own_paths(subject)):
        if address.is_local:
            yield Found(
                setting=path,
                message=say(
                    "{stated}, and OpenMetadata is at {found}: in people's browsers, {host} is their own computer.",
                    stated=says(path, address.text),
                    found=found,
                    host=address.host,
                ),
                fix=repaired(subject, path),
            )


def issuer_on_localhost(subject: Subject) -> Iterator[Found]:
    address = address_of(subject, AUTHORITY) if has_issuer(subject) else None
    if address is None or not address.is_local:
        return
    is_public = parse(base(subject)).is_public(subject.surroundings.hosts)
    if is_public or subject.target == KUBERNETES:
        yield Found(
            setting=AUTHORITY,
            message=say(
                "authority is {address}, and people's browsers open it, where {host} is "
                "their own computer: use the provider's public address.",
                address=shown(address.text),
                host=address.host,
            ),
            fix=right_host(subject, AUTHORITY),
            level=None if is_public else Level.WARNING,
        )


def own_hosts_differ(subject: Subject) -> Iterator[Found]:
    """SAML's addresses have rules of their own, here and for the schemes."""
    hosts = subject.surroundings.hosts
    own = [(path, each) for path, each in addresses(subject, OWN) if each.is_public(hosts)]
    found = parse(base(subject))
    for path, address in own:
        if address.host != found.host:
            yield Found(
                setting=path,
                message=say(
                    "{path} is at {host}, and the other settings say that OpenMetadata is at {other}: use one host for "
                    "all.",
                    path=named(path),
                    host=address.host,
                    other=found.host,
                ),
                fix=repaired(subject, path),
            )


def schemes_mixed(subject: Subject) -> Iterator[Found]:
    own = list(addresses(subject, OWN))
    secure = {address.host for _, address in own if address.scheme == "https"}
    secure |= {
        each.address.host for each in keys_of(subject) if each.is_own and each.address and is_https(each.address)
    }
    for path, address in own:
        if address.scheme == "http" and address.host in secure and not address.is_local:
            yield Found(
                setting=path,
                message=say(
                    "{stated}, and another setting has {host} by https: use https for all.",
                    stated=says(path, address.text),
                    host=address.host,
                ),
                fix=repaired(subject, path),
            )


def is_https(address: Address) -> bool:
    return address.scheme == "https"


def own_over_http(subject: Subject) -> Iterator[Found]:
    provider, mixed = subject.provider.lower(), {each.setting for each in schemes_mixed(subject)}
    for path, address in addresses(subject, own_paths(subject)):
        if address.scheme != "http" or address.is_local or path in mixed:
            continue
        refused = path in OWN and path != SERVER_URL and provider in HTTPS_REDIRECTS
        if refused or address.is_public(subject.surroundings.hosts):
            why = (
                say("{provider} takes no redirect address by http but localhost's", provider=provider)
                if refused
                else say("anybody can read it")
            )
            yield Found(
                setting=path,
                message=say(
                    "{stated}, not encrypted, and {why}: serve OpenMetadata by https.",
                    stated=says(path, address.text),
                    why=why,
                ),
                level=Level.ERROR if refused else None,
            )


def odd_port(subject: Subject) -> Iterator[Found]:
    for path, address in addresses(subject, own_paths(subject)):
        other = {"http": "https", "https": "http"}[address.scheme]
        if address.port is None:
            continue
        if address.port == DEFAULT_PORTS[other]:
            what = say(
                "{scheme} and the port of {other}: write {other}, or leave the port out",
                scheme=address.scheme,
                other=other,
            )
        elif address.port == DEFAULT_PORTS[address.scheme]:
            what = say(
                "the port that {scheme} has anyway, which browsers leave out: leave it out here, too",
                scheme=address.scheme,
            )
        elif address.port == SERVER_PORT and address.scheme == "https":
            what = say(
                "https and the server's own port, which speaks http unless it was told otherwise: leave the port out"
            )
        else:
            continue
        message = say("{stated}, with {what}.", stated=says(path, address.text), what=what)
        yield Found(setting=path, message=message, fix=without_port(address))


def without_port(address: Address) -> str | None:
    """The address where the port is plainly too much."""
    if address.port != DEFAULT_PORTS[address.scheme]:
        return None
    return address.origin + address.path + (f"?{address.query}" if address.query else "")


RULES: tuple[Rule, ...] = (
    Rule(
        id="server-reads-localhost",
        title="The server shall read from localhost",
        level=Level.ERROR,
        reason="publicKeyUrls and discoveryUri are read by the server; in a container localhost is that container.",
        source="OpenMetadata issue 7567",
        check=server_on_localhost,
        reads=READ,
        targets=CONTAINERS,
    ),
    Rule(
        id="browser-opens-internal-name",
        title="Browsers shall open a name that only the deployment knows",
        level=Level.ERROR,
        reason="authority, callbackUrl, serverUrl and the addresses of SAML are opened by people's browsers, which "
        "know neither Compose services nor names of a cluster.",
        source="OpenMetadata issues 7567 and 23508",
        check=browser_inside,
        reads=READ,
    ),
    Rule(
        id="own-address-localhost",
        title="localhost, though OpenMetadata has a public address",
        level=Level.ERROR,
        reason="After signing in, the provider sends people to this address, in their own browser. The value is the "
        "documentation's.",
        source="OpenMetadata issues 23508 and 25924",
        check=own_on_localhost,
        reads=READ,
    ),
    Rule(
        id="issuer-localhost",
        title="The provider on localhost",
        level=Level.ERROR,
        reason="authority is opened by people's browsers.",
        source="OpenMetadata issues 7567 and 23508",
        check=issuer_on_localhost,
        reads=READ,
    ),
    Rule(
        id="own-hosts-differ",
        title="OpenMetadata at several hosts",
        level=Level.ERROR,
        reason="The sign-in begins at one host and ends at another, where the browser has no session; since 2.0 "
        "the server refuses it.",
        source="OpenMetadata issue 26311, PR #33764",
        check=own_hosts_differ,
        reads=READ,
    ),
    Rule(
        id="own-schemes-mixed",
        title="http here and https there",
        level=Level.ERROR,
        reason="A page by https has another origin than one by http: the session is lost, and the redirect address is "
        "not the registered one.",
        source="OpenMetadata issue 24863",
        check=schemes_mixed,
        reads=READ,
    ),
    Rule(
        id="own-address-http",
        title="OpenMetadata by http",
        level=Level.WARNING,
        reason="Tokens go this way. Entra, Google and Cognito register http redirect addresses for localhost alone.",
        source="RFC 9700, section 2.6; https://learn.microsoft.com/en-us/entra/identity-platform/reply-url",
        check=own_over_http,
        reads=READ,
    ),
    Rule(
        id="own-address-port",
        title="An odd port",
        level=Level.WARNING,
        reason="Since 2.0 the origin must be the one in the browser exactly, and browsers leave a scheme's own port "
        "out.",
        source="OpenMetadata PR #33764; RFC 6454, section 6.2",
        check=odd_port,
        reads=(*OWN, *OWN_SAML),
    ),
)
