"""A fix as the file would say it: YAML source for an environment variable, else the document's own type."""

import json
from typing import TypeAlias

from sso_providers.catalogue import Value

from .findings import Finding, Removal
from .importers.imported import Format
from .quoting import Unquotable, yaml_map, yaml_scalar
from .secret_texts import holds_secret
from .settings import SETTINGS, ChartForm, Setting, ValueType

Stated: TypeAlias = "str | bool | int | list[str] | dict[str, object] | None"

BY_VARIABLES = (Format.ENV_FILE, Format.COMPOSE)
REMOVED: dict[str, object] = {"remove": True}


def stated(finding: Finding, format: Format) -> Stated:
    """JSON: None where there is no fix, or none that such a file can hold; `REMOVED` for what must go.

    None as well for one with a secret in it, for what is stated is shown.
    """
    match finding.fix:
        case None:
            return None
        case Removal():
            return REMOVED
    if is_secret(finding.fix):
        return None
    setting = SETTINGS.get(finding.path)
    if setting is None:
        return list(finding.fix) if isinstance(finding.fix, tuple) else finding.fix
    if format in BY_VARIABLES:
        return source(setting, finding.fix)
    return of_chart(setting, finding.fix) if format is Format.HELM else native(setting, finding.fix)


def is_secret(value: Value) -> bool:
    texts = value if isinstance(value, tuple) else (value,)
    return any(isinstance(each, str) and holds_secret(each) for each in texts)


def source(setting: Setting, value: Value) -> str | None:
    """The text behind the `=`, before a file's own quotes."""
    try:
        return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)
    except Unquotable:
        return None


def of_chart(setting: Setting, value: Value) -> Stated:
    match setting.chart:
        case ChartForm.BOOLEAN:
            return value == "true"
        case ChartForm.SOURCE:
            return source(setting, value)
        case ChartForm.STRING:
            return str(value)
    return native(setting, value)


def native(setting: Setting, value: Value) -> Stated:
    match value:
        case tuple():
            return list(value)
        case str() if setting.type is ValueType.MAP:
            return as_object(value)
    return value


def as_object(text: str) -> Stated:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict) else text
