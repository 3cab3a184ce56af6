"""Where the directory's server is, and whether it is spoken to with TLS."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import InvalidValue, Value
from sso_providers.catalogue.ldap.rules import PLAIN_PORTS, TLS_PORTS
from sso_providers.catalogue.ldap.texts import host as valid_host
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import is_empty, reads
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.urls import parse, shown
from sso_providers.openmetadata.settings import LDAP
from sso_providers.openmetadata.subject import Subject

HOST, PORT, TLS, POOL = f"{LDAP}.host", f"{LDAP}.port", f"{LDAP}.sslEnabled", f"{LDAP}.maxPoolSize"
LARGEST_PORT = 65535
TLS_PORT_OF = {389: 636, 3268: 3269}
# What stands around a host's name in an address.
AROUND = re.compile(r"\s*(?:[a-z]+:/*)?(?P<host>\[[0-9a-f:]+\]|[^\s/:\[\]]+)(?P<port>:\d{1,5})?/?.*", re.IGNORECASE)


def number(subject: Subject, path: str) -> int | None:
    value = subject.config.values.get(path)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def no_host(subject: Subject) -> Iterator[Found]:
    text = subject.text(HOST)
    if not reads(subject, "ldap") or not text.strip() or is_open(text):
        return
    try:
        valid_host(text[:300])
    except InvalidValue:
        bare = host_in(text)
        message = say(
            "{text} is no host: use the name or IP address alone, without scheme, port or path; port and "
            "sslEnabled are settings of their own.",
            text=shown(text),
        )
        yield Found(setting=HOST, message=message, fix=bare if bare != text else None)


def host_in(text: str) -> str | None:
    found = AROUND.fullmatch(text.rpartition("@")[2][:300])
    if found is None:
        return None
    try:
        return valid_host(found["host"].strip("[]"))
    except InvalidValue:
        return None


def own_machine(subject: Subject) -> Iterator[Found]:
    text = subject.text(HOST)
    if subject.provider == "ldap" and text and parse(f"http://{text}").is_local:
        message = say(
            "{text} is the container itself for the server: use the directory's name in the network.", text=shown(text)
        )
        yield Found(setting=HOST, message=message)


def usual_port(subject: Subject) -> int:
    return 636 if subject.config.values.get(TLS) is True else 389


def impossible_port(subject: Subject) -> Iterator[Found]:
    port = number(subject, PORT)
    if reads(subject, "ldap") and port is not None and not 1 <= port <= LARGEST_PORT:
        message = say(
            "{port} is no port: use one from 1 to {largest_port}, usually 636 with TLS and 389 without.",
            port=port,
            largest_port=LARGEST_PORT,
        )
        yield Found(setting=PORT, message=message, fix=usual_port(subject))


def port_without_tls(subject: Subject) -> Iterator[Found]:
    port, tls = number(subject, PORT), subject.config.values.get(TLS)
    if not reads(subject, "ldap") or port is None:
        return
    if port in TLS_PORTS and tls is not True:
        said = say("is false") if tls is False else say("is not set, which means false")
        message = say(
            "Port {port} speaks TLS from the first byte, and sslEnabled {said}: set it to true.", port=port, said=said
        )
        yield Found(setting=TLS, message=message, fix=True)
    elif port in PLAIN_PORTS and tls is True:
        right = TLS_PORT_OF[port]
        message = say(
            "Port {port} does not begin with TLS, and OpenMetadata knows no STARTTLS: use {right}.",
            port=port,
            right=right,
        )
        yield Found(setting=PORT, message=message, fix=right)


def no_pool(subject: Subject) -> Iterator[Found]:
    size = number(subject, POOL)
    if reads(subject, "ldap") and size is not None and size < 1:
        message = say("A pool of {size} connections has none: use 3, OpenMetadata's default.", size=size)
        yield Found(setting=POOL, message=message, fix=3)


def empty(subject: Subject) -> Iterator[Found]:
    if subject.provider != "ldap":
        return
    fixes: dict[str, Value | None] = {HOST: None, PORT: usual_port(subject)}
    for path, fix in fixes.items():
        if is_empty(subject, path):
            message = say(
                "{path} is empty: the server can't know it, so write the directory's.", path=path.rpartition(".")[2]
            )
            yield Found(setting=path, message=message, fix=fix)


AUTHENTICATOR = "OpenMetadata's LdapAuthenticator"
RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-server-empty",
        title="Host or port of the directory is empty",
        level=Level.ERROR,
        reason="The server opens its connections to the directory when it starts, and stops where it can't.",
        source="OpenMetadata issue 21875; LdapAuthenticator",
        reads=(HOST, PORT),
        check=empty,
    ),
    Rule(
        id="ldap-host",
        title="More than a host in place of the host",
        level=Level.ERROR,
        reason="The server looks the text up as a name, and does not take it apart.",
        source=AUTHENTICATOR,
        reads=(HOST,),
        check=no_host,
    ),
    Rule(
        id="ldap-host-itself",
        title="The directory on the server's own machine",
        level=Level.WARNING,
        reason="In a container localhost is the container, in which no directory runs.",
        source="OpenMetadata issue 7567, which is the same for another provider",
        reads=(HOST,),
        targets=("docker", "kubernetes"),
        check=own_machine,
    ),
    Rule(
        id="ldap-port",
        title="A port that there is not",
        level=Level.ERROR,
        reason="Ports are numbers from 1 to 65535.",
        source="OpenMetadata's LdapConfigValidator (1.10 and later); RFC 6335, section 6",
        reads=(PORT,),
        check=impossible_port,
    ),
    Rule(
        id="ldap-port-and-tls",
        title="Port and TLS don't fit each other",
        level=Level.WARNING,
        reason="With sslEnabled the server begins with TLS, without it never speaks it: at the other kind of port the "
        "connection hangs or breaks.",
        source="RFC 4513, section 3; OpenMetadata issue 15898",
        reads=(PORT, TLS),
        check=port_without_tls,
    ),
    Rule(
        id="ldap-pool-size",
        title="A pool without connections",
        level=Level.ERROR,
        reason="The connection pool must have room for one at least.",
        source="UnboundID's LDAPConnectionPool",
        reads=(POOL,),
        check=no_pool,
    ),
)
