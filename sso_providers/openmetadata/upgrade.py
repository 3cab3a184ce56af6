"""What changes for operators between two release lines: settings, behaviour, and the lines of an export."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say

from .artifacts import Artifact, Provenance, SecretsMode, Situation, Unsupported
from .behaviours import BEHAVIOURS
from .differences import files_that_differ
from .exporters import Target, Variant, export
from .security_config import SecurityConfig
from .settings import PROVIDER_BLOCKS, ROWS, Setting


class Topic(StrEnum):
    """What a change is about."""

    NEW = "new setting"
    GONE = "setting gone"
    BEHAVIOUR = "behaviour"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs in `release` from the line before it. `setting` is its path, or ""."""

    release: Release
    topic: Topic
    text: str
    setting: str = ""


def changes(before: Release, after: Release, config: SecurityConfig | None = None) -> tuple[Change, ...]:
    """What differs in `after` from `before`, oldest line first; with `config`, what it feels of that.

    Raises `Unsupported` where `after` is the older one.
    """
    refuse_going_back(before, after)
    found = [*settings_changed(before, after, config), *behaviours_changed(before, after, config)]
    return tuple(sorted(found, key=lambda change: change.release))


def refuse_going_back(before: Release, after: Release) -> None:
    if after < before:
        raise Unsupported(
            say(
                "OpenMetadata {after} is older than {before}, and it has no way back: choose a newer one.",
                after=after,
                before=before,
            )
        )


def settings_changed(before: Release, after: Release, config: SecurityConfig | None) -> Iterator[Change]:
    for setting in ROWS:
        if setting.never or is_anothers(setting, config):
            continue
        if before < setting.since <= after:
            yield Change(setting.since, Topic.NEW, new(setting), setting.path)
        if ends_between(setting, before, after):
            last = setting.until_patch or setting.until
            yield Change(
                after, Topic.GONE, say("Nothing reads {env} after {last}.", env=setting.env, last=last), setting.path
            )


def is_anothers(setting: Setting, config: SecurityConfig | None) -> bool:
    """Whether the setting is in the block of a provider that the configuration does not use."""
    if config is None:
        return False
    block = next((block for block in PROVIDER_BLOCKS if setting.path.startswith(f"{block}.")), "")
    return bool(block) and not any(path.startswith(f"{block}.") for path in config.values)


def ends_between(setting: Setting, before: Release, after: Release) -> bool:
    """What ended within a line is told to who comes to that line, and to who leaves it."""
    if setting.until is None or before == after:
        return False
    return before <= setting.until < after or (bool(setting.until_patch) and setting.until == after)


def new(setting: Setting) -> str:
    told = say(
        "{name} ({variable}).",
        name=setting.path.rpartition(".")[2],
        variable=setting.env or say("no variable: openmetadata.yaml or the API only"),
    )
    if setting.since_patch:
        told = say("{told} From {since} on.", told=told, since=setting.since_patch)
    return say("{told} {note}", told=told, note=say(setting.note)) if setting.note else told


def behaviours_changed(before: Release, after: Release, config: SecurityConfig | None) -> Iterator[Change]:
    for each in BEHAVIOURS:
        if before < each.since <= after and (config is None or each.concerns(config)):
            yield Change(each.since, Topic.BEHAVIOUR, each.text)


def lines_changed(
    config: SecurityConfig,
    before: Release,
    after: Release,
    *,
    target: Target,
    variant: Variant,
    provenance: Provenance,
) -> str:
    """The export's files for both lines as one unified diff, "" where nothing differs. Holds no secrets.

    A file that only one line has is compared with nothing; so is all of a variant that `before` has
    not. Raises `Unsupported` where `after` is the older one, or has not got the variant.
    """
    refuse_going_back(before, after)

    def files(release: Release) -> tuple[Artifact, ...]:
        return export(
            config,
            target=target,
            variant=variant.id,
            release=release,
            secrets=SecretsMode.PLACEHOLDER,
            situation=Situation.RUNNING,
            provenance=provenance,
        ).artifacts

    changed = files_that_differ(
        files(before) if before >= variant.since else (), files(after), (f"for {before}", f"for {after}")
    )
    return "".join(f"{line}\n" for each in changed for line in each.lines)
