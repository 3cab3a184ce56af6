"""People: their roles, and the accounts at providers they sign in with."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sso_providers.actions import people
from sso_providers.actions.audit import Actor, record
from sso_providers.models import Event, ExternalIdentity, User

# The roles are made by a migration; changing them here would change what a role means.
admin.site.unregister(Group)


class ExternalIdentityInline(admin.StackedInline):
    model = ExternalIdentity
    fields = readonly_fields = ("registration", "issuer", "subject", "email", "last_signed_in_at")
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PortalUserAdmin(UserAdmin):
    list_display = ("username", "email", "role", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    inlines = (ExternalIdentityInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Rights", {"fields": ("is_active", "is_superuser", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """Comes when the groups are saved, too: whoever has a role now is staff."""
        people.save_rights(user=obj, event=Event.PERSON_ADDED, by=Actor.of(request))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """As above; comes for a new password too."""
        people.save_rights(user=obj, event=Event.PERSON_CHANGED, by=Actor.of(request))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        for user in queryset:
            record(Event.PERSON_DELETED, by=Actor.of(request), target_type="person", target=user.username)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return "regex" not in lookup and super().lookup_allowed(lookup, value, request)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """For others: one's own needs the old password, or a stolen session would be worth as much as it."""
        if str(request.user.pk) == id:
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who could change a superuser, or its password, could become one."""
        permitted: bool = super().has_change_permission(request, obj)
        return permitted and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only a superuser makes superusers."""
        return ("last_login", "date_joined", *(() if request.user.is_superuser else ("is_superuser",)))
