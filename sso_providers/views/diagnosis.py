"""Import and diagnose: a configuration comes in, findings and the corrected file go out. Nothing of it is stored.

What was pasted comes back with every button, and so do the keys of the fixes that are accepted.
"""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions.audit import Actor
from sso_providers.catalogue import RELEASES, Release, UnknownName
from sso_providers.forms.adoption import AdoptionForm
from sso_providers.language import in_words
from sso_providers.openmetadata.adopt import Draft, NotAdoptable, adopt
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.importers.imported import Format, Unreadable
from sso_providers.openmetadata.mending import Mended

from .diagnosis_asked import CRLF, EVERYTHING, SENT_BACK, Asked, asked_for
from .diagnosis_rows import counts, difference, finding_rows, line_rows
from .page import APP, page, staff_only

DEFAULT_NAMES = {
    Format.ENV_FILE: "openmetadata.env",
    Format.COMPOSE: "compose.yaml",
    Format.CONF: "openmetadata.yaml",
    Format.HELM: "values.yaml",
    Format.API: "security-config.json",
}


@staff_only
@sensitive_variables()
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def diagnosis(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return page(request, "diagnosis/form.html", choices())
    try:
        asked = asked_for(request)
        if asked.live and not may_ask_live(request):
            raise PermissionDenied
        mended = asked.mended
    except (Unreadable, UnknownName) as error:
        typed = request.POST.get("text", "")[:SENT_BACK]
        return page(request, "diagnosis/form.html", choices() | {"error": str(error), "typed": typed}, status=422)
    if request.POST.get("do") == "download":
        return corrected_file(asked, mended)
    draft = drafted(mended)
    form = adoption_form(request, draft, mended)
    deployment = form.save(Actor.of(request)) if form and form.is_bound and form.is_valid() else None
    if deployment:
        names = {"registration": deployment.registration, "deployment": deployment}
        made = _("%(registration)s and %(deployment)s are made. Check the registration now.") % names
        messages.success(request, made)
        return redirect("check", slug=deployment.registration.slug)
    context = {"draft": draft, "form": form, "may_ask_live": may_ask_live(request)}
    return page(request, "diagnosis/result.html", shown(asked, mended) | context)


def may_ask_live(request: HttpRequest) -> bool:
    return request.user.has_perm(f"{APP}.check_providerregistration")


def choices() -> dict[str, Any]:
    return {
        "title": _("Import and diagnose"),
        "targets": [target for target in TARGETS.values() if target.id != "ingestion"],
        "releases": list(RELEASES.values()),
    }


def corrected_file(asked: Asked, mended: Mended) -> HttpResponse:
    """What is downloaded may hold secrets of the operator's own: it goes to nobody else, and is kept nowhere."""
    name = PurePath(asked.name.replace("\\", "/")).name
    if not name.strip("."):
        name = DEFAULT_NAMES[mended.diagnosis.imported.format]
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(mended.text.encode(), content_type="text/plain; charset=utf-8", headers=headers)


def drafted(mended: Mended) -> Draft | str:
    """The rows that would be made of it, or why there are none."""
    try:
        return adopt(mended.diagnosis.imported.config)
    except NotAdoptable as error:
        return str(error)


def adoption_form(request: HttpRequest, draft: Draft | str, mended: Mended) -> AdoptionForm | None:
    """Bound when it is what was sent; None if no rows can be made, or not by this person."""
    may = all(request.user.has_perm(f"{APP}.add_{each}") for each in ("providerregistration", "deployment"))
    if isinstance(draft, str) or not may:
        return None
    is_sent = request.POST.get("do") == "create"
    release = exportable(mended.diagnosis.release)
    return AdoptionForm(request.POST if is_sent else None, draft=draft, release=release)


def exportable(release: Release) -> Release:
    """The line itself, or the oldest that the portal exports for."""
    return max(release, min(RELEASES.values()))


def shown(asked: Asked, mended: Mended) -> dict[str, Any]:
    found = mended.diagnosis
    changed = mended.text != asked.text
    rows = finding_rows(mended)
    names = {"name": asked.name or _("What you pasted"), "format": in_words(found.imported.format.label)}
    return choices() | {
        "title": _("%(name)s, read as %(format)s") % names,
        "asked": asked,
        "accepted": [EVERYTHING] if asked.accepted is None else asked.accepted,
        "is_crlf": asked.line_break == CRLF,
        "found": found,
        "counts": counts(found),
        "findings": rows,
        "fixable": any(each["fix"] and not each["refused"] for each in rows),
        "changed": changed,
        "lines": line_rows(asked.text, mended.before),
        "corrected": line_rows(mended.text, found) if changed else [],
        "difference": difference(mended, asked.text) if changed else [],
    }
