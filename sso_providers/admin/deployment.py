"""Deployments: an OpenMetadata installation and its authorizer settings."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from sso_providers.actions import deployments
from sso_providers.catalogue import RELEASES
from sso_providers.forms import SETTING, DeploymentForm
from sso_providers.models import Deployment
from sso_providers.openmetadata.server import FIELDS

from . import findings
from .deployment_columns import DeploymentColumns
from .deployment_sections import sections
from .read_only import to_read


@admin.register(Deployment)
class DeploymentAdmin(DeploymentColumns):
    form = DeploymentForm
    writes = deployments
    writes_name = "deployment"
    invalid = deployments.InvalidDeployment
    change_form_template = "deployments/form.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found = sections(obj)
        if obj and not self.has_change_permission(request, obj):
            return to_read(found, {SETTING + field.name: field for field in FIELDS})
        return found

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, tuple[str, ...]]:
        return {} if obj else {"slug": ("name",)}

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        return {"admin_principals": ["admin"], "release": list(RELEASES)[-1], **initial}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without the stock icons, whose pop-ups would open the registration's whole page in a small window."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "registration" and field:
            field.widget = field.widget.widget
        return field

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        findings.tell(request, [obj])

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self.response_export(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.response_export(request, obj) or super().response_change(request, obj)

    def response_export(self, request: HttpRequest, deployment: Deployment) -> HttpResponse | None:
        return redirect("export", slug=deployment.slug) if "_export" in request.POST else None

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        context |= {"show_save_and_add_another": False, "subtitle": None}
        if deployment := kwargs.get("obj"):
            context |= {"title": deployment.name, "deployment": deployment}
        return super().render_change_form(request, context, *args, **kwargs)
