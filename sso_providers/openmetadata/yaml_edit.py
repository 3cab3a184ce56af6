"""Changes values in a person's own YAML file and leaves every other character as it is.

For conf/openmetadata.yaml with its comments, its order and its substitutions. Knows nothing of
settings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from .paths import nested
from .yaml_tree import Kind, Node, Uneditable, parse

BOM = "\ufeff"
LINE_BREAK = re.compile(r"\r\n|\n|\r")
INDENT = 2
# By key, the source of what is to be set there, or again by key; and so what it says.
Wanted: TypeAlias = Mapping[str, "str | Wanted"]
Shapes: TypeAlias = Mapping[str, "Shape | Shapes"]


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` in place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def set_values(text: str, sources: Mapping[str, str]) -> str:
    """`text` with the value at each dotted path replaced by its source: YAML on one line.

    What is missing is added: a key below its last sibling, a block at the end of the file. The
    result was parsed again: it has the values, and everything else is as it was. Raises `Uneditable`.
    """
    mark = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    document = parse(body)
    editor = Editor(body, document.end)
    changed = applied(body, [*editor.within(document.root, nested(sources), ())])
    if shape(parse(changed).root) != with_values(shape(document.root), nested(shapes(sources))):
        raise Uneditable("The file can't be changed with certainty: paste the blocks by hand.")
    return mark + changed


def values_at(text: str, paths: Iterable[str]) -> dict[str, str]:
    """The source of the value at each dotted path that the file has; null is none. Raises `Uneditable`."""
    body = text.removeprefix(BOM)
    root = parse(body).root
    found = ((path, node_at(root, path)) for path in paths)
    return {path: body[node.start : node.end] for path, node in found if node and not node.is_null}


def node_at(root: Node, path: str) -> Node | None:
    """The last one counts where a key is repeated."""
    node = root
    for key in path.split("."):
        pairs = node.values(key) if node.kind is Kind.MAPPING else []
        if not pairs:
            return None
        node = pairs[-1][1]
    return node


def applied(text: str, edits: list[Edit]) -> str:
    """Edits at one place keep their order: what belongs to an inner block comes before the outer one's."""
    result, position = "", 0
    for edit in sorted(edits, key=lambda each: each.start):
        result += text[position : edit.start] + edit.text
        position = edit.end
    return result + text[position:]


@dataclass(frozen=True, slots=True)
class Editor:
    """Finds the edits in `text`; missing blocks go to `end`."""

    text: str
    end: int

    def within(self, mapping: Node, wanted: Wanted, path: tuple[str, ...]) -> Iterator[Edit]:
        refuse_other_than_block(mapping, path)
        missing: dict[str, str | Wanted] = {}
        for key, value in wanted.items():
            found = mapping.values(key)
            if len(found) > 1:
                raise Uneditable("It is there twice: keep one.", path=dotted(*path, key), line=found[1][0].line)
            if found:
                yield from self.at(*found[0], value, (*path, key))
            else:
                missing[key] = value
        if missing:
            yield self.addition(mapping, missing, top=not path)

    def at(self, key: Node, node: Node, wanted: "str | Wanted", path: tuple[str, ...]) -> Iterator[Edit]:
        refuse_shared(node, path)
        if isinstance(wanted, str):
            refuse_shared_within(node, path)
            yield from self.replacement(key, node, wanted)
        elif node.is_null:
            yield Edit(node.start, node.end, "")
            yield self.below(self.colon_end(key), self.lines(wanted, self.column(key) + INDENT))
        else:
            yield from self.within(node, wanted, path)

    def replacement(self, key: Node, node: Node, source: str) -> Iterator[Edit]:
        if node.start == node.end or (node.children and not node.flow):
            # No value, or a block of lines: behind the colon, where a comment may follow.
            colon_end = self.colon_end(key)
            yield Edit(colon_end, colon_end, f" {source}")
            if node.children:
                yield Edit(self.line_end(colon_end), self.line_end(self.content_end(node)), "")
        else:
            yield Edit(node.start, self.content_end(node), source)

    def addition(self, mapping: Node, missing: Wanted, *, top: bool) -> Edit:
        indent = self.column(mapping.children[0])
        lines = self.lines(missing, indent)
        if not top:
            return self.below(self.content_end(mapping), lines)
        parted = "" if self.text[: self.end].endswith(("\n", "\r")) else self.line_break
        return Edit(self.end, self.end, parted + "".join(f"{line}{self.line_break}" for line in ["", *lines]))

    def lines(self, wanted: Wanted, indent: int) -> list[str]:
        result: list[str] = []
        for key, value in wanted.items():
            if isinstance(value, str):
                result.append(f"{' ' * indent}{key}: {value}")
            else:
                result += [f"{' ' * indent}{key}:", *self.lines(value, indent + INDENT)]
        return result

    def below(self, position: int, lines: list[str]) -> Edit:
        end = self.line_end(position)
        return Edit(end, end, "".join(f"{self.line_break}{line}" for line in lines))

    def content_end(self, node: Node) -> int:
        """Behind the value's last character; blocks and nothing are marked as ending where the next thing starts."""
        if node.children and not node.flow:
            return self.content_end(node.children[-1])
        if node.block or node.start == node.end:
            return len(self.text[: node.end].rstrip())
        return node.end

    def colon_end(self, key: Node) -> int:
        return self.text.index(":", key.end) + 1

    def line_end(self, position: int) -> int:
        found = LINE_BREAK.search(self.text, position)
        return found.start() if found else len(self.text)

    def column(self, node: Node) -> int:
        breaks = max(self.text.rfind("\n", 0, node.start), self.text.rfind("\r", 0, node.start))
        return node.start - breaks - 1

    @property
    def line_break(self) -> str:
        found = LINE_BREAK.search(self.text)
        return found[0] if found else "\n"


