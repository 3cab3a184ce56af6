"""Dotted paths, such as authenticationConfiguration.oidcConfiguration.id, as the trees that they stand for."""

from collections.abc import Mapping
from typing import Any


def nested(leaves: Mapping[str, object]) -> dict[str, Any]:
    """The leaves by the keys of their dotted paths."""
    tree: dict[str, Any] = {}
    for path, leaf in leaves.items():
        *parents, key = path.split(".")
        node = tree
        for parent in parents:
            node = node.setdefault(parent, {})
        node[key] = leaf
    return tree
