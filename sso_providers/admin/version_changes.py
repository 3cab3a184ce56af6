"""In what two versions of a row differ, field by field, with the labels of the forms. Knows no request."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from sso_providers.models import ProviderRegistration

from .version_labels import column_label, secret_labels, setting_labels

WORD = re.compile(r"\w+")
REGISTRATION = "registration_id"


@dataclass(frozen=True, slots=True)
class Change:
    """`label` is a field's, or a settings entry's. A secret has no values, only that it changed."""

    label: str
    before: str
    after: str
    is_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What tells versions of one model apart. `registrations` are names by primary key, for who refers to them."""

    model: type[Model]
    columns: tuple[str, ...]
    registrations: dict[int, str]

    def between(self, before: Any, after: Any) -> list[Change]:
        """Of two records of the history, or a record and the row."""
        labels = setting_labels(self.model, kinds_of(before, after))
        return [
            change
            for column in self.columns
            if getattr(before, column) != getattr(after, column)
            for change in self.of_column(column, getattr(before, column), getattr(after, column), labels)
        ]

    def of_column(self, column: str, before: Any, after: Any, labels: dict[str, str]) -> Iterator[Change]:
        label = column_label(self.model, column)
        if not (isinstance(before, dict) and isinstance(after, dict)):
            yield Change(label, self.shown(column, before), self.shown(column, after))
            return
        for entry in dict.fromkeys([*before, *after]):
            if before.get(entry) != after.get(entry):
                own = labels.get(entry, entry) if column == "settings" else f"{label}: {entry}"
                yield Change(own, self.shown(entry, before.get(entry)), self.shown(entry, after.get(entry)))

    def shown(self, name: str, value: Any) -> str:
        if name == REGISTRATION:
            return self.registrations.get(value, _("a registration that was deleted"))
        return shown(value)


def changes_of(model: type[Model], columns: tuple[str, ...], records: Iterable[Any]) -> Changes:
    """For these records; one question where they refer to registrations."""
    ids = {getattr(record, REGISTRATION) for record in records} if REGISTRATION in columns else set()
    names = ProviderRegistration.objects.filter(pk__in=ids).values_list("pk", "name") if ids else ()
    return Changes(model=model, columns=columns, registrations=dict(names))


def secrets_changed(reasons: Iterable[str | None], kinds: set[str]) -> list[Change]:
    """The secrets that the versions' reasons name: their values are in no version."""
    said = {word for reason in reasons for word in WORD.findall(reason or "")}
    return [Change(label, "", "", is_secret=True) for name, label in secret_labels(kinds).items() if name in said]


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or _("(none)")
    return _("(blank)") if value in (None, "") else str(value)


def kinds_of(*records: Any) -> set[str]:
    """Of registrations; nothing of anything else."""
    return {record.kind for record in records if hasattr(record, "kind")}
