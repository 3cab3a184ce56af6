"""A value as a YAML file says it, in the manner of what stood there. Knows no format."""

import re

from sso_providers.catalogue import Value
from sso_providers.openmetadata.quoting import INVISIBLE, is_plain, quoted_scalar, yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import Setting, ValueType

# A variable with its default, which needs no quotes in a block.
VARIABLE = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-[A-Za-z0-9._/:@-]*\}")
# What single quotes hold as it is, on one line and for every reader.
SINGLE = re.compile(f"[^'\x00-\x1f{INVISIBLE}]*")


def source(setting: Setting, value: Value) -> str:
    """The value as YAML on one line: what an environment variable holds."""
    return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)


def as_before(text: str, before: str) -> str:
    """The text as a scalar with the quotes that `before`, the source of the old value, has."""
    if before.startswith("'") and "$" not in text and SINGLE.fullmatch(text):
        return f"'{text}'"
    return quoted_scalar(text) if before.startswith('"') else yaml_scalar(text)


def string(text: str, before: str = "") -> str:
    """The text to the letter, as a scalar that no reader takes for anything else; for readers that replace nothing."""
    if not SINGLE.fullmatch(text):
        return quoted_scalar(text)
    if not before.startswith(("'", '"')) and (is_plain(text) or (before and VARIABLE.fullmatch(text))):
        return text
    return f"'{text}'" if before.startswith("'") or '"' in text or "\\" in text else f'"{text}"'


def literal(value: Value, before: str = "") -> str:
    """A value of no setting."""
    return as_before(value, before) if isinstance(value, str) else yaml_scalar(value)
