"""Settings that the release line does not have yet, or any more."""

from collections.abc import Iterator

from sso_providers.catalogue import Release, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import REMOVE, Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, LDAP, OIDC, SETTINGS, Setting
from sso_providers.openmetadata.settings.spec import FIRST
from sso_providers.openmetadata.subject import Subject

# Where an unknown key is an error; elsewhere an unknown variable is just not read.
STRICT = ("bare-metal", "api")
# Of lines before the table's first: when the server, and the chart of its number, got them.
EARLIER = {
    f"{AUTHORIZER}.allowedDomains": Release("1.6"),
    f"{AUTHORIZER}.useRolesFromProvider": Release("1.4"),
    f"{AUTHENTICATION}.clientType": Release("1.3"),
    f"{OIDC}.": Release("1.3"),
    f"{LDAP}.group": Release("1.3"),
    f"{LDAP}.auth": Release("1.3"),
}


def before_first(subject: Subject) -> Iterator[Found]:
    """The table begins with a line that has them all."""
    if subject.is_whole or subject.release >= FIRST:
        return
    for setting, value in stated(subject):
        since = since_of(setting.path)
        if since and subject.release < since and value != setting.default:
            message = say(
                "OpenMetadata has {path} from {since} on, and this is {release}: upgrade.",
                path=setting.path,
                since=since,
                release=subject.release,
            )
            yield Found(setting=setting.path, message=message)


def since_of(path: str) -> Release | None:
    return next((since for start, since in EARLIER.items() if path.startswith(start)), None)


def stated(subject: Subject) -> Iterator[tuple[Setting, Value | Secret]]:
    return ((SETTINGS[path], value) for path, value in subject.config.values.items())


def is_strict(subject: Subject) -> bool:
    """The portal's own rows are not a file: their exports leave out what the line lacks."""
    return subject.target in STRICT and not subject.is_whole


def too_young(subject: Subject) -> Iterator[Found]:
    for setting, value in stated(subject):
        if setting.since == FIRST or setting.since <= subject.release:
            continue
        since = setting.since_patch or setting.since
        if is_strict(subject):
            message = say(
                "OpenMetadata has {path} from {since} on, and this is {release}: remove it.",
                path=setting.path,
                since=since,
                release=subject.release,
            )
            yield Found(setting=setting.path, message=message, fix=REMOVE, level=Level.ERROR)
        elif value != setting.default:
            message = say(
                "OpenMetadata has {path} from {since} on: {release} ignores it.",
                path=setting.path,
                since=since,
                release=subject.release,
            )
            level = Level.HINT if subject.is_whole else None
            yield Found(setting=setting.path, message=message, level=level)


def needs_patch(subject: Subject) -> Iterator[Found]:
    for setting, value in stated(subject):
        if setting.begins_within(subject.release) and value != setting.default:
            effect = say("does not start with it") if is_strict(subject) else say("ignores it")
            message = say(
                "{path} needs {since_patch} or later: an older {release} {effect}.",
                path=setting.path,
                since_patch=setting.since_patch,
                release=subject.release,
                effect=effect,
            )
            yield Found(setting=setting.path, message=message)


def too_old(subject: Subject) -> Iterator[Found]:
    if subject.is_whole:
        return
    for setting, value in stated(subject):
        if setting.until and setting.until < subject.release and value != setting.default:
            last = setting.until_patch or setting.until
            message = say(
                "OpenMetadata reads {path} up to {last}: {release} ignores it.",
                path=setting.path,
                last=last,
                release=subject.release,
            )
            yield Found(setting=setting.path, message=message)


YOUNG = tuple(path for path, setting in SETTINGS.items() if setting.since != FIRST)
PATCHED = tuple(path for path, setting in SETTINGS.items() if setting.since_patch)
ENDED = tuple(path for path, setting in SETTINGS.items() if setting.until)
TABLE = "OpenMetadata's schemas and openmetadata.yaml, line by line"
RULES: tuple[Rule, ...] = (
    Rule(
        id="setting-too-young",
        title="A setting that this release does not have yet",
        level=Level.WARNING,
        reason="An unknown key in openmetadata.yaml keeps the server from starting, and the API refuses it; an unknown "
        "variable is not read.",
        source=TABLE,
        reads=YOUNG,
        check=too_young,
    ),
    Rule(
        id="setting-before-its-time",
        title="A setting that is younger than an old release",
        level=Level.WARNING,
        reason="The release does not know it: an unknown key keeps the server from starting, an unknown variable is "
        "not read.",
        source="OpenMetadata's Helm charts, version by version; PRs #12503 and #14766",
        reads=tuple(path for path in SETTINGS if since_of(path)),
        until=Release("1.6"),
        check=before_first,
    ),
    Rule(
        id="setting-needs-patch",
        title="A setting that came within this release line",
        level=Level.HINT,
        reason="The line's first patches do not know it.",
        source=TABLE,
        reads=PATCHED,
        check=needs_patch,
    ),
    Rule(
        id="setting-no-longer-read",
        title="A setting that this release does not read any more",
        level=Level.HINT,
        reason="It is still accepted, and without effect.",
        source=TABLE,
        reads=ENDED,
        check=too_old,
    ),
)
