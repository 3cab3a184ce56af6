"""Variables that do not get through to the server."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import LDAP, SAML, SETTINGS, Setting
from sso_providers.openmetadata.settings.spec import FIRST
from sso_providers.openmetadata.subject import Subject

LISTED = 5


def is_passed(setting: Setting, release: Release) -> bool:
    """What the first known line passes, former ones are taken to have passed, too."""
    return setting.compose_since == FIRST or setting.passed_by_compose(release)


def not_passed(subject: Subject) -> Iterator[Found]:
    """One finding for the whole file. Services are named by a Compose file, which passes what it says itself."""
    if subject.surroundings.hosts or subject.is_whole:
        return
    paths = [
        path
        for path, value in subject.config.values.items()
        if not is_passed(SETTINGS[path], subject.release) and value != SETTINGS[path].default
    ]
    names = [name for path in paths if (name := SETTINGS[path].env)]
    if names:
        shown = ", ".join(dict.fromkeys(names[:LISTED])) + (", …" if len(names) > LISTED else "")
        message = say(
            "OpenMetadata's quickstart Compose file does not pass {shown}: with docker compose --env-file they have "
            "no effect, so name the file in an env_file: of the services.",
            shown=shown,
        )
        yield Found(setting=paths[0], message=message)


RULES: tuple[Rule, ...] = (
    Rule(
        id="variable-not-passed",
        title="Variables that the Compose file does not pass",
        level=Level.HINT,
        reason="--env-file only fills in what the Compose file names, and there SAML and LDAP are commented out.",
        source="OpenMetadata PR #14453, issue 10211; docker-compose-quickstart",
        reads=tuple(
            path for path, setting in SETTINGS.items() if setting.env and path.startswith((f"{SAML}.", f"{LDAP}."))
        ),
        targets=("docker",),
        check=not_passed,
    ),
)
