"""A YAML document as Helm and Compose read it: aliases followed, merge keys applied, plain scalars typed as in Go.

Nothing is expanded, so that no alias makes more work than the text is long. Knows neither the chart nor Compose.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.yaml_tree import NULLS, Kind, Node

MERGE = "<<"
# Keys that merges may bring into one document, and merges in each other.
MOST_MERGED = 20_000
DEEPEST_MERGE = 20
STRING_TAGS = ("!", "!!str", "tag:yaml.org,2002:str")
# Helm reads YAML with Go's yaml.v2 (sigs.k8s.io/yaml): these words, and leading zeros for octal numbers.
WORDS = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
WHOLE = re.compile(r"[-+]?(0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)")
OCTAL = re.compile(r"[-+]?0[0-7]+")
FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
# Longer numbers are no numbers that anybody means, and cost time.
LONGEST_NUMBER = 40


class Shape:
    """A list or a mapping where one value is wanted."""

    def __init__(self, name: str) -> None:
        self.name = name


LIST, MAPPING = Shape(say("a list")), Shape(say("a mapping"))
Scalar: TypeAlias = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value, aliases followed; `line` is the key's, from 1."""

    key: str
    value: Node
    line: int


class Tree:
    """One document. `above` is the number of lines before it in the file."""

    def __init__(self, root: Node, above: int = 0) -> None:
        self.above = above
        self.anchors = {node.anchor: node for node in nodes(root) if node.anchor}
        self.root = self.target(root)
        self.budget = MOST_MERGED
        # By identity; the nodes live as long as the tree.
        self.known: dict[int, dict[str, Entry]] = {}

    def target(self, node: Node) -> Node:
        """What an alias stands for; an alias of nothing stays."""
        return self.anchors.get(node.value, node) if node.kind is Kind.ALIAS else node

    def line(self, node: Node) -> int:
        return self.above + node.line

    def entries(self, node: Node) -> dict[str, Entry]:
        """By key; of one that is repeated the last counts, as for Helm. Empty for all but a mapping."""
        if id(node) not in self.known:
            self.known[id(node)] = self.merged(node, DEEPEST_MERGE)
        return self.known[id(node)]

    def merged(self, node: Node, depth: int) -> dict[str, Entry]:
        own: dict[str, Entry] = {}
        brought: dict[str, Entry] = {}
        for key, value in pairs(node):
            if key.plain and key.value == MERGE:
                for source in self.sources(value):
                    if depth and self.budget > 0:
                        found = self.merged(source, depth - 1)
                        self.budget -= len(found) + 1
                        brought = found | brought
            else:
                own[key.value] = Entry(key.value, self.target(value), self.line(key))
        return brought | own if brought else own

    def sources(self, node: Node) -> list[Node]:
        """The mappings that a merge key names; the first wins."""
        node = self.target(node)
        every = node.children if node.kind is Kind.SEQUENCE else (node,)
        return [self.target(each) for each in every[:100]]

    def repeated(self, node: Node) -> Iterator[tuple[str, int]]:
        """The keys that stand in a mapping again, each with its line."""
        seen: set[str] = set()
        for key, _ in pairs(node):
            if key.value in seen and key.value != MERGE:
                yield key.value, self.line(key)
            seen.add(key.value)

    def items(self, node: Node) -> list[Node]:
        """A list's items, aliases followed; empty for all but a list."""
        return [self.target(each) for each in node.children] if node.kind is Kind.SEQUENCE else []

    def find(self, node: Node, *keys: str) -> Entry | None:
        """The entry at the end of the keys."""
        entry = None
        for key in keys:
            entry = self.entries(node).get(key)
            if entry is None:
                return None
            node = entry.value
        return entry

    def text(self, node: Node, *keys: str) -> str:
        """The scalar at the end of the keys as it is written; "" for none."""
        entry = self.find(node, *keys)
        return written(entry.value) if entry else ""


def nodes(root: Node) -> Iterator[Node]:
    """The root and all below, in no particular order."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.children


def pairs(node: Node) -> Iterator[tuple[Node, Node]]:
    if node.kind is Kind.MAPPING:
        yield from ((key, value) for key, value in node.pairs if key.kind is Kind.SCALAR)


def written(node: Node) -> str:
    return node.value if node.kind is Kind.SCALAR and not node.is_null else ""


def typed(node: Node) -> Scalar | Shape:
    """The value as Helm has it."""
    if node.kind is Kind.SEQUENCE:
        return LIST
    if node.kind is Kind.MAPPING:
        return MAPPING
    if node.kind is not Kind.SCALAR or not node.plain or node.tag in STRING_TAGS:
        return node.value
    return resolved(node.value)


def resolved(text: str) -> Scalar:
    """A plain scalar's type."""
    if text in NULLS:
        return None
    if text in WORDS:
        return WORDS[text]
    if len(text) > LONGEST_NUMBER:
        return text
    if WHOLE.fullmatch(text):
        return whole(text)
    if FRACTION.fullmatch(text):
        return float(text)
    return text


def whole(text: str) -> int | float | str:
    digits = text.replace("_", "")
    try:
        return int(digits, 8) if OCTAL.fullmatch(digits) else int(digits, 0)
    except ValueError:
        # A leading zero before an 8 or 9, or a prefix without digits.
        return float(digits) if FRACTION.fullmatch(digits) else text
