"""A diagnosis as one JSON object, for pipelines; its members are a promise (docs/diagnose.md)."""

from typing import Any

from sso_providers.openmetadata import fixes
from sso_providers.openmetadata.diagnosis import Diagnosis


def document(diagnosis: Diagnosis) -> dict[str, Any]:
    format = diagnosis.imported.format
    return {
        "target": diagnosis.target,
        "release": str(diagnosis.release),
        "provider": diagnosis.provider,
        "flow": diagnosis.flow,
        "findings": [
            {
                "rule": each.rule.id,
                "level": each.level.value,
                "setting": each.setting,
                "line": each.line,
                "message": each.message,
                "reason": each.reason,
                "fix": fixes.stated(each, format),
            }
            for each in diagnosis.findings
        ],
        "not_understood": [
            {"name": each.name, "line": each.line, "nearest": each.nearest, "message": each.message}
            for each in diagnosis.not_understood
        ],
    }
