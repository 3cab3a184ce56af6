"""Long work: many registrations checked, or many deployments exported, one after the other."""

from django.db import models
from django.db.models import Q


class Run(models.Model):
    """Who asked for what, and how far it is. A worker that dies leaves `beat_at` behind, and anybody may go on."""

    class Kind(models.TextChoices):
        CHECK = "check", "check of registrations"
        EXPORT = "export", "export of deployments"

    kind = models.CharField(max_length=20, choices=Kind)
    # What applies to every item, such as an export's target; never a secret.
    options = models.JSONField(default=dict, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    started_by = models.CharField(max_length=150)
    beat_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        # Its page asks for the rights to what it does.
        default_permissions = ()
        ordering = ["-started_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=["check", "export"]), name="run_of_a_known_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M} UTC"


class RunItem(models.Model):
    """One row's turn. `files` are those of an export without secrets, name -> text."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        DONE = "done", "done"
        WARNING = "warning", "done, with a warning"
        FAILED = "failed", "failed"

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
