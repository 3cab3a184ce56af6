"""Values changed in a person's file, and every other character kept."""

import difflib
import json
import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Release
from sso_providers.openmetadata import yaml_tree
from sso_providers.openmetadata.quoting import yaml_scalar
from sso_providers.openmetadata.yaml_edit import File, Items, Wanted, set_values, values_at
from sso_providers.openmetadata.yaml_tree import DEEPEST, LARGEST, Uneditable

from . import consumer
from .cases import AWKWARD, LINES
from .facts import conf

# Comments, spaces before colons, nested and odd substitutions, lists, block texts, names of other programs.
FILE = """\
# Ours, since 2019.
clusterName: ${OPENMETADATA_CLUSTER_NAME:-openmetadata}   # keep

server:
  applicationConnectors:
    - type: ${SERVER_PROTOCOL:-http}
      port: ${SERVER_PORT:-8585}
  motd: |
    a: b
      # no comment

authorizerConfiguration:
  adminPrincipals:   # who
    - jane  # since March
    # and the bot
    - admin
  # the domain
  principalDomain : "acme.example"
  allowedDomains:
  allowedEmailRegistrationDomains: ['all',
    "acme.example"]

authenticationConfiguration:
  'provider': ${AUTHENTICATION_PROVIDER:-"a: b"} # odd
  customParams: ${OIDC_CUSTOM_PARAMS:-{}}
  oidcConfiguration: ~  # later
  samlConfiguration:

database:
  url: jdbc:${DB_SCHEME:-mysql}://${DB_HOST:-localhost}/${OM_DATABASE:-db}?${DB_PARAMS:-a=b&c=d}
  password: "${DB_USER_PASSWORD:-"pa: ss"}"
rdf: ${RDF_ENDPOINT:-${RDF_REMOTE:-"http://localhost:3030/x"}}
"""
SOURCES = {
    "authorizerConfiguration.adminPrincipals": "[bob]",
    "authorizerConfiguration.principalDomain": "other.example",
    "authorizerConfiguration.allowedDomains": "[]",
    "authorizerConfiguration.allowedEmailRegistrationDomains": "[all]",
    "authorizerConfiguration.enforcePrincipalDomain": "true",
    "authenticationConfiguration.provider": "auth0",
    "authenticationConfiguration.customParams": '{"a": "b"}',
    "authenticationConfiguration.oidcConfiguration.id": '"x"',
    "authenticationConfiguration.samlConfiguration.sp.acs": "https://acme.example/acs",
    "authenticationConfiguration.clientType": "public",
    "jwtTokenConfiguration.keyId": '"1"',
}
CHANGES = """\
-  adminPrincipals:   # who
-    - jane  # since March
-    # and the bot
-    - admin
+  adminPrincipals: [bob]   # who
-  principalDomain : "acme.example"
-  allowedDomains:
-  allowedEmailRegistrationDomains: ['all',
-    "acme.example"]
+  principalDomain : other.example
+  allowedDomains: []
+  allowedEmailRegistrationDomains: [all]
+  enforcePrincipalDomain: true
-  'provider': ${AUTHENTICATION_PROVIDER:-"a: b"} # odd
-  customParams: ${OIDC_CUSTOM_PARAMS:-{}}
-  oidcConfiguration: ~  # later
+  'provider': auth0 # odd
+  customParams: {"a": "b"}
+  oidcConfiguration:   # later
+    id: "x"
+    sp:
+      acs: https://acme.example/acs
+  clientType: public
+
+jwtTokenConfiguration:
+  keyId: "1"
"""


def changes(before: str, after: str) -> str:
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return "".join(f"{line}\n" for line in lines if not line.startswith("@@"))


def test_set_values_changes_nothing_else() -> None:
    assert changes(FILE, set_values(FILE, SOURCES)) == CHANGES


def test_set_values_result_says_what_was_asked() -> None:
    made: Any = consumer.load(set_values(FILE, SOURCES), {"DB_USER_PASSWORD": "x"})
    assert made["authorizerConfiguration"] == {
        "adminPrincipals": ["bob"],
        "principalDomain": "other.example",
        "allowedDomains": [],
        "allowedEmailRegistrationDomains": ["all"],
        "enforcePrincipalDomain": True,
    }
    assert made["authenticationConfiguration"]["oidcConfiguration"] == {"id": "x"}
    assert made["server"]["motd"] == "a: b\n  # no comment\n"


