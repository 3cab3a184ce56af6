"""The history page of a versioned model: its versions, what changed, and restore."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from sso_providers.actions import confirmation
from sso_providers.actions.audit import Actor
from sso_providers.forms import where_to_confirm

from .lookups import PlainLookups


class VersionedAdmin(PlainLookups):
    """Subclasses name the actions module that writes, and the keyword by which it takes the row."""

    actions = None
    writes: Any
    writes_name: str
    invalid: type[Exception]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        restore = path(
            "<int:pk>/versions/<int:version>/restore/", self.admin_site.admin_view(self.restore_view), name=name
        )
        return [restore, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": f"Versions of {row}",
            "opts": self.opts,
            "object": row,
            "versions": versions(row),
            "may_restore": self.has_change_permission(request, row),
            "restore_url_name": f"admin:{self.opts.app_label}_{self.opts.model_name}_restore",
        }
        return render(request, "portal/versions.html", context)

    @method_decorator(require_POST)
    def restore_view(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        try:
            self.writes.restore(**{self.writes_name: row}, version=version, by=confirmation.actor(request))
        except self.invalid as error:
            messages.error(request, f"Version {version} can't be restored: {error}")
        except confirmation.Unconfirmed as error:
            messages.error(request, where_to_confirm(error))
        else:
            messages.success(request, f"Version {version} of {row} is in force again, as version {row.version}.")
        return redirect(reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[pk]))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Settings that are no mapping open as empty ones, so that they can be mended here."""
        row: Any = super().get_object(request, object_id, from_field)
        if row and not isinstance(row.settings, dict):
            row.settings = {}
        return row

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        save = self.writes.update if change else self.writes.create
        save(**{self.writes_name: obj, "by": Actor.of(request), **self.save_arguments(form)})

    def save_arguments(self, form: Any) -> dict[str, Any]:
        return {}

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.writes.delete(**{self.writes_name: obj}, by=Actor.of(request))

    def log_addition(self, *arguments: Any) -> None:
        """The audit events say more than the admin's own log, which is not kept."""

    def log_change(self, *arguments: Any) -> None:
        """As above."""

    def log_deletions(self, *arguments: Any) -> None:
        """As above."""


def versions(row: Any) -> list[dict[str, Any]]:
    """Newest first, each with the fields that differ from the one before."""
    records = list(row.history.select_related("history_user").order_by("-version", "-history_id"))
    return [
        {"record": record, "changes": changes(record, older), "current": record.version == row.version}
        for record, older in zip(records, [*records[1:], None], strict=True)
    ]


SILENT = {"version", "changed_at", "created_at"}


def changes(record: Any, older: Any | None) -> list[dict[str, str]]:
    if older is None:
        return []
    delta = record.diff_against(older, excluded_fields=SILENT)
    return [
        {"field": name, "old": old, "new": new}
        for change in delta.changes
        for name, old, new in flat(change.field, change.old, change.new)
    ]


def flat(field: str, old: Any, new: Any) -> list[tuple[str, str, str]]:
    """A JSON column's entries one by one."""
    if isinstance(old, dict) and isinstance(new, dict):
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return [(name, shown(old.get(name)), shown(new.get(name))) for name in names]
    return [(field.replace("_", " "), shown(old), shown(new))]


def shown(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "(none)"
    return "(blank)" if value in (None, "") else str(value)
