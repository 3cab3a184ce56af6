"""Helm charts that are too old for what their values say."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, reads
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC
from sso_providers.openmetadata.subject import Subject

NAME = "chart version"
CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
CUSTOM_PARAMS = f"{OIDC}.customParams"
GROUPS = tuple(f"{LDAP}.{name}" for name in ("groupBaseDN", "authRolesMapping", "authReassignRoles"))
# When the server got the code flow, and which chart mended it.
CODE_FLOW_SINCE = Release("1.3")
WITH_CODE_FLOW = (1, 6, 4)
WITH_GROUPS = (1, 3, 2)
VERSION = re.compile(r"\D{0,2}(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?")


def version(text: str) -> tuple[int, ...] | None:
    found = VERSION.match(text)
    return tuple(int(part or 0) for part in found.groups()) if found else None


def is_older(subject: Subject, least: tuple[int, int, int]) -> bool | None:
    """Whether the chart is older; None where only the release line is known, and its last charts are not."""
    own = version(subject.surroundings.chart)
    if own is not None:
        return own < least
    line = Release(f"{least[0]}.{least[1]}")
    return False if subject.release > line else None


def upgrade(subject: Subject, least: tuple[int, int, int], why: str) -> Iterator[Found]:
    older = is_older(subject, least)
    if older is False:
        return
    needed = ".".join(map(str, least))
    place = subject.surroundings.places.get("chart")
    said = (
        say("Chart {version}", version=subject.surroundings.chart[:20])
        if older
        else say("A chart before {needed}", needed=needed)
    )
    yield Found(
        setting=NAME,
        message=say("{said} {why}: use {needed} or later.", said=said, why=why, needed=needed),
        fix=f">={needed}",
        level=Level.ERROR if older else None,
        line=place.line if place else 0,
    )


def custom_params(subject: Subject) -> Iterator[Found]:
    """Of the code flow in general: what is left unsaid is rendered as well."""
    if not subject.provider or not is_openid(subject) or subject.release < CODE_FLOW_SINCE:
        return
    why = say('passes customParams as quoted text, "" by default, so that the code flow keeps the server from starting')
    for found in upgrade(subject, WITH_CODE_FLOW, why):
        uses_it = subject.is_confidential or has(subject, CUSTOM_PARAMS)
        yield (
            found
            if uses_it
            else Found(
                setting=found.setting, message=found.message, fix=found.fix, line=found.line, level=Level.WARNING
            )
        )


def groups(subject: Subject) -> Iterator[Found]:
    if reads(subject, "ldap") and any(has(subject, path) for path in GROUPS):
        why = say("reads groupBaseDN, authRolesMapping and authReassignRoles at a wrong place, so they arrive empty")
        yield from upgrade(subject, WITH_GROUPS, why)


RULES: tuple[Rule, ...] = (
    Rule(
        id="chart-custom-params",
        title="A chart that can't do the code flow",
        level=Level.WARNING,
        reason="The server wants an object for customParams, and stops at a text.",
        source="openmetadata-helm-charts issues 229 and 245, PR #311",
        reads=(CLIENT_TYPE, CUSTOM_PARAMS),
        targets=("kubernetes",),
        check=custom_params,
    ),
    Rule(
        id="chart-ldap-groups",
        title="A chart that loses LDAP's groups",
        level=Level.WARNING,
        reason="The chart's template looked for them beside ldapConfiguration, and not in it.",
        source="openmetadata-helm-charts PRs #217 and #226",
        reads=GROUPS,
        targets=("kubernetes",),
        check=groups,
    ),
)