def refuse_other_than_block(mapping: Node, path: tuple[str, ...]) -> None:
    where = dotted(*path)
    if mapping.kind is not Kind.MAPPING:
        raise Uneditable("A value stands where a block of settings is needed.", path=where, line=mapping.line)
    if mapping.flow:
        raise Uneditable(
            "The settings are written in braces: write one a line, indented.", path=where, line=mapping.line
        )
    for key, _ in mapping.values("<<"):
        raise Uneditable("A merge key (<<) brings settings from elsewhere: write them out.", path=where, line=key.line)


def refuse_shared(node: Node, path: tuple[str, ...]) -> None:
    """Anchors and aliases tie a value to another place, which would change with it or lose it."""
    where = dotted(*path)
    if node.kind is Kind.ALIAS or node.anchor:
        raise Uneditable("An anchor or alias (& or *) shares the value: write it out.", path=where, line=node.line)
    if node.tag and node.children:
        raise Uneditable("A tag (!) gives the block a type: take it out.", path=where, line=node.line)


def refuse_shared_within(node: Node, path: tuple[str, ...]) -> None:
    refuse_shared(node, path)
    for child in node.children:
        refuse_shared_within(child, path)


def dotted(*path: str) -> str:
    return ".".join(path)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a node says, wherever and however it stands: for comparing."""

    kind: Kind
    value: str = ""
    tag: str = ""
    anchor: str = ""
    quoted: bool = False
    children: tuple["Shape", ...] = ()


def shape(node: Node) -> Shape:
    quoted = node.kind is Kind.SCALAR and not node.plain
    return Shape(node.kind, node.value, node.tag, node.anchor, quoted, tuple(shape(child) for child in node.children))


def shapes(sources: Mapping[str, str]) -> dict[str, Shape]:
    """What each source says by itself."""
    lines = "".join(f"value: {source}\n" for source in sources.values())
    nodes = parse(lines).root.children[1::2] if sources else ()
    return dict(zip(sources, map(shape, nodes), strict=True))


def with_values(mapping: Shape, wanted: Shapes) -> Shape:
    """The mapping as it is to be: its pairs with the wanted values, the missing ones behind them."""
    missing = dict(wanted)
    children: list[Shape] = []
    for key, value in zip(mapping.children[::2], mapping.children[1::2], strict=True):
        new = missing.pop(key.value, None) if key.kind is Kind.SCALAR else None
        children += [key, value if new is None else replaced(value, new)]
    for name, new in missing.items():
        children += [Shape(Kind.SCALAR, name), replaced(Shape(Kind.MAPPING), new)]
    return replace(mapping, children=tuple(children))


def replaced(before: Shape, wanted: "Shape | Shapes") -> Shape:
    if isinstance(wanted, Shape):
        return wanted
    return with_values(before if before.kind is Kind.MAPPING else Shape(Kind.MAPPING), wanted)
