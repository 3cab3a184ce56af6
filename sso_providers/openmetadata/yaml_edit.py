"""Changes values in a person's own YAML or JSON file and leaves every other character as it is.

For files with their comments, their order and their substitutions. Knows nothing of settings.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .paths import nested
from .quoting import is_plain
from .yaml_tree import BOM as BOM
from .yaml_tree import Document, Kind, Node, Uneditable, line_start, parse

LINE_BREAK = re.compile(r"\r\n|\n|\r")
# What may stand between two items of a list.
BETWEEN = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
BLANK = re.compile(r"[ \t]*")
INDENT = 2


@dataclass(frozen=True, slots=True)
class Items:
    """A list: the source of each item. Those that the file has stay as they are written there."""

    sources: tuple[str, ...]

    @property
    def source(self) -> str:
        return f"[{', '.join(self.sources)}]"


# By key, or by place in a list: what is to be there, as YAML on one line; None for nothing; or the same again. The
# place behind the last one adds an item.
Leaf: TypeAlias = str | Items | None
Wanted: TypeAlias = "Mapping[Any, Leaf | Wanted]"
# The same with what sources say.
Expected: TypeAlias = "Node | tuple[Node, ...] | None | Mapping[str | int, Expected]"


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` in place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def set_values(text: str, sources: Mapping[str, str]) -> str:
    """`text` with the value at each dotted path replaced by its source: YAML on one line. As `File.edited`."""
    mark = BOM if text.startswith(BOM) else ""
    wanted: Wanted = nested(sources)
    return mark + File.of(text.removeprefix(BOM)).edited(wanted)


def values_at(text: str, paths: Iterable[str]) -> dict[str, str]:
    """The source of the value at each dotted path that the file has; null is none. Raises `Uneditable`."""
    body = text.removeprefix(BOM)
    root = parse(body).root
    found = ((path, node_at(root, path.split("."))) for path in paths)
    return {path: body[node.start : node.end] for path, node in found if node and not node.is_null}


def node_at(root: Node, keys: Iterable[str | int]) -> Node | None:
    """The last one counts where a key is repeated."""
    node: Node | None = root
    for key in keys:
        node = child(node, key)
    return node


def child(node: Node | None, key: str | int) -> Node | None:
    if node is None:
        return None
    if isinstance(key, int):
        return node.items[key] if key < len(node.items) else None
    found = node.values(key)
    return found[-1][1] if found else None


@dataclass(frozen=True, slots=True)
class File:
    """A text without byte order mark, what it says, and how it is read."""

    text: str
    document: Document
    read: Callable[[str], Document]
    write_key: Callable[[str], str] = str

    @classmethod
    def of(cls, text: str, read: Callable[[str], Document] = parse, write_key: Callable[[str], str] = str) -> "File":
        """Raises `Uneditable`."""
        return cls(text, read(text), read, write_key)

    def edited(self, wanted: Wanted) -> str:
        """The text as it is to be.

        What is missing is added below its siblings, what is left empty by a removal goes. The result was parsed again:
        it has the values, and everything else is as it was. Raises `Uneditable`.
        """
        root = self.document.root
        wanted = needed(root, wanted)
        if not wanted:
            return self.text
        if is_emptied(root, wanted):
            raise Uneditable("Nothing would be left of the file: remove it by hand.")
        editor = Editor(self.text, self.document.end, self.write_key)
        changed = applied(self.text, [*editor.within(root, wanted, ())], editor.line_break)
        if not agrees(root, self.read(changed).root, self.expected(wanted)):
            raise Uneditable("The file can't be changed with certainty: change it by hand.")
        return changed

    def expected(self, wanted: Wanted) -> Expected:
        sources = [*leaves(wanted)]
        lines = "".join(f"value: {source}\n" for source in sources)
        nodes = iter(self.read(lines).root.children[1::2] if sources else ())
        return with_nodes(wanted, nodes)


def leaves(wanted: "Leaf | Wanted") -> Iterator[str]:
    match wanted:
        case str():
            yield wanted
        case Items():
            yield from wanted.sources
        case Mapping():
            for inner in wanted.values():
                yield from leaves(inner)


def with_nodes(wanted: "Leaf | Wanted", nodes: Iterator[Node]) -> Expected:
    match wanted:
        case str():
            return next(nodes)
        case Items():
            return tuple(next(nodes) for _ in wanted.sources)
        case Mapping():
            return {key: with_nodes(inner, nodes) for key, inner in wanted.items()}
    return None


def needed(node: Node | None, wanted: Wanted) -> Wanted:
    """Without removals of what is not there; a block that would be left empty is removed itself."""
    result: dict[str | int, Leaf | Wanted] = {}
    for key, value in wanted.items():
        found = child(node, key)
        if isinstance(value, Mapping):
            inner = needed(found, value)
            if inner:
                result[key] = None if is_emptied(found, inner) else inner
        elif value is not None or found is not None:
            result[key] = value
    return result


def is_emptied(node: Node | None, wanted: Wanted) -> bool:
    if node is None or not node.children:
        return False
    count = len(node.items) or len(node.pairs)
    return len(wanted) == count and all(value is None for value in wanted.values())


def applied(text: str, edits: list[Edit], line_break: str) -> str:
    """Edits at one place keep their order: what belongs to an inner block comes before the outer one's."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda each: each.start):
        if edit.start < position:
            # The line below which it was to stand is gone, with its end.
            pieces.append(f"{edit.text.removeprefix(line_break)}{line_break}" if edit.text else "")
            position = max(position, edit.end)
        else:
            pieces += [text[position : edit.start], edit.text]
            position = edit.end
    return "".join([*pieces, text[position:]])