def test_set_values_twice_is_once() -> None:
    once = set_values(FILE, SOURCES)
    assert set_values(once, SOURCES) == once
    assert set_values(FILE, {}) == FILE


@pytest.mark.parametrize("text", [FILE, FILE.rstrip("\n"), f"{FILE}\n# the end\n"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_set_values_keeps_line_ends_mark_and_last_line(text: str, line_break: str, mark: str) -> None:
    made = set_values(mark + text.replace("\n", line_break), SOURCES)
    assert made.startswith(mark + "# Ours")
    assert made.count("\n") == made.count(line_break)
    plain = made.removeprefix(mark).replace(line_break, "\n")
    assert plain == set_values(text, SOURCES)


def test_set_values_document_marks_stay_outside() -> None:
    text = "%YAML 1.1\n---\na:\n  b: 1\n...\n# after\n"
    made = set_values(text, {"a.c": "2", "d.e": "3"})
    assert made == "%YAML 1.1\n---\na:\n  b: 1\n  c: 2\n\nd:\n  e: 3\n...\n# after\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n    x: 1\n", "a:\n    x: 9\n    y: 8\n"),
        ("a:\n  x: >-\n    long\n    text\n\nb: 1\n", "a:\n  x: 9\n  y: 8\n\nb: 1\n"),
        ("a:\n- 1\n", None),
        ("a:\n  x:\n  - 1\n  - b: 2\nz: 1\n", "a:\n  x: 9\n  y: 8\nz: 1\n"),
        ("a:\n  ? x\n  : 1\n", None),
        ("a: # c\n  x: !!int 1 # d\n", "a: # c\n  x: 9 # d\n  y: 8\n"),
        ("a:\n  x: &anchored\n  y: 1\n", None),
        ("a: null\n", "a: \n  x: 9\n  y: 8\n"),
        ("a:", "a:\n  x: 9\n  y: 8"),
    ],
)
def test_set_values_shape_of_the_file_is_met_or_refused(text: str, expected: str | None) -> None:
    sources = {"a.x": "9", "a.y": "8"}
    if expected is None:
        with pytest.raises(Uneditable):
            set_values(text, sources)
    else:
        assert set_values(text, sources) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [x: 1]\n", "Line 1, a: A value stands where a block"),
        ("b: &b {z: 1}\na:\n  <<: *b\n  x: 1\n", "Line 3, a: A merge key"),
        ("a:\n  x: 1\n  z: 2\n  x: 3\n", "Line 4, a.x: It is there twice"),
        ("a: &a\n  x: 1\nb: *a\n", "Line 1, a: An anchor or alias"),
        ("b: &b 1\na:\n  x: *b\n", "Line 3, a.x: An anchor or alias"),
        ("a:\n  x: [&b 1]\nb: *b\n", "Line 2, a.x: An anchor or alias"),
        ("a:\n  x: !!set\n    1:\n", "Line 2, a.x: A tag"),
        ("a: secret\n", "Line 1, a: A value stands where a block"),
        ("a:\n\tx: 1\n", "Line 2: A tab"),
        ("a:\n  x: 1\n---\na:\n  x: 2\n", "Line 3: A second document"),
        ("a: 'secret\n", "Line 1: A quote is opened here"),
        ("a: secret\n b: 1\n", "Line 2: The file is no valid YAML"),
        ("a: 1\nb: \x07secret\n", "Line 2: YAML does not allow a character"),
        ("", "must consist of names with values"),
        ("- secret\n", "must consist of names with values"),
        ("[" * (DEEPEST + 1), "Line 1: More than 100 levels"),
        ("# x\n" * (LARGEST // 4 + 1), "more than 5,000,000 characters"),
    ],
)
def test_set_values_file_that_can_not_be_changed_is_refused_without_showing_it(text: str, message: str) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        set_values(text, {"a.x": "9"})
    assert "secret" not in str(error.value)


def test_set_values_anchors_elsewhere_do_not_matter() -> None:
    text = "x: &x 1\ny: &x 2\nz: *x\na:\n  b: 1\n"
    assert set_values(text, {"a.b": "2"}) == text.replace("b: 1", "b: 2")


