"""Certificates that Java must be told to trust."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.rules.stated_addresses import key_texts
from sso_providers.openmetadata.rules.urls import Address, parse
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .java import options

KEYS, DISCOVERY = f"{AUTHENTICATION}.publicKeyUrls", f"{OIDC}.discoveryUri"
# Domains for which no public authority signs: RFC 6762, appendix G; RFC 8375; ICANN's resolution on .internal.
INTERNAL = (".local", ".internal", ".intranet", ".private", ".corp", ".home", ".lan", ".home.arpa")
TRUST_STORE = "javax.net.ssl.trustStore="


def needs_own_authority(address: Address) -> bool:
    return (
        address.scheme == "https" and (address.is_private or address.host.endswith(INTERNAL)) and not address.is_local
    )


def untrusted(subject: Subject) -> Iterator[Found]:
    if not is_openid(subject) or subject.is_whole or TRUST_STORE in options(subject):
        return
    stated = {DISCOVERY: (subject.text(DISCOVERY),), KEYS: key_texts(subject)}
    for path, texts in stated.items():
        hosts = [address.host for address in map(parse, texts) if needs_own_authority(address)]
        if subject.states(path) and hosts:
            message = say(
                "No public authority signs a certificate for {host}: import your own authority's into the "
                "server's Java (keytool -importcert -cacerts), unless that is done.",
                host=hosts[0],
            )
            yield Found(setting=path, message=message)
            return


RULES: tuple[Rule, ...] = (
    Rule(
        id="private-authority",
        title="A certificate of an authority of your own",
        level=Level.HINT,
        reason="Java trusts the authorities of its own list only, and not those of the operating system.",
        source="OpenMetadata issues 9525 and 15489",
        reads=(KEYS, DISCOVERY),
        check=untrusted,
    ),
)
