"""What holds for every test, and a provider to sign in at. The environment is set earlier, in environment.py."""

import os
from collections.abc import Generator, Iterator
from functools import partial
from typing import TypeVar

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connections
from django.test import override_settings
from django.urls import get_resolver

from sso_providers import http
from sso_providers.models import ProviderRegistration
from tests.fakes import Provider, running_provider
from tests.login import journey

# Speed is no property of the code under test; in CI the same examples each time.
hypothesis.settings.register_profile("portal", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("portal")

TRANSACTIONAL = {"transactional_db", "live_server"}
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as the portal uses it: in memory, threads would share one connection."""
    database = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _loaded_portal() -> None:
    """Before a test puts something in another's place: what is imported meanwhile would keep that for ever."""
    assert get_resolver().url_patterns


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if os.environ.get("TEST_DATABASE") == "postgresql":
        # The others have run on SQLite, and would do the same again.
        config.hook.pytest_deselected(items=[item for item in items if not uses_database(item)])
        items[:] = [item for item in items if uses_database(item)]
    # A transactional test empties the tables when it ends: it comes after the others, whatever the random order,
    # and gets back what migrations wrote, such as the roles.
    items.sort(key=is_transactional)
    for item in filter(is_transactional, items):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def uses_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool({"db", *TRANSACTIONAL} & fixtures(item))


def is_transactional(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or bool(TRANSACTIONAL & fixtures(item))


def fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return fail_if_skipped_in_ci((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return fail_if_skipped_in_ci((yield))


def fail_if_skipped_in_ci(report: Report) -> Report:
    if report.skipped and "CI" in os.environ and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"In CI no test may be skipped, but this one was: {report.longrepr}"
    return report
