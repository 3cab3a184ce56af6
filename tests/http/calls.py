"""Calls that are expected to fail."""

import threading

import pytest

from sso_providers.http import FetchError, fetch

CANARY = "canary-7Qd"


def refused(url, *, method="GET", allow_private=True, **options):
    with pytest.raises(FetchError) as caught:
        fetch(method, url, allow_private=allow_private, **options)
    return caught.value


def assert_no_thread_is_left():
    for thread in threading.enumerate():
        if thread.name == "fetch":
            thread.join(2)
            assert not thread.is_alive()
