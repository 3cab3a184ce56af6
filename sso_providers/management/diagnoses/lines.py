"""A diagnosis as lines for people."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from sso_providers.openmetadata import fixes
from sso_providers.openmetadata.diagnosis import Diagnosis
from sso_providers.openmetadata.findings import Finding, Level
from sso_providers.openmetadata.fixes import REMOVED
from sso_providers.openmetadata.importers.imported import Format

PAGES = "docs/reference/rules"
Paint = Mapping[Level, Callable[[str], str]]


def lines(name: str, diagnosis: Diagnosis, paint: Paint) -> Iterator[str]:
    """`name` is the file's, `paint` colours a level's word."""
    yield f"{printable(name)}: {described(diagnosis)}"
    for each in diagnosis.findings:
        place = f"{printable(name)}:{each.line}" if each.line else printable(name)
        yield ""
        yield f"{paint[each.level](each.level.value)}  {place}  {printable(each.setting)}"
        yield f"    {printable(each.message)}"
        if shown := fix(each, diagnosis.imported.format):
            yield f"    Fix: {shown}"
        yield f"    Why: {PAGES}/{each.rule.id}.md"
    yield ""
    yield summary(diagnosis)


def described(diagnosis: Diagnosis) -> str:
    release = f"OpenMetadata {diagnosis.release}"
    if diagnosis.assumed:
        release += " (assumed: name the line with --release)"
    provider = printable(diagnosis.provider) or "not named"
    flow = "" if diagnosis.flow in ("none", "unknown", diagnosis.provider) else f", flow {diagnosis.flow}"
    return f"{diagnosis.imported.format.label} for {diagnosis.target}, {release}, provider {provider}{flow}"


def fix(finding: Finding, format: Format) -> str:
    value = fixes.stated(finding, format)
    if value is None:
        return ""
    if value == REMOVED:
        return "remove it"
    return printable(value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False))


def summary(diagnosis: Diagnosis) -> str:
    counted = Counter(each.level for each in diagnosis.findings)
    if not counted:
        return "Nothing found."
    return ", ".join(number(counted[level], level) for level in Level if counted[level]) + "."


def number(count: int, level: Level) -> str:
    return f"{count} {level.value}" if count == 1 else f"{count} {level.value}s"


def printable(text: str) -> str:
    """A file's text must not steer a terminal."""
    return "".join(each if each.isprintable() else "?" for each in text)
