"""Settings that the server has stored, and that win over the file's."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER
from sso_providers.openmetadata.subject import Subject

NAME = "(stored configuration)"
COMMANDS_SINCE = Release("1.12")


def stored(subject: Subject) -> Iterator[Found]:
    """Nothing in the file shows whether the server has started before."""
    if subject.is_whole or not (subject.states_any(AUTHENTICATION) or subject.states_any(AUTHORIZER)):
        return
    also = say(", or change them by update-security-config") if subject.release >= COMMANDS_SINCE else ""
    message = say(
        "A server that has started before reads its settings from the database, and not from this file: after a "
        "change run ./bootstrap/openmetadata-ops.sh remove-security-config --force, and restart it{also}.",
        also=also,
    )
    yield Found(setting=NAME, message=message)


RULES: tuple[Rule, ...] = (
    Rule(
        id="stored-settings-win",
        title="Stored settings win over the file",
        level=Level.HINT,
        reason="Since 1.10 the first start puts the sign-in settings into the database; later starts read them there.",
        source="OpenMetadata issues 31786, 26241 and 23964; SettingsCache",
        since=Release("1.10"),
        targets=("docker", "bare-metal", "kubernetes"),
        check=stored,
    ),
)
