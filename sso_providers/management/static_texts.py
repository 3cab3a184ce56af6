"""Texts for people that no program collects by itself; they are translated where they are shown.

They stand in data (the catalogue, rules, targets), and as plain sentences in the layers that know no Django.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import sso_providers
from sso_providers.catalogue import KINDS, Flow, Protocol, replacing
from sso_providers.catalogue.environments import Need
from sso_providers.catalogue.spec import ConsoleUrl
from sso_providers.checks import Status as CheckStatus
from sso_providers.models import Event
from sso_providers.models.provider_registration import Status
from sso_providers.oidc.policy import Outcome, Role, Rule
from sso_providers.oidc.provider_errors import FAMILIES
from sso_providers.openmetadata.artifacts import SecretsMode, Situation
from sso_providers.openmetadata.behaviours import BEHAVIOURS
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.server import FIELDS
from sso_providers.openmetadata.settings import SETTINGS
from sso_providers.openmetadata.sign_in import Topic
from sso_providers.openmetadata.upgrade import Topic as Change

# The attributes that people read, of whatever dataclass.
PROSE = {
    "asks",
    "before",
    "cause",
    "fix",
    "help",
    "label",
    "make",
    "needs",
    "never",
    "note",
    "pitfalls",
    "readers",
    "reason",
    "retire",
    "steps",
    "text",
    "title",
    "urls_at",
    "where",
    "why",
}
ROOTS = (KINDS, FIELDS, RULES, SETTINGS, TARGETS, FAMILIES, BEHAVIOURS, vars(replacing))
LABELLED = (Flow, Protocol, SecretsMode, Situation, CheckStatus, Status, Format, Need)
VALUES = (Event, Level, Outcome, Role, Rule, Topic, Change)

# The layers that can't mark a text; what stands in them as a sentence is for people.
SOURCES = ("catalogue", "openmetadata", "oidc", "checks", "http", "directory_door.py")
SENTENCE = re.compile(r"[A-Z'{].* .*[.?]", re.DOTALL)
# What a check calls its stages and the facts of their evidence.
LABELS_IN = "checks"
LABEL = re.compile(r"[A-Z][a-z-]+( [A-Za-z-]+){0,5}|[A-Z]{2,4} [A-Za-z -]+")


def static_texts() -> list[str]:
    """Sorted, each once."""
    found = set(prose(ROOTS, set())) | set(in_source())
    found |= {member.label for each in LABELLED for member in each if hasattr(member, "label")}
    found |= {str(member.value) for each in VALUES for member in each}
    return sorted(text for text in found if any(map(str.isalpha, text)))


def prose(value: Any, seen: set[int]) -> Iterator[str]:
    """The texts below `value`, however deep in dataclasses, mappings and lists."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value) and not isinstance(value, type):
        yield from of_dataclass(value, seen)
    elif isinstance(value, Mapping):
        yield from prose(list(value.values()), seen)
    elif isinstance(value, Iterable) and not isinstance(value, str | bytes | Enum):
        for each in value:
            yield from prose(each, seen)


def of_dataclass(value: Any, seen: set[int]) -> Iterator[str]:
    for field in fields(value):
        each = getattr(value, field.name)
        # A console's labels are shown as the console has them.
        if field.name in PROSE and not (isinstance(value, ConsoleUrl) and field.name == "label"):
            yield from words(each)
        yield from prose(each, seen)


def words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple | list):
        for each in value:
            yield from words(each)


def in_source() -> Iterator[str]:
    """Literals that are sentences, and a check's labels; what `say` has is collected anyway."""
    package = Path(sso_providers.__file__).parent
    for each in SOURCES:
        path = package / each
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for text in literals(tree):
                if SENTENCE.fullmatch(text) or (each == LABELS_IN and LABEL.fullmatch(text)):
                    yield text


def literals(tree: ast.AST) -> Iterator[str]:
    """All texts but docstrings, the names of `__all__`, and the pieces of f-strings."""
    passed = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    passed |= {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        for each in ast.walk(node.value)
    }
    passed |= {id(each) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for each in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.value
