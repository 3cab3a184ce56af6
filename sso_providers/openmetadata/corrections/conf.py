"""openmetadata.yaml: `${NAME:-default}` stays, and gets another default."""

import json
import re
from collections.abc import Sequence

from sso_providers.catalogue import Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.importers.shape import inner_block
from sso_providers.openmetadata.quoting import INVISIBLE, escape_characters, yaml_scalar
from sso_providers.openmetadata.settings import Setting
from sso_providers.openmetadata.yaml_edit import File, Items, Leaf
from sso_providers.openmetadata.yaml_tree import Kind, Node

from .change import Change
from .trees import Path, Plan
from .wording import as_before, literal, source

# A value that is one substitution, perhaps in quotes; what it replaces ends at the first brace.
SUBSTITUTED = re.compile(r"(?P<quote>[\"']?)(?P<head>\$\{[^}:\r\n]*:-)(?P<default>[^}\r\n]*)\}(?P=quote)")
# In quotes, inside of a substitution.
UNSAFE = re.compile(f"[$'}}{INVISIBLE}]")
# The same between quotes of either kind, and without.
BARE = re.compile(f"[^\"'\\\\$}}\x00-\x1f{INVISIBLE}]*")


def corrected(text: str, changes: Sequence[Change]) -> str:
    file = File.of(text)
    plan = Plan.of(file, changes)
    begin = beginning(plan)
    for change in changes:
        plan.change(change, path_in(begin, change), leaf)
    return plan.result()


def beginning(plan: Plan) -> str:
    """The block inside of which the file begins: people post pieces. "" for none."""
    return inner_block([key.value for key, _ in plan.root.pairs])


def path_in(begin: str, change: Change) -> Path:
    if not begin:
        return tuple(change.path.split("."))
    if not change.path.startswith(f"{begin}."):
        raise change.impossible(
            say("The file begins inside {begin}: add the setting where its own block is.", begin=begin)
        )
    return tuple(change.path.removeprefix(f"{begin}.").split("."))


def leaf(plan: Plan, change: Change, node: Node | None) -> Leaf:
    value, setting, before = change.written, change.setting, plan.source(node)
    if setting is None:
        return literal(value, before)
    if isinstance(value, tuple) and node is not None and node.items:
        return Items(tuple(map(yaml_scalar, value)))
    if found := SUBSTITUTED.fullmatch(before.rstrip()):
        return with_default(found, setting, value)
    if isinstance(value, str) and node is not None and node.kind is Kind.SCALAR and not before.startswith("$"):
        return source(setting, value) if value.startswith("{") else as_before(value, before)
    return source(setting, value)


def with_default(found: re.Match[str], setting: Setting, value: Value) -> str:
    """The substitution with another default; without it where the value has a brace that can't be written otherwise."""
    quote, head = found["quote"], found["head"]
    if quote and isinstance(value, str) and BARE.fullmatch(value):
        return f"{quote}{head}{value}}}{quote}"
    made = source(setting, value)
    if "}" in made and isinstance(value, str) and not made.startswith("{"):
        made = escape_characters(json.dumps(value, ensure_ascii=False), UNSAFE)
    return made if "}" in made else f"{head}{made}}}"
