"""Whatever is handed over as values is read or refused, in a time that grows with its size."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.importers import helm
from sso_providers.openmetadata.importers.imported import Unreadable
from tests.growth import cpu_seconds
from tests.openmetadata import facts

# Measuring and a busy machine make single ones slower; growing with the square gives 10 and 25.
MOST_GROWTH = 4.0
NAMES = (
    "openmetadata config authentication authorizer oidcConfiguration samlConfiguration global provider publicKeys "
    "clientId clientSecret secretRef secretKey customParams enabled extraEnvs envFrom name value valueFrom key image "
    "secretKeyRef OIDC_CLIENT_ID hpa ingress kind Secret metadata stringData data airflow customoidc spec chart version"
)
SIGNS = (
    *(": ", ":", "\n", "\n  ", "\n    ", "\n      ", "\t", "- ", ", ", "[", "]", "{", "}", '"', "'", " #", "|\n", "? "),
    *("${", "${X:-", "${X}", "$${", "$(X)", "&a ", "*a", "<<: *a", "!t ", "---\n", "...\n", "ENC[", "====", "1.9"),
    *("0123", "1e9", "yes", "~", "null", "\ufeff", "\x00", "\x85", "\r", "\r\n", "\ud800", "🔑"),
)
WORDS = st.sampled_from([*NAMES.split(), *SIGNS])
PIECES = st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=80).map("".join)
WHOLE = "openmetadata:\n  config:\n    authentication:\n      provider: azure\n"


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=PIECES, beside=PIECES)
@example(text="a: &a\n  <<: *a\nopenmetadata: *a\n", beside="kind: List\nitems: [*x]\n")
@example(text="authentication: &a\n  className: x\n  authorizer: *a\n", beside="")
@example(text="authentication:\n  oidcConfiguration: {clientSecret: {secretRef: [s], secretKey: {a: b}}}\n", beside="")
def test_read_of_anything_gives_an_import_or_refuses(text: str, beside: str):
    with suppress(Unreadable):
        found = helm.read(text, {"x": beside}, None)
        assert all(place.line >= 1 for place in found.places.values())
        assert all(each.line >= 1 and each.message for each in found.troubles)
        assert all(isinstance(each, str | bool | int | tuple | Secret) for each in found.config.values.values())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_read_of_the_charts_values_with_something_else_in_them_gives_an_import_or_refuses(data: st.DataObject):
    values = facts.fact("chart-values/1.13/values.yaml")
    begin = values.index("    authorizer:")
    text = "openmetadata:\n  config:\n" + values[begin : values.index("    fernetkey:")]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        text = text[:start] + data.draw(PIECES) + text[start + data.draw(st.integers(0, 30)) :]
    with suppress(Unreadable):
        helm.read(text, {}, None)


def comments(size: int) -> str:
    return WHOLE + "# comment\n" * (size // 10)


def unknown_keys(size: int) -> str:
    return WHOLE + repeated("      foo{}: bar\n", size)


def other_values(size: int) -> str:
    return WHOLE + "other:\n" + repeated("- name: a{}\n  value: [x, y]\n", size)


def variables(size: int) -> str:
    return WHOLE + "extraEnvs:\n" + repeated("- name: AUTHENTICATION_X{}\n  value: $(Y)\n", size)


def merges(size: int) -> str:
    return "a0: &a0 {k: v}\n" + repeated("b{0}:\n  k{0}: v\n  <<: *a0\n", size) + WHOLE


def aliases(size: int) -> str:
    return "a: &a [x, y]\n" + WHOLE + "      publicKeys: [" + "*a, " * (size // 4) + "x]\n"


def references(size: int) -> str:
    return WHOLE + "      authority: " + "${" * (size // 2) + "\n"


def texts(size: int) -> str:
    return repeated("a{}: |\n  authentication: [\n", size) + WHOLE


def open_brackets(size: int) -> str:
    return WHOLE + "a: " + "[" * size


def repeated(piece: str, size: int) -> str:
    count = size // len(piece.format(10_000))
    return "".join(piece.format(number) for number in range(count))


@pytest.mark.parametrize(
    "make", [comments, unknown_keys, other_values, variables, merges, aliases, references, texts, open_brackets]
)
def test_read_of_larger_values_takes_time_in_proportion(make: Callable[[int], str]):
    def each_character(size: int) -> float:
        text = make(size)

        def read() -> None:
            with suppress(Unreadable):
                helm.read(text, {}, None)

        return cpu_seconds(read, times=1) / len(text)

    small, middle, large = (each_character(size) for size in (100_000, 1_000_000, 4_500_000))
    assert max(middle, large) < MOST_GROWTH * small + 1e-7, (small, middle, large)
