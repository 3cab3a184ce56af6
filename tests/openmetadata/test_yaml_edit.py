"""Values changed in a person's file, and every other character kept."""

import difflib
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Release
from sso_providers.openmetadata.quoting import yaml_scalar
from sso_providers.openmetadata.yaml_edit import set_values, values_at
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
        ("a: {x: 1}\n", "Line 1, a: The settings are written in braces"),
        ("b: &b {z: 1}\na:\n  <<: *b\n  x: 1\n", "Line 3, a: A merge key"),
        ("a:\n  x: 1\n  z: 2\n  x: 3\n", "Line 4, a.x: It is there twice"),
        ("a: &a\n  x: 1\nb: *a\n", "Line 1, a: An anchor or alias"),
        ("b: &b 1\na:\n  x: *b\n", "Line 3, a.x: An anchor or alias"),
        ("a:\n  x: [&b 1]\nb: *b\n", "Line 2, a.x: An anchor or alias"),
        ("a:\n  x: !!set\n    1:\n", "Line 2, a.x: A tag"),
        ("a: secret\n", "Line 1, a: A value stands where a block"),
        ("a:\n\tx: 1\n", "Line 2: A tab"),
        ("a:\n  x: 1\n---\na:\n  x: 2\n", "Line 3: A second document"),
        ("a: 'secret\n", "Line 2: The file is no valid YAML"),
        ("a: secret\n b: 1\n", "Line 2: The file is no valid YAML"),
        ("a: 1\nb: \x07secret\n", "Line 2: YAML does not allow a character"),
        ("", "no openmetadata.yaml"),
        ("- secret\n", "no openmetadata.yaml"),
        ("[" * (DEEPEST + 1), "Line 1: More than 100 levels"),
        ("# x\n" * LARGEST, "more than 250000 characters"),
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
