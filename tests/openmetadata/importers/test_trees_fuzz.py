"""Whatever is handed over as openmetadata.yaml or JSON is read or refused, in a time that grows with its size."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import RELEASES, Release, Secret
from sso_providers.openmetadata.importers import conf, server_json
from sso_providers.openmetadata.importers.imported import Import, Unreadable
from sso_providers.openmetadata.settings import AUTHENTICATION, SETTINGS, ValueType
from tests.growth import cpu_seconds
from tests.openmetadata import facts

# Measuring and a busy machine make single ones slower; growing with the square gives 10 and 25.
MOST_GROWTH = 3.0
NO_TIME = 0.01
LINE = Release("1.12")
HELD_BY: dict[ValueType, type[Any] | tuple[type[Any], ...]] = {
    ValueType.TEXT: str,
    ValueType.BOOLEAN: bool,
    ValueType.INTEGER: int,
    ValueType.LIST: tuple,
    ValueType.MAP: str,
}
WORDS = st.sampled_from(
    [
        *("authenticationConfiguration", "authorizerConfiguration", "oidcConfiguration", "samlConfiguration", "idp"),
        *("provider", "publicKeyUrls", "publicKey", "clientId", "secret", "customParams", "tokenValidity", "enabled"),
        *(": ", ":", "\n", "\n  ", "\n    ", "\t", "- ", ", ", "[", "]", "{", "}", '"', "'", "#", " #", "|", ">", "? "),
        *("${", "${X:-", "${X}", "$${", "}", ":-", "&a ", "*a", "<<", "!t ", "!!int ", "---\n", "...\n", "%TAG ! x\n"),
        *(
            "0123",
            "1e9",
            "yes",
            "~",
            "null",
            "12:30",
            "2024-01-01",
            "=",
            ".inf",
            "\\u",
            "\\ud83d",
            "\\",
            "//",
            "/*",
            "*/",
        ),
        *("\ufeff", "\x00", "\x85", "\u2028", "\r", "\r\n", "\ud800", "é", "🔑"),
    ]
)
PIECES = st.lists(st.one_of(WORDS, st.text(max_size=5)), max_size=60).map("".join)
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10))
NAMES = st.text(max_size=8)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=3)),
)
PATHS = st.sampled_from(sorted({key for path in SETTINGS for key in path.split(".")}))
DOCUMENTS = st.recursive(
    TREES, lambda inner: st.dictionaries(st.one_of(PATHS, NAMES), inner, max_size=4), max_leaves=12
)


def holds(found: Import) -> None:
    """What every import promises, whatever it was made from."""
    for path, value in found.config.values.items():
        setting = SETTINGS[path]
        assert isinstance(value, Secret if setting.secret else HELD_BY[setting.type]), path
        assert path in found.places
        if setting.type is ValueType.MAP:
            assert isinstance(json.loads(str(value)), dict)
    for place in found.places.values():
        assert place.line >= 1
    for trouble in found.troubles:
        assert trouble.line >= 1
        assert trouble.message.endswith(".")
        assert trouble.setting in SETTINGS or not trouble.setting


def read_all(text: str) -> None:
    for read in (conf.read, server_json.read):
        with suppress(Unreadable):
            holds(read(text, {".env": text}, LINE))


@given(PIECES)
@example("a: ${b}\n${")
@example("authenticationConfiguration:\n\tprovider: x\n\t\tid: y")
@example('{"authenticationConfiguration": {"clientId": "\\')
def test_pieces_of_yaml_and_json_are_read_or_refused(text: str) -> None:
    read_all(text)
    read_all(f"{AUTHENTICATION}:\n  provider: {text}")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    read_all(text)


@given(DOCUMENTS)
def test_any_document_is_read_or_refused(document: Any) -> None:
    read_all(json.dumps(document))
    read_all(json.dumps(document, indent=1))
    read_all(json.dumps({AUTHENTICATION: document}))


@given(
    st.sampled_from([*RELEASES.values()]),
    st.lists(st.tuples(st.integers(0, 8000), st.integers(0, 40), st.one_of(WORDS, st.text(max_size=8))), max_size=6),
)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_shipped_file_with_changes_anywhere_is_read_or_refused(
    release: Release, changes: list[tuple[int, int, str]]
) -> None:
    text = facts.conf(release)
    for position, length, other in changes:
        text = text[:position] + other + text[position + length :]
    read_all(text)


STRING = '"a\\/\\"b",\n'
# Each makes a file of so many characters, roughly.
ORDINARY: dict[str, Callable[[int], str]] = {
    "other blocks": lambda size: "other:\n" + "  key: some value # and a comment\n" * (size // 34),
    "a long text": lambda size: f'{AUTHENTICATION}:\n  clientId: "{"a b " * (size // 4)}"\n',
    "a long list": lambda size: (
        f"{AUTHENTICATION}:\n  publicKeyUrls:\n" + "    - https://a.example/keys\n" * (size // 29)
    ),
    "a long list of JSON": lambda size: f'{{"{AUTHENTICATION}": {{"publicKeyUrls": [{STRING * (size // 10)}"c"]}}}}',
}
HOSTILE: dict[str, Callable[[int], str]] = {
    "unknown names": lambda size: f"{AUTHENTICATION}:\n" + "".join(f"  name{n}: x\n" for n in range(size // 14)),
    "repeated names": lambda size: f"{AUTHENTICATION}:\n" + "  provider: okta\n" * (size // 17),
    "damaged lines": lambda size: f"{AUTHENTICATION}:\n" + "  provider: a: b\n" * (size // 17),
    "tabs": lambda size: f"{AUTHENTICATION}:\n" + "\tprovider: okta\n" * (size // 16),
    "variables": lambda size: f"{AUTHENTICATION}:\n  clientId: {'${A:-b}' * (size // 7)}\n",
    "variables not closed": lambda size: f"{AUTHENTICATION}:\n  clientId: {'${' * (size // 2)}\n",
    "documents": lambda size: "---\na: b\n" * (size // 9),
    "brackets": lambda size: f"{AUTHENTICATION}:\n  publicKeyUrls: {'[' * size}\n",
    "aliases": lambda size: "a: &a [x]\nb: [" + "*a," * (size // 3) + "]\n",
    "anchors": lambda size: "".join(f"k{n}: &a{n} x\n" for n in range(size // 13)),
    "JSON objects": lambda size: '{"a":' * (size // 5),
    "JSON comments": lambda size: "/*" * (size // 2),
    "JSON quotes": lambda size: '"\\' * (size // 2),
}


@pytest.mark.parametrize("read", [conf.read, server_json.read], ids=["conf", "server_json"])
@pytest.mark.parametrize("filler", ORDINARY)
def test_time_grows_with_the_size(filler: str, read: Callable[..., Import]) -> None:
    assert_proportional(read, ORDINARY[filler], (100_000, 1_000_000, 5_000_000))


@pytest.mark.parametrize("read", [conf.read, server_json.read], ids=["conf", "server_json"])
@pytest.mark.parametrize("filler", HOSTILE)
def test_time_grows_with_the_size_of_what_is_made_to_take_long(filler: str, read: Callable[..., Import]) -> None:
    assert_proportional(read, HOSTILE[filler], (20_000, 200_000, 1_000_000))


def assert_proportional(read: Callable[..., Import], filler: Callable[[int], str], sizes: tuple[int, int, int]) -> None:
    small, middle, large = (seconds(read, filler(size)) for size in sizes)
    shown = f"{small:.3f}, {middle:.3f} and {large:.3f} seconds for {sizes}"
    # Of what takes next to no time nothing can be said.
    assert middle <= 10 * MOST_GROWTH * max(small, NO_TIME), shown
    assert large <= 5 * MOST_GROWTH * max(middle, NO_TIME), shown


def seconds(read: Callable[..., Import], text: str) -> float:
    def work() -> None:
        with suppress(Unreadable):
            read(text, {}, LINE)

    return cpu_seconds(work, times=1)
