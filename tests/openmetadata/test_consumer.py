"""The stand-in against what commons-text 1.12, Jackson 2.17 and SnakeYAML 2.2 answered."""

import pytest
import yaml

from .consumer import InfiniteLoop, substitute

LINE = 's: ${V:-""}'


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("abc", "abc"),
        ("ab #cd", "ab"),
        ("null", None),
        ("${X}", "${X}"),
        ("a${X}b", "a${X}b"),
        ("a${X:-y}b", "ayb"),
        ("a$$b", "a$$b"),
        ("$${X}", "${X}"),
        ('"$${X}"', "${X}"),
        (r'"a\u0024{V:-zz}b"', "a${V:-zz}b"),
        (r'"\u0024{"', "${"),
        ("", None),
    ],
)
def test_substitute_value_reads_as_the_libraries_do(value: str, expected: str | None) -> None:
    assert yaml.safe_load(substitute(LINE, {"V": value}))["s"] == expected


def test_substitute_unset_takes_the_default() -> None:
    assert substitute(LINE, {}) == 's: ""'


def test_substitute_value_with_its_own_name_is_an_infinite_loop() -> None:
    with pytest.raises(InfiniteLoop):
        substitute(LINE, {"V": "${V}"})


def test_substitute_line_break_in_a_value_adds_a_key() -> None:
    assert yaml.safe_load(substitute("s: ${V:-x}", {"V": "a\nb: c"})) == {"s": "a", "b": "c"}
