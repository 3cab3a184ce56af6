"""Compare a deployment's files with its last export, with another deployment's, or with a file that is handed in.

What is handed in has no address: it comes by POST, and nothing of it is stored.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions import comparison, exports
from sso_providers.actions.comparison import Comparison, NothingToCompare
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import UnknownName
from sso_providers.language import in_words
from sso_providers.models import Deployment
from sso_providers.openmetadata.artifacts import SecretsMode, Unsupported
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.importers.imported import Format, Import, Unreadable
from sso_providers.openmetadata.naming import name_of as name_in
from sso_providers.openmetadata.quoting import Unquotable

from .handed_in import content, name_of, refuse_nothing
from .page import APP, page, staff_only

# What either side can lack; the page then says so instead of a comparison.
IMPOSSIBLE = (NothingToCompare, InvalidRegistration, UnknownName, Unquotable, Unsupported)


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """`way` is target/variant. By GET with `other`, a deployment's slug, or without it with the last export."""
    deployment = get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)
    asked = request.POST if request.method == "POST" else request.GET
    try:
        choice = chosen(asked)
    except UnknownName as error:
        messages.error(request, in_words(str(error)))
        return redirect("compare-export", slug=slug)
    context: dict[str, Any] = {
        "title": _("Compare %(deployment)s") % {"deployment": deployment},
        "deployment": deployment,
        "choice": choice,
        "ways": [
            (target, variant) for target in TARGETS.values() for variant in target.variants if not variant.reads_conf
        ],
        "deployments": Deployment.objects.exclude(pk=deployment.pk).only("slug", "name"),
    }
    try:
        context |= compared(request, deployment, choice)
    except IMPOSSIBLE as error:
        context["impossible"] = str(error)
    except Unreadable as error:
        context["error"] = str(error)
    return page(request, "deployments/compare.html", context, status=422 if "error" in context else 200)


def chosen(asked: Any) -> exports.Choice:
    """Raises `UnknownName`. Real secrets are in no comparison."""
    target, _slash, variant = (asked.get("way") or "").partition("/")
    target = target or next(iter(TARGETS))
    secrets = asked.get("secrets") or ""
    choice = exports.choose(
        target=target,
        variant=variant,
        secrets="" if secrets == SecretsMode.REAL else secrets,
        situation=asked.get("situation") or "",
    )
    if choice.variant.reads_conf:
        raise UnknownName(
            "way to compare", choice.variant.id, [f"{each}/{TARGETS[each].variants[0].id}" for each in TARGETS]
        )
    return choice


@sensitive_variables()
def compared(request: HttpRequest, deployment: Deployment, choice: exports.Choice) -> dict[str, Any]:
    """Raises one of `IMPOSSIBLE`, or `Unreadable`."""
    if request.method == "POST":
        return with_file(request, deployment, choice)
    slug = request.GET.get("other", "")
    if slug:
        other = get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)
        found = comparison.with_deployment(deployment=deployment, other=other, choice=choice)
        return {"other": other, "there": other.name, **shown(found, format_of(choice))}
    found = comparison.with_last_export(deployment=deployment, choice=choice)
    return {
        "there": _("the last export"),
        "secrets_since": comparison.secrets_since(deployment),
        **shown(found, format_of(choice)),
    }


@sensitive_variables()
def with_file(request: HttpRequest, deployment: Deployment, choice: exports.Choice) -> dict[str, Any]:
    upload = request.FILES.get("file")
    text = content(upload) if upload else request.POST.get("text", "")
    refuse_nothing(text)
    name = name_of(upload) if upload else ""
    handed_in = comparison.hand_in(deployment=deployment, text=text, name=name)
    found = comparison.with_file(deployment=deployment, choice=choice, file=handed_in)
    imported: Import = handed_in.imported
    return {
        "there": name or _("what you pasted"),
        "read_as": imported.format.label,
        **shown(found, imported.format),
    }


def format_of(choice: exports.Choice) -> Format | None:
    """In whose names the settings are told; None where the files have none of them."""
    return next((each for each in Format if each.target == choice.target.id), None)


def shown(found: Comparison, format: Format | None) -> dict[str, Any]:
    names = [name_in(format, each.setting.path) if format else each.setting.path for each in found.settings]
    return {
        "comparison": found,
        "settings": [{"name": name, "difference": each} for name, each in zip(names, found.settings, strict=True)],
    }
