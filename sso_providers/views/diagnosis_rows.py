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
from sso_providers.openmetadata.settings import SETTINGS, ValueType

SIGNS = {"bad": "✖", "warn": "!", "info": "i"}
CSS = {Level.ERROR: "bad", Level.WARNING: "warn", Level.HINT: "info"}
RISING = (Level.HINT, Level.WARNING, Level.ERROR)
# A longer file is shown where there are findings, and so many lines around each.
SHOWN_WHOLE = 1_000
AROUND = 3
# Of a list that are shown.
MOST_ITEMS = 50


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
    texts = safe_lines(mended.text, mended.diagnosis)
    marks = line_marks(mended.diagnosis)
    numbers = shown_numbers(len(texts), set(marks))
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


def safe_lines(text: str, found: Diagnosis) -> list[str]:
    """The lines without secrets: only of settings that are none, the values are shown."""
    lines = text.splitlines()
    return list(secret_lines.shown(lines, known_lines(found, lines)))


def known_lines(found: Diagnosis, lines: list[str]) -> set[int]:
    """Those of settings that are no secrets, and of the lists below them."""
    places = found.imported.places
    secret = {place.line for path, place in places.items() if SETTINGS[path].secret}
    secret |= {each.line for each in found.imported.troubles if each.setting and SETTINGS[each.setting].secret}
    known = {place.line for path, place in places.items() if not SETTINGS[path].secret} - secret
    for path, place in places.items():
        if SETTINGS[path].type is ValueType.LIST and place.line in known:
            known |= set(items_below(lines, place.line))
    return known - secret


def items_below(lines: list[str], number: int) -> Iterator[int]:
    """The numbers of a YAML list's items, which begin behind its name's line."""
    for below in range(number + 1, min(number + MOST_ITEMS, len(lines)) + 1):
        if not lines[below - 1].lstrip().startswith("- "):
            return
        yield below


def difference(mended: Mended, before: str) -> list[tuple[str, str]]:
    """The lines that a unified diff shows, each with its kind: added, removed or none. Secrets are hidden before."""
    old, new = safe_lines(before, mended.before), safe_lines(mended.text, mended.diagnosis)
    lines = difflib.unified_diff(old, new, "your file", "corrected", lineterm="")
    return [(kind_of(line), line) for line in lines]


def kind_of(line: str) -> str:
    is_header = line.startswith(("+++", "---", "@@"))
    return "" if is_header else {"+": "added", "-": "removed"}.get(line[:1], "")
