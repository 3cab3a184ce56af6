"""The check of a registration: the last ones, and a new one."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers import crypto
from sso_providers.actions import checks, kept_stages, registrations
from sso_providers.actions.audit import Actor
from sso_providers.checks import Status
from sso_providers.forms.field_links import link_to_field
from sso_providers.language import in_words
from sso_providers.models import CheckResult, ProviderRegistration
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS

from .page import APP, page, staff_only

# Of those that use the registration, so many are offered to be exported.
MOST_DEPLOYMENTS = 5


@staff_only
@sensitive_variables()  # a check holds the stored secrets
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()  # 'Save and check' sends the whole form on
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The last check, or the one that `result` names; by POST, a new one."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    if request.method == "POST":
        return run_check(request, registration)
    results = list(CheckResult.objects.filter(registration=registration)[: checks.KEPT])
    result = chosen(results, request.GET.get("result", ""))
    context = {
        "title": _("Check of %(registration)s") % {"registration": registration},
        "registration": registration,
        "deployments": registration.deployments.all()[:MOST_DEPLOYMENTS],
        "history": [shown_result(each, result) for each in results],
        "result": result,
        "is_newest": results[:1] == [result],
        "stages": [shown_stage(stage, registration) for stage in result.stages] if result else [],
        "tally": list(tally(result)) if result else [],
    }
    return page(request, "registrations/check.html", context)


def chosen(results: list[CheckResult], wanted: str) -> CheckResult | None:
    """The newest, where nobody wants another or that one is gone."""
    return next((each for each in results if str(each.pk) == wanted), next(iter(results), None))


STAGE_CSS = {Status.OK: "ok", Status.WARNING: "warn", Status.FAILED: "bad", Status.NOT_APPLICABLE: "info"}
WORST_FIRST = (Status.FAILED, Status.NOT_REACHED, Status.WARNING, Status.OK, Status.NOT_APPLICABLE)


def shown_result(each: CheckResult, result: CheckResult | None) -> dict[str, Any]:
    return {"result": each, "is_chosen": each == result, **badge(Status(each.status))}


def tally(result: CheckResult) -> Iterator[dict[str, Any]]:
    """How many stages ended in which way."""
    counted = Counter(Status(stage["status"]) for stage in result.stages)
    yield from ({"count": counted[status], **badge(status)} for status in WORST_FIRST if counted[status])


def badge(status: Status) -> dict[str, str]:
    return {"label": status.label, "css": STAGE_CSS.get(status, "")}


def shown_stage(stage: dict[str, Any], registration: ProviderRegistration) -> dict[str, Any]:
    """A stored stage with its badge, and the place of the field that mends it."""
    field = stage["field"] or ""
    return {
        **stage,
        **badge(Status(stage["status"])),
        "summary": kept_stages.summary(stage),
        "link": link_to_field(registration, field),
        "is_redirect": field == REDIRECT_ADDRESS,
    }


@permission_required(f"{APP}.check_providerregistration", raise_exception=True)
def run_check(request: HttpRequest, registration: ProviderRegistration) -> HttpResponse:
    try:
        checks.run(registration=registration, by=Actor.of(request))
    except (registrations.InvalidRegistration, crypto.MissingKey, crypto.Damaged) as error:
        messages.error(request, in_words(str(error)))
    return redirect("check", slug=registration.slug)
