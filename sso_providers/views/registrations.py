"""Check a registration, and take a stored secret away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sso_providers import crypto
from sso_providers.actions import checks, registrations
from sso_providers.actions.audit import Actor
from sso_providers.actions.secret_rules import words
from sso_providers.checks import Status
from sso_providers.forms import field_name
from sso_providers.models import CheckResult, ProviderRegistration

from .page import APP, page, staff_only


@staff_only
@sensitive_variables()  # a check holds the stored secrets
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()  # 'Save and check' sends the whole form on
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The last check; by POST, a new one."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    if request.method == "POST":
        return run_check(request, registration)
    result = CheckResult.objects.filter(registration=registration).first()
    context = {
        "title": f"Check of {registration}",
        "registration": registration,
        "result": result,
        "stages": [shown_stage(stage, registration) for stage in result.stages] if result else [],
    }
    return page(request, "registrations/check.html", context)


STAGE_CSS = {Status.OK: "ok", Status.WARNING: "warn", Status.FAILED: "bad", Status.NOT_APPLICABLE: "info"}


def shown_stage(stage: dict[str, Any], registration: ProviderRegistration) -> dict[str, Any]:
    """A stored stage with its badge, and the place of the field that mends it."""
    status = Status(stage["status"])
    place = place_of(stage["field"], registration) if stage["field"] and registration.is_known else ""
    return {
        **stage,
        "label": status.label,
        "css": STAGE_CSS.get(status, ""),
        "anchor": f"id_{field_name(place)}" if place else "",
    }


def place_of(field: str, registration: ProviderRegistration) -> str:
    """A catalogue field's place, as actions name it."""
    secrets = registration.catalogue_kind.secret_fields(registration.catalogue_flow)
    if field in {secret.name for secret in secrets}:
        return f"secrets.{field}"
    return field if field == "client_id" else f"settings.{field}"


@permission_required(f"{APP}.check_providerregistration", raise_exception=True)
def run_check(request: HttpRequest, registration: ProviderRegistration) -> HttpResponse:
    try:
        checks.run(registration=registration, by=Actor.of(request))
    except (registrations.InvalidRegistration, crypto.MissingKey, crypto.Damaged) as error:
        messages.error(request, str(error))
    return redirect("check", slug=registration.slug)


@staff_only
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@require_POST
def remove_secret(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    try:
        registrations.remove_secret(registration=registration, name=name, by=Actor.of(request))
    except registrations.InvalidRegistration as error:
        messages.error(request, " ".join(error.errors.values()))
    else:
        messages.success(request, f"The {words(name)} of {registration} is removed.")
    return redirect(registration)
