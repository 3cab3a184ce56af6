"""enforcePrincipalDomain: people of which mail domains the server lets in."""

from dataclasses import replace

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import brief
from .identity import PRINCIPAL_DOMAIN
from .outlook import Result, State, Topic
from .way import OWN_TOKEN, has_own_token

ENFORCED = f"{AUTHORIZER}.enforcePrincipalDomain"
ALLOWED = f"{AUTHORIZER}.allowedDomains"
# OpenMetadata #30285 of July 2026 ignores case: before 2.0.0, and the last lines before it may have got it in a patch.
ANY_CASE = Release("2.0")
MAYBE_ANY_CASE = Release("1.12")


def domain_rule(subject: Subject, domain: str) -> Result:
    """`domain` is that of the person's token, in its own case; "" for none."""
    if subject.value(ENFORCED) is not True:
        return Result(
            topic=Topic.DOMAIN,
            value=say("not enforced"),
            decided_by=say("enforcePrincipalDomain is false."),
            source=sources.DOMAIN,
        )
    if has_own_token(subject) and subject.release >= OWN_TOKEN:
        return skipped(subject, domain)
    if domain in wanted(subject):
        return passed(subject, domain)
    if is_wanted_in_any_case(subject, domain):
        return by_case(subject, domain)
    return refused(subject, domain)


def wanted(subject: Subject) -> tuple[str, ...]:
    """allowedDomains, where they are filled in, replace principalDomain."""
    return subject.items(ALLOWED) or (subject.text(PRINCIPAL_DOMAIN),)


def setting(subject: Subject) -> str:
    return "allowedDomains" if subject.items(ALLOWED) else "principalDomain"


def is_wanted_in_any_case(subject: Subject, domain: str) -> bool:
    return domain.lower() in {each.lower() for each in wanted(subject)}


def passed(subject: Subject, domain: str) -> Result:
    return Result(
        topic=Topic.DOMAIN,
        value=say("passed"),
        decided_by=say(
            "enforcePrincipalDomain: {domain} is in {setting}.", domain=brief(domain), setting=setting(subject)
        ),
        source=sources.DOMAIN,
        state=State.GOOD,
    )


def by_case(subject: Subject, domain: str) -> Result:
    """The domain is right but for capital letters."""
    source = sources.with_issues(sources.DOMAIN, 30285)
    if subject.release >= ANY_CASE:
        unverified = say("That case is ignored came with a change of July 2026; the patch is not proven.")
        return replace(passed(subject, domain), source=source, unverified=unverified)
    sentence = say(
        "enforcePrincipalDomain: {domain} is in {setting}, {wanted}, but for capital letters, and this line compares "
        "to the letter.",
        domain=brief(domain),
        setting=setting(subject),
        wanted=listed(wanted(subject)),
    )
    is_unsure = subject.release >= MAYBE_ANY_CASE
    return Result(
        topic=Topic.DOMAIN,
        value=say("depends on the patch release") if is_unsure else say("refused"),
        decided_by=sentence,
        source=source,
        state=State.UNSURE if is_unsure else State.REFUSED,
        answer=answer(subject, domain),
        unverified=say("Patches from after July 2026 may ignore case.") if is_unsure else "",
    )


def refused(subject: Subject, domain: str) -> Result:
    return Result(
        topic=Topic.DOMAIN,
        value=say("refused"),
        decided_by=mismatch(subject, domain),
        source=sources.DOMAIN,
        state=State.REFUSED,
        answer=answer(subject, domain),
    )


def mismatch(subject: Subject, domain: str) -> str:
    if not domain:
        return say(
            "enforcePrincipalDomain: the claim that names the user has no domain, and {setting} is {wanted}.",
            setting=setting(subject),
            wanted=listed(wanted(subject)),
        )
    return say(
        "enforcePrincipalDomain: {domain} is not in {setting}, {wanted}.",
        domain=brief(domain),
        setting=setting(subject),
        wanted=listed(wanted(subject)),
    )


def skipped(subject: Subject, domain: str) -> Result:
    """The rule is one about tokens, and skips those that OpenMetadata signed; each sign-in ends with such a one."""
    fits = is_wanted_in_any_case(subject, domain)
    return Result(
        topic=Topic.DOMAIN,
        value=say("passed") if fits else "may be let in all the same",
        decided_by=say(
            "enforcePrincipalDomain: {domain} is in {setting}.", domain=brief(domain), setting=setting(subject)
        )
        if fits
        else say(
            "{mismatch} But the rule skips tokens that OpenMetadata signed, and from 2.0 on the browser has such.",
            mismatch=mismatch(subject, domain),
        ),
        source=sources.with_issues(sources.DOMAIN, 29433),
        state=State.GOOD if fits else State.UNSURE,
        unverified="" if fits else say("Read in single commits of 2.0; not tried on a running server."),
    )


def answer(subject: Subject, domain: str) -> str:
    """The server names the person's own domain where there is a list (OpenMetadata #30285)."""
    named = domain if subject.items(ALLOWED) else subject.text(PRINCIPAL_DOMAIN)
    return f"Not Authorized! Email does not match the principal domain {named}"
