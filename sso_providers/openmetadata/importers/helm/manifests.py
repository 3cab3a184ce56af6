"""Secrets and ConfigMaps that were handed in beside the values, and what their keys hold."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.tree import Tree, written
from sso_providers.openmetadata.yaml_tree import Kind, Node

SECRET, CONFIG_MAP = "Secret", "ConfigMap"
# How a text begins that sops has encrypted: its value is not to be had.
ENCRYPTED = "ENC["


class Unusable(ValueError):
    """A manifest of the name is there, but not what is asked for. The message says why and shows no value."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """`texts` are values as they are, `encoded` those in base64."""

    texts: Mapping[str, str]
    encoded: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        return [*dict.fromkeys((*self.encoded, *self.texts))]

    def value(self, name: str, key: str) -> str | None:
        """None for what is encrypted. Raises `Unusable`."""
        if key in self.texts:
            return opened(self.texts[key])
        if key not in self.encoded:
            known = ", ".join(self.keys[:10]) or say("none")
            raise Unusable(
                say(
                    "{name} has no key {key} (its keys: {known}): the pod does not start without it.",
                    name=name,
                    key=key,
                    known=known,
                )
            )
        if self.encoded[key].startswith(ENCRYPTED):
            return None
        try:
            data = base64.b64decode("".join(self.encoded[key].split()), validate=True)
            return opened(data.decode())
        except (binascii.Error, ValueError):
            raise Unusable(
                say(
                    "{name} has under data no base64 of a text as {key}: encode it, or put it under stringData as "
                    "it is.",
                    name=name,
                    key=key,
                )
            ) from None


def opened(text: str) -> str | None:
    return None if text.startswith(ENCRYPTED) else text


@dataclass(frozen=True, slots=True)
class Manifests:
    """By kind and name. What only a cluster can open (SealedSecret, ExternalSecret) is not among them."""

    by_name: Mapping[tuple[str, str], Manifest]

    def get(self, kind: str, name: str) -> Manifest | None:
        return self.by_name.get((kind, name))

    def value(self, kind: str, name: str, key: str) -> str | None:
        """None where the manifest is not there, or can't be read. Raises `Unusable`."""
        manifest = self.get(kind, name)
        return manifest.value(name, key) if manifest else None


def gathered(trees: Iterable[Tree]) -> Manifests:
    found: dict[tuple[str, str], Manifest] = {}
    for tree in trees:
        for node in resources(tree):
            kind, name = tree.text(node, "kind"), tree.text(node, "metadata", "name")
            if kind in (SECRET, CONFIG_MAP) and name:
                found[kind, name] = secret(tree, node) if kind == SECRET else Manifest(texts(tree, node, "data"))
    return Manifests(found)


def resources(tree: Tree) -> list[Node]:
    """The document itself, or what its List holds."""
    if tree.root.kind is not Kind.MAPPING:
        return []
    items = tree.find(tree.root, "items")
    return tree.items(items.value) if items and tree.text(tree.root, "kind").endswith("List") else [tree.root]


def secret(tree: Tree, node: Node) -> Manifest:
    return Manifest(texts(tree, node, "stringData"), texts(tree, node, "data"))


def texts(tree: Tree, node: Node, key: str) -> dict[str, str]:
    entry = tree.find(node, key)
    return {name: written(each.value) for name, each in tree.entries(entry.value).items()} if entry else {}
