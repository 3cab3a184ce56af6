"""Who may work on a run: one worker at a time, which shows by its beats that it lives."""

from datetime import datetime
from threading import Lock

from django.utils import timezone

from sso_providers.models import Run


class Lease:
    """Belongs to whoever wrote the run's last beat, so that a worker which was taken for dead finds that out."""

    def __init__(self, run: int, beat_at: datetime) -> None:
        self.run = run
        self._beat_at = beat_at
        self._lock = Lock()

    def beat(self) -> bool:
        """Whether the work goes on: not if the run is cancelled, deleted or in other hands by now."""
        with self._lock:
            now = timezone.now()
            still_mine = Run.objects.filter(
                pk=self.run, beat_at=self._beat_at, cancelled_at=None, ended_at=None
            ).update(beat_at=now)
            if still_mine:
                self._beat_at = now
            return bool(still_mine)

    def end(self) -> None:
        """Marks the run as ended, unless it is in other hands."""
        with self._lock:
            Run.objects.filter(pk=self.run, beat_at=self._beat_at, ended_at=None).update(ended_at=timezone.now())


def take_over(run: int) -> Lease | None:
    """The lease of a run whose worker is dead. Of several who ask at once, one gets it."""
    now = timezone.now()
    return Lease(run, now) if Run.objects.with_dead_worker().filter(pk=run).update(beat_at=now) else None