@dataclass(frozen=True, slots=True)
class Editor:
    """Finds the edits in `text`; missing blocks go to `end`."""

    text: str
    end: int
    write_key: Callable[[str], str]

    def within(self, node: Node, wanted: Wanted, path: tuple[str, ...]) -> Iterator[Edit]:
        refuse_unclear(self.text, node, wanted, path)
        every = entries(node)
        gone: set[int] = set()
        missing: dict[str | int, Leaf | Wanted] = {}
        for key, value in wanted.items():
            place = position_in(node, key, path)
            if place is None:
                missing[key] = value
            elif value is None:
                refuse_shared_within(every[place][1], (*path, str(key)))
                gone.add(place)
            else:
                yield from self.at(node, *every[place], value, (*path, str(key)))
        if missing:
            yield self.addition(node, gone, missing, top=not path)
        if gone:
            yield from self.removals(node, gone)

    def at(self, parent: Node, key: Node, node: Node, wanted: "Leaf | Wanted", path: tuple[str, ...]) -> Iterator[Edit]:
        refuse_shared(node, path)
        if not isinstance(wanted, Mapping):
            refuse_shared_within(node, path)
            if isinstance(wanted, Items) and wanted.sources and is_list_of_texts(node):
                yield from self.items(node, wanted, path)
            else:
                yield from self.replacement(key, node, wanted.source if isinstance(wanted, Items) else str(wanted))
        elif not is_empty(node):
            yield from self.within(node, wanted, path)
        elif parent.flow:
            yield Edit(node.start, node.end, self.in_braces(wanted, None))
        else:
            yield Edit(node.start, node.end, "")
            yield self.below(self.colon_end(key), self.lines(wanted, self.column(key.start) + INDENT))

    def items(self, node: Node, wanted: Items, path: tuple[str, ...]) -> Iterator[Edit]:
        """The items that both have stay as they are."""
        nodes = parse("".join(f"value: {source}\n" for source in wanted.sources)).root.children[1::2]
        old, new = len(node.items), len(nodes)
        changes: dict[str | int, Leaf | Wanted] = {
            place: source
            for place, source in enumerate(wanted.sources)
            if place >= old or not says_same(node.items[place], nodes[place])
        }
        yield from self.within(node, changes | dict.fromkeys(range(new, old)), path)

    def replacement(self, key: Node, node: Node, source: str) -> Iterator[Edit]:
        if node.start == node.end or (node.children and not node.flow and key is not node):
            # No value, or a block of lines: behind the colon, where a comment may follow.
            behind = node.end if key is node else self.colon_end(key)
            yield Edit(behind, behind, f" {source}")
            if node.children:
                yield Edit(self.line_end(behind), self.line_end(self.content_end(node)), "")
        else:
            yield Edit(node.start, self.content_end(node), source)

    def addition(self, node: Node, gone: set[int], missing: Wanted, *, top: bool) -> Edit:
        if node.flow:
            return self.addition_in_brackets(node, gone, missing)
        lines = self.lines(missing, self.column(node.start if node.items else node.children[0].start))
        if not top:
            return self.below(self.content_end(node), lines)
        parted = "" if self.text[: self.end].endswith(("\n", "\r")) else self.line_break
        return Edit(self.end, self.end, parted + "".join(f"{line}{self.line_break}" for line in ["", *lines]))

    def addition_in_brackets(self, node: Node, gone: set[int], missing: Wanted) -> Edit:
        kept = [pair for place, pair in enumerate(entries(node)) if place not in gone]
        if not kept:
            brackets = "[{}]" if node.kind is Kind.SEQUENCE else "{{{}}}"
            return Edit(node.start, node.end, brackets.format(", ".join(self.members(missing, None))))
        first = kept[-1][0].start
        is_own_line = self.is_first_in_line(first)
        indent = self.column(first) if is_own_line else None
        parted = f"{self.line_break}{' ' * self.column(first)}" if is_own_line else " "
        end = self.entry_end(*kept[-1])
        return Edit(end, end, "".join(f",{parted}{member}" for member in self.members(missing, indent)))

    def members(self, wanted: Wanted, indent: int | None) -> Iterator[str]:
        """What stands between brackets; blocks on lines of their own, unless `indent` is None."""
        for key, value in wanted.items():
            name = "" if isinstance(key, int) else f"{self.write_key(key)}: "
            yield f"{name}{self.in_braces(value, indent)}"

    def in_braces(self, value: "Leaf | Wanted", indent: int | None) -> str:
        if not isinstance(value, Mapping):
            return value.source if isinstance(value, Items) else str(value)
        if indent is None:
            return f"{{{', '.join(self.members(value, None))}}}"
        inner, outer = (f"{self.line_break}{' ' * each}" for each in (indent + INDENT, indent))
        return f"{{{inner}{f',{inner}'.join(self.members(value, indent + INDENT))}{outer}}}"

    def lines(self, wanted: Wanted, indent: int) -> list[str]:
        result: list[str] = []
        for key, value in wanted.items():
            if isinstance(key, int):
                first, *rest = self.lines(value, 0) if isinstance(value, Mapping) else [self.in_braces(value, None)]
                result += [f"{' ' * indent}- {first}", *(f"{' ' * (indent + INDENT)}{line}" for line in rest)]
            elif isinstance(value, Mapping):
                result += [f"{' ' * indent}{self.write_key(key)}:", *self.lines(value, indent + INDENT)]
            else:
                result.append(f"{' ' * indent}{self.write_key(key)}: {self.in_braces(value, None)}")
        return result

    def removals(self, node: Node, gone: set[int]) -> Iterator[Edit]:
        every = entries(node)
        kept = [place for place in range(len(every)) if place not in gone]
        if node.flow:
            yield from self.removals_in_brackets(every, gone, kept)
            return
        starts = self.entry_starts(node)
        if gone == set(range(len(every))):
            # Of the block only what is added stays.
            yield Edit(line_start(self.text, starts[0]), self.next_line(self.entry_end(*every[-1])), "")
            return
        for place in sorted(gone):
            if self.is_first_in_line(starts[place]):
                yield Edit(line_start(self.text, starts[place]), self.next_line(self.entry_end(*every[place])), "")
            elif place < kept[0]:
                # Behind the dash of a list: what follows takes its place.
                yield Edit(starts[place], starts[place + 1], "")
            else:
                raise Uneditable(
                    "It shares its line with something else: remove it by hand.", line=every[place][0].line
                )

    def removals_in_brackets(self, every: list[tuple[Node, Node]], gone: set[int], kept: list[int]) -> Iterator[Edit]:
        if not kept:
            return
        for place in sorted(gone):
            if place < kept[-1]:
                yield Edit(every[place][0].start, every[place + 1][0].start, "")
        if kept[-1] < len(every) - 1:
            yield Edit(self.entry_end(*every[kept[-1]]), self.entry_end(*every[-1]), "")

    def entry_starts(self, node: Node) -> list[int]:
        """Where each pair or, with its dash, each item of a block begins."""
        if node.kind is Kind.MAPPING:
            return [key.start for key, _ in node.pairs]
        starts = [node.start]
        for item in node.items[:-1]:
            between = BETWEEN.match(self.text, self.content_end(item))
            starts.append(between.end() if between else item.end)
        return starts

    def entry_end(self, key: Node, node: Node) -> int:
        return self.content_end(node) if key is node else max(key.end, self.content_end(node))

    def below(self, position: int, lines: list[str]) -> Edit:
        end = self.line_end(position)
        return Edit(end, end, "".join(f"{self.line_break}{line}" for line in lines))

    def content_end(self, node: Node) -> int:
        """Behind the value's last character; blocks and nothing are marked as ending where the next thing starts."""
        if node.children and not node.flow:
            return self.content_end(node.children[-1])
        if node.block or node.start == node.end:
            return self.trimmed(node.end)
        return node.end

    def trimmed(self, end: int) -> int:
        while end and self.text[end - 1].isspace():
            end -= 1
        return end

    def colon_end(self, key: Node) -> int:
        return self.text.index(":", key.end) + 1

    def line_end(self, position: int) -> int:
        found = LINE_BREAK.search(self.text, position)
        return found.start() if found else len(self.text)

    def next_line(self, position: int) -> int:
        found = LINE_BREAK.search(self.text, position)
        return found.end() if found else len(self.text)

    def column(self, position: int) -> int:
        return position - line_start(self.text, position)

    def is_first_in_line(self, position: int) -> bool:
        start = line_start(self.text, position)
        return bool(BLANK.fullmatch(self.text, start, position))

    @property
    def line_break(self) -> str:
        found = LINE_BREAK.search(self.text)
        return found[0] if found else "\n"


