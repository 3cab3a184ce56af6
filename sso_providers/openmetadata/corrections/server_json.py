"""The JSON of a server's security configuration: nothing is replaced in it, and each value has its own type."""

import json
import re
from collections.abc import Sequence

from sso_providers.catalogue import Value
from sso_providers.openmetadata.quoting import UNSEEN, escape_characters, refuse_unquotable
from sso_providers.openmetadata.settings import Setting, ValueType
from sso_providers.openmetadata.yaml_edit import File, Items, Leaf
from sso_providers.openmetadata.yaml_tree import Document, Node, Uneditable, parse

from .change import Change
from .conf import beginning, path_in
from .trees import Plan

STRING = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
# JSON writes characters beyond U+FFFF in halves, which is no YAML.
HALF = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\[^u]")


def corrected(text: str, changes: Sequence[Change]) -> str:
    refuse_invalid(text, "The file is no valid JSON: mend it first.")
    plan = Plan.of(File.of(text, read, json.dumps), changes)
    begin = beginning(plan)
    for change in changes:
        plan.change(change, path_in(begin, change), leaf)
    made = plan.result()
    refuse_invalid(made, "The file can't be changed with certainty: change it by hand.")
    return made


def refuse_invalid(text: str, problem: str) -> None:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise Uneditable(problem, line=error.lineno) from None
    except (ValueError, RecursionError):
        raise Uneditable(problem) from None


def read(text: str) -> Document:
    """Places are the text's own; halves of characters are read as something else."""
    return parse(STRING.sub(readable, text), substitutions=False)


def readable(string: re.Match[str]) -> str:
    return HALF.sub(lambda half: "x" * 6 if len(half[0]) == 6 else half[0], string[0])


def leaf(plan: Plan, change: Change, node: Node | None) -> Leaf:
    value = change.written
    if isinstance(value, tuple) and node is not None and node.items:
        return Items(tuple(map(written, value)))
    return of_setting(change.setting, value)


def of_setting(setting: Setting | None, value: Value) -> str:
    if setting and setting.type is ValueType.MAP:
        return written(json.loads(str(value)))
    return written(value)


def written(value: object) -> str:
    source = json.dumps(value, ensure_ascii=False)
    refuse_unquotable(value if isinstance(value, str) else source)
    return escape_characters(source, UNSEEN)
