"""YAML as nodes that know their places, from whole files and from damaged ones."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Release
from sso_providers.openmetadata.yaml_tree import DEEPEST, LARGEST, Kind, Node, Uneditable, parse, parse_damaged

from .cases import LINES
from .facts import conf

LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
# What takes other lengths in other encodings, or ends lines for some readers only.
TEXT = st.text(
    st.sampled_from("ab z09-_.é\u00a0\u2028\u2029\x85\ufeff\U0001f600\U000f0041\U0010fffd"), min_size=1, max_size=12
)


def nodes(root: Node) -> Iterator[Node]:
    yield root
    for child in root.children:
        yield from nodes(child)


def shown(node: Node) -> object:
    match node.kind:
        case Kind.MAPPING:
            return {str(shown(key)): shown(value) for key, value in node.pairs}
        case Kind.SEQUENCE:
            return [shown(each) for each in node.items]
    return node.value


@settings(deadline=None)
@given(TEXT, TEXT, LINE_ENDS, st.sampled_from(["", "\ufeff"]))
@example("\u2028", "\U0001f600", "\r\n", "\ufeff")
def test_parse_places_are_those_of_the_text(first: str, second: str, line_end: str, mark: str) -> None:
    # A comment ends at a break that no editor knows.
    first = "".join(sorted(first, key="\x85\u2028\u2029".__contains__))
    quoted = "'" + second.replace("\x85", " ").replace("\u2028", " ").replace("\u2029", " ") + "'"
    text = (
        f"{mark}# {first}{line_end}a: {quoted} # {first}{line_end}b:{line_end}  - x{line_end}  - &n !!str y{line_end}"
    )
    root = parse(text).root
    assert [text[key.start : key.end] for key, _ in root.pairs] == ["a", "b"]
    value, items = (node for _, node in root.pairs)
    assert text[value.start : value.end] == quoted
    assert value.value == quoted[1:-1]
    assert [text[item.start : item.end] for item in items.items] == ["x", "&n !!str y"]
    before = [text[: node.start] for node in nodes(root)]
    ends = [
        each.count("\r\n") + each.replace("\r\n", "").count("\n") + each.replace("\r\n", "").count("\r")
        for each in before
    ]
    assert [node.line for node in nodes(root)] == [count + 1 for count in ends]


@settings(deadline=None)
@given(
    st.recursive(
        st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=4),
        max_leaves=30,
    ),
    st.booleans(),
)
def test_parse_any_document_says_what_pyyaml_reads(content: object, flow: bool) -> None:
    text = yaml.safe_dump({"top": content}, default_flow_style=flow, allow_unicode=True)
    as_text = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - texts alone
    assert shown(parse(text, substitutions=False).root) == as_text


def test_parse_substitution_is_text_whatever_stands_in_it() -> None:
    text = 'a: ${X:-{}}\nb: "${Y:-"c: d"}"\ne: {f: "${Z:-[1, 2]}é"}\n'
    root = parse(text).root
    assert shown(root) == {"a": "${X:-{}}", "b": '${Y:-"c: d"}', "e": {"f": "${Z:-[1, 2]}é"}}
    with pytest.raises(Uneditable):
        parse(text, substitutions=False)


def test_parse_repeated_and_merge_keys_can_be_seen() -> None:
    root = parse("x: &x {a: 1}\ny:\n  <<: *x\n  b: 1\n  c: 2\n  b: 3\n  '<<': 4\n").root
    mapping = root.values("y")[0][1]
    assert [(key.value, key.line) for key in mapping.repeated] == [("b", 6)]
    assert [key.line for key in mapping.merges] == [3]
    assert [value.value for _, value in mapping.values("b")] == ["1", "3"]


def test_parse_alias_bomb_stays_as_small_as_it_is_written() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]
    root = parse("\n".join(lines)).root
    assert len([*nodes(root)]) == 1 + 2 * 40 + 2 + 9 * 39


@pytest.mark.parametrize("release", LINES, ids=str)
def test_parse_shipped_files_scalars_are_slices_of_the_text(release: Release) -> None:
    text = conf(release)
    for node in nodes(parse(text).root):
        if node.kind is Kind.SCALAR and node.plain:
            assert text[node.start : node.end] == node.value


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 1_000_000, "Line 1: More than 100 levels"),
        ("{a: " * 250_000, "Line 1: More than 100 levels"),
        ("- " * 500_000, "Line 1: More than 100 levels"),
        ("a: " + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1), ""),
        ("".join(f"%TAG !a{n}! x\n" for n in range(101)), "more than 100 tag directives"),
        ("a: 1\nb: \x00\n", "Line 2: YAML does not allow a character"),
        ("a: 1\rb: 2\r\nc: \ud800\n", "Line 3: YAML does not allow a character"),
        ("a: 1\n\ufffe: 2\n", "Line 2: YAML does not allow a character"),
        ("a: 1\nb: [1,\nc: 2\n", "Line 2: A bracket"),
        ("a: 1\nb: 'c\nd: 'e'\n", "Line 2: A quote"),
        ("a: 1\nb\nc: 2\n", "Line 2: A name without a colon"),
        ("a: 1\n\u2028\n\x85\nb: @\n", "Line 4: The file is no valid YAML"),
        ("- a\n", "must consist of names with values"),
    ],
)
def test_parse_what_is_no_file_is_told_with_its_line(text: str, message: str) -> None:
    if not message:
        assert parse(text)
        return
    with pytest.raises(Uneditable, match=message):
        parse(text)


@settings(deadline=None)
@given(st.text(max_size=200) | st.text("ab:-#'\"{}[],&*!|>%@`\t\n\r $?\x00\ud800", max_size=60))
@example("!<tag:\n")
@example("%YAML 9.9\n---\n")
def test_parse_any_text_is_read_or_refused(text: str) -> None:
    for substitutions in (True, False):
        try:
            parse(text, substitutions=substitutions)
        except Uneditable as error:
            assert str(error)


@settings(deadline=None)
@given(st.text("ab:-#'\"{}[],&*!|>%@`\t\n\r $?\x00\ud800.", max_size=80))
def test_parse_damaged_any_text_is_read_and_agrees_with_parse(text: str) -> None:
    found = parse_damaged(text)
    try:
        whole = parse(text)
    except Uneditable:
        assert found.problems or found.root.kind is not Kind.MAPPING or "..." in text or "`" in text
    else:
        assert (found.document, found.problems) == (whole, ())
    last = text.count("\n") + text.count("\r") + 1
    assert all(1 <= line <= last for line, _ in found.problems)


@pytest.mark.parametrize(
    ("text", "read", "lines"),
    [
        ("a: 1\nb: 'x\nc: 'y'\nd: 2\n", {"a": "1", "c": "y", "d": "2"}, [2]),
        ('a: 1\nb: "x\nc: 2\n', {"a": "1", "c": "2"}, [2]),
        ("a:\n  b: 1\n\tc: 2\n\td: 3\n  e: 4\n", {"a": {"b": "1", "e": "4"}}, [3]),
        ("a:\n  b: 1\n   c: 2\n  d: 3\n", {"a": {"b": "1", "d": "3"}}, [3]),
        ("a:\n  b: [1,\n  c: 2\nd: 3\n", {"a": {"c": "2"}, "d": "3"}, [2]),
        ("a: [\n    1,\n    2\nb: 3\nc: 4\n", {"b": "3", "c": "4"}, [1, 2, 3]),
        ('{\n  "a": "x"\n  "b": [\n    "y"\n  ],\n  "c": 1\n}\n', {"b": ["y"], "c": "1"}, [2]),
        ("a: b: c\nd: 1\n", {"d": "1"}, [1]),
        ("a:1\nb: 2\n", {"b": "2"}, [1]),
        ("a: 1\nb\nc: @\nd: 2\n", {"a": "1", "d": "2"}, [2, 3]),
        ("a: 1\n  ...\n\nb: 2\n...\nc: 3\n", {"a": "1", "b": "2", "c": "3"}, []),
        ("```yaml\na: 1\n```\n", {"a": "1"}, []),
        ("a: 1\nb: \x07\nc: 2\n", {"a": "1", "b": "\ufffd", "c": "2"}, [2]),
        ("a: 1\n", {"a": "1"}, []),
        ("- a\n", ["a"], []),
        ("", "", []),
    ],
)
def test_parse_damaged_reads_all_but_the_damaged_lines(text: str, read: object, lines: list[int]) -> None:
    found = parse_damaged(text)
    assert shown(found.root) == read
    assert [line for line, _ in found.problems] == lines


def test_parse_damaged_places_are_those_of_the_text() -> None:
    text = "a: 1\nb: 'x\nc: 2\nd: \x07z\ne: 3\n"
    assert [text[key.start : value.end] for key, value in parse_damaged(text).root.pairs] == [
        "a: 1",
        "c: 2",
        "d: \x07z",
        "e: 3",
    ]


def test_parse_damaged_file_without_a_good_line_ends() -> None:
    found = parse_damaged("@: '\n" * 50_000)
    assert found.problems
    with pytest.raises(Uneditable, match="5,000,000 characters"):
        parse_damaged(" " * (LARGEST + 1))


def test_parse_asks_the_parser_once_for_each_event(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the time grows with the size: ten times the text, ten times the events, and no text read twice."""
    real: Any = yaml.parse
    read: list[int] = []
    seen: list[int] = []

    def counted(text: str, Loader: Any) -> Iterator[Any]:
        read.append(len(text))
        for event in real(text, Loader=Loader):
            seen.append(1)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    counts = []
    for size in (1_000, 10_000, 50_000):
        seen.clear()
        read.clear()
        text = "a:\n" + "".join(f"  key{n}: ${{NAME:-{{value}}}} # why\n" for n in range(size))
        parse(text)
        assert read == [len(text)]
        counts.append((len(seen) - 9) / size)
    assert counts == [2.0, 2.0, 2.0]


def test_parse_damaged_reads_no_more_than_a_few_times_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    real: Any = yaml.parse
    read: list[int] = []

    def counted(text: str, Loader: Any) -> Iterator[Any]:
        for event in real(text, Loader=Loader):
            read.append(event.end_mark.index)
            yield event

    monkeypatch.setattr(yaml, "parse", counted)
    for size in (5_000, 50_000):
        read.clear()
        text = "a: 1\n" * size + "b: 'x' y\n" * size
        assert parse_damaged(text).problems
        turns = [end for end, following in zip(read, [*read[1:], 0], strict=True) if following < end]
        assert sum(turns) < 4 * len(text) + 500_000
