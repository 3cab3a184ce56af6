"""jwtTeamClaimMapping: the claim that names a person's team."""

import re
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.validators import CLAIM
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, SETTINGS
from sso_providers.openmetadata.subject import Subject

TEAM = f"{AUTHENTICATION}.jwtTeamClaimMapping"


def team(subject: Subject) -> Iterator[Found]:
    value = subject.text(TEAM)
    if not value or CLAIM.fullmatch(value):
        return
    meant = re.split(r"[:=,]", value[:200].strip().strip("[]\"'"))[-1].strip().strip("\"'")
    yield Found(
        setting=TEAM,
        message=say("{value} is no claim's name: use the name alone, such as department.", value=quoted(value)),
        fix=meant if CLAIM.fullmatch(meant) else None,
    )


RULES = (
    Rule(
        id="team-claim-malformed",
        title="jwtTeamClaimMapping is no claim's name",
        level=Level.WARNING,
        reason="The setting is the name of one claim, not a pair as in jwtPrincipalClaimsMapping.",
        source="jwtTeamClaimMapping of authenticationConfiguration.json",
        check=team,
        reads=(TEAM,),
        since=SETTINGS[TEAM].since,
    ),
)
