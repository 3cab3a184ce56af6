"""People: their roles, and the accounts at providers they sign in with."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html

from sso_providers.actions import approval, confirmation, identities, own_session, people, roles, sessions, ways_in
from sso_providers.actions.audit import Actor
from sso_providers.forms.person import PersonForm, PersonPasswordForm
from sso_providers.models import Event, ExternalIdentity, User

from .lookups import PlainLookups

# The roles are made by a migration; changing them here would change what a role means.
admin.site.unregister(Group)


class ExternalIdentityInline(admin.StackedInline):
    """To read, and to take away."""

    model = ExternalIdentity
    fields = readonly_fields = (
        "registration",
        "issuer",
        "subject",
        "email",
        "last_signed_in_at",
        "awaits_approval",
        "made_superuser",
    )
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("registration")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WaitsFilter(admin.SimpleListFilter):
    title = parameter_name = "approval"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("waits", "Waits for approval")]

    def queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> "QuerySet[User]":
        return queryset.filter(pk__in=approval.waiting()) if self.value() == "waits" else queryset


@admin.register(User)
class PortalUserAdmin(PlainLookups, UserAdmin):
    form = PersonForm
    change_form_template = "people/form.html"
    list_display = ("username", "email", "role", "is_active", "waiting", "last_login")
    list_filter = (WaitsFilter, "is_active", "groups")
    actions = ("end_sessions",)
    inlines = (ExternalIdentityInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Person", {"fields": ("first_name", "last_name", "email")}),
        ("Rights", {"fields": ("is_active", "is_superuser", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        waits = ExternalIdentity.objects.filter(user=OuterRef("pk"), awaits_approval=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(waits=Exists(waits))

    @admin.display(description="Approval")
    def waiting(self, user: Any) -> str:
        return format_html('<span class="badge warn">{}</span>', "waits") if user.waits and user.is_active else ""

    @admin.action(description="End sessions of the selected people", permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        permitted = [user for user in queryset if self.has_change_permission(request, user)]
        ended = sum(sessions.end_for_user(user=user, by=Actor.of(request)) for user in permitted)
        own_session.leave_if_ended(request)
        messages.success(request, f"Sessions ended: {ended}.")
        if len(permitted) < queryset.count():
            messages.warning(request, "Those of superusers go on: only a superuser ends them.")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        person = self.get_object(request, unquote(object_id))
        shown = context_of(person, Actor.of(request)) if person else {}
        return super().change_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.by = confirmation.actor(request)
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """`save_related` saves the person with the groups and accounts: a way in may hang on each of them."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with ways_in.guarded():
            super().save_model(request, form.instance, form, change)
            super().save_related(request, form, formsets, change)
            if "is_superuser" in form.changed_data:
                roles.unmark(form.instance)
            event = Event.PERSON_CHANGED if change else Event.PERSON_ADDED
            people.save_rights(user=form.instance, event=event, by=Actor.of(request))

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        formset.save(commit=False)
        for identity in formset.deleted_objects:
            identities.unlink(identity=identity, by=Actor.of(request))
        formset.instance.refresh_from_db(fields=["is_superuser"])

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        view = super().changeform_view
        return told(request, lambda: view(request, object_id, form_url, extra_context))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        view = super().delete_view
        return told(request, lambda: view(request, object_id, extra_context))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        view = super().changelist_view
        return told(request, lambda: view(request, extra_context))

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        people.delete(users=[obj], by=Actor.of(request))

    def delete_queryset(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        people.delete(users=queryset, by=Actor.of(request))

    def log_addition(self, *arguments: Any) -> None:
        """The actions record what they do."""

    def log_change(self, *arguments: Any) -> None:
        """As above."""

    def log_deletions(self, *arguments: Any) -> None:
        """As above."""

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """For others: one's own needs the old password, or a stolen session would be worth as much as it."""
        # The address may spell one's own key in several ways: only the row tells whose it is.
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("admin:password_change")
        admin_for_request = copy(self)
        admin_for_request.change_password_form = partial(PersonPasswordForm, by=confirmation.actor(request))
        return told(request, lambda: UserAdmin.user_change_password(admin_for_request, request, id, form_url))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who could change a superuser, or its password, could become one."""
        permitted: bool = super().has_change_permission(request, obj)
        return permitted and (obj is None or not obj.is_superuser or bool(request.user.is_superuser))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only a superuser makes superusers."""
        return ("last_login", "date_joined", *(() if request.user.is_superuser else ("is_superuser",)))


def told(request: HttpRequest, view: Callable[[], HttpResponse]) -> HttpResponse:
    """A change that would close the last way in leads back to its page, with the reason.

    One by which people lose their own sessions signs them out.
    """
    try:
        response = view()
    except ways_in.LastWayIn as error:
        messages.error(request, str(error))
        return redirect(request.get_full_path())
    if request.method == "POST":
        own_session.leave_if_ended(request)
    return response


def context_of(person: User, by: Actor) -> dict[str, Any]:
    """What the page of a person shows above the form."""
    waiting = approval.waiting_identities(person) if person.is_active else []
    return {
        "waiting": waiting,
        "not_to_approve": approval.refusal(waiting, by),
        "open_sessions": person.sessions.filter(expire_date__gt=timezone.now()).count(),
    }