def entries(node: Node) -> list[tuple[Node, Node]]:
    """A mapping's pairs; each item of a list as its own key."""
    return [(item, item) for item in node.items] or node.pairs


def position_in(node: Node, key: str | int, path: tuple[str, ...]) -> int | None:
    if isinstance(key, int):
        return key if key < len(node.items) else None
    found = [place for place, (name, _) in enumerate(node.pairs) if name.kind is Kind.SCALAR and name.value == key]
    if len(found) > 1:
        line = node.pairs[found[1]][0].line
        raise Uneditable("It is there twice: keep one.", path=dotted(*path, key), line=line)
    return found[0] if found else None


def is_empty(node: Node) -> bool:
    return node.is_null or (node.kind in (Kind.MAPPING, Kind.SEQUENCE) and not node.children)


def is_list_of_texts(node: Node) -> bool:
    return bool(node.items) and all(item.kind is Kind.SCALAR and not item.block for item in node.items)


def refuse_unclear(text: str, node: Node, wanted: Wanted, path: tuple[str, ...]) -> None:
    where = dotted(*path)
    if not node.children or (node.kind is Kind.SEQUENCE) != all(isinstance(key, int) for key in wanted):
        raise Uneditable("A value stands where a block of settings is needed.", path=where, line=node.line)
    if node.flow and text[node.start] not in "{[":
        raise Uneditable("The settings stand in a list without braces: write one a line.", path=where, line=node.line)
    for key in node.merges:
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
    for each in node.children:
        refuse_shared_within(each, path)


