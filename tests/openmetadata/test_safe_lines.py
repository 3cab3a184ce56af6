"""Which of a handed-in file's lines are shown, by what the importers know of it."""

import pytest

from sso_providers.catalogue import MASK
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.safe_lines import safe_lines

CANARY = "canary-3f9a"


def shown(text: str) -> list[str]:
    return safe_lines(text, read(text.encode(), name="a.env"))


def test_known_settings_are_shown_whole_and_others_by_their_names():
    text = f"AUTHENTICATION_PROVIDER=okta\nOIDC_CLIENT_SECRET={CANARY}\nMINE={CANARY}\n"

    assert shown(text) == ["AUTHENTICATION_PROVIDER=okta", f"OIDC_CLIENT_SECRET={MASK}", f"MINE={MASK}"]


def test_list_of_a_known_setting_is_shown_whole():
    text = "authenticationConfiguration:\n  provider: okta\n  publicKeyUrls:\n  - https://a.example/keys\n"

    assert safe_lines(text, read(text.encode(), name="openmetadata.yaml")) == text.splitlines()


@pytest.mark.parametrize("mark", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c"])
def test_mark_that_ends_no_line_moves_no_secret_into_a_known_one(mark):
    text = f"# a{mark}b\nMINE={CANARY}\nAUTHENTICATION_PROVIDER=okta\n"

    assert CANARY not in str(shown(text))
    assert shown(text)[-1] == "AUTHENTICATION_PROVIDER=okta"
