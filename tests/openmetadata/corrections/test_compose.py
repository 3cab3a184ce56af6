"""Fixes in Compose files."""

import re
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Value, get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format, read
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, Setting
from sso_providers.openmetadata.yaml_tree import Uneditable

from .samples import BY_VARIABLE, native, new, old, source

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
MAP = """\
# Ours
services:
  mysql:
    environment: {MYSQL_ROOT_PASSWORD: secret, MYSQL_DATABASE: om}
  openmetadata-server:
    image: openmetadata/server:1.9.1   # pinned
    environment:
      # who
      AUTHENTICATION_PROVIDER: ${AUTHENTICATION_PROVIDER:-google}  # not basic
      AUTHENTICATION_PUBLIC_KEYS: ${AUTHENTICATION_PUBLIC_KEYS:-[http://localhost:8585/api/v1/system/config/jwks]}
      AUTHENTICATION_AUTHORITY: "${AUTHORITY}"
      AUTHENTICATION_CLIENT_ID: '4711'
      OIDC_CUSTOM_PARAMS: ${OIDC_CUSTOM_PARAMS:-{}}
      OIDC_SCOPES: openid
      OIDC_CLIENT_SECRET: s3cret
    ports: ["8585:8585"]
"""
LIST = """\
services:
  openmetadata-server:
    environment:
      - AUTHENTICATION_PROVIDER=google # not basic
      - 'AUTHENTICATION_PUBLIC_KEYS=["https://a.example"]'
      - AUTHENTICATION_AUTHORITY=${AUTHORITY:-https://a.example}
      - OIDC_SCOPES=openid
"""


def fix(text: str, changes: dict[str, Fix], replaces: dict[str, int] | None = None) -> str:
    places = read(text.encode(), format=Format.COMPOSE).places
    return corrected(text, changes, format=Format.COMPOSE, places=places, release=RELEASE, replaces=replaces or {})


