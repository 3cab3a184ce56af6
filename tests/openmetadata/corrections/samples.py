"""Values for every setting, and files of every format that state them."""

import json
from collections.abc import Iterable

from sso_providers.catalogue import Value
from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.quoting import yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import SETTINGS, ChartForm, Setting, ValueType

OLD: dict[ValueType, Value] = {
    ValueType.TEXT: "old.acme.example",
    ValueType.BOOLEAN: False,
    ValueType.INTEGER: 7,
    ValueType.LIST: ("old", "older"),
    ValueType.MAP: '{"old": "value"}',
}
NEW: dict[ValueType, tuple[Value, ...]] = {
    ValueType.TEXT: ("https://new.acme.example/x?y=1&z=2", "a 'b' \"c\" # d: e", "${X} $Y }{", "12", "", "n", "ä\\n"),
    ValueType.BOOLEAN: (True,),
    ValueType.INTEGER: (86400,),
    ValueType.LIST: (("https://a.example/keys",), ("old", "x: y", "a,b", "[c]", "'"), ()),
    ValueType.MAP: ('{"a": "b # c", "d": "}"}', "{}"),
}
PLAIN = [setting for setting in SETTINGS.values() if not setting.secret]
# LDAP's trust stores share variables: of each variable the first.
BY_VARIABLE = {setting.env: setting for setting in reversed(PLAIN) if setting.env}


def old(setting: Setting) -> Value:
    return "true" if setting.chart is ChartForm.BOOLEAN else OLD[setting.type]


def new(setting: Setting) -> tuple[Value, ...]:
    """One that differs from the old, and awkward ones."""
    if setting.chart is ChartForm.BOOLEAN:
        return ("false",)
    return NEW[setting.type]


def source(setting: Setting, value: Value) -> str:
    return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)


def native(setting: Setting, value: Value) -> object:
    if setting.type is ValueType.MAP:
        return json.loads(str(value))
    return list(value) if isinstance(value, tuple) else value


def tree(leaves: Iterable[tuple[str, object]]) -> dict[str, object]:
    result: dict[str, object] = {}
    for path, leaf in leaves:
        node: dict[str, object] = result
        *parents, key = path.split(".")
        for parent in parents:
            inner = node.setdefault(parent, {})
            assert isinstance(inner, dict)
            node = inner
        node[key] = leaf
    return result


FORMATS = tuple(Format)
