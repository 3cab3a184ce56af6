"""Long work: many registrations checked, or many deployments exported, one after the other."""

from datetime import timedelta
from enum import Enum
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# After so long without a beat, its worker is taken for dead.
DEAD_AFTER = timedelta(seconds=60)


class Phase(Enum):
    """How far a run is; `css` is the badge's class, never its only sign."""

    UNDER_WAY = ("under-way", _("under way"), "info")
    BEING_CANCELLED = ("being-cancelled", _("being cancelled"), "warn")
    STANDS_STILL = ("stands-still", _("stands still"), "bad")
    CANCELLED = ("cancelled", _("cancelled"), "warn")
    ENDED = ("ended", _("ended"), "ok")

    def __init__(self, id: str, label: str, css: str) -> None:
        self.id = id
        self.label = label
        self.css = css

    @property
    def moves(self) -> bool:
        """Whether something still changes by itself."""
        return self in (Phase.UNDER_WAY, Phase.BEING_CANCELLED)


class RunQuerySet(models.QuerySet["Run"]):
    def under_way(self) -> "RunQuerySet":
        return self.filter(ended_at=None, beat_at__gte=timezone.now() - DEAD_AFTER)

    def with_dead_worker(self) -> "RunQuerySet":
        """Those that somebody may go on with."""
        silent = Q(beat_at=None) | Q(beat_at__lt=timezone.now() - DEAD_AFTER)
        return self.filter(silent, ended_at=None, cancelled_at=None)

    def with_counts(self) -> "RunQuerySet":
        """Adds what `counts` reads: how many items are in each state, by one question for all runs."""
        return self.annotate(
            **{f"{state}_count": Count("items", filter=Q(items__state=state)) for state in RunItem.State.values}
        )


class Run(models.Model):
    """Who asked for what, and how far it is. A worker that dies leaves `beat_at` behind, and anybody may go on."""

    class Kind(models.TextChoices):
        CHECK = "check", _("check of registrations")
        EXPORT = "export", _("export of deployments")

    kind = models.CharField(max_length=20, choices=Kind)
    # What applies to every item, such as an export's target; never a secret.
    options = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.CharField(max_length=150)
    beat_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        # Its page asks for the rights to what it does.
        default_permissions = ()
        ordering = ["-started_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=["check", "export"]), name="run_of_a_known_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M} UTC"

    @property
    def phase(self) -> Phase:
        is_alive = (self.beat_at or self.started_at) >= timezone.now() - DEAD_AFTER
        if self.cancelled_at:
            return Phase.BEING_CANCELLED if is_alive and not self.ended_at else Phase.CANCELLED
        if self.ended_at:
            return Phase.ENDED
        return Phase.UNDER_WAY if is_alive else Phase.STANDS_STILL

    @property
    def counts(self) -> dict[str, int]:
        """State -> number of items. Needs a row from `with_counts`."""
        row: Any = self
        return {state: getattr(row, f"{state}_count") for state in RunItem.State.values}

    @property
    def total(self) -> int:
        """Needs a row from `with_counts`."""
        return sum(self.counts.values())

    @property
    def settled(self) -> int:
        """The number of items that had their turn. Needs a row from `with_counts`."""
        return self.total - self.counts[RunItem.State.WAITING]


class RunItem(models.Model):
    """One row's turn. `files` are those of an export without secrets, name -> text."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        WARNING = "warning", _("done, with a warning")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    slug = models.SlugField(max_length=50)
    name = models.CharField(max_length=100)
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    says = models.CharField(max_length=500, blank=True)
    files = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "slug"], name="one_turn_of_a_row_in_a_run"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "done", "warning", "failed"]), name="run_item_in_a_known_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.state}"
