"""The audit log, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sso_providers.models import AuditEvent

from .badges import moment
from .lookups import PlainLookups


@admin.register(AuditEvent)
class AuditEventAdmin(PlainLookups):
    actions = None
    list_display = ("when", "event", "target", "actor", "address", "detail")
    list_filter = ("event",)
    list_per_page = 50
    search_fields = ("actor", "target", "detail")
    date_hierarchy = "at"
    show_full_result_count = False
    fields = ("when", "event", "actor", "address", "target_type", "target", "detail")

    @admin.display(description=_("When"), ordering="at")
    def when(self, event: AuditEvent) -> SafeString | str:
        return moment(event.at)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """An event has none: it is never changed."""
        return redirect("admin:sso_providers_auditevent_change", object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
