"""The name that OpenMetadata shows for a person."""

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import Claims
from .outlook import Result, Topic

# OpenMetadata #25623 of January 2026, about 1.11.10.
SINCE = Release("1.11")
WHOLE = ("name", "displayName")
GIVEN = ("given_name", "givenname", "firstname")
FAMILY = ("family_name", "familyname", "lastname")
UNPROVEN = say("About 1.11.10 on; whether the server or the page does it differs by patch.")


def display_name(subject: Subject, claims: Claims) -> Result | None:
    """None where nothing tells it."""
    found = named(claims)
    if found is None:
        return None
    value, sentence = found
    if subject.release < SINCE:
        sentence = say("The sign-up page suggests it; this line takes no name at later sign-ins.")
    return Result(
        topic=Topic.DISPLAY_NAME,
        value=value,
        decided_by=sentence,
        source=sources.with_issues(sources.DISPLAY_NAME, 25623),
        unverified=UNPROVEN if subject.release >= SINCE else say("What the sign-up page suggests is not proven."),
    )


def named(claims: Claims) -> tuple[str, str] | None:
    for claim in WHOLE:
        if value := claims.text(claim).strip():
            return value, say("The claim '{claim}', for an account without a name of its own.", claim=claim)
    given, family = first(claims, GIVEN), first(claims, FAMILY)
    if not (given or family):
        return None
    return f"{given} {family}".strip(), say("Given name and family name, for an account without a name of its own.")


def first(claims: Claims, names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := claims.text(name).strip())), "")
