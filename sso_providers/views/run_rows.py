"""What the pages of runs show of a run and its items."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sso_providers.actions import runs
from sso_providers.catalogue import UnknownName
from sso_providers.language import in_words
from sso_providers.models import Run, RunItem
from sso_providers.openmetadata.artifacts import Unsupported

CSS = {RunItem.State.DONE: "ok", RunItem.State.WARNING: "warn", RunItem.State.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class ItemRow:
    pk: int
    name: str
    slug: str
    label: str
    css: str
    says: str
    link: str


def shown_items(run: Run, items: Iterable[RunItem]) -> list[ItemRow]:
    return [
        ItemRow(
            pk=item.pk,
            name=item.name,
            slug=item.slug,
            label=label_of(run, RunItem.State(item.state)),
            css=CSS.get(RunItem.State(item.state), ""),
            says=in_words(item.says),
            link=link_of(run, item.slug),
        )
        for item in items
    ]


def label_of(run: Run, state: RunItem.State) -> str:
    """In the words of what is done. What waits for its turn in a run that is over never gets it."""
    if state is RunItem.State.WAITING and not run.phase.moves:
        return _("not done")
    if run.kind == Run.Kind.CHECK and state is RunItem.State.DONE:
        return _("works")
    if run.kind == Run.Kind.CHECK and state is RunItem.State.WARNING:
        return _("works, with a warning")
    return str(state.label)


def link_of(run: Run, slug: str) -> str:
    """To the check of the registration, or the export of the deployment with the run's choices."""
    if run.kind == Run.Kind.CHECK:
        return reverse("check", args=[slug])
    return reverse("export", args=[slug], query=run.options["choice"])


def state_tabs(run: Run, current: str) -> list[dict[str, Any]]:
    """All items, and those of each state that there are, or may still be."""
    tabs = [{"state": "", "label": _("All"), "count": run.total, "current": not current}]
    for state in (RunItem.State.FAILED, RunItem.State.WARNING, RunItem.State.DONE, RunItem.State.WAITING):
        count = run.counts[state]
        if count or run.phase.moves or state == current:
            label = capfirst(label_of(run, state))
            tabs.append({"state": state.value, "label": label, "count": count, "current": state == current})
    return tabs


def outcome_word(run: Run) -> str:
    return str(capfirst(run.phase.label))


def run_row(run: Run) -> dict[str, Any]:
    """A row of the list. The run has counts."""
    return {"run": run, "what": str(capfirst(run.get_kind_display())), "how": how(run), "phase": run.phase}


def how(run: Run) -> str:
    """An export's target and way with secrets, as the page of an export calls them."""
    if run.kind == Run.Kind.CHECK:
        return ""
    try:
        choice = runs.choose(**run.options["choice"])
    except (UnknownName, Unsupported):  # of another release of the portal
        return ", ".join(run.options["choice"].values())
    return f"{in_words(choice.target.label)}, {in_words(choice.variant.label)} · {in_words(choice.secrets.label)}"