@pytest.mark.parametrize("release", LINES, ids=str)
def test_set_values_shipped_file_keeps_every_other_line(release: Release) -> None:
    text = conf(release)
    sources = {path: source for path, source in SOURCES.items() if "samlConfiguration" not in path}
    made = set_values(text, sources)
    read: Any = consumer.load(made, {})
    assert read["authenticationConfiguration"]["provider"] == "auth0"
    assert read["jwtTokenConfiguration"]["keyId"] == "1"
    removed = [line for line in changes(text, made).splitlines() if line.startswith("-")]
    assert len(removed) <= len(sources)


def test_values_at_gives_the_sources_that_the_file_has() -> None:
    paths = ["authorizerConfiguration.principalDomain", "authorizerConfiguration.allowedDomains", "database.x", "rdf.y"]
    assert values_at(FILE, paths) == {"authorizerConfiguration.principalDomain": '"acme.example"'}


VALUES = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
EXISTING = st.sampled_from(
    [
        "",
        " ~",
        " 1",
        " a b",
        ' "x # y"',
        " 'it''s'",
        " ${A:-{}}",
        " [a,\n    b]",
        "\n  - a\n  - b: c",
        " |\n    t\n\n    u",
    ]
)
COMMENT = st.sampled_from(["", "  # why", "\n  # below", "\n\n# left"])


@settings(deadline=None, max_examples=200)
@given(VALUES, EXISTING, st.sampled_from(["", "  # why"]), COMMENT)
def test_set_values_any_value_arrives_and_its_neighbours_stay(text: str, old: str, remark: str, below: str) -> None:
    remark = "" if "\n" in old else remark
    file = f"a:\n  before: 1\n  value:{old}{remark}{below}\n  after: 2  # last\nz: [1]\n"
    made = set_values(file, {"a.value": yaml_scalar(text), "a.new": yaml_scalar(text)})
    assert yaml.safe_load(consumer.substitute(made, {})) == {
        "a": {"before": 1, "value": text, "after": 2, "new": text},
        "z": [1],
    }
    assert made.startswith("a:\n  before: 1\n  value:") and "  after: 2  # last\n  new: " in made


def test_set_values_in_a_line_of_nothing_but_openings_ends() -> None:
    """A search that starts anew at each of them would take minutes."""
    text = "a: '" + "${" * 100_000 + "'\n"
    assert set_values(text, {"b": "1"}) == f"{text}\nb: 1\n"


def edited(text: str, wanted: Wanted) -> str:
    return File.of(text).edited(wanted)