def environment(text: str) -> dict[str, str]:
    """What Compose passes where no variable is set: a default may hold braces."""
    found = yaml.safe_load(text)["services"]["openmetadata-server"]["environment"]
    pairs: Any = found.items() if isinstance(found, dict) else (each.partition("=")[::2] for each in found)
    return {name: re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", value, flags=re.DOTALL) for name, value in pairs}


def says(text: str, setting: Setting, value: Value) -> bool:
    found = environment(text)[str(setting.env)]
    return "$" not in found and bool(yaml.safe_load(f"value: {found}")["value"] == native(setting, value))


@pytest.mark.parametrize("setting", BY_VARIABLE.values(), ids=list(map(str, BY_VARIABLE)))
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_corrected_every_setting_says_the_new_value_and_nothing_else_differs(setting: Setting, line_break: str) -> None:
    before = source(setting, old(setting)).replace("'", "''")
    lines = {
        "map": f"      {setting.env}: '{before}'  # why\n",
        "default": f"      {setting.env}: '${{{setting.env}:-{before}}}'  # why\n",
        "list": f"      - '{setting.env}={before}'  # why\n",
    }
    for form, line in lines.items():
        above = "services:\n  openmetadata-server:\n    # Ours\n    environment:\n" + (
            "      - A=1\n" if form == "list" else "      A: 1\n"
        ).replace(" 1\n", " '1'\n")
        below = "    ports: [1]\n"
        for value in new(setting):
            text, without = ((above + each + below).replace("\n", line_break) for each in (line, ""))
            made = fix(text, {setting.path: value})
            assert says(made, setting, value)
            assert made.splitlines()[:5] + made.splitlines()[6:] == without.splitlines()
            assert made.splitlines()[5].endswith("  # why")
            assert fix(made, {setting.path: value}) == made
            added = fix(without, {setting.path: value})
            assert says(added, setting, value)
            assert added.splitlines()[:5] + added.splitlines()[6:] == without.splitlines()
            assert added.count("\n") == added.count(line_break)
            assert fix(text, {setting.path: REMOVE}) == without


@pytest.mark.parametrize(
    ("text", "changes", "replaces", "before", "after"),
    [
        (MAP, {PROVIDER: "okta"}, {}, ":-google}", ":-okta}"),
        (
            MAP,
            {KEYS: ("https://a.example",)},
            {},
            "${AUTHENTICATION_PUBLIC_KEYS:-[http://localhost:8585/api/v1/system/config/jwks]}",
            '"${AUTHENTICATION_PUBLIC_KEYS:-[https://a.example]}"',
        ),
        (MAP, {f"{AUTHENTICATION}.clientId": "x"}, {}, "'4711'", "'x'"),
        (
            MAP,
            {f"{OIDC}.customParams": '{"a": "b"}'},
            {},
            "${OIDC_CUSTOM_PARAMS:-{}}",
            '\'${OIDC_CUSTOM_PARAMS:-{"a": "b"}}\'',
        ),
        (
            MAP,
            {f"{OIDC}.scope": "openid"},
            {f"{OIDC}.scope": 14},
            "      OIDC_SCOPES: openid\n      OIDC_CLIENT_SECRET: s3cret\n",
            "      OIDC_CLIENT_SECRET: s3cret\n      OIDC_SCOPE: openid\n",
        ),
        (MAP, {f"{OIDC}.scope": REMOVE}, {f"{OIDC}.scope": 14}, "      OIDC_SCOPES: openid\n", ""),
        (MAP, {"OIDC_SCOPES": REMOVE}, {}, "      OIDC_SCOPES: openid\n", ""),
        (MAP, {"JAVA_OPTS": "-Dx=$y"}, {}, "    ports:", '      JAVA_OPTS: "-Dx=$$y"\n    ports:'),
        (LIST, {PROVIDER: "okta"}, {}, "=google", "=okta"),
        (
            LIST,
            {KEYS: ("https://b.example",)},
            {},
            "'AUTHENTICATION_PUBLIC_KEYS=[\"https://a.example\"]'",
            "'AUTHENTICATION_PUBLIC_KEYS=[https://b.example]'",
        ),
        (LIST, {f"{AUTHENTICATION}.authority": "https://b.example"}, {}, ":-https://a", ":-https://b"),
        (
            LIST,
            {f"{OIDC}.scope": "a b"},
            {f"{OIDC}.scope": 7},
            "      - OIDC_SCOPES=openid\n",
            '      - OIDC_SCOPE="a b"\n',
        ),
    ],
)
def test_corrected_value_is_written_in_the_manner_of_the_file(
    text: str, changes: dict[str, Fix], replaces: dict[str, int], before: str, after: str
) -> None:
    assert before in text
    assert fix(text, changes, replaces) == text.replace(before, after)


def test_corrected_maps_in_braces_are_written_too() -> None:
    text = "services:\n  openmetadata-server:\n    environment: {AUTHENTICATION_PROVIDER: google, A: '1'}  # who\n"
    made = fix(text, {PROVIDER: "okta", KEYS: ("https://a.example", "b c")})
    assert environment(made) == {
        "AUTHENTICATION_PROVIDER": "okta",
        "A": "1",
        "AUTHENTICATION_PUBLIC_KEYS": '[https://a.example,"b c"]',
    }
    assert made.endswith("}  # who\n")


def test_corrected_service_without_environment_gets_one() -> None:
    text = "services:\n  db:\n    image: mysql\n  openmetadata-server:\n    image: x/server:1\n    env_file: .env\n"
    made = fix(text, {PROVIDER: "okta"})
    assert made == text + "    environment:\n      AUTHENTICATION_PROVIDER: okta\n"


@pytest.mark.parametrize(
    ("text", "changes", "replaces", "message"),
    [
        (MAP, {f"{OIDC}.secret": "other"}, {}, "Line 15, OIDC_CLIENT_SECRET: It holds a secret"),
        (MAP, {f"{AUTHENTICATION}.authority": "https://b.example"}, {}, "comes from the variable AUTHORITY"),
        (MAP, {"NO_SUCH": REMOVE}, {}, "NO_SUCH: It is not in the environment"),
        (MAP, {f"{OIDC}.scope": "openid"}, {f"{OIDC}.scope": 4}, "Line 4, OIDC_SCOPE: The wrong name can't be told"),
        (MAP.replace("environment:\n", "environment: &e\n", 1), {PROVIDER: "okta"}, {}, "An anchor or alias"),
        (MAP + "  - s3cret\n", {PROVIDER: "okta"}, {}, "is no valid YAML"),
        ("services:\n", {PROVIDER: "okta"}, {}, "shows no environment"),
    ],
)
def test_corrected_what_is_not_certain_is_refused(
    text: str, changes: dict[str, Fix], replaces: dict[str, int], message: str
) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        fix(text, changes, replaces)
    assert "s3cret" not in str(error.value)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(deadline=None)
@given(TEXT, st.sampled_from([MAP, LIST]), st.sampled_from(["\n", "\r\n"]))
def test_corrected_any_text_arrives(value: str, text: str, line_break: str) -> None:
    paths = [f"{AUTHENTICATION}.callbackUrl", PROVIDER]
    made = fix(text.replace("\n", line_break), dict.fromkeys(paths, value))
    found = environment(made)
    for name in ("AUTHENTICATION_CALLBACK_URL", "AUTHENTICATION_PROVIDER"):
        assert yaml.safe_load(f"value: {found[name]}")["value"] == value
        assert "$" not in found[name]
    assert fix(made, dict.fromkeys(paths, value)) == made
