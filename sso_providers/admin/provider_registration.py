"""Registrations: choose a provider, fill in its form, see its URLs and the guide beside it."""

from copy import copy
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sso_providers.actions import confirmation, registrations, ways_in
from sso_providers.actions.secret_rules import stored_secrets
from sso_providers.catalogue import (
    KINDS,
    Flow,
    Kind,
    Protocol,
    Section,
    UnknownName,
    get_kind,
    guide,
)
from sso_providers.catalogue.guide import FilledGuide
from sso_providers.forms import (
    SECRET,
    SETTING,
    RegistrationForm,
    names_of,
    registration_form,
    removable_secrets,
)
from sso_providers.models import ProviderRegistration

from . import findings
from .metadata import found_in_metadata
from .read_only import to_read
from .versions import VersionedAdmin

STAFF_FIELDS = (
    "staff_login",
    "default_role",
    "group_roles",
    "groups_claim",
    "required_groups",
    "allowed_domains",
    "trust_email",
    "authoritative_email",
    "newcomers_wait",
)


@admin.register(ProviderRegistration)
class ProviderRegistrationAdmin(VersionedAdmin):
    writes = registrations
    writes_name = "registration"
    invalid = registrations.InvalidRegistration
    change_form_template = "registrations/form.html"
    list_display = ("name", "provider", "used_by", "portal_sign_in", "status", "findings", "version")
    list_filter = ("kind", "flow", "staff_login")
    search_fields = ("name", "slug", "client_id")

    def get_queryset(self, request: HttpRequest) -> Any:
        registrations = ProviderRegistration.objects.with_last_check()
        return registrations.prefetch_related("deployments").order_by(*self.get_ordering(request))

    @admin.display(description="Provider and flow")
    def provider(self, registration: ProviderRegistration) -> str:
        return registration.summary

    @admin.display(description="Deployments")
    def used_by(self, registration: ProviderRegistration) -> str:
        return ", ".join(deployment.name for deployment in registration.deployments.all()) or "–"

    @admin.display(description="Portal sign-in", boolean=True)
    def portal_sign_in(self, registration: ProviderRegistration) -> bool:
        return registration.staff_login

    @admin.display(description="Status")
    def status(self, registration: ProviderRegistration) -> SafeString:
        status = registration.status
        return format_html('<span class="badge {}">{}</span>', status.css, status.label)

    @admin.display(description="Findings")
    def findings(self, registration: ProviderRegistration) -> SafeString | str:
        deployments = registration.deployments.all()
        return findings.badge(deployments) if deployments else "–"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kind, flow = chosen(request, obj)
        filled = getattr(request, "filled", {})
        form = registration_form(kind, flow, by=confirmation.actor(request), **filled)
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind, flow = chosen(request, obj)
        provider, mapping, advanced = (names_of(kind, flow, section) for section in Section)
        sections: list[tuple[str, dict[str, Any]]] = [
            ("Basics", {"fields": ("name", "slug")}),
            (f"Paste from {kind.guides[flow].console}", {"fields": provider}),
        ]
        if flow is Flow.CODE:
            sections.append(("Sign-in to this portal", {"fields": STAFF_FIELDS, "classes": ("collapse",)}))
        sections.append(("People in OpenMetadata", {"fields": mapping, "classes": ("collapse",)}))
        sections.append(("Advanced", {"fields": advanced, "classes": ("collapse",)}))
        if obj and not self.has_change_permission(request, obj):
            settings = {SETTING + field.name: field for field in kind.fields[flow]}
            return to_read(sections, settings, hidden={SECRET + field.name for field in kind.secret_fields(flow)})
        return sections

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def save_arguments(self, form: RegistrationForm) -> dict[str, Any]:
        return {"secrets": form.typed_secrets(), "by": form.by}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if obj.staff_login and not (obj.group_roles or obj.default_role):
            messages.warning(request, "Nobody can sign in with it yet: give a role to a group, or a default role.")
        if change:
            findings.tell(request, obj.deployments.all())

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        try:
            kind, flow = chosen(request, None)
        except UnknownName:
            return self.choose_view(request)
        title = f"Register {kind.label}"
        return super().add_view(request, form_url, {"title": title, **page_context(kind, flow, None)})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except UnknownName as error:
            messages.error(request, f"This registration can't be opened: {error}")
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
            messages.warning(request, "Type the secrets again: what was typed there is not sent back.")
        return again

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """The page of provider cards, which the link 'Add' leads to."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Which provider?",
            "opts": self.opts,
            "kinds": sorted(KINDS.values(), key=lambda kind: list(Protocol).index(kind.protocol)),
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


def chosen(request: HttpRequest, registration: ProviderRegistration | None) -> tuple[Kind, Flow]:
    """The registration's kind and flow, or the ones in the address. Raises `UnknownName`."""
    if registration:
        kind = get_kind(registration.kind)
        return kind, kind.flow(registration.flow)
    kind = get_kind(request.GET.get("kind", ""))
    return kind, kind.flow(request.GET.get("flow", kind.default_flow.value))


def page_context(kind: Kind, flow: Flow, registration: ProviderRegistration | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "flow": flow,
        "registration": registration,
        "guide": filled_guide(kind, flow, registration),
        "takes_metadata": kind.protocol is Protocol.SAML,
        "removable": removable_secrets(registration, stored_secrets(registration)) if registration else [],
    }


def filled_guide(kind: Kind, flow: Flow, registration: ProviderRegistration | None) -> FilledGuide:
    if registration is None:
        return guide.fill(kind, flow, name="", settings={}, servers=())
    return guide.fill(
        kind,
        flow,
        name=registration.name,
        settings=registration.application(with_secret=False).settings,
        servers=[deployment.url for deployment in registration.deployments.all()],
        portal=portal_addresses(registration) if flow is Flow.CODE else None,
        client_id=registration.client_id,
    )


def portal_addresses(registration: ProviderRegistration) -> guide.PortalAddresses:
    return guide.PortalAddresses(
        callback=registration.callback_url,
        sign_out=registration.signed_out_url,
        back_channel=registration.back_channel_logout_url,
    )
