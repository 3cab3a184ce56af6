"""What the pages of a row's history show: by the same number of questions for two versions and for thousands."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sso_providers.models import ProviderRegistration

from .version_changes import changes_of, kinds_of, secrets_changed
from .version_traces import checks_of, exports_of

PER_PAGE = 20
# A number with more digits is none that a version has.
LONGEST_NUMBER = 9


class NoVersion(LookupError):
    """The message says which version is not there."""

    def __str__(self) -> str:
        return str(self.args[0])


def records(row: Any) -> "QuerySet[Any]":
    """Newest first."""
    found: QuerySet[Any] = row.history.select_related("history_user").order_by("-version", "-history_id")
    return found


def versions(row: Any, page: "Page[Any]", tracked: tuple[str, ...]) -> list[dict[str, Any]]:
    """Those of a page, each with the fields that differ from the one before, its check and its exports."""
    shown = list(page.object_list)
    if not shown:
        return []
    start, every = page.start_index() - 1, records(row)
    [older] = every[start + len(shown) : start + len(shown) + 1] or [None]
    [newer] = every[start - 1 : start] if start else [None]
    changes = changes_of(type(row), tracked, [*shown, older] if older else shown)
    checks = checks_of(row, [each.version for each in shown]) if isinstance(row, ProviderRegistration) else {}
    exports = exports_of(row, shown[-1].history_date, newer.history_date if newer else None)
    return [
        {
            "record": record,
            "current": record.version == row.version,
            "changes": changes.between(before, record) if before else [],
            "secrets": secrets_changed([record.history_change_reason], kinds_of(record)),
            "checked": checks.get(record.version),
            "exports": exports.get(record.version),
            "before": before,
        }
        for record, before in zip(shown, [*shown[1:], older], strict=True)
    ]


def compared(row: Any, asked: Mapping[str, str], tracked: tuple[str, ...]) -> dict[str, Any]:
    """What the versions `from` and `to` of the address differ in. Raises `NoVersion`."""
    after = numbered(asked.get("to") or str(row.version))
    before = numbered(asked.get("from") or str(max(1, after - 1)))
    first, last = get(row, before), get(row, after)
    return {"from": first, "to": last, "changes": list(between(row, first, last, tracked))}


def restorable(row: Any, version: int, tracked: tuple[str, ...]) -> dict[str, Any]:
    """What restoring the version would change. Raises `NoVersion`."""
    old = get(row, version)
    changes = changes_of(type(row), tracked, [row, old]).between(row, old)
    return {"record": old, "changes": changes}


def between(row: Any, first: Any, last: Any, tracked: tuple[str, ...]) -> Iterator[Any]:
    yield from changes_of(type(row), tracked, [first, last]).between(first, last)
    oldest, newest = sorted((first.version, last.version))
    reasons = row.history.filter(version__gt=oldest, version__lte=newest).values_list(
        "history_change_reason", flat=True
    )
    yield from secrets_changed(reasons, kinds_of(first, last))


def numbered(text: str) -> int:
    """Raises `NoVersion`."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        raise NoVersion(_("'%(text)s' is no version: use a number, such as 3.") % {"text": text[:50]})
    return int(text)


def get(row: Any, version: int) -> Any:
    """Raises `NoVersion`."""
    record = records(row).filter(version=version).first()
    if record is None:
        raise NoVersion(_("There is no version %(version)s of %(row)s.") % {"version": version, "row": row})
    return record
