"""The threads that do a run's work, in the process of who started it: no service beside the portal is needed.

They end with the process. Then the run stands still until somebody goes on with it.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from threading import Thread

from django.db import connections
from django.utils import translation

from sso_providers.models import Run, RunItem

from .audit import Actor
from .runs_items import settle
from .runs_lease import Lease

# Checks wait for the network, exports for nothing.
AT_ONCE = {Run.Kind.CHECK: 4, Run.Kind.EXPORT: 1}
# In seconds; well within models.run.DEAD_AFTER, for an item may take longer than that.
BEAT_EVERY = 10.0

logger = logging.getLogger(__name__)


def start(lease: Lease, by: Actor) -> Thread:
    return background(f"run-{lease.run}", work, lease, by)


def background(name: str, target: Callable[..., None], *arguments: object) -> Thread:
    """A thread that holds up no end of the process."""
    thread = Thread(name=name, target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def work(lease: Lease, by: Actor) -> None:
    """Gives every waiting item its turn, as long as the lease holds, and ends the run."""
    with ended_cleanly(lease):
        run = Run.objects.get(pk=lease.run)
        waiting: SimpleQueue[int] = SimpleQueue()
        for pk in run.items.filter(state=RunItem.State.WAITING).values_list("pk", flat=True):
            waiting.put(pk)
        threads = [
            background(f"run-{run.pk}-{number}", take_turns, lease, run, waiting, by)
            for number in range(AT_ONCE[Run.Kind(run.kind)])
        ]
        for thread in threads:
            while thread.is_alive():
                thread.join(BEAT_EVERY)
                lease.beat()
        # A thread that the database failed leaves items behind, for who goes on.
        cancelled = Run.objects.filter(pk=run.pk).exclude(cancelled_at=None).exists()
        if cancelled or not run.items.filter(state=RunItem.State.WAITING).exists():
            lease.end()


def take_turns(lease: Lease, run: Run, waiting: "SimpleQueue[int]", by: Actor) -> None:
    """One item after the other. What they say is in the language of who started the run, who reads it."""
    with ended_cleanly(lease), translation.override(run.options.get("language")):
        while lease.beat():
            try:
                pk = waiting.get_nowait()
            except Empty:
                return
            if item := run.items.filter(pk=pk).first():
                settle(item, run, by)


@contextmanager
def ended_cleanly(lease: Lease) -> Iterator[None]:
    """What ends a thread is in the log, and its connections to the database don't outlive it."""
    try:
        yield
    except Exception:
        logger.exception("The work on run %s stopped; its page offers to go on.", lease.run)
    finally:
        connections.close_all()
