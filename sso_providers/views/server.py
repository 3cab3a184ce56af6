"""A deployment's running server: in what it differs from what the portal would export."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from sso_providers.actions import server_look
from sso_providers.actions.audit import Actor
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.checks import server
from sso_providers.language import in_words
from sso_providers.models import Deployment

from .page import APP, page, staff_only


@staff_only
@permission_required(f"{APP}.view_deployment", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def running(request: HttpRequest, slug: str) -> HttpResponse:
    """What the last look found; by POST, a new one."""
    deployment = get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)
    if request.method == "POST":
        return look(request, deployment)
    context = {
        "title": _("Running server of %(deployment)s") % {"deployment": deployment},
        "deployment": deployment,
        "differences": [shown(each) for each in deployment.server_differs],
        "remedies": list(remedies(deployment)),
    }
    return page(request, "deployments/server.html", context)


def shown(difference: dict[str, str]) -> dict[str, str]:
    block, _dot, name = difference["setting"].rpartition(".")
    return {**difference, "block": block, "name": name if block else in_words(name)}


def remedies(deployment: Deployment) -> Iterator[dict[str, Any]]:
    """What to do, each once with the settings that it is about."""
    release = deployment.server().release
    found: dict[str, list[str]] = {}
    for each in deployment.server_differs:
        found.setdefault(server.remedy(each["setting"], release), []).append(shown(each)["name"])
    yield from ({"remedy": in_words(remedy), "names": names} for remedy, names in found.items())


@permission_required(f"{APP}.check_providerregistration", raise_exception=True)
def look(request: HttpRequest, deployment: Deployment) -> HttpResponse:
    try:
        found = server_look.look(deployment=deployment, by=Actor.of(request))
    except (server.Unseen, InvalidRegistration) as error:
        messages.error(request, in_words(str(error)))
    else:
        count = len(found.compared)
        told = ngettext(
            "OpenMetadata %(version)s answers, and %(count)d setting was compared.",
            "OpenMetadata %(version)s answers, and %(count)d settings were compared.",
            count,
        )
        messages.success(request, told % {"version": found.version, "count": count})
    return redirect("server", slug=deployment.slug)
