"""YAML source of one value, as the server's reader takes it: Jackson's YAMLParser over SnakeYAML. Knows no settings."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from .scalars import Scalar, resolved

# A key that no value can end early.
KEY = "value: "
# Beyond a thousand, libyaml's time for brackets grows with their square.
DEEPEST = 100
OWN_TAGS = "tag:yaml.org,2002:"


class NotYaml(ValueError):
    """Not the source of one value. Shows nothing of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A scalar as it is written, and as the server holds it. `end` is where it ends in the source.

    `plain` is without quotes. `mark` is what stands before it and means something to YAML: *, & or !.
    """

    text: str
    value: Scalar
    end: int
    plain: bool = False
    mark: str = ""

    @property
    def is_lost(self) -> bool:
        """Whether nothing is left of what was written."""
        return self.value is None and self.text == ""


Node: TypeAlias = "Leaf | list[Node] | dict[str, Node]"


def parsed(source: str) -> Node:
    """Raises `NotYaml`."""
    builder = Builder()
    try:
        for event in yaml.parse(f"{KEY}{source}", Loader=yaml.CSafeLoader):
            builder.add(event)
    except (yaml.YAMLError, UnicodeEncodeError):
        # The parser's own words can quote the value.
        raise NotYaml from None
    document = builder.root
    if not isinstance(document, dict) or len(document) != 1 or builder.documents != 1:
        raise NotYaml
    return document["value"]


def native(node: Node) -> Any:
    """As the server's tree of the file has it."""
    match node:
        case Leaf():
            return node.value
        case list():
            return [native(each) for each in node]
    return {key: native(each) for key, each in node.items()}


class Builder:
    """Makes nodes of a parser's events. Jackson takes an alias for the text of its name."""

    def __init__(self) -> None:
        self.documents = 0
        self.root: Node | None = None
        # What is open, each with its key whose value comes next.
        self.open: list[tuple[list[Node] | dict[str, Node], list[str]]] = []

    def add(self, event: Event) -> None:
        match event:
            case DocumentStartEvent():
                self.documents += 1
            case MappingStartEvent():
                self.start({})
            case SequenceStartEvent():
                self.start([])
            case CollectionEndEvent():
                self.put(self.open.pop()[0])
            case ScalarEvent() | AliasEvent():
                self.leaf(event)

    def start(self, collection: list[Node] | dict[str, Node]) -> None:
        if len(self.open) == DEEPEST:
            raise NotYaml
        self.open.append((collection, []))

    def leaf(self, event: ScalarEvent | AliasEvent) -> None:
        collection, key = self.open[-1] if self.open else (None, [])
        if isinstance(collection, dict) and not key and isinstance(event, ScalarEvent):
            key.append(event.value)
            return
        found = leaf_of(event)
        if found.plain and "?" in found.text and len(self.open) > 1:
            # SnakeYAML ends an item at a question mark, where libyaml goes on.
            raise NotYaml
        self.put(found)

    def put(self, node: Node) -> None:
        if not self.open:
            self.root = node
            return
        collection, key = self.open[-1]
        if isinstance(collection, list):
            collection.append(node)
        elif key:
            collection[key.pop()] = node
        else:
            # A key that is no text: Jackson takes none.
            raise NotYaml


def leaf_of(event: ScalarEvent | AliasEvent) -> Leaf:
    mark: Any = event.end_mark
    # An empty value ends before the blank of the key.
    end = max(0, mark.index - len(KEY))
    if isinstance(event, AliasEvent):
        name: str = event.anchor or ""
        return Leaf(text=name, value=name, end=end, mark="*")
    text: str = event.value or ""
    if event.tag:
        is_own = event.tag.startswith(OWN_TAGS)
        value = resolved(text) if is_own and not event.tag.endswith(":str") else text
        return Leaf(text=text, value=value, end=end, mark="" if is_own else "!")
    if event.style:
        return Leaf(text=text, value=text, end=end)
    return Leaf(text=text, value=resolved(text), end=end, plain=True, mark="&" if event.anchor else "")