def dotted(*path: str) -> str:
    return ".".join(path)


def agrees(before: Node | None, after: Node, expected: Expected) -> bool:
    """Whether `after` is `before` with what is expected, and nothing else is."""
    match expected:
        case Node():
            return says_same(expected, after)
        case tuple():
            return after.kind is Kind.SEQUENCE and all_same(expected, after.items)
        case Mapping():
            return has_expected(before, after, expected)
    return False


def has_expected(before: Node | None, after: Node, expected: Mapping[str | int, Expected]) -> bool:
    missing = dict(expected)
    found = iter(entries(after))
    for place, (key, value) in enumerate(entries(before) if before else ()):
        name: str | int = place if before and before.kind is Kind.SEQUENCE else key.value
        is_said = name in missing and key.kind is not Kind.ALIAS
        wanted = missing.pop(name) if is_said else value
        if wanted is None:
            continue
        pair = next(found, None)
        if pair is None or (isinstance(name, str) and not says_same(key, pair[0])):
            return False
        if not (agrees(value, pair[1], wanted) if is_said else says_same(value, pair[1])):
            return False
    for name, wanted in missing.items():
        pair = next(found, None)
        if pair is None or (isinstance(name, str) and pair[0].value != name) or not agrees(None, pair[1], wanted):
            return False
    return next(found, None) is None


def says_same(one: Node, other: Node) -> bool:
    """Whether they mean the same, wherever and however they stand."""
    is_quoted, is_other_quoted = (each.kind is Kind.SCALAR and not each.plain for each in (one, other))
    return (
        one.kind is other.kind
        and one.value == other.value
        and one.tag == other.tag
        and one.anchor == other.anchor
        and (is_quoted == is_other_quoted or is_plain(one.value))
        and all_same(one.children, other.children)
    )


def all_same(some: Iterable[Node], others: Iterable[Node]) -> bool:
    some, others = tuple(some), tuple(others)
    return len(some) == len(others) and all(map(says_same, some, others))
