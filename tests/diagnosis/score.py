"""How much of what was wrong is found: at the right setting, and with the right value.

A cause counts as found by a finding at its own setting alone. Names are compared to the letter; where a case leaves out
the chart's first keys (`authentication.provider`), the name is completed first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata import fixes, importers, naming
from sso_providers.openmetadata.diagnosis import Diagnosis, diagnose
from sso_providers.openmetadata.findings import Finding, Level
from sso_providers.openmetadata.importers.imported import Format, Import
from sso_providers.openmetadata.importers.interpret import Misread, of_native, of_source
from sso_providers.openmetadata.mending import Mender
from sso_providers.openmetadata.settings import SETTINGS, Setting

from . import explained
from .cases import OFFLINE, RIGHT, Case, Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One case's. `unfixed` are the settings that don't come out as they should, once every fix is accepted.

    `unhinted` are causes that a file can't show, where nothing was said either. `false` are findings of level error
    in a configuration that was right; `further` those at other settings than the causes'.
    """

    case: Case
    diagnosis: Diagnosis
    found: tuple[Cause, ...]
    missed: tuple[Cause, ...]
    unhinted: tuple[Cause, ...]
    fixed: tuple[str, ...]
    unfixed: tuple[str, ...]
    false: tuple[Finding, ...]
    further: tuple[Finding, ...]


def outcome(case: Case) -> Outcome:
    diagnosis = diagnose(read(case, case.file.read_text("utf-8")), target=case.target, release=case.release)
    after = mended(case)
    offline = [cause for cause in case.causes if cause.detectable == OFFLINE]
    others = [cause for cause in case.causes if cause.detectable != OFFLINE and cause.kind != RIGHT]
    found = tuple(cause for cause in offline if is_found(cause, diagnosis))
    errors = [each for each in diagnosis.findings if each.level is Level.ERROR]
    format = diagnosis.imported.format
    named = {complete(format, name) for cause in case.causes for name in cause.names} | case.fixed.keys()
    fixed = tuple(name for name in case.fixed if is_fixed(case, diagnosis, after, name))
    return Outcome(
        case=case,
        diagnosis=diagnosis,
        found=found,
        missed=tuple(cause for cause in offline if cause not in found),
        unhinted=tuple(cause for cause in others if not is_hinted(cause, diagnosis)),
        fixed=fixed,
        unfixed=tuple(name for name in case.fixed if name not in fixed),
        false=tuple(errors) if case.is_right else (),
        further=() if case.is_right else tuple(each for each in errors if each.setting not in named),
    )


def read(case: Case, text: str) -> Import:
    return importers.read(text.encode(), name=case.file.name, release=case.release)


def is_found(cause: Cause, diagnosis: Diagnosis) -> bool:
    format = diagnosis.imported.format
    return any(finding.setting in [complete(format, name) for name in cause.names] for finding in diagnosis.findings)


def complete(format: Format, name: str) -> str:
    path = naming.path_of(format, name)
    return naming.name_of(format, path) if path else name


def is_hinted(cause: Cause, diagnosis: Diagnosis) -> bool:
    """What is no setting of the file can be hinted at anywhere."""
    return is_found(cause, diagnosis) if cause.is_setting else bool(diagnosis.findings)


def mended(case: Case) -> Diagnosis:
    """What is read from the file once every fix is accepted."""
    text = case.file.read_text("utf-8")
    mender = Mender(read=lambda changed: read(case, changed), target=case.target, release=case.release)
    return mender.mend(text).diagnosis


def is_fixed(case: Case, before: Diagnosis, after: Diagnosis, name: str) -> bool:
    """Whether the fixes give the setting its value; what is no setting of OpenMetadata must be offered it."""
    imported, wanted = before.imported, case.fixed[name]
    setting = setting_named(imported, name)
    if setting is None:
        return wanted in [fixes.stated(each, imported.format) for each in before.findings if each.setting == name]
    value = meant(imported, setting, wanted)
    return value is not None and after.imported.config.values.get(setting.path) == value


def setting_named(imported: Import, name: str) -> Setting | None:
    return next((each for path, each in SETTINGS.items() if naming.name_of(imported.format, path) == name), None)


def meant(imported: Import, setting: Setting, wanted: Any) -> Value | Secret | None:
    """The value that the case wants, as the server would understand it."""
    try:
        if imported.format in fixes.BY_VARIABLES:
            return of_source(setting, str(wanted))
        return of_native(setting, wanted)
    except Misread:
        return None


def outcomes(cases: tuple[Case, ...]) -> Iterator[Outcome]:
    return map(outcome, cases)


def share_found(scored: Sequence[Outcome]) -> float:
    """Of the causes that a file alone can show."""
    found, missed = sum(len(each.found) for each in scored), sum(len(each.missed) for each in scored)
    return found / (found + missed)


def unexplained(scored: Sequence[Outcome]) -> Iterator[str]:
    """What is missed without a reason, and reasons that nothing needs any more."""
    missed = {(each.case.id, " / ".join(cause.names)) for each in scored for cause in (*each.missed, *each.unhinted)}
    unfixed = {(each.case.id, name) for each in scored for name in each.unfixed}
    yield from (f"{case} misses {name}" for case, name in sorted(missed - explained.MISSED.keys()))
    yield from (f"{case} does not mend {name}" for case, name in sorted(unfixed - explained.UNFIXED.keys()))
    stale = (explained.MISSED.keys() - missed) | (explained.UNFIXED.keys() - unfixed)
    yield from (f"{case} {name} needs no explanation any more" for case, name in sorted(stale))
