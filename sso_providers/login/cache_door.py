"""Django's cache, taken for empty where it does not work: a missing table or a full disk keeps nobody out.

So nothing may be in it that is needed, only what can be fetched or counted anew.
"""

import logging
from typing import Any

from django.core.cache import cache
from django.db import Error

logger = logging.getLogger(__name__)

BROKEN = (Error, OSError)


def get(key: str) -> Any:
    """None for what is not there."""
    try:
        return cache.get(key)
    except BROKEN as error:
        report(error)
        return None


def put(key: str, value: Any, seconds: int) -> None:
    try:
        cache.set(key, value, seconds)
    except BROKEN as error:
        report(error)


def is_first(key: str, seconds: int) -> bool:
    """Whether nobody has asked this of `key` in the last `seconds`."""
    try:
        return bool(cache.add(key, True, seconds))
    except BROKEN as error:
        report(error)
        return True


def count_up(key: str, seconds: int) -> int:
    """How often that was done now, counted for `seconds` after the first time; 0 where nothing can be counted."""
    try:
        if cache.add(key, 1, seconds):
            return 1
        times = cache.incr(key)
        # Some of Django's caches forget an entry's lifetime when they count it up.
        cache.touch(key, seconds)
    except ValueError:  # it ended between the two
        return 1
    except BROKEN as error:
        report(error)
        return 0
    return int(times)


def count_down(key: str) -> None:
    """Takes one back of what was counted up."""
    try:
        cache.decr(key)
    except ValueError:  # it ended meanwhile
        pass
    except BROKEN as error:
        report(error)


def drop(key: str) -> None:
    try:
        cache.delete(key)
    except BROKEN as error:
        report(error)


def report(error: Exception) -> None:
    logger.error("The cache does not work, so nothing is remembered and no tries are counted: %s", type(error).__name__)
