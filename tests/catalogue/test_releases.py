"""OpenMetadata's release lines."""

import pytest

from sso_providers.catalogue import RELEASES, Release, UnknownName, get_release


def test_release_compares_as_numbers_do():
    assert Release("1.9") < Release("1.10") < Release("2.0")
    assert Release("1.9") == Release("1.9")
    assert str(Release("1.10")) == "1.10"


@pytest.mark.parametrize("line", ["1", "1.9.1", "v1.9", "1.x", "", "1.9 ", "1.9\n"])
def test_release_of_no_line_is_refused(line):
    with pytest.raises(ValueError, match="use major.minor, such as 1.9"):
        Release(line)


def test_get_release_of_an_unknown_line_lists_the_known():
    assert get_release("1.9") is RELEASES["1.9"]
    with pytest.raises(UnknownName, match=r"Unknown release line '1\.8': use one of 1\.9\."):
        get_release("1.8")
