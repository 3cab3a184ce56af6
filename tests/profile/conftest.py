"""The provider of these tests; with PROFILE_TABLE their results are written as the table docs/profile.md."""

import os
from collections.abc import Generator, Iterator
from functools import partial

import pytest

from sso_providers import http
from sso_providers.models import ProviderRegistration
from tests.fakes import Provider, running_provider
from tests.login import journey
from tests.profile import table

RESULTS = pytest.StashKey[dict[str, bool]]()


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    results = item.session.stash.setdefault(RESULTS, {})
    name = getattr(item, "originalname", item.name)
    results[name] = results.get(name, True) and not report.failed
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if "PROFILE_TABLE" in os.environ:
        table.PAGE.write_text(table.page(session.stash.setdefault(RESULTS, {})), encoding="utf-8")
