"""What OpenMetadata's server does with conf/openmetadata.yaml and its environment.

commons-text's StringSubstitutor as Dropwizard sets it up (`substitutionInVariables` off, unknown variables left), then
YAML, then Jackson's conversions. Written after the libraries' source, not after the code under test; the cases of
`test_consumer.py` are what the real libraries answered.
"""

import json
from collections.abc import Mapping

import yaml

from sso_providers.openmetadata.settings import SETTINGS, ValueType


class InfiniteLoop(ValueError):
    """The server would not start: a value contains its own variable."""


def substitute(text: str, variables: Mapping[str, str], inside: tuple[str, ...] = ()) -> str:
    position = 0
    while (start := text.find("${", position)) >= 0:
        if start > 0 and text[start - 1] == "$":
            text = text[: start - 1] + text[start:]
            position = start
            continue
        end = text.find("}", start + 2)
        if end < 0:
            return text
        name, default = split_variable(text[start + 2 : end])
        if name in inside:
            raise InfiniteLoop(name)
        value = variables.get(name, default)
        if value is None:
            position = end + 1
            continue
        value = substitute(value, variables, (*inside, name))
        text = text[:start] + value + text[end + 1 :]
        position = start + len(value)
    return text


def split_variable(content: str) -> tuple[str, str | None]:
    name, delimiter, default = content.partition(":-")
    if not delimiter or "${" in name:
        return content, None
    return name, default


def load(conf: str, environment: Mapping[str, str]) -> dict[str, object]:
    return yaml.load(substitute(conf, environment), yaml.CSafeLoader)  # noqa: S506 - a safe loader


def settings(document: Mapping[str, object]) -> dict[str, object]:
    """Every setting of the table that the document has, as the server's classes hold it."""
    found: dict[str, object] = {}
    for path, setting in SETTINGS.items():
        node: object = document
        for key in path.split("."):
            node = node.get(key, ...) if isinstance(node, Mapping) else ...
        if node is not ...:
            found[path] = convert(node, setting.type)
    return found


def convert(value: object, kind: ValueType) -> object:
    """Jackson: a number or boolean becomes text where text is wanted, and the other way round."""
    match kind, value:
        case (ValueType.TEXT, bool()):
            return str(value).lower()
        case (ValueType.TEXT, int()):
            return str(value)
        case (ValueType.BOOLEAN, "true" | "false"):
            return value == "true"
        case (ValueType.INTEGER, str()):
            return int(value)
        case (ValueType.LIST, list()):
            return tuple(convert(item, ValueType.TEXT) for item in value)
        case (ValueType.MAP, None):
            return "{}"
        case (ValueType.MAP, dict()):
            return json.dumps(value)
    return value
