import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sso_providers.openmetadata.importers.substitution import (
    LONGEST,
    Budget,
    Interpolated,
    Substitution,
    TooLong,
    Unsubstitutable,
    interpolated,
)
from tests.growth import cpu_seconds
from tests.openmetadata import consumer

PIECES = st.lists(
    st.sampled_from(["${A}", "${B:-", "${C:-x}", "}", "$", "{", "a", "$$", "${", ":-", "${D}"]), max_size=8
)
TEXTS = PIECES.map("".join)


def nothing(name: str) -> None:
    """No variable has a value."""


@given(TEXTS, st.dictionaries(st.sampled_from("ABCD"), TEXTS, max_size=4))
@example("$${A}$$${A}", {"A": "$"})
@example("${A}${B:-y}", {"A": "x$"})
def test_substitution_of_any_text_is_what_the_server_does(text, variables):
    try:
        expected = consumer.substitute(text, variables)
    except consumer.InfiniteLoop:
        with pytest.raises(Unsubstitutable):
            Substitution(variables).of(text)
    else:
        assert Substitution(variables).of(text) == expected


def test_substitution_of_what_grows_with_every_step_ends():
    variables = {f"A{step}": f"${{A{step + 1}}}" * 3 for step in range(40)} | {"A40": "x"}
    with pytest.raises(Unsubstitutable, match="too long"):
        Substitution(variables).of("${A0}")


def test_substitution_of_very_many_levels_ends():
    variables = {f"A{step}": f"${{A{step + 1}}}" for step in range(5000)}
    with pytest.raises(Unsubstitutable, match="more than 50"):
        Substitution(variables).of("${A0}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$SET and ${SET}", "s and s"),
        ("${SET:-d}${EMPTY:-d}${UNSET:-d}", "sdd"),
        ("${SET-d}${EMPTY-d}${UNSET-d}", "sd"),
        ("${SET:+r}${EMPTY:+r}${UNSET:+r}", "r"),
        ("${SET+r}${EMPTY+r}${UNSET+r}", "rr"),
        ("${SET:?say}${SET?say}", "ss"),
        ("${UNSET:-${SET}/${UNSET:-x}}", "s/x"),
        ("${UNSET:-{}}", "{}"),
        ('${UNSET:-{"a": {"b": 1}}}', '{"a": {"b": 1}}'),
        ("$$SET $${SET} a$", "$SET ${SET} a$"),
        ("$1 $- {SET}", "$1 $- {SET}"),
    ],
)
def test_interpolated_in_each_form_is_what_compose_makes(text, expected):
    assert interpolated(text, lambda name: {"SET": "s", "EMPTY": ""}.get(name), Budget()) == Interpolated(expected)


def test_interpolated_without_a_value_names_what_is_missing():
    assert interpolated("$A-${B}-$A", nothing, Budget()) == Interpolated("--", ("A", "B"))
    assert interpolated("${A:?say why}", nothing, Budget()) == Interpolated("", ("A",), required=True)


@pytest.mark.parametrize("text", ["${", "${}", "${A", "${A:-x", "${1}", "${A!}", "${A:-${B}"])
def test_interpolated_of_what_compose_refuses_is_refused(text):
    with pytest.raises(Unsubstitutable):
        interpolated(text, nothing, Budget())


def test_interpolated_of_many_open_braces_takes_time_in_proportion():
    def seconds(count: int) -> float:
        def read() -> None:
            with pytest.raises(Unsubstitutable):
                interpolated("${A:-{" * 40 + "${B}{" * count, nothing, Budget())

        return cpu_seconds(read)

    assert seconds(200_000) < 100 * max(seconds(20_000), 0.001)


@pytest.mark.parametrize("form", ["${A}", "$A", "${A:-x}", "${A?say}", "${NO:-${A}}", "${A:+${A}}"])
def test_interpolated_of_more_than_a_variable_takes_is_refused(form):
    longest = "x" * LONGEST
    assert interpolated(form, {"A": longest}.get, Budget()) == Interpolated(longest)
    with pytest.raises(TooLong):
        interpolated(form * 2, {"A": longest}.get, Budget())


def test_interpolated_of_many_values_shares_the_budget():
    budget, value = Budget(), "x" * 100_000
    for _ in range(10):
        assert interpolated("$A${A:+}", {"A": value}.get, budget).text == value
    with pytest.raises(TooLong):
        interpolated("$A", {"A": value}.get, budget)
