"""Where the chart's values stand in what people hand in.

values.yaml itself, or any part of it from `openmetadata:`, `config:`, `authentication:` or deeper downwards; values of
a parent chart; values in a manifest or a tool's file (Flux, Argo CD, k3s, Helmfile, Fleet), as YAML or as a text that
is YAML. Found by what stands in them, not by the tools' names.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from sso_providers.openmetadata.importers.tree import Entry, Tree
from sso_providers.openmetadata.yaml_tree import Kind, Node

from .documents import Damage, Documents
from .keys import AUTHENTICATION, BLOCKS, CHILDREN, CONFIG

Step: TypeAlias = str | int
# The chart's own top: what tells that a file is the whole of the values, and not a part from further down.
TOP = frozenset(
    [
        "replicaCount",
        "image",
        "ingress",
        "service",
        "serviceAccount",
        "extraEnvs",
        "envFrom",
        "extraVolumes",
        "extraVolumeMounts",
        "resources",
        "hpa",
        "nodeSelector",
        "tolerations",
        "affinity",
        "livenessProbe",
        "readinessProbe",
        "startupProbe",
        "podSecurityContext",
        "securityContext",
        "imagePullSecrets",
        "fullnameOverride",
        "nameOverride",
        "networkPolicy",
        "sidecars",
        "serviceMonitor",
        "commonLabels",
        "podAnnotations",
        "deploymentAnnotations",
        "podDisruptionBudget",
        "gateway",
        "route",
        "istio",
        "global",
        "openmetadata",
    ]
)
OLD = "global"
CHART = ""
OPENMETADATA = "openmetadata"
LONGEST = len("open-metadata") + 1
# Texts in texts; an Argo CD application in a ConfigMap is two.
DEEPEST = 2
# A part of a block is known by so many of its keys.
FEWEST = 2
# What a text that holds values has somewhere.
SIGNS = ("authentication", "authorizer", "extraEnvs", "openmetadata")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where one mapping stands, and which of the chart's values it is.

    `document` counts the file's YAML documents from 0. `steps` lead from the document's root to the mapping: keys, and
    numbers of items; where `TEXT` is among them, the value before is a text that is YAML itself, and the rest leads on
    in there. `level` is the mapping's path in values.yaml: "" for all of it, "openmetadata.config.authentication" for
    that block alone. `old` says that the blocks stand below `global`, as charts before 1.1 had them.

    For who writes into the file: a setting that is stated is at its place's line, whatever the layout. A setting that
    is to be added goes to `steps_to` its path.
    """

    document: int = 0
    steps: tuple[Step, ...] = ()
    level: str = CHART
    old: bool = False

    def steps_to(self, path: str) -> tuple[Step, ...] | None:
        """From the document's root to a path of values.yaml; None for what is above the part that the file has."""
        if self.old and path.startswith(f"{CONFIG}."):
            path = f"{OLD}.{path.removeprefix(f'{CONFIG}.')}"
        if not self.level:
            return (*self.steps, *path.split("."))
        if not path.startswith(f"{self.level}."):
            return None
        return (*self.steps, *path.removeprefix(f"{self.level}.").split("."))


TEXT = "|"


@dataclass(frozen=True, slots=True)
class Found:
    """A mapping with its document's tree."""

    layout: Layout
    tree: Tree
    node: Node
    damages: tuple[Damage, ...] = ()


def find(documents: Documents) -> Found | None:
    """The first mapping that looks like the chart's values, the outermost first; None for none.

    `damages` are those of the text that it stands in, where that is no document of its own.
    """
    roots = enumerate(documents.trees)
    waiting = deque((Found(Layout(document=number), tree, tree.root), DEEPEST) for number, tree in roots)
    while waiting:
        found, depth = waiting.popleft()
        level = level_of(found.tree, found.node, is_root=not found.layout.steps)
        if level is not None:
            old = level == CHART and is_old(found.tree, found.node)
            return replace(found, layout=replace(found.layout, level=level, old=old))
        waiting.extend(below(documents, found, depth))
    return None


def below(documents: Documents, found: Found, depth: int) -> Iterator[tuple[Found, int]]:
    """Every mapping and list in a mapping or list, and what texts hold that are YAML themselves."""
    tree, steps = found.tree, found.layout.steps
    if found.node.kind is Kind.SEQUENCE:
        children: list[tuple[Step, Node]] = list(enumerate(found.node.items))
    else:
        children = [(key.value, value) for key, value in found.node.pairs]
    for step, value in children:
        layout = replace(found.layout, steps=(*steps, step))
        if value.children:
            yield replace(found, layout=layout, node=value), depth
        elif depth and holds_values(value) and (text := documents.of_text(value, tree)):
            inner, damages = text
            yield Found(replace(layout, steps=(*steps, step, TEXT)), inner, inner.root, damages), depth - 1


def holds_values(node: Node) -> bool:
    return node.kind is Kind.SCALAR and "\n" in node.value and any(sign in node.value for sign in SIGNS)


def level_of(tree: Tree, node: Node, *, is_root: bool) -> str | None:
    """The path in values.yaml that a mapping stands for; None for another mapping."""
    if node.kind is not Kind.MAPPING:
        return None
    names = {key.value for key, _ in node.pairs if key.kind is Kind.SCALAR}
    if not names:
        return None
    if is_chart(tree, node, names):
        return CHART
    if "config" in names and has_blocks(tree, tree.find(node, "config")):
        return CHART if names & TOP else OPENMETADATA
    if not names.isdisjoint(BLOCKS) and has_blocks(tree, Entry("", node, 0)):
        return CHART if names & TOP - {OPENMETADATA} else CONFIG
    return part(tree, node, names) if is_root else None


def is_chart(tree: Tree, node: Node, names: set[str]) -> bool:
    for name in names:
        if is_openmetadata(name) and (entry := tree.find(node, name)):
            inner = tree.entries(entry.value).keys()
            if "config" in inner or (name == OPENMETADATA and not inner.isdisjoint(BLOCKS)):
                return True
    return "extraEnvs" in names or (OLD in names and is_old(tree, node))


def is_openmetadata(name: str) -> bool:
    """Whatever the case, and with or without something between the words."""
    return len(name) <= LONGEST and re.sub("[^a-z]", "", name.lower()) == OPENMETADATA


def is_old(tree: Tree, node: Node) -> bool:
    """Whether the blocks stand below `global`; a file that has both is of the newer layout."""
    found = tree.find(node, OLD)
    own = tree.find(node, OPENMETADATA, "config")
    return has_blocks(tree, found) and not has_blocks(tree, own)


def has_blocks(tree: Tree, entry: Entry | None) -> bool:
    """Whether one of the chart's blocks is there, with a key that the block has."""
    if entry is None:
        return False
    blocks = ((name, tree.find(entry.value, name)) for name in BLOCKS)
    return any(block and not tree.entries(block.value).keys().isdisjoint(CHILDREN[name]) for name, block in blocks)


def part(tree: Tree, node: Node, names: set[str]) -> str | None:
    """The block that a file holds without its head: the one most of whose keys are there."""
    if names & {"oidcConfiguration", "ldapConfiguration"}:
        return f"{CONFIG}.{AUTHENTICATION}"
    counts = {block: len(names & known.keys()) for block, known in CHILDREN.items() if block}
    best = max(counts, key=lambda block: counts[block])
    return f"{CONFIG}.{best}" if counts[best] >= FEWEST and counts[best] * 2 > len(names) else None
