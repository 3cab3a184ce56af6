"""jwtTeamClaimMapping: the existing teams that a person joins."""

from collections.abc import Sequence

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.rules.wording import listed
from sso_providers.openmetadata.settings import AUTHENTICATION
from sso_providers.openmetadata.subject import Subject

from . import sources
from .claims import Claims
from .outlook import Result, Topic
from .way import Way, way_of

TEAM = f"{AUTHENTICATION}.jwtTeamClaimMapping"
SINCE = Release("1.11")
NONE = say("none")


def claim_of(subject: Subject) -> str:
    return subject.text(TEAM)


def teams(subject: Subject, claims: Claims) -> Result:
    claim = claim_of(subject)
    text = claims.text(claim)
    return of_names(subject, claims.texts(claim) or ((text,) if text else ()), is_there=claims.has(claim))


def of_names(subject: Subject, names: Sequence[str], *, is_there: bool) -> Result:
    """`is_there` tells whether the provider sends the claim or attribute at all."""
    claim = claim_of(subject)
    if not claim:
        return none(say("jwtTeamClaimMapping is not set."))
    if subject.release < SINCE:
        return none(say("jwtTeamClaimMapping, '{claim}', is read from 1.11.6 on.", claim=claim))
    if not names:
        return none(
            say("jwtTeamClaimMapping: '{claim}' holds no name.", claim=claim)
            if is_there
            else say("jwtTeamClaimMapping: '{claim}' is missing.", claim=claim)
        )
    return Result(
        topic=Topic.TEAMS,
        value=say(", ").join(dict.fromkeys(names)),
        decided_by=say(
            "jwtTeamClaimMapping, '{claim}': the person joins those of {names} that exist as groups, and leaves none.",
            claim=claim,
            names=listed(names),
        ),
        source=sources.TEAMS,
        unverified=doubt(subject, len(names)),
    )


def none(sentence: str) -> Result:
    return Result(topic=Topic.TEAMS, value=NONE, decided_by=sentence, source=sources.TEAMS)


def doubt(subject: Subject, count: int) -> str:
    if way_of(subject) is Way.BROWSER:
        return say("Seen for the code flow and SAML only; whether it works for a public client is not proven.")
    if subject.release == SINCE and count > 1:
        return say("The patches before 1.11.6 read no team, and whether its first ones take several is not proven.")
    return say("The patches before 1.11.6 read no team.") if subject.release == SINCE else ""
