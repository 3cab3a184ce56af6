"""Whose addresses get in: the lists of domains, and whether anybody looks at them."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import SETTINGS
from sso_providers.openmetadata.subject import Subject

from .domains import ALLOWED, ENFORCED, PRINCIPAL, REGISTRATION, cleaned, is_domain, parts

SHIPPED = "open-metadata.org"
EVERY = "all"


def enforced_default(subject: Subject) -> Iterator[Found]:
    if subject.value(ENFORCED) is not True or subject.items(ALLOWED):
        return
    if subject.text(PRINCIPAL).strip().lower() == SHIPPED:
        yield Found(
            setting=PRINCIPAL,
            message=say(
                "Only people of {shipped}, which is OpenMetadata's own, may sign in: use your mail domain.",
                shipped=SHIPPED,
            ),
            level=Level.ERROR if subject.states(PRINCIPAL) else Level.WARNING,
        )


def bots_locked_out(subject: Subject) -> Iterator[Found]:
    domain, allowed = subject.text(PRINCIPAL).strip().lower(), subject.items(ALLOWED)
    if subject.value(ENFORCED) is not True or not allowed or not is_domain(domain):
        return
    if domain in map(cleaned, allowed):
        return
    yield Found(
        setting=ALLOWED,
        message=say(
            "The bots' addresses end in {domain}, which is not among the allowed domains, so their tokens are "
            "refused: add {domain}.",
            domain=domain,
        ),
        fix=(*allowed, domain),
        level=Level.ERROR if subject.states(PRINCIPAL) else Level.WARNING,
    )


def not_enforced(subject: Subject) -> Iterator[Found]:
    if subject.states(ALLOWED) and any(subject.items(ALLOWED)) and subject.value(ENFORCED) is not True:
        yield Found(
            setting=ENFORCED,
            message=say(
                "allowedDomains keep nobody out unless enforcePrincipalDomain is true: use true, if they shall."
            ),
            fix=True,
        )


def listed_wrongly(subject: Subject) -> Iterator[Found]:
    for path, exceptions in ((ALLOWED, ()), (REGISTRATION, (EVERY,))):
        items = subject.items(path) if subject.states(path) else ()
        wrong = [item for item in items if item not in exceptions and not (is_domain(item) and item == item.lower())]
        if not wrong:
            continue
        every = [domain for item in items for domain in ([item] if item in exceptions else parts(item))]
        right = tuple(dict.fromkeys(domain for domain in every if domain in exceptions or is_domain(domain)))
        strict = path == ALLOWED and subject.value(ENFORCED) is True
        yield Found(
            setting=path,
            message=say(
                "{wrong} is no domain in lower case, and addresses are compared with it to the letter: use {right}.",
                wrong=listed(wrong),
                right=listed(right) if right else say("domains such as acme.example"),
            ),
            fix=right or None,
            level=Level.ERROR if strict and any(item.strip() for item in wrong) else Level.WARNING,
        )


RULES = (
    Rule(
        id="shipped-domain-enforced",
        title="The shipped domain is enforced",
        level=Level.ERROR,
        reason="With enforcePrincipalDomain only addresses of the domain get in, and open-metadata.org is the default.",
        source="SecurityUtil",
        check=enforced_default,
        reads=(PRINCIPAL, ENFORCED, ALLOWED),
    ),
    Rule(
        id="bots-domain-not-allowed",
        title="allowedDomains lack the bots' domain",
        level=Level.ERROR,
        reason="allowedDomains replace principalDomain in the check, which tokens of bots must pass as well.",
        source="OpenMetadata #29488; SecurityUtil",
        check=bots_locked_out,
        reads=(PRINCIPAL, ENFORCED, ALLOWED),
        since=SETTINGS[ALLOWED].since,
    ),
    Rule(
        id="allowed-domains-not-enforced",
        title="allowedDomains without enforcement",
        level=Level.HINT,
        reason="allowedDomains are looked at with enforcePrincipalDomain only.",
        source="SecurityUtil",
        check=not_enforced,
        reads=(ALLOWED, ENFORCED),
        since=SETTINGS[ALLOWED].since,
    ),
    Rule(
        id="domain-list-malformed",
        title="What is no domain in a list of domains",
        level=Level.WARNING,
        reason="The domain of an address is compared with each of the list exactly.",
        source="OpenMetadata PR #30285; SecurityUtil",
        check=listed_wrongly,
        reads=(ALLOWED, REGISTRATION, ENFORCED),
    ),
)
