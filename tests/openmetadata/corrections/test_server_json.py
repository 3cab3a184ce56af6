"""Fixes in the JSON of a server's security configuration."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format, read
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC, Setting
from sso_providers.openmetadata.yaml_tree import Uneditable

from .samples import PLAIN, native, new, old, tree

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
FILE = """\
{
    "authenticationConfiguration" : {
        "provider":"okta",
        "publicKeyUrls": [
            "https://a.example",
            "https://b.example"
        ],
        "providerName": "\\ud83d\\ude00 \\/",
        "oidcConfiguration": null,
        "ldapConfiguration": {}
    },
    "authorizerConfiguration": {"adminPrincipals": ["jane"], "prinicipalDomain": "acme.example"}
}
"""


def fix(text: str, changes: dict[str, Fix], replaces: dict[str, int] | None = None) -> str:
    places = read(text.encode(), format=Format.API).places
    return corrected(text, changes, format=Format.API, places=places, release=RELEASE, replaces=replaces or {})


def value_at(text: str, path: str) -> Any:
    node: Any = json.loads(text)
    for key in path.split("."):
        node = node[key]
    return node


@pytest.mark.parametrize("setting", PLAIN, ids=lambda setting: setting.path)
@pytest.mark.parametrize("indent", [None, 1, 4, "\t"])
def test_corrected_every_setting_says_the_new_value_and_nothing_else_differs(
    setting: Setting, indent: int | str | None
) -> None:
    block, _, key = setting.path.rpartition(".")
    neighbours: list[tuple[str, object]] = [(f"{AUTHENTICATION}.providerName", "a"), (f"{block}.another", 1)]
    if setting.path == neighbours[0][0]:
        neighbours = neighbours[1:]
    for value in new(setting):
        content = tree([*neighbours, (setting.path, native(setting, old(setting))), ("z", [1, 2])])
        without = tree([*neighbours, ("z", [1, 2])])
        expected = tree([*neighbours, (setting.path, native(setting, value)), ("z", [1, 2])])
        text = json.dumps(content, indent=indent)
        made = fix(text, {setting.path: value})
        assert json.loads(made) == expected
        assert list(json.loads(made)) == list(content)
        assert fix(made, {setting.path: value}) == made
        added = fix(json.dumps(without, indent=indent), {setting.path: value})
        assert json.loads(added) == expected
        assert json.loads(fix(text, {setting.path: REMOVE})) == without
        if not isinstance(value, tuple) and indent:
            assert [
                each for each in made.splitlines() if f'"{key}"' not in each and "old" not in each and "}" not in each
            ] == [
                each for each in text.splitlines() if f'"{key}"' not in each and "old" not in each and "}" not in each
            ]


@pytest.mark.parametrize(
    ("changes", "replaces", "before", "after"),
    [
        ({PROVIDER: "azure"}, {}, '"provider":"okta"', '"provider":"azure"'),
        (
            {f"{AUTHENTICATION}.publicKeyUrls": ("https://a.example", "c", "d")},
            {},
            '            "https://b.example"\n',
            '            "c",\n            "d"\n',
        ),
        (
            {f"{OIDC}.scope": "openid"},
            {},
            '"oidcConfiguration": null',
            '"oidcConfiguration": {"scope": "openid"}',
        ),
        ({PROVIDER: REMOVE}, {}, '"provider":"okta",\n        ', ""),
        (
            {f"{AUTHENTICATION}.clientType": "public"},
            {},
            '"ldapConfiguration": {}',
            '"ldapConfiguration": {},\n        "clientType": "public"',
        ),
    ],
)
def test_corrected_layout_and_order_stay(
    changes: dict[str, Fix], replaces: dict[str, int], before: str, after: str
) -> None:
    assert before in FILE
    assert fix(FILE, changes, replaces) == FILE.replace(before, after)


def test_corrected_wrong_name_goes_where_its_line_has_no_other() -> None:
    path = f"{AUTHORIZER}.principalDomain"
    with pytest.raises(Uneditable, match="can't be told from others"):
        fix(FILE, {path: "b.example"}, {path: 12})
    one_a_line = FILE.replace('"prinicipal', '\n        "prinicipal')
    made = fix(one_a_line, {path: "b.example"}, {path: 13})
    assert value_at(made, AUTHORIZER) == {"adminPrincipals": ["jane"], "principalDomain": "b.example"}


@pytest.mark.parametrize(
    ("text", "changes", "message"),
    [
        (FILE.replace('"okta",', '"okta"'), {PROVIDER: "azure"}, "Line 4: The file is no valid JSON"),
        (
            '{"authenticationConfiguration": {"provider": "a", "provider": "s3cret"}}',
            {PROVIDER: "azure"},
            "there twice",
        ),
        ('{"authenticationConfiguration": "s3cret"}', {PROVIDER: "azure"}, "A value stands where"),
        (FILE, {f"{OIDC}.secret": "x"}, "It holds a secret"),
    ],
)
def test_corrected_what_is_not_certain_is_refused(text: str, changes: dict[str, Fix], message: str) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        fix(text, changes)
    assert "s3cret" not in str(error.value)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20))
def test_corrected_any_text_arrives(value: str) -> None:
    made = fix(FILE, {PROVIDER: value, f"{OIDC}.scope": value})
    assert value_at(made, PROVIDER) == value_at(made, f"{OIDC}.scope") == value
    assert value_at(made, f"{AUTHENTICATION}.providerName") == "\U0001f600 /"
    assert fix(made, {PROVIDER: value, f"{OIDC}.scope": value}) == made
