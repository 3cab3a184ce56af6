"""Settings that the release line does not have yet, or any more."""

from collections.abc import Iterator

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.findings import REMOVE, Found, Level, Rule
from sso_providers.openmetadata.settings import SETTINGS, Setting
from sso_providers.openmetadata.settings.spec import FIRST
from sso_providers.openmetadata.subject import Subject

# Where an unknown key is an error; elsewhere an unknown variable is just not read.
STRICT = ("bare-metal", "api")


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
            message = f"OpenMetadata has {setting.path} from {since} on, and this is {subject.release}: remove it."
            yield Found(setting=setting.path, message=message, fix=REMOVE, level=Level.ERROR)
        elif value != setting.default:
            message = f"OpenMetadata has {setting.path} from {since} on: {subject.release} ignores it."
            level = Level.HINT if subject.is_whole else None
            yield Found(setting=setting.path, message=message, level=level)


def needs_patch(subject: Subject) -> Iterator[Found]:
    for setting, value in stated(subject):
        if setting.begins_within(subject.release) and value != setting.default:
            effect = "does not start with it" if is_strict(subject) else "ignores it"
            message = f"{setting.path} needs {setting.since_patch} or later: an older {subject.release} {effect}."
            yield Found(setting=setting.path, message=message)


def too_old(subject: Subject) -> Iterator[Found]:
    if subject.is_whole:
        return
    for setting, value in stated(subject):
        if setting.until and setting.until < subject.release and value != setting.default:
            last = setting.until_patch or setting.until
            message = f"OpenMetadata reads {setting.path} up to {last}: {subject.release} ignores it."
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
