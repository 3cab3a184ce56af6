"""Diagnoses as one SARIF 2.1.0 log, which code scanning reads (OASIS, sections 3.13, 3.19, 3.27, 3.49)."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from sso_providers.openmetadata import fixes
from sso_providers.openmetadata.diagnosis import Diagnosis
from sso_providers.openmetadata.findings import Finding, Level, Rule
from sso_providers.openmetadata.importers.imported import Format

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "note"}


def log(diagnoses: Mapping[str, Diagnosis], rules: Sequence[Rule]) -> dict[str, Any]:
    """`diagnoses` by the file's name; `rules` are all that could have spoken."""
    index = {rule.id: number for number, rule in enumerate(rules)}
    results = [
        result(name, each, index[each.rule.id], diagnosis.imported.format)
        for name, diagnosis in diagnoses.items()
        for each in diagnosis.findings
    ]
    driver = {"name": "SSO Portal for OpenMetadata", "rules": [described(rule) for rule in rules]}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def described(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.reason},
        "help": {"text": f"{rule.reason} Source: {rule.source}. More: docs/reference/rules/{rule.id}.md"},
        "defaultConfiguration": {"level": LEVELS[rule.level]},
    }


def result(name: str, finding: Finding, index: int, format: Format) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(name)}}
    if finding.line:
        place["region"] = {"startLine": finding.line}
    return {
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": LEVELS[finding.level],
        "message": {"text": f"{finding.setting}: {finding.message}"},
        "locations": [{"physicalLocation": place}],
        "properties": {"setting": finding.setting, "fix": fixes.stated(finding, format)},
    }


def uri(name: str) -> str:
    """A URI reference (RFC 3986): relative to where the command runs, as code scanning wants it."""
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
