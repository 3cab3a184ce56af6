"""Long work that somebody asks for: started, watched, cancelled, gone on with, deleted."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sso_providers.models import Deployment, Event, Run, RunItem
from sso_providers.models.provider_registration import RegistrationQuerySet

from . import exports, runs_worker
from .audit import Actor, record
from .runs_items import choose
from .runs_lease import Lease, take_over

__all__ = ["NotPossible", "cancel", "check", "choose", "delete", "export", "go_on"]

# Of all processes together.
MOST_AT_ONCE = 3
KEPT = 20
FILES_KEPT = timedelta(days=7)


class NotPossible(ValueError):
    """The run can't be started, cancelled, gone on with or deleted as it is. The message says why, and what to do."""


def check(*, registrations: RegistrationQuerySet, by: Actor) -> Run:
    """Starts a check of each. Raises `NotPossible`."""
    return begin(Run.Kind.CHECK, registrations.order_by("name", "pk").values_list("slug", "name"), {}, by)


def export(*, deployments: QuerySet[Deployment], choice: exports.Choice, by: Actor) -> Run:
    """Starts an export of each, from a `choice` of `choose`. Raises `NotPossible`."""
    names = {
        "target": choice.target.id,
        "variant": choice.variant.id,
        "situation": choice.situation.value,
        "secrets": choice.secrets.value,
    }
    choose(**names)
    return begin(Run.Kind.EXPORT, deployments.order_by("name", "pk").values_list("slug", "name"), {"choice": names}, by)


@transaction.atomic
def begin(kind: Run.Kind, rows: Iterable[tuple[str, str]], options: Mapping[str, Any], by: Actor) -> Run:
    """The work begins once the transaction is over."""
    tidy()
    if Run.objects.under_way().count() >= MOST_AT_ONCE:
        raise NotPossible(
            _("%(count)s runs are under way, and no more can be at once: wait for one to end, or cancel one.")
            % {"count": MOST_AT_ONCE}
        )
    items = [RunItem(slug=slug, name=name) for slug, name in rows]
    if not items:
        raise NotPossible(nothing_to_do(kind))
    now = timezone.now()
    run = Run.objects.create(
        kind=kind, options={**options, "language": get_language()}, started_by=by.name[:150], beat_at=now
    )
    for item in items:
        item.run = run
    RunItem.objects.bulk_create(items)
    audit(Event.RUN_STARTED, run, by, detail=described(run, len(items)))
    transaction.on_commit(partial(runs_worker.start, Lease(run.pk, now), by))
    return run


def nothing_to_do(kind: Run.Kind) -> str:
    if kind is Run.Kind.CHECK:
        return _("There is no registration to check: register a provider first.")
    return _("There is no deployment to export: add one first.")


def described(run: Run, number: int) -> str:
    """For the audit, in English."""
    if run.kind == Run.Kind.CHECK:
        return f"check of registrations: {number}"
    choice = run.options["choice"]
    return f"export of deployments: {number}, {choice['target']} {choice['variant']}, secrets as {choice['secrets']}"


def tidy() -> None:
    """Keeps the last twenty runs, and the files of the last week."""
    kept = list(Run.objects.values_list("pk", flat=True)[: KEPT - 1])
    under_way = list(Run.objects.under_way().values_list("pk", flat=True))
    Run.objects.exclude(pk__in=[*kept, *under_way]).delete()
    old = RunItem.objects.filter(run__started_at__lt=timezone.now() - FILES_KEPT)
    old.exclude(files={}).update(files={})


@transaction.atomic
def cancel(*, run: Run, by: Actor) -> None:
    """What is under way is finished, and nothing more begun. Raises `NotPossible`."""
    cancelled = Run.objects.filter(pk=run.pk, ended_at=None, cancelled_at=None).update(cancelled_at=timezone.now())
    if not cancelled:
        raise NotPossible(_("It has ended already, so there is nothing to cancel."))
    audit(Event.RUN_CANCELLED, run, by)


@transaction.atomic
def go_on(*, run: Run, by: Actor) -> None:
    """A new worker for a run whose worker is dead. Raises `NotPossible`."""
    lease = take_over(run.pk)
    if lease is None:
        raise NotPossible(_("It does not stand still: it has ended, or somebody has gone on with it already."))
    audit(Event.RUN_CONTINUED, run, by)
    transaction.on_commit(partial(runs_worker.start, lease, by))


@transaction.atomic
def delete(*, run: Run, by: Actor) -> None:
    """With its files. Raises `NotPossible` while it is under way."""
    run.refresh_from_db()
    if run.phase.moves:
        raise NotPossible(_("It is under way: cancel it first, and delete it once it has ended."))
    audit(Event.RUN_DELETED, run, by)
    run.delete()


def audit(event: Event, run: Run, by: Actor, *, detail: str = "") -> None:
    record(event, by=by, target_type="run", target=str(run.pk), detail=detail)
