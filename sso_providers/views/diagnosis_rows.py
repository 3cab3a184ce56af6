"""A diagnosis as the page shows it: findings beside the lines that they are about, without a secret."""

import difflib
import json
from collections.abc import Iterator
from typing import Any

from sso_providers.openmetadata import secret_lines
from sso_providers.openmetadata.diagnosis import Diagnosis
from sso_providers.openmetadata.findings import REMOVE, Finding, Level
from sso_providers.openmetadata.fixes import stated
from sso_providers.openmetadata.mending import Mended, key
from sso_providers.openmetadata.settings import SETTINGS

SIGNS = {"bad": "✖", "warn": "!", "info": "i"}
CSS = {Level.ERROR: "bad", Level.WARNING: "warn", Level.HINT: "info"}
RISING = (Level.HINT, Level.WARNING, Level.ERROR)
# A longer file is shown where there are findings, and so many lines around each.
SHOWN_WHOLE = 1_000
AROUND = 3


def counts(found: Diagnosis) -> str:
    """Such as: 2 errors, 1 warning."""
    numbers = ((level, sum(each.level is level for each in found.findings)) for level in reversed(RISING))
    return ", ".join(f"{number} {level}{'' if number == 1 else 's'}" for level, number in numbers if number)


def finding_rows(mended: Mended) -> list[dict[str, Any]]:
    """The worst first."""
    found = sorted(mended.diagnosis.findings, key=lambda each: -RISING.index(each.level))
    return [row(each, mended) for each in found]


def row(finding: Finding, mended: Mended) -> dict[str, Any]:
    return {
        "finding": finding,
        "css": CSS[finding.level],
        "label": finding.level.value.capitalize(),
        "key": key(finding),
        "fix": fix_text(finding, mended.diagnosis),
        "refused": mended.refused.get(key(finding), ""),
    }


def fix_text(finding: Finding, found: Diagnosis) -> str:
    if finding.fix is REMOVE:
        return "Take it out."
    value = stated(finding, found.imported.format)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def line_rows(mended: Mended) -> list[dict[str, Any]]:
    """Each line that is shown, with the mark of its worst finding; `gap` says that lines before it are left out."""
    lines = mended.text.splitlines()
    marks = line_marks(mended.diagnosis)
    numbers = shown_numbers(len(lines), set(marks))
    texts = list(secret_lines.shown(lines, secrets_at(mended.diagnosis)))
    return [
        {
            "number": number,
            "text": texts[number - 1],
            "css": marks.get(number, ""),
            "sign": SIGNS.get(marks.get(number, ""), " "),
            "gap": number != before + 1,
        }
        for before, number in zip([0, *numbers], numbers, strict=False)
    ]


def line_marks(found: Diagnosis) -> dict[int, str]:
    """The worst finding's, by line."""
    rising = sorted(found.findings, key=lambda each: RISING.index(each.level))
    return {each.line: CSS[each.level] for each in rising if each.line}


def shown_numbers(count: int, marked: set[int]) -> list[int]:
    if count <= SHOWN_WHOLE:
        return list(range(1, count + 1))
    around = {number for each in marked for number in range(each - AROUND, each + AROUND + 1)}
    return sorted(number for number in around if 1 <= number <= count)[:SHOWN_WHOLE]


def secrets_at(found: Diagnosis) -> frozenset[int]:
    """The lines that hold the value of a setting which is a secret."""
    return frozenset(place.line for path, place in found.imported.places.items() if SETTINGS[path].secret)


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that a unified diff shows, each with its kind: added, removed or none. Secrets are hidden in it."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), "your file", "corrected", lineterm="")
    return list(without_secrets(list(lines)))


def without_secrets(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line, safe in zip(lines, secret_lines.shown(lines, ()), strict=True):
        is_header = line.startswith(("+++", "---", "@@"))
        yield "" if is_header else {"+": "added", "-": "removed"}.get(line[:1], ""), safe
