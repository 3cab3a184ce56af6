"""People: their roles, and the accounts at providers they sign in with."""

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sso_providers.actions import approval, confirmation, identities, own_session, people, roles, sessions, ways_in
from sso_providers.actions.audit import Actor
from sso_providers.forms.person import NewPersonForm, PersonForm, PersonPasswordForm
from sso_providers.models import AuditEvent, Event, ExternalIdentity, User

from .badges import NOTHING, ago, badge, moment
from .list_filters import RoleFilter, WaitsFilter
from .lookups import PlainLookups

# On the page of what happened to a person; the audit events have all of it.
SHOWN = 100
# The roles are made by a migration; changing them here would change what a role means.
admin.site.unregister(Group)


class ExternalIdentityInline(admin.StackedInline):
    """To read, and to take away."""

    model = ExternalIdentity
    verbose_name = gettext_lazy("account at a provider")
    verbose_name_plural = gettext_lazy("accounts at providers")
    fields = readonly_fields = (
        "came_through",
        "known_as",
        "address",
        "last_used",
        "standing",
    )
    extra = 0
    media: ClassVar[Media] = Media()  # the stock scripts add rows

    @admin.display(description=gettext_lazy("Came through"))
    def came_through(self, identity: ExternalIdentity) -> str:
        return identity.registration.name if identity.registration else _("a registration that is gone")

    @admin.display(description=gettext_lazy("Known there as"))
    def known_as(self, identity: ExternalIdentity) -> str:
        return _("%(subject)s at %(issuer)s") % {"subject": identity.subject, "issuer": identity.issuer}

    @admin.display(description=gettext_lazy("E-mail address"))
    def address(self, identity: ExternalIdentity) -> str:
        if not identity.email:
            return NOTHING
        verified = _("verified") if identity.email_verified else _("not verified")
        return f"{identity.email} ({verified})"

    @admin.display(description=gettext_lazy("Last signed in"))
    def last_used(self, identity: ExternalIdentity) -> SafeString | str:
        return moment(identity.last_signed_in_at)

    @admin.display(description=gettext_lazy("Standing"))
    def standing(self, identity: ExternalIdentity) -> SafeString | str:
        if identity.awaits_approval:
            return badge("warn", _("waits for approval"))
        return _("makes the person a superuser") if identity.made_superuser else _("in use")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("registration")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PortalUserAdmin(PlainLookups, UserAdmin):
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = "people/add.html"
    change_form_template = "people/form.html"
    change_user_password_template = "people/password.html"
    list_display = ("username", "full_name", "email", "role", "state", "last_seen")
    list_filter = (WaitsFilter, "is_active", ("groups", RoleFilter))
    list_per_page = 50
    actions = ("end_sessions",)
    inlines = (ExternalIdentityInline,)
    fieldsets = (
        (gettext_lazy("Person"), {"fields": ("username", "first_name", "last_name", "email")}),
        (gettext_lazy("Rights"), {"fields": ("is_active", "groups", "is_superuser")}),
        (gettext_lazy("Dates"), {"fields": ("last_seen", "here_since")}),
    )
    filter_horizontal = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        waits = ExternalIdentity.objects.filter(user=OuterRef("pk"), awaits_approval=True)
        return super().get_queryset(request).prefetch_related("groups").annotate(waits=Exists(waits))

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """Nobody who is not here yet has an account at a provider."""
        return super().get_inlines(request, obj) if obj else ()

    @admin.display(description=gettext_lazy("Name"), ordering="first_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or NOTHING

    @admin.display(description=gettext_lazy("Role"))
    def role(self, user: User) -> str:
        return _(user.role) if user.role else NOTHING

    @admin.display(description=gettext_lazy("State"), ordering="is_active")
    def state(self, user: Any) -> SafeString:
        if not user.is_active:
            return badge("", _("switched off"))
        return badge("warn", _("waits")) if user.waits else badge("ok", _("active"))

    @admin.display(description=gettext_lazy("Last signed in"), ordering="last_login")
    def last_seen(self, user: User) -> SafeString | str:
        return ago(user.last_login)

    @admin.display(description=gettext_lazy("Here since"))
    def here_since(self, user: User) -> SafeString | str:
        return moment(user.date_joined)

    @admin.action(description=gettext_lazy("End sessions of the selected people"), permissions=["change"])
    def end_sessions(self, request: HttpRequest, queryset: "QuerySet[User]") -> None:
        permitted = [user for user in queryset if self.has_change_permission(request, user)]
        ended = sum(sessions.end_for_user(user=user, by=Actor.of(request)) for user in permitted)
        own_session.leave_if_ended(request)
        messages.success(request, _("Sessions ended: %(count)d.") % {"count": ended})
        if len(permitted) < queryset.count():
            messages.warning(request, _("Those of superusers go on: only a superuser ends them."))

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

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What the audit has of the person: the admin's own log is not kept."""
        person = self.get_object(request, unquote(object_id))
        if person is None:
            raise Http404
        if not self.has_view_or_change_permission(request, person):
            raise PermissionDenied
        events = AuditEvent.objects.filter(target_type="person", target=person.get_username())
        context = {
            **self.admin_site.each_context(request),
            "title": _("What happened to %(person)s") % {"person": person},
            "person": person,
            "events": events[:SHOWN],
        }
        return render(request, "people/history.html", context)

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
        return ("last_seen", "here_since", *(() if request.user.is_superuser else ("is_superuser",)))


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