@pytest.mark.parametrize(
    ("text", "wanted", "expected"),
    [
        ("a: {x: 1, y: 2}\n", {"a": {"x": "9", "z": "[b]"}}, "a: {x: 9, y: 2, z: [b]}\n"),
        ("a: {x: 1,}  # why\n", {"a": {"z": "2"}}, "a: {x: 1, z: 2,}  # why\n"),
        ("a: {}  # none\n", {"a": {"z": "2"}}, "a:   # none\n  z: 2\n"),
        ("a: [{x: {}}]\n", {"a": {0: {"x": {"y": "1"}}}}, "a: [{x: {y: 1}}]\n"),
        ("a: {x: 1, y: 2}\n", {"a": {"x": None}}, "a: {y: 2}\n"),
        ("a: {x: 1, y: 2, z: 3}\n", {"a": {"y": None, "z": None, "b": "4"}}, "a: {x: 1, b: 4}\n"),
        ("a: {x: 1}\n", {"a": {"x": None, "b": "4"}}, "a: {b: 4}\n"),
        ("a: {\n    x: 1,\n    y: 2\n  }\n", {"a": {"y": None, "z": "3"}}, "a: {\n    x: 1,\n    z: 3\n  }\n"),
        ("a: {x: {y: 1}, z: 2}\n", {"a": {"x": {"y": None}}}, "a: {z: 2}\n"),
        ("a:\n  x: 1  # why\n  # of y\n  y: 2\n", {"a": {"x": None}}, "a:\n  # of y\n  y: 2\n"),
        ("a:\n  x: 1\n  y:\n    - b\n    - c\n\nz: 1", {"a": {"y": None}}, "a:\n  x: 1\n\nz: 1"),
        ("a:\n  x: 1\n  y: 2", {"a": {"y": None}}, "a:\n  x: 1\n"),
        ("a:\n  x: 1\nb: 2\n", {"a": {"x": None}}, "b: 2\n"),
        ("a:\n  x: 1\n  y: 2\nb: 2\n", {"a": {"y": None, "z": "3"}}, "a:\n  x: 1\n  z: 3\nb: 2\n"),
        ("a:\n  x: 1\nb: 2\n", {"a": {"x": None, "z": "3"}}, "a:\n  z: 3\nb: 2\n"),
        ("a:\n  x:\n    y: 1\nb: 2\n", {"a": {"x": None, "z": "3"}}, "a:\n  z: 3\nb: 2\n"),
        ("a:\n  x:\n    y: 1\n    z: 2\n", {"a": {"x": {"z": None}, "b": "3"}}, "a:\n  x:\n    y: 1\n  b: 3\n"),
        ("a:\n- x: 1\n  y: 2\n- 3\n", {"a": {0: {"x": None}}}, "a:\n- y: 2\n- 3\n"),
        ("a:\n- x: 1\n- y: 2\n", {"a": {0: {"x": None}}}, "a:\n- y: 2\n"),
        ("a:\n  - x: 1\n", {"a": {1: {"name": "b", "value": '"c"'}}}, 'a:\n  - x: 1\n  - name: b\n    value: "c"\n'),
        ("b: 1\n", {"a": {0: {"name": "b"}}}, "b: 1\n\na:\n  - name: b\n"),
        ("a: []\n", {"a": {0: {"name": "b"}}}, "a: \n  - name: b\n"),
        ("a: [1, 2]\n", {"a": {1: None, 0: "3"}}, "a: [3]\n"),
        ("a: # c\n  - x # of x\n  - y\n", {"a": Items(("x", "z", "w"))}, "a: # c\n  - x # of x\n  - z\n  - w\n"),
        ("a:\n- 'x'\n# of y\n- y\nb: 1\n", {"a": Items(("x",))}, "a:\n- 'x'\n# of y\nb: 1\n"),
        ("a: ['x', \"w\"]\n", {"a": Items(("x", "w", "z"))}, "a: ['x', \"w\", z]\n"),
        ("a: x\n", {"a": Items(("x", "y"))}, "a: [x, y]\n"),
        ("a:\n  - x: 1\n", {"a": Items(("x",))}, "a: [x]\n"),
        ("a: 1\n", {"b": None, "c": {"d": None}}, "a: 1\n"),
    ],
)
def test_edited_blocks_and_brackets_are_changed_in_their_own_manner(text: str, wanted: Wanted, expected: str) -> None:
    for line_break in ("\n", "\r\n"):
        made = edited(text.replace("\n", line_break), wanted)
        assert made == expected.replace("\n", line_break)
        assert edited(made, {"new": "1"}).replace(line_break, "\n").rstrip("\n").endswith("new: 1")


@pytest.mark.parametrize(
    ("text", "wanted", "message"),
    [
        ("a: 1\n", {"a": None}, "Nothing would be left"),
        ("a: &x 1\nb: *x\n", {"a": None}, "Line 1, a: An anchor"),
        ("a: {<<: *x}\n", {"a": {"b": "1"}}, "Line 1, a: A merge key"),
        ("a: [x: 1]\n", {"a": {0: {"y": "2"}}}, "Line 1, a.0: .* without braces"),
        ("a: 1\n", {"a": {"b": "secret"}}, "Line 1, a: A value stands where"),
    ],
)
def test_edited_what_is_not_certain_is_refused(text: str, wanted: Wanted, message: str) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        edited(text, wanted)
    assert "secret" not in str(error.value)


def test_edited_json_keeps_its_layout() -> None:
    text = '{\n    "a": {\n        "x": 1\n    },\n    "b": [\n        "c"\n    ],\n    "d": {}\n}\n'
    file = File.of(text, write_key=json.dumps)
    made = file.edited({"a": {"y": '"z"'}, "b": Items(('"c"', '"e"')), "d": {"f": {"g": "null"}}, "h": "true"})
    assert json.loads(made) == {"a": {"x": 1, "y": "z"}, "b": ["c", "e"], "d": {"f": {"g": None}}, "h": True}
    assert changes(text, made).count("-    ") == len(re.findall(r"^-", changes(text, made), re.MULTILINE))
    assert '        "x": 1,\n        "y": "z"\n    },\n' in made


