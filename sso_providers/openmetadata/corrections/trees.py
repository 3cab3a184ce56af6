"""Where changes go in a file that is a tree of names, and what is to be there. Knows no format."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sso_providers.openmetadata.yaml_edit import File, Leaf, Wanted, node_at
from sso_providers.openmetadata.yaml_tree import Kind, Node

from .change import Change

Path: TypeAlias = tuple[str | int, ...]
# What is to stand at a place, by what stands there now.
Leaves: TypeAlias = "Callable[[Plan, Change, Node | None], Leaf | Wanted]"


@dataclass(frozen=True, slots=True)
class Spot:
    """A pair, or an item of a list as its own key, with the keys that lead there."""

    path: Path
    key: Node
    node: Node

    @property
    def name(self) -> str:
        """The key, or what an item says."""
        return self.key.value


def spots(root: Node) -> Iterator[Spot]:
    waiting: list[tuple[Path, Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        for place, item in enumerate(node.items):
            yield Spot((*path, place), item, item)
            if item.children:
                waiting.append(((*path, place), item))
        for key, value in node.pairs:
            if key.kind is Kind.SCALAR:
                yield Spot((*path, key.value), key, value)
                if value.children:
                    waiting.append(((*path, key.value), value))


@dataclass(slots=True)
class Plan:
    """What is to be in a file."""

    file: File
    wanted: dict[str | int, Any] = field(default_factory=dict)
    by_line: dict[int, list[Spot]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: File, changes: Iterable[Change]) -> "Plan":
        plan = cls(file, by_line={each.line: [] for each in changes})
        for spot in spots(file.document.root):
            for line in {spot.key.line, spot.node.line} & plan.by_line.keys():
                plan.by_line[line].append(spot)
        return plan

    @property
    def root(self) -> Node:
        return self.file.document.root

    def node(self, path: Path) -> Node | None:
        return node_at(self.root, path)

    def source(self, node: Node | None) -> str:
        return self.file.text[node.start : node.end] if node else ""

    def put(self, path: Path, leaf: "Leaf | Wanted") -> None:
        inner = self.wanted
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = leaf

    def result(self) -> str:
        wanted: Wanted = self.wanted
        return self.file.edited(wanted)

    def change(self, change: Change, path: Path, leaf: Leaves) -> None:
        """Puts the value at its path, or where it stands already; a wrong name for it goes."""
        wrong = self.wrong_name(change)
        if wrong and not change.is_removal and wrong.path != path:
            self.put(wrong.path, None)
        elif wrong and change.is_removal:
            path = wrong.path
        elif not self.node(path):
            path = self.elsewhere(change, path)
        if change.is_removal:
            self.remove(change, path)
        else:
            self.put(path, leaf(self, change, self.node(path)))

    def remove(self, change: Change, path: Path) -> None:
        if self.node(path) is not None:
            self.put(path, None)
        elif change.place or not change.setting:
            raise change.impossible("It is not at its place in the file: take it out by hand.")

    def wrong_name(self, change: Change) -> Spot | None:
        if not change.wrong:
            return None
        found = self.by_line[change.wrong]
        found = [each for each in found if each.key.line == change.wrong] or found
        leaves = [each for each in found if not each.node.children] or found[:1]
        if len(leaves) != 1:
            raise change.impossible("The wrong name can't be told from others in its line: correct it by hand.")
        return leaves[0]

    def elsewhere(self, change: Change, path: Path) -> Path:
        """Of a setting that is read though its block has another name, or stands at another place."""
        if change.place is None:
            return path
        found = [each for each in self.by_line[change.place.line] if each.name == path[-1]]
        return found[0].path if len(found) == 1 else path
