"""Texts for people that stand in data: the catalogue, rules, targets. They are translated where they are shown."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from sso_providers.catalogue import KINDS, Flow, Protocol
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
from sso_providers.openmetadata.rules import RULES
from sso_providers.openmetadata.server import FIELDS
from sso_providers.openmetadata.settings import SETTINGS

# The attributes that people read, of whatever dataclass.
PROSE = {
    "asks",
    "before",
    "cause",
    "fix",
    "help",
    "label",
    "needs",
    "never",
    "note",
    "pitfalls",
    "reason",
    "steps",
    "text",
    "title",
    "urls_at",
    "where",
    "why",
}
ROOTS = (KINDS, FIELDS, RULES, SETTINGS, TARGETS, FAMILIES, BEHAVIOURS)
LABELLED = (Flow, Protocol, SecretsMode, Situation, CheckStatus, Status)
VALUES = (Event, Level, Outcome, Role, Rule)


def static_texts() -> list[str]:
    """Sorted, each once."""
    found = set(prose(ROOTS, set()))
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
