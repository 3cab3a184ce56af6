"""YAML files by ruamel.yaml: the tree, its comments and its quotes."""

import json
from collections.abc import Callable, Iterable
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, PlainScalarString, ScalarString, SingleQuotedScalarString

from sso_providers.catalogue import Value
from sso_providers.openmetadata.quoting import escape_substitution, refuse_unquotable
from sso_providers.openmetadata.settings import Setting, ValueType

from .header import comment

Node = ScalarString | CommentedSeq | CommentedMap | bool | int


def dump(tree: CommentedMap) -> str:
    yaml = YAML()
    # A folded string would be the same YAML, but nobody could search or replace in it.
    yaml.width = 1_000_000
    stream = StringIO()
    yaml.dump(tree, stream)
    return stream.getvalue()


def literal(value: Value) -> Node:
    """The value as openmetadata.yaml or the chart takes it: text quoted, `${` made literal."""
    if isinstance(value, str):
        return verbatim(escape_substitution(value))
    if isinstance(value, tuple):
        return sequence((literal(item) for item in value), flow=not value)
    return value


def unsubstituted(text: str) -> Node:
    """As `literal`, for a reader that replaces no `${`. Raises `Unquotable`."""
    refuse_unquotable(text)
    return verbatim(text)


def of_setting(setting: Setting, value: Value, write: Callable[[str], Node]) -> Node:
    """The value on one line, as the type of its setting has it; `write` is for texts, `literal` or `unsubstituted`."""
    if setting.type is ValueType.MAP:
        entries = json.loads(str(value)).items()
        tree = CommentedMap((key, write(entry) if isinstance(entry, str) else entry) for key, entry in entries)
        tree.fa.set_flow_style()
        return tree
    if isinstance(value, tuple):
        return sequence(map(write, value), flow=True)
    return write(value) if isinstance(value, str) else value


def sequence(items: Iterable[Node], *, flow: bool = False) -> CommentedSeq:
    result: CommentedSeq = CommentedSeq(items)
    if flow:
        result.fa.set_flow_style()
    return result


def source(text: str) -> Node:
    """YAML source as a string of this document: in single quotes, so that its own quotes stand out."""
    node: Node = SingleQuotedScalarString(text)
    return node


def verbatim(text: str) -> Node:
    """In double quotes, for a consumer that is not OpenMetadata's server."""
    node: Node = DoubleQuotedScalarString(text)
    return node


def plain(text: str) -> Node:
    node: Node = PlainScalarString(text)
    return node


def put(tree: CommentedMap, path: str, node: Node, note: str = "") -> None:
    """Sets `node` at the dotted `path`, making the maps on the way, under a comment of `note`."""
    *parents, key = path.split(".")
    for parent in parents:
        tree = tree.setdefault(parent, CommentedMap())
    tree[key] = node
    if note:
        text = "\n".join(line.removeprefix("# ") for line in comment(note).splitlines())
        tree.yaml_set_comment_before_after_key(key, before=text, indent=2 * len(parents))
