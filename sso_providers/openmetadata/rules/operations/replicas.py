"""Several servers, and what only one of them knows."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION
from sso_providers.openmetadata.subject import Place, Subject

CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
NAME = "replicaCount"


def place(subject: Subject) -> Place:
    """Where the file says how many servers there are; `Surroundings.places` calls it replicas."""
    places = subject.surroundings.places
    return places.get("replicas") or places.get(NAME) or Place(NAME, 0)


def lost_sessions(subject: Subject) -> Iterator[Found]:
    count = subject.surroundings.replicas
    if count > 1 and subject.is_confidential and not subject.surroundings.sticky:
        found = place(subject)
        message = say(
            "{count} servers, each with the sign-ins that began at it in its own memory: run one, or let the ingress "
            "send a person to the same one again (a cookie for affinity).",
            count=count,
        )
        yield Found(setting=found.name, message=message, fix=1, line=found.line)


def unequal_settings(subject: Subject) -> Iterator[Found]:
    count = subject.surroundings.replicas
    if count > 1:
        found = place(subject)
        message = say(
            "What is changed in OpenMetadata's settings page or by its API reaches one of {count} servers: restart "
            "the others after each change.",
            count=count,
        )
        yield Found(setting=found.name, message=message, line=found.line)


RULES: tuple[Rule, ...] = (
    Rule(
        id="sessions-in-one-server",
        title="Several servers, and sign-ins that only one knows",
        level=Level.WARNING,
        reason="Before 2.0 the state of a sign-in by the authorization code flow is kept in the memory of the server "
        "where it began; the provider's answer may reach another.",
        source="OpenMetadata issue 20782, PR #31183",
        reads=(CLIENT_TYPE,),
        until=Release("1.13"),
        check=lost_sessions,
    ),
    Rule(
        id="settings-in-one-server",
        title="Several servers, and changes that reach only one",
        level=Level.HINT,
        reason="A server reads the stored settings when it starts, and when it is itself asked to change them.",
        source="OpenMetadata issue 30882",
        since=Release("1.10"),
        check=unequal_settings,
    ),
)
