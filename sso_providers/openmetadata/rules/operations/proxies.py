"""Proxies for the way out, which Java does not take from the environment."""

import re
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.own import OWN_KEYS
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.rules.stated_addresses import key_texts
from sso_providers.openmetadata.rules.urls import Address, parse
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .java import OPTIONS, options, place

SCHEMES = ("https", "http")
KEYS, DISCOVERY = f"{AUTHENTICATION}.publicKeyUrls", f"{OIDC}.discoveryUri"
# Java is told of its proxies, or asks the system.
KNOWN = ("proxyHost=", "java.net.useSystemProxies=true", "socksProxyHost=")
DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 2000
SECRET = re.compile(r"pass|secret|token|credential|://[^/\s]*@", re.IGNORECASE)


def variable(subject: Subject, scheme: str) -> str:
    """The proxy variable's name as the file has it; programs read either case."""
    names = (f"{scheme}_proxy".upper(), f"{scheme}_proxy")
    return next((name for name in names if subject.surroundings.variables.get(name, "").strip()), "")


def ignored(subject: Subject) -> Iterator[Found]:
    given = {scheme: name for scheme in SCHEMES if (name := variable(subject, scheme))}
    if not given or not is_openid(subject) or any(known in options(subject) for known in KNOWN):
        return
    if is_spared(subject):
        return
    right = java_options(subject, given)
    shown = right or "-Dhttps.proxyHost=HOST -Dhttps.proxyPort=PORT"
    for name in given.values():
        found = place(subject, name)
        message = say(
            "Java takes no proxy from {name}, so the server does not use it: set {options} to {shown}.",
            name=name,
            options=OPTIONS,
            shown=shown,
        )
        yield Found(setting=found.name, message=message, line=found.line)
    found = place(subject, OPTIONS)
    if right:
        before = subject.surroundings.variables.get(OPTIONS, "").strip()
        remedy = (
            say("add to {options} {right}", options=OPTIONS, right=right)
            if before
            else say("set {options} to {right}", options=OPTIONS, right=right)
        )
        message = say("The server takes its proxies from Java's options: {remedy}.", remedy=remedy)
        # A fix is shown, and the options may have a password.
        fix = None if SECRET.search(before) else f"{before} {right}".strip()
        yield Found(setting=found.name, message=message, fix=fix, line=found.line, level=Level.HINT)


def java_options(subject: Subject, given: dict[str, str]) -> str:
    """Java's options for the same proxies; "" where an address does not tell them. Credentials are left out."""
    parts = []
    for scheme, name in given.items():
        address = proxy(subject.surroundings.variables[name])
        if not address.host:
            return ""
        port = address.port or DEFAULT_PORTS.get(address.scheme, 80)
        parts.append(f"-D{scheme}.proxyHost={address.host} -D{scheme}.proxyPort={port}")
    if excepted := "|".join(java_pattern(name) for name in exceptions(subject)):
        parts.append(f"-Dhttp.nonProxyHosts={excepted}")
    return " ".join(parts)


def proxy(text: str) -> Address:
    bare = text.strip()
    return parse(bare if "://" in bare else f"http://{bare}") if "$" not in bare else Address(bare)


def exceptions(subject: Subject) -> tuple[str, ...]:
    """The hosts that need no proxy; networks and ports, which Java can't say, are left out."""
    variables = subject.surroundings.variables
    text = (variables.get("NO_PROXY") or variables.get("no_proxy") or "")[:LONGEST]
    names = [name.strip() for name in text.split(",")]
    return tuple(name for name in names if name and not set(name) & set("/:$ |\"'"))


def java_pattern(name: str) -> str:
    """.acme.example and acme.example mean the names below, too."""
    return name if name.startswith("*") else f"*{name}" if name.startswith(".") else name


def is_spared(subject: Subject) -> bool:
    """Whether the provider's addresses that the file states need no proxy."""
    texts = [*key_texts(subject)]
    texts += [subject.text(DISCOVERY)] if subject.states(DISCOVERY) else []
    hosts = [address.host for address in map(parse, texts) if address.host and not OWN_KEYS.search(address.path)]
    names = [name.lstrip("*.") for name in exceptions(subject)]
    return bool(hosts) and all(any(host == name or host.endswith(f".{name}") for name in names) for host in hosts)


RULES: tuple[Rule, ...] = (
    Rule(
        id="proxy-not-for-java",
        title="A proxy that Java does not use",
        level=Level.WARNING,
        reason="Java reads neither HTTP_PROXY nor HTTPS_PROXY; the server can't fetch keys and discovery document.",
        source="OpenMetadata issue 12091; Java's networking properties",
        reads=(KEYS, DISCOVERY),
        check=ignored,
    ),
)
