"""Fixes in env files."""

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import Value, get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format, read
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC, SETTINGS, Setting, ValueType
from sso_providers.openmetadata.yaml_tree import Uneditable

from .samples import BY_VARIABLE, native, new, old, source

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
FILE = """\
# Ours
export AUTHENTICATION_PROVIDER="google"   # who
  AUTHENTICATION_CLIENT_TYPE: public
AUTHENTICATION_PUBLIC_KEYS:
  - "https://a.example/keys"

PASSWORD='a # b'
AUTHENTICATION_CLIENT_ID=x # why
OIDC_CLIENT_SECRET=s3cret
"""


def fix(text: str, changes: dict[str, Fix], replaces: dict[str, int] | None = None) -> str:
    places = read(text.encode(), format=Format.ENV_FILE).places if text.strip() else {}
    return corrected(text, changes, format=Format.ENV_FILE, places=places, release=RELEASE, replaces=replaces or {})


def variables(text: str) -> dict[str, tuple[str, str]]:
    """As Compose and `docker run` read lines without escapes and comments, the only ones that corrections write."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not name.startswith("#"):
            content = value[1:-1] if value[:1] in ("'", '"') else value
            # For Compose alone where docker run can't be given the same.
            found[name.removeprefix("export ")] = (content, content if value[:1] == "'" else value)
    return found


def says(text: str, setting: Setting, value: Value) -> bool:
    """For both; the server makes text of numbers, of true and of false."""
    loaded = [yaml.safe_load(f"value: {each}")["value"] for each in variables(text)[str(setting.env)]]
    if setting.type is ValueType.TEXT:
        loaded = [str(each).lower() if isinstance(each, int) else each for each in loaded]
    return loaded == [native(setting, value)] * 2


@pytest.mark.parametrize("setting", BY_VARIABLE.values(), ids=list(map(str, BY_VARIABLE)))
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_corrected_every_setting_says_the_new_value_and_nothing_else_differs(setting: Setting, line_break: str) -> None:
    above, below = "# Ours\nA=1 # x\n", "B='c d'\n\n# end"
    for value in new(setting):
        for before in (
            f"{setting.env}={source(setting, old(setting))}\n",
            f"{setting.env}: '{source(setting, old(setting))}'\n",
        ):
            text = (above + before + below).replace("\n", line_break)
            made = fix(text, {setting.path: value})
            lines = made.split(line_break)
            assert says(lines[2], setting, value)
            assert (lines[:2], lines[3:]) == (["# Ours", "A=1 # x"], ["B='c d'", "", "# end"])
            assert fix(made, {setting.path: value}) == made
            assert fix(text, {setting.path: REMOVE}) == (above + below).replace("\n", line_break)
        added = fix((above + below).replace("\n", line_break), {setting.path: value})
        start = (above + below + "\n\n# Added:\n").replace("\n", line_break)
        assert added.startswith(start)
        assert says(added[len(start) :], setting, value)
        assert fix(added, {setting.path: value}) == added


@pytest.mark.parametrize(
    ("changes", "replaces", "before", "after"),
    [
        (
            {PROVIDER: "okta"},
            {},
            'export AUTHENTICATION_PROVIDER="google"   # who\n',
            "# who\nexport AUTHENTICATION_PROVIDER=okta\n",
        ),
        (
            {f"{AUTHENTICATION}.clientType": "confidential"},
            {},
            "  AUTHENTICATION_CLIENT_TYPE: public\n",
            "AUTHENTICATION_CLIENT_TYPE=confidential\n",
        ),
        (
            {f"{AUTHENTICATION}.publicKeyUrls": ("https://b.example",)},
            {},
            'AUTHENTICATION_PUBLIC_KEYS:\n  - "https://a.example/keys"\n',
            "AUTHENTICATION_PUBLIC_KEYS=[https://b.example]\n",
        ),
        (
            {f"{AUTHENTICATION}.clientId": "new"},
            {},
            "AUTHENTICATION_CLIENT_ID=x # why\n",
            "# why\nAUTHENTICATION_CLIENT_ID=new\n",
        ),
        ({"PASSWORD": REMOVE}, {}, "PASSWORD='a # b'\n", ""),
        (
            {f"{OIDC}.scope": "openid email"},
            {f"{OIDC}.scope": 7},
            "PASSWORD='a # b'\n",
            'OIDC_SCOPE="openid email"\n',
        ),
        ({f"{OIDC}.scope": REMOVE}, {f"{OIDC}.scope": 7}, "PASSWORD='a # b'\n", ""),
        ({PROVIDER: None}, {}, "", ""),
    ],
)
def test_corrected_line_is_written_anew_and_its_comment_stays(
    changes: dict[str, Fix], replaces: dict[str, int], before: str, after: str
) -> None:
    assert fix(FILE, changes, replaces) == FILE.replace(before, after)


def test_corrected_wrong_name_goes_where_the_right_one_is_there_too() -> None:
    text = "AUTHENTICATION_PROVIDR=google\nA=1\nAUTHENTICATION_PROVIDER=okta\n"
    made = corrected(
        text, {PROVIDER: "azure"}, format=Format.ENV_FILE, places={}, release=RELEASE, replaces={PROVIDER: 1}
    )
    assert made == "A=1\nAUTHENTICATION_PROVIDER=azure\n"


def test_corrected_value_is_read_alike_by_compose_and_docker_run_where_it_can_be() -> None:
    changes: dict[str, Fix] = {
        f"{AUTHORIZER}.adminPrincipals": ("jane doe", "admin"),
        f"{AUTHENTICATION}.callbackUrl": "https://a.example/callback",
        f"{AUTHENTICATION}.providerName": "Our ID",
    }
    assert variables(fix("", changes)) == {
        "AUTHORIZER_ADMIN_PRINCIPALS": ('["jane doe",admin]', '["jane doe",admin]'),
        "AUTHENTICATION_CALLBACK_URL": ("https://a.example/callback", "https://a.example/callback"),
        "CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME": ("Our ID", '"Our ID"'),
    }


def test_corrected_file_for_docker_run_gets_no_quotes_of_compose() -> None:
    made = fix("# For docker run --env-file\nA=1\n", {f"{AUTHENTICATION}.providerName": "a # b"})
    assert made.endswith('CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME="a # b"\n')


def test_corrected_twice_adds_one_heading() -> None:
    made = fix(fix("A=1\n", {PROVIDER: "okta"}), {f"{OIDC}.scope": "openid"})
    assert made == "A=1\n\n# Added:\nAUTHENTICATION_PROVIDER=okta\nOIDC_SCOPE=openid\n"


@pytest.mark.parametrize(
    ("text", "changes", "replaces", "message"),
    [
        (FILE, {f"{OIDC}.secret": "other"}, {}, "Line 9, OIDC_CLIENT_SECRET: It holds a secret"),
        (FILE, {f"{OIDC}.secret": REMOVE}, {}, "Line 9, OIDC_CLIENT_SECRET: It holds a secret"),
        (FILE, {f"{AUTHENTICATION}.jwtTeamClaimMapping": "team"}, {}, "no variable for it"),
        (FILE, {"NO_SUCH": REMOVE}, {}, "NO_SUCH: It is not in the file"),
        (FILE, {"chart version": "1.9"}, {}, "chart version: It is no variable"),
        (FILE, {f"{OIDC}.scope": "openid"}, {f"{OIDC}.scope": 5}, "Line 5, OIDC_SCOPE: No variable begins"),
        (FILE, {"JAVA_OPTS": "a $b"}, {}, "JAVA_OPTS: .* by hand"),
        (
            "docker run -e A=1 -e AUTHENTICATION_PROVIDER=okta x\n",
            {PROVIDER: "azure"},
            {},
            "Line 1, .* several variables",
        ),
    ],
)
def test_corrected_what_is_not_certain_is_refused(
    text: str, changes: dict[str, Fix], replaces: dict[str, int], message: str
) -> None:
    with pytest.raises(Uneditable, match=message) as error:
        fix(text, changes, replaces)
    assert "s3cret" not in str(error.value)


def test_corrected_settings_that_share_a_variable_must_agree() -> None:
    one, other = (path for path, each in SETTINGS.items() if each.env == "AUTHENTICATION_LDAP_EXAMINE_VALIDITY_DATES")
    with pytest.raises(Uneditable, match="share the variable"):
        fix("A=1\n", {one: "a", other: "b"})


LINES = st.sampled_from(
    [
        "",
        "# note",
        "A=1",
        "  B: two",
        "C='x y'",
        'D="e # f" # g',
        "export E=1",
        "F=a # b",
        "not a line",
        "AUTHENTICATION_CLIENT_ID=old",
        "G=[a,b]",
    ]
)


@settings(deadline=None)
@given(
    st.lists(LINES, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20),
)
def test_corrected_any_file_keeps_its_other_lines(lines: list[str], line_break: str, ends: bool, value: str) -> None:
    text = line_break.join(lines) + (line_break if ends and lines else "")
    path = f"{AUTHENTICATION}.clientId"
    made = fix(text, {path: value})
    assert read(made.encode(), format=Format.ENV_FILE).config.values[path] == value
    assert fix(made, {path: value}) == made
    others = [line for line in lines if "CLIENT_ID" not in line and line]
    kept = [line for line in re.split("\r\n|\r|\n", made) if "CLIENT_ID" not in line and line not in ("", "# Added:")]
    if lines.count("AUTHENTICATION_CLIENT_ID=old") < 2:
        assert kept == others
