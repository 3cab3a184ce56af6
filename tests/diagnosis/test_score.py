"""The bar over posted configurations; `make diagnose-score` prints the whole table."""

import pytest

from .__main__ import BAR
from .cases import ABSENT, cases
from .score import Outcome, outcomes, share_found, unexplained


@pytest.fixture(scope="module")
def scored() -> tuple[Outcome, ...]:
    made = tuple(outcomes(cases()))
    return made or pytest.skip(ABSENT)


def test_score_of_what_a_file_can_show_reaches_the_bar(scored):
    assert share_found(scored) >= BAR, missed(scored)


def missed(scored):
    return [(each.case.id, cause.names) for each in scored for cause in each.missed]


def test_score_of_a_right_configuration_has_no_error(scored):
    assert [(each.case.id, finding.setting, finding.message) for each in scored for finding in each.false] == []


def test_score_explains_every_miss_and_nothing_else(scored):
    assert list(unexplained(scored)) == []


def test_score_reads_every_case(scored):
    assert len({each.case.id for each in scored}) == len(scored)
    assert all(each.case.causes for each in scored)
