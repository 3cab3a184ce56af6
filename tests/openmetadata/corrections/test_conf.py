"""Fixes in openmetadata.yaml."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Release, Value, get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format, read
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC, SETTINGS, Setting
from sso_providers.openmetadata.yaml_tree import Uneditable
from tests.openmetadata import consumer
from tests.openmetadata.cases import LINES
from tests.openmetadata.facts import conf

from .samples import PLAIN, native, new, old, source, tree

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
FILE = """\
# Ours
clusterName: ${OPENMETADATA_CLUSTER_NAME:-openmetadata}
authorizerConfiguration:
  adminPrincipals:   # who
    - jane  # since March
    - 'admin'
  prinicipalDomain: acme.example
authenticationConfiguration:
  provider: ${AUTHENTICATION_PROVIDER:-google} # not basic
  clientId: "4711"
  authority: "${AUTHENTICATION_AUTHORITY:-https://a.example}"
  oidcConfiguration:
    secret: s3cret
    customParams: ${OIDC_CUSTOM_PARAMS:-{}}
    scope: 'openid'
    oidcType: okta
"""


def fix(text: str, changes: dict[str, Fix], replaces: dict[str, int] | None = None, release: Release = RELEASE) -> str:
    places = read(text.encode(), format=Format.CONF).places
    return corrected(text, changes, format=Format.CONF, places=places, release=release, replaces=replaces or {})


def value_at(text: str, path: str) -> object:
    """As OpenMetadata reads it with no variable set."""
    node: Any = yaml.safe_load(consumer.substitute(text, {}))
    for key in path.split("."):
        node = node[key]
    return node


@pytest.mark.parametrize("setting", PLAIN, ids=lambda setting: setting.path)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_corrected_every_setting_says_the_new_value_and_nothing_else_differs(setting: Setting, line_break: str) -> None:
    *parents, key = setting.path.split(".")
    above = "# Ours\n" + "".join(f"{'  ' * depth}{name}:\n" for depth, name in enumerate(parents))
    indent = "  " * len(parents)
    neighbour = f"{indent}another: 1  # one\n"
    before = source(setting, old(setting))
    for line in (f"{key}: {before}  # why", f"{key}: ${{X:-{before}}}  # why", f"'{key}' : '${{X:-}}'  # why"):
        for value in new(setting):
            text, without = (
                (above + neighbour + each + "z: [1]\n").replace("\n", line_break) for each in (f"{indent}{line}\n", "")
            )
            if "}" in before and "${" in line:
                continue
            made = fix(text, {setting.path: value})
            assert value_at(made, setting.path) == native(setting, value)
            assert [each for each in made.splitlines() if "# why" not in each] == without.splitlines()
            assert fix(made, {setting.path: value}) == made
            added = fix(without, {setting.path: value})
            assert value_at(added, setting.path) == native(setting, value)
            assert added.count("\n") == added.count(line_break) == text.count("\n")
            assert fix(text, {setting.path: REMOVE}) == without


@pytest.mark.parametrize(
    ("changes", "replaces", "before", "after"),
    [
        ({PROVIDER: "okta"}, {}, ":-google}", ":-okta}"),
        ({f"{AUTHENTICATION}.clientId": "x"}, {}, '"4711"', '"x"'),
        ({f"{AUTHENTICATION}.authority": "https://b.example"}, {}, ":-https://a", ":-https://b"),
        (
            {f"{AUTHENTICATION}.authority": 'a "b"'},
            {},
            '"${AUTHENTICATION_AUTHORITY:-https://a.example}"',
            '${AUTHENTICATION_AUTHORITY:-"a \\"b\\""}',
        ),
        (
            {f"{AUTHENTICATION}.authority": "a}b"},
            {},
            '"${AUTHENTICATION_AUTHORITY:-https://a.example}"',
            '${AUTHENTICATION_AUTHORITY:-"a\\u007db"}',
        ),
        ({f"{OIDC}.customParams": '{"a": "b"}'}, {}, "${OIDC_CUSTOM_PARAMS:-{}}", '{"a": "b"}'),
        ({f"{OIDC}.scope": "openid email"}, {}, "'openid'", "'openid email'"),
        ({f"{AUTHORIZER}.adminPrincipals": ("jane", "bob", "eve")}, {}, "    - 'admin'\n", "    - bob\n    - eve\n"),
        ({f"{AUTHORIZER}.adminPrincipals": ("jane",)}, {}, "    - 'admin'\n", ""),
        (
            {f"{AUTHORIZER}.principalDomain": "b.example"},
            {f"{AUTHORIZER}.principalDomain": 7},
            "prinicipalDomain: acme",
            "principalDomain: b",
        ),
        ({f"{OIDC}.type": "okta"}, {f"{OIDC}.type": 16}, "    oidcType: okta", "    type: okta"),
        ({f"{OIDC}.type": REMOVE}, {f"{OIDC}.type": 16}, "    oidcType: okta\n", ""),
        ({f"{OIDC}.oidcType": REMOVE}, {}, "    oidcType: okta\n", ""),
        ({"clusterName": "om"}, {}, "${OPENMETADATA_CLUSTER_NAME:-openmetadata}", "om"),
    ],
)
def test_corrected_value_is_written_in_the_manner_of_the_file(
    changes: dict[str, Fix], replaces: dict[str, int], before: str, after: str
) -> None:
    assert before in FILE
    assert fix(FILE, changes, replaces) == FILE.replace(before, after)


@pytest.mark.parametrize("release", LINES, ids=str)
def test_corrected_shipped_file_keeps_its_substitutions(release: Release) -> None:
    text = conf(release)
    for path in (PROVIDER, f"{OIDC}.discoveryUri", f"{AUTHENTICATION}.publicKeyUrls", f"{OIDC}.disablePkce"):
        setting = SETTINGS[path]
        values: dict[str, Value] = {"list": ("https://a.example",), "boolean": True}
        value = values.get(setting.type, "https://a.example")
        made = fix(text, {path: value}, release=release)
        assert value_at(made, path) == native(setting, value)
        assert f"${{{setting.env}:-" in made
        changed = [
            (one, other) for one, other in zip(text.splitlines(), made.splitlines(), strict=True) if one != other
        ]
        assert len(changed) <= 1


def test_corrected_excerpt_keeps_its_layout() -> None:
    text = "provider: google\nclientId: x\noidcConfiguration:\n    scope: a\n"
    made = fix(text, {PROVIDER: "okta", f"{OIDC}.discoveryUri": "https://a.example"})
    assert made == text.replace("google", "okta") + "    discoveryUri: https://a.example\n"


def test_corrected_block_under_another_name_is_changed_where_it_stands() -> None:
    text = "authentication:\n  provider: google\n"
    assert fix(text, {PROVIDER: "okta"}) == "authentication:\n  provider: okta\n"


@pytest.mark.parametrize(
    ("text", "changes", "replaces", "message"),
    [
        (FILE, {f"{OIDC}.secret": "other"}, {}, "Line 13, .*secret: It holds a secret"),
        (FILE, {"no.such": REMOVE}, {}, "no.such: It is not at its place"),
        (FILE, {f"{AUTHENTICATION}.sessionExpiry": 3600}, {}, "from 2.0 on, and this is for 1.7"),
        (
            "provider: google\nclientId: x\n",
            {f"{AUTHORIZER}.principalDomain": "a"},
            {},
            "begins inside authenticationConf",
        ),
        (FILE.replace("'openid'", "&x 's3cret'"), {f"{OIDC}.scope": "a"}, {}, "Line 15, .*scope: An anchor"),
        (
            FILE + "  clientId: s3cret\n",
            {f"{AUTHENTICATION}.clientId": "a"},
            {},
            "Line 17, .*clientId: It is there twice",
        ),
        (FILE + "\tx\n", {PROVIDER: "a"}, {}, "Line 17"),
    ],
)
def test_corrected_what_is_not_certain_is_refused(
    text: str, changes: dict[str, Fix], replaces: dict[str, int], message: str
) -> None:
    release = get_release("1.7") if "1.7" in message else RELEASE
    with pytest.raises(Uneditable, match=message) as error:
        fix(text, changes, replaces, release)
    assert "s3cret" not in str(error.value)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OLD = st.sampled_from(["x", "'x'", '"x"', "${A:-x}", '"${A:-x}"', "'${A:-x}'", "", "~", "|-\n      x", ">\n      x\n"])


@settings(deadline=None, max_examples=200)
@given(TEXT, OLD, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "  # why"]))
def test_corrected_any_text_arrives(value: str, before: str, line_break: str, remark: str) -> None:
    remark = "" if "\n" in before else remark
    text = f"# Ours\nauthenticationConfiguration:\n  clientId: {before}{remark}\n  # below\n  provider: a\n"
    path = f"{AUTHENTICATION}.clientId"
    made = fix(text.replace("\n", line_break), {path: value})
    assert value_at(made, path) == value
    assert value_at(made, PROVIDER) == "a"
    assert made.endswith(f"{remark}{line_break}  # below{line_break}  provider: a{line_break}")
    assert fix(made, {path: value}) == made


def test_corrected_all_settings_at_once_are_there() -> None:
    leaves: dict[str, Value] = {setting.path: new(setting)[0] for setting in PLAIN}
    made = fix("a: 1\n", dict(leaves))
    found = yaml.safe_load(consumer.substitute(made, {}))
    assert found == {"a": 1, **tree((path, native(SETTINGS[path], value)) for path, value in leaves.items())}
