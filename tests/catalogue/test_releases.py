"""OpenMetadata's release lines."""

import pytest

from sso_providers.catalogue import RELEASES, Release, UnknownName, get_release
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.upgrade import changes
from tests.openmetadata.cases import config, export_for


def test_release_compares_as_numbers_do():
    assert Release("1.9") < Release("1.10") < Release("2.0")
    assert Release("1.9") == Release("1.9")
    assert str(Release("1.10")) == "1.10"


@pytest.mark.parametrize("line", ["1", "1.9.1", "v1.9", "1.x", "", "1.9 ", "1.9\n"])
def test_release_of_no_line_is_refused(line):
    with pytest.raises(ValueError, match="use major.minor, such as 1.9"):
        Release(line)


def test_releases_are_those_of_the_issue_in_order():
    assert list(RELEASES) == ["1.7", "1.8", "1.9", "1.10", "1.11", "1.12", "1.13", "2.0"]
    assert list(RELEASES.values()) == sorted(RELEASES.values())


@pytest.mark.parametrize("target", TARGETS)
def test_release_that_is_made_up_takes_one_object(monkeypatch, target):
    monkeypatch.setitem(RELEASES, "9.0", Release("9.0"))

    release = get_release("9.0")
    made = export_for(config(), target, release=release)

    assert made.artifacts
    assert made.release is release
    assert changes(get_release("2.0"), release) == ()


def test_get_release_of_an_unknown_line_lists_the_known():
    assert get_release("1.9") is RELEASES["1.9"]
    with pytest.raises(UnknownName, match=r"Unknown release line '1\.6': use one of 1\.7, 1\.8, .*, 2\.0\."):
        get_release("1.6")
