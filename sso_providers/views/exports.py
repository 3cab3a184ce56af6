"""Export a deployment: preview, confirmation for real secrets, download, and what an upgrade changes."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from sso_providers import crypto
from sso_providers.actions import confirmation, examination, exports, registrations
from sso_providers.actions.audit import Actor
from sso_providers.catalogue import RELEASES, Release, UnknownName, get_release
from sso_providers.catalogue.sentences import say
from sso_providers.language import in_words
from sso_providers.models import Deployment
from sso_providers.openmetadata.archive import as_zip
from sso_providers.openmetadata.artifacts import Artifact, Export, MissingSecret, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.differences import lines_of
from sso_providers.openmetadata.explanations import explain
from sso_providers.openmetadata.exporters import TARGETS, get_target
from sso_providers.openmetadata.exporters.job import STORED_SINCE
from sso_providers.openmetadata.quoting import Unquotable
from sso_providers.openmetadata.yaml_tree import LARGEST

from .confirming import confirm_by_password, ways_to_confirm
from .page import APP, page, page_to_providers, staff_only

NO_PREVIEW = (registrations.InvalidRegistration, UnknownName, Unquotable)
UNUSABLE = (*NO_PREVIEW, MissingSecret, Unsupported, crypto.MissingKey, crypto.Damaged)


@staff_only
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Preview of the files for what the address names: target, variant, line, situation, way with secrets."""
    deployment = get_deployment(slug)
    try:
        choice = chosen(request.GET)
        other_line = looked_at(request.GET)
    except UnknownName as error:
        messages.error(request, in_words(str(error)))
        return redirect("export", slug=slug)
    try:
        release = other_line or deployment.server().release
        made: Export | str = preview(deployment, choice, release)
    except NO_PREVIEW as error:
        messages.error(request, in_words(str(error)))
        return redirect(deployment)
    except Unsupported as error:
        made = str(error)
    show = page_to_providers if choice.secrets is SecretsMode.REAL else page
    context = (
        {"title": _("Export %(deployment)s") % {"deployment": deployment}, "deployment": deployment}
        | choices(request, deployment, choice, release)
        | {"findings": examination.of_deployment(deployment, target=choice.target.id)}
        | shown(made, request.GET)
    )
    return show(request, "deployments/export.html", context)


def looked_at(parameters: Any) -> Release | None:
    """The line that the address names; None for the deployment's own. Raises `UnknownName`."""
    line = parameters.get("release")
    return get_release(line) if line else None


def choices(request: HttpRequest, deployment: Deployment, choice: exports.Choice, release: Release) -> dict[str, Any]:
    """What there is to choose, what is chosen, and whether this person may take the files."""
    permitted = request.user.has_perm(f"{APP}.export_deployment_with_secrets")
    own = deployment.server().release
    return {
        "choice": choice,
        "release": release,
        "is_own_release": release == own,
        "releases": [line for line in reversed(RELEASES.values()) if line >= choice.variant.since or line == release],
        "targets": TARGETS.values(),
        "situations": tuple(Situation) if choice.variant.asks_situation and release >= STORED_SINCE else (),
        "modes": [mode for mode in choice.variant.modes if mode is not SecretsMode.REAL or permitted],
        "verified": choice.variant.verified(release),
        "later": [line for line in RELEASES.values() if line > own],
        "may_take_secrets": permitted,
        "confirmed": confirmation.is_confirmed(request.session),
        "ways_to_confirm": ways_to_confirm(request.user),
    }


def preview(deployment: Deployment, choice: exports.Choice, release: Release) -> Export | str:
    """The files without real secrets; for a variant that changes the operator's own file, a word instead."""
    if choice.variant.reads_conf:
        return ""
    if choice.secrets is SecretsMode.REAL:
        choice = replace(choice, secrets=SecretsMode.PLACEHOLDER)
    return exports.preview(deployment=deployment, choice=choice, release=release)


def shown(made: Export | str, parameters: Any) -> dict[str, Any]:
    if isinstance(made, str):
        return {"export": None, "unsupported": made}
    file = made.named(parameters.get("file", "")) or made.artifacts[0]
    explained = explain(file)
    return {
        "export": made,
        "file": file,
        "can_explain": bool(explained),
        "explains": bool(explained) and "explain" in parameters,
        "rows": [
            {"text": line, "explanation": explained.get(number)}
            for number, line in enumerate(lines_of(file.text), start=1)
        ],
    }


