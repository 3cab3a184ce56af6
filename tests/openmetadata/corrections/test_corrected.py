"""What all formats have in common."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sso_providers.catalogue import get_release
from sso_providers.openmetadata.corrections import corrected
from sso_providers.openmetadata.findings import REMOVE, Fix
from sso_providers.openmetadata.importers import Format
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Place
from sso_providers.openmetadata.yaml_tree import LARGEST, Uneditable

RELEASE = get_release("2.0")
PROVIDER = f"{AUTHENTICATION}.provider"
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
FILES = {
    Format.ENV_FILE: "AUTHENTICATION_PROVIDER=google\n",
    Format.COMPOSE: "services:\n  openmetadata-server:\n    environment:\n      - AUTHENTICATION_PROVIDER=google\n",
    Format.CONF: "authenticationConfiguration:\n  provider: google\n",
    Format.HELM: "openmetadata:\n  config:\n    authentication:\n      provider: google\n",
    Format.API: '{"authenticationConfiguration": {"provider": "google"}}\n',
}
CHANGES: dict[str, Fix] = {PROVIDER: "okta", KEYS: ("https://a.example",), f"{OIDC}.scope": REMOVE}
ALPHABET = st.sampled_from(
    [
        "\n",
        "\r\n",
        "\r",
        "\t",
        "  ",
        ":",
        ": ",
        "-",
        "- ",
        "#",
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        ",",
        "&x",
        "*x",
        "<<",
        "|",
        "\0",
    ]
    + ["---\n", "...\n", "${A:-b}", "é", "\U0001f600", "\u2028", "\ufeff", "=", "export ", "a", "1", "\ud800", "%TAG"]
    + ["AUTHENTICATION_PROVIDER", "authenticationConfiguration", "provider", "environment", "services", "openmetadata"]
    + ["config", "authentication", "extraEnvs", "name", "value", "publicKeys", "publicKeyUrls", "oidcConfiguration"]
)


@pytest.mark.parametrize("format", Format)
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_corrected_keeps_mark_and_line_ends(format: Format, line_break: str, mark: str) -> None:
    text = mark + FILES[format].replace("\n", line_break)
    made = corrected(text, CHANGES, format=format, places={}, release=RELEASE)
    assert made.startswith(mark) and made.count("\ufeff") == len(mark)
    assert made.count("\n") == made.count(line_break)
    assert corrected(made, CHANGES, format=format, places={}, release=RELEASE) == made


@pytest.mark.parametrize("format", Format)
def test_corrected_without_changes_is_the_file_itself(format: Format) -> None:
    made = corrected(FILES[format], {PROVIDER: None}, format=format, places={}, release=RELEASE)
    assert made == FILES[format]


@pytest.mark.parametrize("format", Format)
def test_corrected_value_that_no_file_can_hold_is_refused(format: Format) -> None:
    for value in ("a\0b", "\ud800"):
        with pytest.raises(Uneditable):
            corrected(FILES[format], {PROVIDER: value}, format=format, places={}, release=RELEASE)


@pytest.mark.parametrize("format", [Format.COMPOSE, Format.CONF, Format.HELM, Format.API])
def test_corrected_too_long_a_file_is_refused(format: Format) -> None:
    text = FILES[format] + " " * LARGEST
    with pytest.raises(Uneditable, match="5,000,000"):
        corrected(text, CHANGES, format=format, places={}, release=RELEASE)


@settings(deadline=None, max_examples=300)
@given(st.lists(ALPHABET, max_size=40).map("".join), st.sampled_from(Format), st.integers(0, 6), st.integers(0, 6))
def test_corrected_any_text_is_changed_or_refused(text: str, format: Format, line: int, wrong: int) -> None:
    places = {PROVIDER: Place("provider", line)} if line else {}
    replaces = {KEYS: wrong} if wrong else {}
    try:
        made = corrected(text, CHANGES, format=format, places=places, release=RELEASE, replaces=replaces)
    except Uneditable as error:
        assert str(error)
    else:
        assert "okta" in made
        if format is Format.API:
            assert json.loads(made)
