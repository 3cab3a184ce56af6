"""The history of a versioned model: its versions, what changed, any two compared, and restore."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sso_providers.actions import confirmation
from sso_providers.actions.audit import Actor
from sso_providers.forms import where_to_confirm
from sso_providers.language import in_words

from . import version_pages
from .lookups import PlainLookups


class VersionedAdmin(PlainLookups):
    """Subclasses name the actions module that writes, and the keyword by which it takes the row."""

    actions: Any = None
    writes: Any
    writes_name: str
    invalid: type[Exception]

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        restore = path("<int:pk>/versions/<int:version>/restore/", view(self.restore_view), name=f"{name}_restore")
        compare = path("<int:pk>/versions/compare/", view(self.compare_view), name=f"{name}_compare")
        return [compare, restore, *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        self.refuse_unless_seen(request, row)
        page = Paginator(version_pages.records(row), version_pages.PER_PAGE).get_page(request.GET.get("page"))
        title = _("Versions of %(row)s") % {"row": row}
        context = {"page": page, "versions": version_pages.versions(row, page, self.writes.TRACKED)}
        return self.show(request, "portal/versions.html", row, context | {"title": title})

    @method_decorator(require_GET)
    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Two versions, by the numbers `from` and `to`; the newest two where none are named."""
        row = get_object_or_404(self.model, pk=pk)
        self.refuse_unless_seen(request, row)
        context: dict[str, Any] = {"title": _("Compare versions of %(row)s") % {"row": row}}
        try:
            context |= version_pages.compared(row, request.GET, self.writes.TRACKED)
        except version_pages.NoVersion as error:
            context["error"] = str(error)
        return self.show(request, "portal/versions_compare.html", row, context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def restore_view(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        """By GET what would change; by POST it does."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if request.method == "POST":
            return self.restore(request, row, version)
        try:
            context = version_pages.restorable(row, version, self.writes.TRACKED)
        except version_pages.NoVersion as error:
            messages.error(request, str(error))
            return redirect(self.history_of(row))
        title = _("Restore version %(version)s of %(row)s?") % {"version": version, "row": row}
        return self.show(request, "portal/versions_restore.html", row, context | {"title": title})

    def restore(self, request: HttpRequest, row: Any, version: int) -> HttpResponse:
        numbers = {"version": version, "row": row, "now": row.version}
        if request.POST.get("version_seen", str(row.version)) != str(row.version):
            sentence = _("Somebody saved version %(now)s after this page was opened: look again at what would change.")
            messages.error(request, sentence % numbers)
            return redirect(request.path)
        try:
            self.writes.restore(**{self.writes_name: row}, version=version, by=confirmation.actor(request))
        except self.invalid as error:
            reason = in_words(str(error))
            messages.error(request, _("Version %(version)s can't be restored:") % numbers + f" {reason}")
        except confirmation.Unconfirmed as error:
            messages.error(request, where_to_confirm(error))
        else:
            done = _("Version %(version)s of %(row)s is in force again, as version %(now)s.")
            messages.success(request, done % {**numbers, "now": row.version})
        return redirect(self.history_of(row))

    def refuse_unless_seen(self, request: HttpRequest, row: Any) -> None:
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied

    def history_of(self, row: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_history", args=[row.pk])

    def show(self, request: HttpRequest, template: str, row: Any, context: dict[str, Any]) -> HttpResponse:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "object": row,
            self.writes_name: row,
            "nav": f"{self.writes_name}s/nav.html",
            "history_url": self.history_of(row),
            "compare_url": reverse(f"{name}_compare", args=[row.pk]),
            "restore_url_name": f"{name}_restore",
            "may_restore": self.has_change_permission(request, row),
        }
        return render(request, template, frame | context)

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
