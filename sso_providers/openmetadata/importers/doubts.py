"""Values that the server takes, but as something else than what is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.settings import Setting, ValueType
from sso_providers.openmetadata.subject import Kind

from . import meant
from .scalars import as_text
from .yaml_source import Leaf, Node, native

CUT = say(
    "the value ends before the #, where a comment begins: write a comment in a line of its own, and a value in quotes"
)
EMPTY_ITEM = say("an item of the list is empty: take it out")
WORD_OF_YAML = say("without quotes it is a number or a word to YAML, and the server reads another text")
NO_BLANK = say("a key stands here without its value: write a blank behind the colon")
WORDS = ("true", "false")
# Of a list's items.
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Doubt:
    """The message is no whole sentence, and never shows a secret. `meant` is the value as it was written.

    `is_of_quotes` says that quotes are the remedy; otherwise the message has it.
    """

    kind: Kind
    message: str
    meant: Value | None = None
    is_of_quotes: bool = True


def doubts(setting: Setting, node: Node, source: str) -> Iterator[Doubt]:
    match setting.type, node:
        case ValueType.TEXT, Leaf():
            yield from about_text(setting, node, source)
        case ValueType.LIST, list():
            yield from about_items([each for each in node if isinstance(each, Leaf)])
        case ValueType.MAP, dict():
            yield from about_entries(node)


def about_text(setting: Setting, leaf: Leaf, source: str) -> Iterator[Doubt]:
    whole = None if setting.secret else source.strip()
    if leaf.mark:
        yield Doubt(Kind.VALUE_NOT_YAML, marked(leaf.mark), whole)
    elif is_cut(leaf, source) and leaf.text not in setting.choices:
        yield Doubt(Kind.COMMENT_IN_VALUE, CUT, whole if leaf.is_lost else None, False)
    elif is_rewritten(leaf) and not (setting.default in WORDS and isinstance(leaf.value, bool)):
        yield Doubt(Kind.WRONG_TYPE, WORD_OF_YAML if setting.secret else rewritten([leaf]), whole and leaf.text)


def about_items(items: list[Leaf]) -> Iterator[Doubt]:
    if marks := [item.mark for item in items if item.mark]:
        yield Doubt(Kind.VALUE_NOT_YAML, marked(marks[0]))
    elif any(item.value is None for item in items):
        yield Doubt(Kind.EMPTY, EMPTY_ITEM, tuple(item.text for item in items if item.value is not None), False)
    elif changed := [item for item in items if is_rewritten(item)]:
        yield Doubt(Kind.WRONG_TYPE, rewritten(changed), tuple(item.text for item in items))


def about_entries(entries: Mapping[str, Node]) -> Iterator[Doubt]:
    """`{name:value}` is a key that is called so."""
    lost = [key for key, each in entries.items() if isinstance(each, Leaf) and each.is_lost and ":" in key]
    if lost:
        pairs = (key.partition(":")[::2] if key in lost else (key, native(each)) for key, each in entries.items())
        yield Doubt(Kind.WRONG_TYPE, NO_BLANK, meant.as_json(dict(pairs)), False)


def is_cut(leaf: Leaf, source: str) -> bool:
    return leaf.plain and source[leaf.end :].lstrip().startswith("#")


def is_rewritten(leaf: Leaf) -> bool:
    return not leaf.mark and leaf.value is not None and as_text(leaf.value) != leaf.text


def marked(mark: str) -> str:
    return say(
        "{mark} means something to YAML where it begins a value, so the server does not read what is written", mark=mark
    )


def rewritten(leaves: list[Leaf]) -> str:
    shown = [
        say("{read} for {written}", read=as_text(leaf.value), written=leaf.text)
        for leaf in leaves[:SHOWN]
        if leaf.value is not None
    ]
    return say(
        "without quotes the server reads {shown}",
        shown=reduce(lambda first, more: say("{first}, {more}", first=first, more=more), shown),
    )
