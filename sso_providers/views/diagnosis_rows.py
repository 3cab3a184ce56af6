"""A diagnosis as the page shows it: findings beside the lines that they are about, without a secret."""

import json
from typing import Any

from django.utils.translation import gettext, gettext_lazy, ngettext_lazy

from sso_providers.openmetadata.diagnosis import Diagnosis
from sso_providers.openmetadata.differences import unified
from sso_providers.openmetadata.findings import REMOVE, Finding, Level
from sso_providers.openmetadata.fixes import stated
from sso_providers.openmetadata.mending import Mended, key
from sso_providers.openmetadata.safe_lines import safe_lines

SIGNS = {"bad": "✖", "warn": "!", "info": "i"}
CSS = {Level.ERROR: "bad", Level.WARNING: "warn", Level.HINT: "info"}
RISING = (Level.HINT, Level.WARNING, Level.ERROR)
# A longer file is shown where there are findings, and so many lines around each.
SHOWN_WHOLE = 1_000
AROUND = 3
LABELS = {Level.ERROR: gettext_lazy("Error"), Level.WARNING: gettext_lazy("Warning"), Level.HINT: gettext_lazy("Hint")}
COUNTS = {
    Level.ERROR: ngettext_lazy("%(number)s error", "%(number)s errors", "number"),
    Level.WARNING: ngettext_lazy("%(number)s warning", "%(number)s warnings", "number"),
    Level.HINT: ngettext_lazy("%(number)s hint", "%(number)s hints", "number"),
}


def counts(found: Diagnosis) -> str:
    """Such as: 2 errors, 1 warning."""
    numbers = ((level, sum(each.level is level for each in found.findings)) for level in reversed(RISING))
    return ", ".join(str(COUNTS[level] % {"number": number}) for level, number in numbers if number)


def finding_rows(mended: Mended) -> list[dict[str, Any]]:
    """The worst first."""
    found = sorted(mended.diagnosis.findings, key=lambda each: -RISING.index(each.level))
    return [row(each, mended) for each in found]


def row(finding: Finding, mended: Mended) -> dict[str, Any]:
    return {
        "finding": finding,
        "css": CSS[finding.level],
        "label": LABELS[finding.level],
        "key": key(finding),
        "fix": fix_text(finding, mended.diagnosis),
        "refused": mended.refused.get(key(finding), ""),
    }


def fix_text(finding: Finding, found: Diagnosis) -> str:
    if finding.fix is REMOVE:
        return gettext("Take it out.")
    value = stated(finding, found.imported.format)
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)


def line_rows(text: str, found: Diagnosis) -> list[dict[str, Any]]:
    """Each line of the diagnosed text that is shown, with the mark of its worst finding.

    `gap` says that lines before it are left out.
    """
    texts = safe_lines(text, found.imported)
    marks = line_marks(found)
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


def difference(mended: Mended, before: str) -> list[tuple[str, str]]:
    """The lines that a unified diff shows, each with its kind: added, removed or none. Secrets are hidden before."""
    old, new = safe_lines(before, mended.before.imported), safe_lines(mended.text, mended.diagnosis.imported)
    lines = unified(old, new, (gettext("your file"), gettext("corrected")))
    return [(kind_of(line), line) for line in lines]


def kind_of(line: str) -> str:
    is_header = line.startswith(("+++", "---", "@@"))
    return "" if is_header else {"+": "added", "-": "removed"}.get(line[:1], "")
