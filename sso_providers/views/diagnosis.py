"""Import and diagnose: a configuration comes in, findings and the corrected file go out. Nothing of it is stored.

The page has no state: what was pasted comes back with every button, and the keys of the fixes that are accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions.audit import Actor
from sso_providers.catalogue import RELEASES, Release, UnknownName, get_release
from sso_providers.forms.adoption import AdoptionForm
from sso_providers.openmetadata.adopt import Draft, NotAdoptable, adopt
from sso_providers.openmetadata.exporters import TARGETS, get_target
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.importers.imported import Format, Import, Unreadable
from sso_providers.openmetadata.importers.text import LARGEST, decoded
from sso_providers.openmetadata.mending import Mended, Mender

from .diagnosis_rows import counts, difference, finding_rows, line_rows
from .page import APP, page, staff_only

# Characters that the page sends back, and mends. Longer files are read, and their findings shown.
SENT_BACK = 200_000
MOST_BESIDE = 10
LONGEST_NAME = 200
EVERYTHING = "*"
CRLF = "\r\n"
DEFAULT_NAMES = {
    Format.ENV_FILE: "openmetadata.env",
    Format.COMPOSE: "compose.yaml",
    Format.CONF: "openmetadata.yaml",
    Format.HELM: "values.yaml",
    Format.API: "security-config.json",
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form says. `beside` are further files by name; `accepted` are keys of fixes, None for all there are.

    `line_break` is the file's own, "\n" or CRLF: a browser sends every one as CRLF.
    """

    name: str
    text: str
    line_break: str
    beside: Mapping[str, str]
    sends_back: bool
    target: str
    release: Release | None
    accepted: tuple[str, ...] | None

    @cached_property
    def mended(self) -> Mended:
        """Raises `Unreadable`."""
        mender = Mender(read=self.read, accepted=self.accepted, target=self.target, release=self.release)
        return mender.mend(self.text)

    def read(self, text: str) -> Import:
        beside = {name: each.encode() for name, each in self.beside.items()}
        return read(text.encode(), name=self.name, beside=beside, release=self.release)


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
        messages.success(request, f"{deployment.registration} and {deployment} are made. Check the registration now.")
        return redirect("check", slug=deployment.registration.slug)
    return page(request, "diagnosis/result.html", shown(asked, mended) | {"draft": draft, "form": form})


def choices() -> dict[str, Any]:
    return {
        "title": "Import and diagnose",
        "targets": [target for target in TARGETS.values() if target.id != "ingestion"],
        "releases": list(RELEASES.values()),
    }


def asked_for(request: HttpRequest) -> Asked:
    """Raises `Unreadable` for what is no text, and `UnknownName`."""
    asked = request.POST
    name, text, line_break = given(request)
    if not text.strip():
        raise Unreadable("There is nothing to read: paste a configuration, or choose its file.")
    target, release = asked.get("target", "")[:LONGEST_NAME], asked.get("release", "")[:LONGEST_NAME]
    beside = files_beside(request)
    sends_back = len(text) + sum(map(len, beside.values())) <= SENT_BACK
    accepted = asked.getlist("fix") if sends_back and asked.get("do") != "undo" else []
    return Asked(
        name=name,
        text=text,
        line_break=line_break,
        beside=beside,
        sends_back=sends_back,
        target=get_target(target).id if target else "",
        release=get_release(release) if release else None,
        accepted=None if EVERYTHING in accepted else tuple(dict.fromkeys(accepted)),
    )


def given(request: HttpRequest) -> tuple[str, str, str]:
    """Name, text and line break of the file: chosen anew, or sent back by the page."""
    if file := request.FILES.get("file"):
        text = content(file)
        return str(file.name)[:LONGEST_NAME], text, CRLF if CRLF in text else "\n"
    line_break = CRLF if request.POST.get("line_break") == "crlf" else "\n"
    return (
        request.POST.get("name", "")[:LONGEST_NAME],
        request.POST.get("text", "").replace(CRLF, line_break),
        line_break,
    )


def files_beside(request: HttpRequest) -> dict[str, str]:
    """By name: sent back by the page, or chosen anew. Raises `Unreadable`."""
    chosen = request.FILES.getlist("beside")
    found = sent_back(request)
    if len(found) + len(chosen) > MOST_BESIDE:
        raise Unreadable(f"There are more than {MOST_BESIDE} files beside it: choose those that it refers to.")
    return {**found, **{str(each.name)[:LONGEST_NAME]: content(each) for each in chosen}}


def sent_back(request: HttpRequest) -> dict[str, str]:
    names, texts = request.POST.getlist("beside_name"), request.POST.getlist("beside_text")
    return {name: text.replace(CRLF, "\n") for name, text in zip(names, texts, strict=False)}


def content(file: UploadedFile) -> str:
    """Raises `Unreadable`."""
    if file.size is None or file.size > LARGEST:
        raise Unreadable(f"{file.name} has {file.size} bytes: at most {LARGEST} are possible.")
    return decoded(file.read())


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
    return choices() | {
        "title": f"{asked.name or 'What you pasted'}, read as {found.imported.format.label}",
        "asked": asked,
        "accepted": [EVERYTHING] if asked.accepted is None else asked.accepted,
        "is_crlf": asked.line_break == CRLF,
        "found": found,
        "counts": counts(found),
        "findings": rows,
        "fixable": any(each["fix"] and not each["refused"] for each in rows),
        "lines": line_rows(mended),
        "changed": changed,
        "difference": difference(mended, asked.text) if changed else [],
    }
