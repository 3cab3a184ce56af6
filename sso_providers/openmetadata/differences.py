"""In what two configurations differ: setting by setting, and line by line of their files. No answer has a secret."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sso_providers.catalogue import MASK, Release, Secret, Value

from .artifacts import Artifact
from .importers.imported import Format, Import
from .secret_texts import holds_secret
from .security_config import SecurityConfig
from .settings import ROWS, SETTINGS, ChartForm, Setting

REFERRED = frozenset(setting.path for setting in ROWS if setting.chart is ChartForm.SECRET_REF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One setting that differs. A side is None where it says nothing of the setting; a secret is `MASK`."""

    setting: Setting
    here: str | None
    there: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDifference:
    """One file as the lines of a unified diff; none where nothing differs."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side says. `undecided` are paths of settings of which it can't be read whether it has them, and how."""

    values: Mapping[str, Value | Secret]
    undecided: frozenset[str] = frozenset()


def of_config(config: SecurityConfig, release: Release) -> Side:
    """What the line knows of the configuration."""
    values = config.values.items()
    return Side(values={path: value for path, value in values if SETTINGS[path].exists_in(release)})


def of_file(imported: Import) -> Side:
    unread = {trouble.setting for trouble in imported.troubles if trouble.setting}
    # The chart takes them from a Secret, which need not be in the file.
    referred = REFERRED if imported.format is Format.HELM else frozenset()
    return Side(values=imported.config.values, undecided=frozenset(unread | referred) - imported.config.values.keys())


def settings_that_differ(here: Side, there: Side) -> tuple[Difference, ...]:
    """In the table's order. What a side does not state counts as OpenMetadata's own value.

    Of secrets it counts only whether a side has one.
    """
    return tuple(
        Difference(setting=setting, here=shown(setting, here), there=shown(setting, there))
        for path, setting in SETTINGS.items()
        if (path in here.values or path in there.values) and differs(setting, here, there)
    )


def differs(setting: Setting, here: Side, there: Side) -> bool:
    path = setting.path
    if path in here.undecided or path in there.undecided:
        return False
    if setting.secret:
        return (path in here.values) != (path in there.values)
    return here.values.get(path, setting.default) != there.values.get(path, setting.default)


def shown(setting: Setting, side: Side) -> str | None:
    """The value as a page may show it, whoever wrote it."""
    value = side.values.get(setting.path)
    if value is None:
        return None
    if setting.secret or isinstance(value, Secret):
        return MASK
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    if isinstance(value, bool):
        return text.lower()
    return MASK if holds_secret(text) else text


def files_that_differ(
    before: tuple[Artifact, ...], after: tuple[Artifact, ...], labels: tuple[str, str]
) -> tuple[FileDifference, ...]:
    """By their names; one that only one side has is compared with nothing. `labels` tell the sides apart."""
    old = {artifact.name: body(artifact.text) for artifact in before}
    new = {artifact.name: body(artifact.text) for artifact in after}
    return tuple(
        FileDifference(
            name=name,
            lines=tuple(
                unified(
                    lines_of(old.get(name, "")),
                    lines_of(new.get(name, "")),
                    (f"{name} {labels[0]}", f"{name} {labels[1]}"),
                )
            ),
        )
        for name in dict.fromkeys([*old, *new])
    )


def lines_of(text: str) -> list[str]:
    """Of one of the portal's own files, which has no other line ends."""
    return text.removesuffix("\n").split("\n") if text else []


def unified(before: list[str], after: list[str], names: tuple[str, str]) -> Iterator[str]:
    return difflib.unified_diff(before, after, *names, lineterm="")


def body(text: str) -> str:
    """Without the header, whose line and sum always differ."""
    header, _, rest = text.partition("\n\n")
    return rest if header.startswith("#") else text
