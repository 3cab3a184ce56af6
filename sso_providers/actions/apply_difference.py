"""What `apply` changed in one row, as people read it. No value of a secret is among it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sso_providers.catalogue import MASK
from sso_providers.crypto import Sealed


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the difference; `fields` maps a field to its old and new text."""

    model: str
    slug: str
    verb: str
    fields: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def change(model: str, slug: str, before: Mapping[str, Any], fields: Mapping[str, tuple[str, str]]) -> Change:
    verb = "create" if not before else "update" if fields else "unchanged"
    return Change(model, slug, verb, fields)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Field -> old and new text; settings one by one."""
    fields: dict[str, tuple[str, str]] = {}
    old, new = flatten(before), flatten(after)
    for name in sorted(old.keys() | new.keys(), key=list({**old, **new}).index):
        if old.get(name) != new.get(name) and (old.get(name) or new.get(name)):
            fields[name] = (show(old.get(name)), show(new.get(name)))
    return fields


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        if name == "settings":
            flat.update({f"settings.{key}": each for key, each in value.items()})
        else:
            flat[name] = value
    return flat


def show(value: object) -> str:
    match value:
        case None:
            return ""
        case list() | tuple():
            return ", ".join(str(item) for item in value)
        case _:
            return str(value)


def changed_secrets(before: Mapping[str, Sealed], after: Mapping[str, Sealed]) -> dict[str, tuple[str, str]]:
    """By name: that they changed, and nothing of them."""
    return {
        name: (MASK if name in before else "", MASK if name in after else "")
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    }
