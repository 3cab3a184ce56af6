"""principalDomain: the one mail domain of bots, and of people whose token has no address."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.own import OWN_KEYS
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.stated_addresses import KEYS, OWN, addresses, key_texts, usable
from sso_providers.openmetadata.rules.wording import listed, quoted
from sso_providers.openmetadata.subject import Subject

from .domains import ALLOWED, PRINCIPAL, cleaned, is_domain, parts, principal

ALLOWED_SINCE = Release("1.7")
# Below a country's domain these are no company's own.
SECOND_LEVEL = {"ac", "co", "com", "edu", "gob", "gov", "govt", "ne", "net", "nhs", "or", "org"}


def empty(subject: Subject) -> Iterator[Found]:
    if not subject.states(PRINCIPAL) or principal(subject).strip():
        return
    known = [domain for domain in map(cleaned, subject.items(ALLOWED)[:1]) if is_domain(domain)]
    yield Found(
        setting=PRINCIPAL,
        message=say(
            "principalDomain is empty, so administrators and bots get addresses without a domain, which are "
            "invalid: use your mail domain, such as acme.example."
        ),
        fix=known[0] if known else None,
    )


def several(subject: Subject) -> Iterator[Found]:
    domains = parts(principal(subject))
    if len(domains) < 2 or not all(map(is_domain, domains)):
        return
    remedy = (
        say("use one, {domain}, and allowedDomains for all", domain=domains[0])
        if subject.release >= ALLOWED_SINCE
        else say("use one, {domain}; 1.7 has allowedDomains for more", domain=domains[0])
    )
    yield Found(
        setting=PRINCIPAL,
        message=say(
            "{domains} are several domains, and OpenMetadata puts the whole text behind every user name: {remedy}.",
            domains=listed(domains),
            remedy=remedy,
        ),
        fix=domains[0],
    )
    allowed = tuple(dict.fromkeys([*subject.items(ALLOWED), *domains]))
    if subject.release >= ALLOWED_SINCE and allowed != subject.items(ALLOWED):
        yield Found(
            setting=ALLOWED,
            message=say("People of {domains} are meant to sign in: list these domains here.", domains=listed(domains)),
            fix=allowed,
        )


def malformed(subject: Subject) -> Iterator[Found]:
    """Several have a rule of their own, and so has what was never filled in."""
    text = principal(subject)
    found = parts(text)
    if not text.strip() or is_domain(text) or is_open(text) or (len(found) > 1 and all(map(is_domain, found))):
        return
    right = next(filter(is_domain, found), "")
    yield Found(
        setting=PRINCIPAL,
        message=say(
            "{text} is no mail domain: use what stands behind the @ of your addresses, {right}.",
            text=quoted(text),
            right=right or say("such as acme.example"),
        ),
        fix=right or None,
    )


def own_hosts(subject: Subject) -> set[str]:
    """OpenMetadata's own, as far as the file names them."""
    stated = [address for _, address in addresses(subject, OWN)]
    keys = [address for address in map(usable, key_texts(subject)) if address and OWN_KEYS.search(address.path)]
    return {address.host for address in (*stated, *keys)}


def parent(host: str) -> str:
    """The domain above a host's; "" where the host's may be a company's own."""
    _, _, above = host.partition(".")
    first, _, rest = above.partition(".")
    is_country = "." not in rest and len(rest) == 2 and first in SECOND_LEVEL
    return above if rest and not is_country else ""


def is_host(subject: Subject) -> Iterator[Found]:
    domain = principal(subject).strip().lower()
    above = parent(domain)
    if not above or domain not in own_hosts(subject) or subject.is_whole:
        return
    yield Found(
        setting=PRINCIPAL,
        message=say(
            "{domain} is OpenMetadata's own host, and people's addresses probably end in {above}: use "
            "what stands behind the @.",
            domain=quoted(domain),
            above=above,
        ),
        fix=above,
    )


RULES = (
    Rule(
        id="principal-domain-empty",
        title="No principalDomain",
        level=Level.ERROR,
        reason="Administrators, bots and people without an address get name@principalDomain, which must be an address.",
        source="OpenMetadata PR #30499; SecurityUtil; ConfigurationValidator",
        check=empty,
        reads=(PRINCIPAL, ALLOWED),
    ),
    Rule(
        id="principal-domain-several",
        title="Several domains in principalDomain",
        level=Level.ERROR,
        reason="principalDomain is one domain, from which addresses are made; allowedDomains is the list.",
        source="OpenMetadata #3757, #19152",
        check=several,
        reads=(PRINCIPAL, ALLOWED),
    ),
    Rule(
        id="principal-domain-malformed",
        title="principalDomain is no domain",
        level=Level.ERROR,
        reason="Addresses are made of it, and must look like one: something, an @, and a domain with a dot.",
        source="OpenMetadata #3757 (email must match ^\\S+@\\S+\\.\\S+$); SecurityUtil",
        check=malformed,
        reads=(PRINCIPAL,),
    ),
    Rule(
        id="principal-domain-is-host",
        title="principalDomain is OpenMetadata's host",
        level=Level.WARNING,
        reason="principalDomain is what stands behind the @ of people's addresses, not where OpenMetadata runs.",
        source="OpenMetadata #18865",
        check=is_host,
        reads=(PRINCIPAL, KEYS, *OWN),
    ),
)