LEAVES = st.sampled_from(["1", "x", "'a b'", '"c"', "[1, 2]", "[]", "~", '"${A:-{}}"'])
KEYS = st.sampled_from(["a", "b", "c", "d"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.dictionaries(KEYS, inner, min_size=1, max_size=4) | st.lists(inner, min_size=1, max_size=3),
    max_leaves=12,
)
REMARK = st.sampled_from(["", "", "  # why", " #"])
ABOVE = st.sampled_from(["", "", "", "\n", "# above\n", "    # aside\n"])


@st.composite
def block(draw: st.DrawFn, tree: Any, indent: int) -> str:
    """A tree in block style, odd in its indentation and with comments."""
    step = draw(st.sampled_from([1, 2, 4]))
    text = ""
    pairs = [("-", each) for each in tree] if isinstance(tree, list) else [(f"{key}:", tree[key]) for key in tree]
    for head, value in pairs:
        text += draw(ABOVE) + " " * indent + head
        if isinstance(value, str):
            text += f" {value}{draw(REMARK)}\n"
        elif draw(st.integers(0, 3)) == 0:
            text += f" {flow(value)}{draw(REMARK)}\n"
        else:
            text += f"{draw(REMARK)}\n{draw(block(value, indent + step))}"
    return text


def flow(tree: Any) -> str:
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return f"[{', '.join(map(flow, tree))}]"
    return f"{{{', '.join(f'{key}: {flow(value)}' for key, value in tree.items())}}}"


def loaded(text: str) -> Any:
    return yaml.safe_load(consumer.substitute(text, {})) if text.strip() else None


def with_change(tree: Any, path: list[str | int], value: Any) -> Any:
    """By its own means: the tree as `edited` should leave it."""
    key, *rest = path
    result: Any = dict(tree) if isinstance(tree, dict) else list(tree)
    inner = value if not rest else with_change(tree[key], rest, value)
    if inner is None or (rest and inner in ({}, [])):
        del result[key]
    else:
        result[key] = inner
    return result


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_edited_any_file_changes_where_it_was_asked_and_nowhere_else(data: st.DataObject) -> None:
    tree = data.draw(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
    text = data.draw(block(tree, 0))
    content = loaded(text)
    path: list[Any] = []
    node = content
    while isinstance(node, dict | list) and node:
        path.append(data.draw(st.sampled_from([*node] if isinstance(node, dict) else [*range(len(node))])))
        node = node[path[-1]]
        if data.draw(st.integers(0, 2)) == 0:
            break
    removes = data.draw(st.booleans())
    wanted: Any = None if removes else "new"
    for key in reversed(path):
        wanted = {key: wanted}
    for ending in ("\n", "\r\n"):
        try:
            made = edited(text.replace("\n", ending), wanted)
        except Uneditable:
            # Of a plain file only what would leave nothing can't be done.
            assert removes and with_change(content, path, None) == {}
            continue
        assert loaded(made) == with_change(content, path, None if removes else "new")
        assert made.count("\n") == made.count(ending)
        assert [line for line in changes(text, made.replace("\r\n", "\n")).splitlines() if line.startswith("+# ")] == []


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_edited_addition_anywhere_arrives(data: st.DataObject) -> None:
    tree = data.draw(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
    text = data.draw(block(tree, 0))
    content = loaded(text)
    path: list[Any] = []
    node = content
    while isinstance(node, dict | list) and node:
        choice = data.draw(st.sampled_from([None, *node] if isinstance(node, dict) else [None, *range(len(node))]))
        if choice is None:
            break
        path.append(choice)
        node = node[choice]
    if not isinstance(node, dict | list) or not node:
        path.pop()
        node = loaded(text)
        for key in path:
            node = node[key]
    new: str | int = "new" if isinstance(node, dict) else len(node)
    wanted: Any = {new: {"x": {"y": "1"}}}
    for each in reversed(path):
        wanted = {each: wanted}
    made = edited(text, wanted)
    found = loaded(made)
    for each in path:
        found = found[each]
    assert found[new] == {"x": {"y": 1}}
    del found[new]
    assert found == node
    gone = [line for line in changes(text, made).splitlines() if line.startswith("-")]
    assert not [line for line in gone if "#" in line and not {"{", "["} & {*line}]


def test_edited_big_file_is_parsed_twice_and_no_more() -> None:
    calls: list[int] = []
    real = yaml_tree.parse

    def counted(text: str) -> Any:
        calls.append(len(text))
        return real(text)

    text = "".join(f"block{n}:\n  key: value # why\n  list:\n    - a\n" for n in range(5_000))
    made = File.of(text, counted).edited({f"block{n}": {"key": "new", "more": "1"} for n in range(0, 5_000, 50)})
    assert len([each for each in calls if each > 10_000]) == 2
    assert made.count("key: new # why") == 100 == made.count("more: 1")
