"""A provider to sign in at, and a browser."""

from collections.abc import Iterator
from functools import partial

import pytest

from sso_providers import http
from sso_providers.models import ProviderRegistration
from tests.fakes import Provider, running_provider
from tests.login import journey


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider() as running:
        running.people[journey.SPARSE.name] = journey.SPARSE
        yield running


@pytest.fixture
def registration(provider: Provider, db: None) -> ProviderRegistration:
    return journey.register(provider)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second instead of ten."""
    monkeypatch.setattr(http, "fetch", partial(http.fetch, deadline=0.5))