@staff_only
@permission_required(f"{APP}.export_deployment_with_secrets", raise_exception=True)
@sensitive_post_parameters("password")
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """A password typed again unlocks real secrets for five minutes."""
    get_deployment(slug)
    confirm_by_password(request)
    return redirect(address(slug, request.GET.dict() | request.POST.dict(), secrets=SecretsMode.REAL.value))


@staff_only
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@sensitive_variables()
@require_POST
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """One file (`file`) or all of them with the steps as a ZIP; always recorded."""
    deployment = get_deployment(slug)
    try:
        choice = chosen(request.POST, conf=uploaded(request.FILES.get("conf")))
        if choice.secrets is SecretsMode.REAL and not may_take_secrets(request):
            messages.error(request, _("Real secrets need the right to export them, and a confirmation just before."))
            return redirect(address(slug, request.POST))
        with transaction.atomic():
            made = exports.take(deployment=deployment, choice=choice, by=Actor.of(request))
            name = request.POST.get("file", "")
            if name and not made.named(name):
                raise Http404  # nothing is handed over, so nothing is recorded
    except UNUSABLE as error:
        messages.error(request, in_words(str(error)))
        return redirect(address(slug, request.POST if isinstance(error, Unsupported) else {}))
    if artifact := made.named(name):
        return attachment(artifact.name, artifact.media_type, artifact.text.encode())
    files: tuple[Artifact, ...] = exports.with_steps(deployment=deployment, made=made)
    return attachment(f"{deployment.slug}-{choice.target.id}.zip", "application/zip", as_zip(files))


def uploaded(file: UploadedFile | None) -> str:
    """The operator's own file; it may hold secrets of theirs and is kept nowhere. Raises `Unsupported`."""
    if file is None:
        return ""
    if file.size is None or file.size > LARGEST:
        raise Unsupported(
            say("The file has {size} bytes: at most {most} are possible.", size=file.size or "?", most=LARGEST)
        )
    try:
        return file.read().decode()
    except UnicodeDecodeError:
        raise Unsupported(say("The file is not UTF-8 text: choose the server's conf/openmetadata.yaml.")) from None


@staff_only
@permission_required(f"{APP}.export_deployment", raise_exception=True)
@require_GET
def upgrade(request: HttpRequest, slug: str) -> HttpResponse:
    """What another release line changes for the deployment, and in which lines of its files."""
    deployment = get_deployment(slug)
    try:
        to = get_release(request.GET.get("to") or max(RELEASES.values()).line)
        target = get_target(request.GET.get("target") or next(iter(TARGETS)))
        variant = target.variant(request.GET.get("variant") or "")
        context = {
            "title": _("%(deployment)s: from OpenMetadata %(before)s to %(after)s")
            % {"deployment": deployment, "before": deployment.release, "after": to},
            "deployment": deployment,
            "to": to,
            "target": target,
            "targets": TARGETS.values(),
            "variant": variant,
            "releases": [line for line in RELEASES.values() if line >= get_release(deployment.release)],
            "changes": exports.upgrade_changes(deployment=deployment, to=to),
            "lines": exports.upgrade_lines(deployment=deployment, to=to, target=target, variant=variant).splitlines(),
        }
    except (*NO_PREVIEW, Unsupported) as error:
        messages.error(request, in_words(str(error)))
        return redirect("export", slug=slug) if isinstance(error, Unsupported) else redirect(deployment)
    return page(request, "deployments/upgrade.html", context)


def attachment(name: str, media_type: str, content: bytes) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)


def may_take_secrets(request: HttpRequest) -> bool:
    permitted = request.user.has_perm(f"{APP}.export_deployment_with_secrets")
    return permitted and confirmation.is_confirmed(request.session)


def get_deployment(slug: str) -> Deployment:
    return get_object_or_404(Deployment.objects.select_related("registration"), slug=slug)


NAMES = ("target", "variant", "situation", "secrets")
# Of the preview alone: what is downloaded is for the deployment's own line.
OF_PAGE = ("release", "explain")


def chosen(parameters: Any, *, conf: str = "") -> exports.Choice:
    """What the parameters name; blank means the usual. Raises `UnknownName`."""
    names = {name: parameters.get(name) or "" for name in NAMES}
    names["target"] = names["target"] or next(iter(TARGETS))
    return exports.choose(**names, conf=conf)


def address(slug: str, parameters: Any, **changed: str) -> str:
    """The export page with the same choices."""
    names = {name: parameters.get(name) for name in (*NAMES, *OF_PAGE)} | changed
    return reverse("export", args=[slug], query={name: value for name, value in names.items() if value})
