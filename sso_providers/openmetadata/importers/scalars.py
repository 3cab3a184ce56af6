"""What OpenMetadata's server makes of a YAML scalar without quotes.

After the source of Jackson's YAMLParser and SnakeYAML's Resolver, which it reads its files with: YAML 1.1's words and
numbers, but neither times in base 60 nor dates. Knows no settings.
"""

import re
from decimal import Decimal
from typing import TypeAlias

Scalar: TypeAlias = str | bool | int | float | None

NULLS = frozenset(("", "~", "null", "Null", "NULL"))
TRUE = frozenset(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"))
FALSE = frozenset(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"))
INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0b_*(?P<two>[01][01_]*)|0x_*(?P<sixteen>[0-9a-fA-F][0-9a-fA-F_]*)"
    r"|(?P<ten>0|[1-9][0-9_]*)|0_*(?P<eight>[0-7][0-7_]*))"
)
BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}
FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+)|[-+]?\.[0-9]+")
# SnakeYAML takes anything longer for text.
LONGEST = 1024


def resolved(text: str) -> Scalar:
    """What the text of a plain scalar becomes."""
    if text in NULLS:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    if len(text) > LONGEST:
        return text
    if found := INTEGER.fullmatch(text):
        return integer(found)
    if FLOAT.fullmatch(text):
        return float(text.replace("_", ""))
    return text


def integer(found: re.Match[str]) -> int:
    name = str(found.lastgroup)
    value = int(found[name].replace("_", ""), BASES[name])
    return -value if found["sign"] == "-" else value


def as_text(value: str | bool | int | float) -> str:
    """What it becomes where text is wanted."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case int():
            return str(value)
    return double(value)


def double(value: float) -> str:
    """As Java's Double.toString writes it: 1.0E10, and 1.1 for 1.10."""
    if value - value != 0:
        return "NaN" if value != value else f"{'-' if value < 0 else ''}Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        plain = format(Decimal(repr(value)), "f")
        return plain if "." in plain else f"{plain}.0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    first, *others = map(str, digits)
    power = len(digits) - 1 + int(exponent)
    return f"{'-' if sign else ''}{first}.{''.join(others) or '0'}E{power}"
