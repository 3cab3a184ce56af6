"""How long work takes, to be compared with other work of the same run."""

import gc
from collections.abc import Callable
from time import process_time


def cpu_seconds(work: Callable[[], object], *, times: int = 2) -> float:
    """Of the fastest time, without what the collector does to the suite's other objects meanwhile."""
    gc.collect()
    gc.disable()
    try:
        return min(once(work) for _ in range(times))
    finally:
        gc.enable()


def once(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start
