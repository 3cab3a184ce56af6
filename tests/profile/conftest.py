"""With PROFILE_TABLE, the results of these tests are written as the table docs/profile.md."""

import os
from collections.abc import Generator

import pytest

from tests.profile import table

RESULTS = pytest.StashKey[dict[str, bool]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    results = item.session.stash.setdefault(RESULTS, {})
    test = table.without_parameters(item.nodeid)
    results[test] = results.get(test, True) and not report.failed
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    if "PROFILE_TABLE" in os.environ:
        table.PAGE.write_text(table.page(session.stash.setdefault(RESULTS, {})), encoding="utf-8")
