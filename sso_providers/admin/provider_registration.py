"""Registrations: choose a provider, fill in its form, see its URLs and the guide beside it."""

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sso_providers.actions import confirmation, registrations, ways_in
from sso_providers.catalogue import KINDS, Flow, Kind, Protocol, UnknownName
from sso_providers.forms import SECRET, SETTING, RegistrationForm, registration_form
from sso_providers.language import in_words
from sso_providers.models import ProviderRegistration

from . import findings
from .metadata import found_in_metadata
from .read_only import to_read
from .registration_columns import RegistrationColumns
from .registration_page import chosen, page_context
from .registration_sections import secret_names, sections


@admin.register(ProviderRegistration)
class ProviderRegistrationAdmin(RegistrationColumns):
    writes = registrations
    writes_name = "registration"
    invalid = registrations.InvalidRegistration
    change_form_template = "registrations/form.html"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kind, flow = chosen(request, obj)
        filled = getattr(request, "filled", {})
        form = registration_form(kind, flow, by=confirmation.actor(request), **filled)
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind, flow = chosen(request, obj)
        found = sections(kind, flow, obj)
        if obj and not self.has_change_permission(request, obj):
            settings = {SETTING + field.name: field for field in kind.fields[flow]}
            return to_read(found, settings, hidden=secret_names(kind, flow))
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def save_arguments(self, form: RegistrationForm) -> dict[str, Any]:
        return {"secrets": form.typed_secrets(), "expires": form.typed_days(), "by": form.by}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:  # what was ticked off before there was a registration to keep it
            obj.steps_done = ticked(request, *chosen(request, None))
        super().save_model(request, obj, form, change)
        for note in form.notes():
            messages.warning(request, note)
        if obj.staff_login and not (obj.group_roles or obj.default_role):
            messages.warning(request, _("Nobody can sign in with it yet: give a role to a group, or a default role."))
        if change:
            findings.tell(request, obj.deployments.all())

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            kind, flow = chosen(request, None)
        except UnknownName:
            return self.choose_view(request)
        title = _("Register %(provider)s") % {"provider": in_words(kind.label)}
        done = {"steps_done": ticked(request, kind, flow)}
        return super().add_view(request, form_url, {"title": title, **page_context(kind, flow, None), **done})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except UnknownName as error:
            messages.error(request, _("This registration can't be opened: %(error)s") % {"error": in_words(str(error))})
            return redirect("admin:sso_providers_providerregistration_changelist")

    # The form holds secrets: neither they nor a local variable belong into an error report.
    @method_decorator([sensitive_post_parameters(), sensitive_variables()])
    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and "_fill" in request.POST:
            request = self.filled(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def filled(self, request: HttpRequest, object_id: str | None) -> HttpRequest:
        """The request for the form as it was typed, with what the provider's metadata says; nothing is saved.

        To Django it is a GET, so the provider is not asked within a transaction.
        """
        registration = self.get_object(request, object_id) if object_id else None
        may = self.has_change_permission(request, registration) if registration else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        again: Any = copy(request)
        again.method = "GET"
        again.filled = {"typed": request.POST, "found": found_in_metadata(request)}
        if any(name.startswith(SECRET) and value for name, value in request.POST.items()):
            messages.warning(request, _("Type the secrets again: what was typed there is not sent back."))
        return again

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """The page of provider cards, which the link 'Add' leads to."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Which provider?"),
            "opts": self.opts,
            "groups": [
                (Protocol.OIDC.value, [kind for kind in KINDS.values() if kind.protocol is Protocol.OIDC]),
                (_("Other protocols"), [kind for kind in KINDS.values() if kind.protocol is not Protocol.OIDC]),
            ],
        }
        return render(request, "registrations/choose.html", context)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except (registrations.InUse, ways_in.LastWayIn) as error:
            messages.error(request, str(error))
            return redirect("admin:sso_providers_providerregistration_change", object_id)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self.response_check(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.response_check(request, obj) or super().response_change(request, obj)

    def response_check(self, request: HttpRequest, registration: ProviderRegistration) -> HttpResponse | None:
        """'Save and check' goes on to the check, a POST of its own: here the save's transaction is still open."""
        if "_check" not in request.POST or not request.user.has_perm("sso_providers.check_providerregistration"):
            return None
        return HttpResponseRedirect(reverse("check", args=[registration.slug]), status=307)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        registration = kwargs.get("obj")
        if registration:
            kind, flow = chosen(request, registration)
            context |= {"title": registration.name, "subtitle": None, **page_context(kind, flow, registration)}
        context |= {"show_save_and_add_another": False}
        return super().render_change_form(request, context, *args, **kwargs)


def ticked(request: HttpRequest, kind: Kind, flow: Flow) -> list[int]:
    """The guide's steps whose boxes were ticked on the page of a new registration."""
    sent = set(request.POST.getlist("step"))
    return [number for number, _step in enumerate(kind.guides[flow].steps, start=1) if str(number) in sent]
