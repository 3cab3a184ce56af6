"""The audit log, to read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from sso_providers.models import AuditEvent

from .lookups import PlainLookups


@admin.register(AuditEvent)
class AuditEventAdmin(PlainLookups):
    actions = None
    list_display = ("at", "event", "target", "actor", "address", "detail")
    list_display_links = None
    list_filter = ("event",)
    search_fields = ("actor", "target", "detail")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
