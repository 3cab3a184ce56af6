"""Long work: all registrations checked, all deployments exported. Started, watched and cancelled here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from sso_providers.actions import runs, runs_archive
from sso_providers.actions.audit import Actor
from sso_providers.forms.run import ExportRunForm
from sso_providers.models import Deployment, ProviderRegistration, Run, RunItem
from sso_providers.models.run import Phase

from .page import APP, page, staff_only
from .run_rows import outcome_word, run_row, shown_items, state_tabs

RIGHTS = {Run.Kind.CHECK: f"{APP}.check_providerregistration", Run.Kind.EXPORT: f"{APP}.export_deployment"}
MAY_SEE = (f"{APP}.view_providerregistration", f"{APP}.view_deployment")
SHOWN = 100

may_see: Any = permission_required(MAY_SEE, raise_exception=True)


@staff_only
@may_see
@require_GET
def all_runs(request: HttpRequest) -> HttpResponse:
    """What can be started, and the recent runs."""
    return page(request, "runs/list.html", list_context(ExportRunForm()))


def list_context(form: ExportRunForm) -> dict[str, Any]:
    return {
        "title": _("Long work"),
        "form": form,
        "registration_count": ProviderRegistration.objects.count(),
        "deployment_count": Deployment.objects.count(),
        "runs": [run_row(run) for run in Run.objects.with_counts()[: runs.KEPT]],
    }


@staff_only
@permission_required(RIGHTS[Run.Kind.CHECK], raise_exception=True)
@require_POST
def start_check(request: HttpRequest) -> HttpResponse:
    try:
        run = runs.check(registrations=ProviderRegistration.objects.all(), by=Actor.of(request))
    except runs.NotPossible as error:
        messages.error(request, str(error))
        return redirect("runs")
    return redirect("run", pk=run.pk)


@staff_only
@permission_required(RIGHTS[Run.Kind.EXPORT], raise_exception=True)
@require_POST
def start_export(request: HttpRequest) -> HttpResponse:
    """Of all deployments, or of those that were selected in their list."""
    form = ExportRunForm(request.POST)
    if not form.is_valid():
        return page(request, "runs/list.html", list_context(form), status=422)
    selected = form.selected()
    deployments = Deployment.objects.filter(slug__in=selected) if selected else Deployment.objects.all()
    try:
        run = runs.export(deployments=deployments, choice=form.choice, by=Actor.of(request))
    except runs.NotPossible as error:
        messages.error(request, str(error))
        return redirect("runs")
    return redirect("run", pk=run.pk)


@staff_only
@may_see
@require_GET
def one_run(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a run is, and what became of each item; those of one state, if the address names one."""
    run = get_run(pk)
    current = items_page(request, run)
    title = title_of(run)
    context = {
        "title": f"{outcome_word(run)}: {title}",
        "heading": title,
        "run": run,
        "tabs": state_tabs(run, asked_state(request)),
        "items": shown_items(run, current.object_list),
        "items_page": current,
        "says": summary(run),
        "may_act": request.user.has_perm(RIGHTS[Run.Kind(run.kind)]),
        "stands_still": run.phase is Phase.STANDS_STILL,
        "has_files": has_files(run),
    }
    return page(request, "runs/run.html", context)


@staff_only
@may_see
@require_GET
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page's script puts in place while the run is under way."""
    run = get_run(pk)
    rows = shown_items(run, items_page(request, run).object_list)
    answer = {
        "phase": run.phase.id,
        "settled": run.settled,
        "total": run.total,
        "says": summary(run),
        "counts": {"": run.total, **run.counts},
        "items": [{"id": row.pk, "css": row.css, "label": row.label, "says": row.says} for row in rows],
    }
    return JsonResponse(answer)


def for_who_may_do_it(view: Callable[[HttpRequest, Run], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A form's address: for whoever may do what the run does. What is not possible is told on the run's page."""

    @wraps(view)
    def permitted(request: HttpRequest, pk: int) -> HttpResponseBase:
        run = get_run(pk)
        if not request.user.has_perm(RIGHTS[Run.Kind(run.kind)]):
            raise PermissionDenied
        try:
            return view(request, run)
        except runs.NotPossible as error:
            messages.error(request, str(error))
            return redirect("run", pk=pk)

    decorated: Callable[..., HttpResponseBase] = staff_only(may_see(require_POST(permitted)))
    return decorated


@for_who_may_do_it
def cancel(request: HttpRequest, run: Run) -> HttpResponse:
    runs.cancel(run=run, by=Actor.of(request))
    return redirect("run", pk=run.pk)


@for_who_may_do_it
def go_on(request: HttpRequest, run: Run) -> HttpResponse:
    runs.go_on(run=run, by=Actor.of(request))
    return redirect("run", pk=run.pk)


@for_who_may_do_it
def delete(request: HttpRequest, run: Run) -> HttpResponse:
    runs.delete(run=run, by=Actor.of(request))
    messages.success(request, _("The run is deleted."))
    return redirect("runs")


@for_who_may_do_it
def files(request: HttpRequest, run: Run) -> FileResponse:
    """All files of an export in one ZIP."""
    if not has_files(run):
        raise runs.NotPossible(_("There are no files of it, or none any more: they are kept for seven days."))
    stream = runs_archive.take(run=run, by=Actor.of(request))
    return FileResponse(
        stream, as_attachment=True, filename=f"deployments-{run.pk}.zip", content_type="application/zip"
    )


def get_run(pk: int) -> Run:
    return get_object_or_404(Run.objects.with_counts(), pk=pk)


def asked_state(request: HttpRequest) -> str:
    """Blank for all."""
    asked = request.GET.get("state", "")
    return asked if asked in RunItem.State.values else ""


def items_page(request: HttpRequest, run: Run) -> Any:
    """Those of one state, if the address names one; without their files, which may be many."""
    state = asked_state(request)
    items = run.items.defer("files").order_by("pk")
    pages = Paginator(items.filter(state=state) if state else items, SHOWN)
    pages.count = run.counts[state] if state else run.total
    return pages.get_page(request.GET.get("page"))


def has_files(run: Run) -> bool:
    return run.kind == Run.Kind.EXPORT and run.items.exclude(files={}).exists()


def title_of(run: Run) -> str:
    if run.kind == Run.Kind.CHECK:
        text = ngettext("Check of %(count)s registration", "Check of %(count)s registrations", run.total)
    else:
        text = ngettext("Export of %(count)s deployment", "Export of %(count)s deployments", run.total)
    return text % {"count": run.total}


def summary(run: Run) -> str:
    """The progress in a sentence."""
    return _("%(phase)s: %(settled)s of %(total)s finished, %(failed)s failed.") % {
        "phase": outcome_word(run),
        "settled": run.settled,
        "total": run.total,
        "failed": run.counts[RunItem.State.FAILED],
    }
