"""Calls that are expected to fail."""

import pytest

from sso_providers.http import FetchError, fetch

CANARY = "canary-7Qd"


def refused(url, *, method="GET", allow_private=True, **options):
    with pytest.raises(FetchError) as caught:
        fetch(method, url, allow_private=allow_private, **options)
    return caught.value
