"""The pages beside the admin: check a registration, export a deployment."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sso_providers import crypto
from sso_providers.actions import checks, confirmation, exports, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import UnknownName
from sso_providers.checks import Status
from sso_providers.forms import field_name
from sso_providers.models import CheckResult, Deployment, ProviderRegistration
from sso_providers.openmetadata.archive import as_zip
from sso_providers.openmetadata.artifacts import Artifact, MissingSecret, SecretsMode, get_secrets_mode
from sso_providers.openmetadata.exporters import TARGETS, Target, get_target
from sso_providers.openmetadata.quoting import Unquotable

APP = "sso_providers"


def is_staff(user: Any) -> bool:
    """Who lost the last role has lost these pages too, whatever groups are left."""
    if user.is_authenticated and not user.is_staff:
        raise PermissionDenied
    return bool(user.is_authenticated)


staff_only: Any = user_passes_test(is_staff)


def page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)


# A form's redirect counts as its action: for the page whose forms lead to a provider.
leads_to_providers: Any = csp_update({"form-action": settings.CSP_FORM_ACTION_TO_PROVIDERS})
page_to_providers = leads_to_providers(page)


@staff_only
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters("secret")  # 'Save and check' sends the whole form on
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
        "stages": [shown_stage(stage) for stage in result.stages] if result else [],
    }
    return page(request, "registrations/check.html", context)


OWN_FIELDS = {"client_id", "client_secret"}
STAGE_CSS = {Status.OK: "ok", Status.WARNING: "warn", Status.FAILED: "bad", Status.NOT_APPLICABLE: "info"}


def shown_stage(stage: dict[str, Any]) -> dict[str, Any]:
    """A stored stage with its badge, and the place of the field that mends it."""
    status = Status(stage["status"])
    field = stage["field"]
    place = field if field in OWN_FIELDS or not field else f"settings.{field}"
    return {
        **stage,
        "label": status.label,
        "css": STAGE_CSS.get(status, ""),
        "anchor": f"id_{field_name(place)}" if place else "",
    }


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
def remove_secret(request: HttpRequest, slug: str) -> HttpResponse:
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    try:
        registrations.remove_secret(registration=registration, by=Actor.of(request))
    except registrations.InvalidRegistration as error:
        messages.error(request, error.errors["client_secret"])
    else:
        messages.success(request, f"The client secret of {registration} is removed.")
    return redirect(registration)


@staff_only
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@never_cache
@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Preview of the files for the target and way with secrets that the address names."""
    deployment = get_deployment(slug)
    try:
        target, secrets = choices(request.GET)
    except UnknownName as error:
        messages.error(request, str(error))
        return redirect("export", slug=slug)
    shown = SecretsMode.PLACEHOLDER if secrets is SecretsMode.REAL else secrets
    try:
        made = exports.preview(deployment=deployment, target=target.id, secrets=shown)
    except (registrations.InvalidRegistration, UnknownName, Unquotable) as error:
        messages.error(request, str(error))
        return redirect(deployment)
    permitted = request.user.has_perm(f"{APP}.export_deployment_with_secrets")
    context = {
        "title": f"Export {deployment}",
        "deployment": deployment,
        "targets": TARGETS.values(),
        "modes": [mode for mode in SecretsMode if mode is not SecretsMode.REAL or permitted],
        "target": target,
        "secrets": secrets,
        "export": made,
        "file": chosen_file(made.artifacts, request.GET.get("file", "")),
        "may_take_secrets": permitted,
        "confirmed": confirmation.is_confirmed(request.session),
        "ways_to_confirm": ways_to_confirm(request.user),
    }
    show = page_to_providers if secrets is SecretsMode.REAL else page
    return show(request, "deployments/export.html", context)


@staff_only
@permission_required(f"{APP}.export_deployment_with_secrets", raise_exception=True)
@sensitive_post_parameters("password")
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """A password typed again unlocks real secrets for five minutes."""
    get_deployment(slug)
    user = authenticate(request, username=request.user.get_username(), password=request.POST.get("password", ""))
    if user == request.user:
        confirmation.confirm(request.session)
    else:
        messages.error(request, "That is not your password: type the one of your local account here.")
    query = {"target": request.POST.get("target", ""), "secrets": SecretsMode.REAL.value}
    return redirect(reverse("export", args=[slug], query=query))


@staff_only
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@never_cache
@sensitive_variables()
@require_POST
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """One file (`file`) or all of them as a ZIP; always recorded."""
    deployment = get_deployment(slug)
    try:
        target, secrets = choices(request.POST)
        may = secrets is not SecretsMode.REAL or may_take_secrets(request)
        if not may:
            messages.error(request, "Real secrets need the right to export them, and a confirmation just before.")
            return redirect(reverse("export", args=[slug], query={"target": target.id, "secrets": secrets.value}))
        with transaction.atomic():
            made = exports.take(deployment=deployment, target=target.id, secrets=secrets, by=Actor.of(request))
            if request.POST.get("file", made.artifacts[0].name) not in {artifact.name for artifact in made.artifacts}:
                raise Http404  # nothing is handed over, so nothing is recorded
    except UNUSABLE as error:
        messages.error(request, str(error))
        return redirect("export", slug=slug)
    if name := request.POST.get("file", ""):
        artifact = chosen_file(made.artifacts, name)
        return attachment(artifact.name, artifact.media_type, artifact.text.encode())
    return attachment(f"{deployment.slug}-{target.id}.zip", "application/zip", as_zip(made.artifacts))


UNUSABLE = (
    UnknownName,
    registrations.InvalidRegistration,
    MissingSecret,
    Unquotable,
    crypto.MissingKey,
    crypto.Damaged,
)


def attachment(name: str, media_type: str, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def may_take_secrets(request: HttpRequest) -> bool:
    permitted = request.user.has_perm(f"{APP}.export_deployment_with_secrets")
    return permitted and confirmation.is_confirmed(request.session)


def get_deployment(slug: str) -> Deployment:
    return get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)


def choices(parameters: Any) -> tuple[Target, SecretsMode]:
    """Target and way with secrets; blank means the usual. Raises `UnknownName`."""
    target = get_target(parameters.get("target") or next(iter(TARGETS)))
    return target, get_secrets_mode(parameters.get("secrets") or target.secrets)


def chosen_file(artifacts: tuple[Artifact, ...], name: str) -> Artifact:
    """The artifact called `name`, else the first."""
    return next((artifact for artifact in artifacts if artifact.name == name), artifacts[0])


def ways_to_confirm(user: Any) -> dict[str, Any]:
    """A local password, or the registrations that the person has an identity at."""
    at = ProviderRegistration.objects.for_staff_login().filter(externalidentity__user=user)
    return {"password": user.has_usable_password(), "registrations": at.distinct()}


@never_cache
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: answers when the database does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
