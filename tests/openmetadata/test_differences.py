"""Two configurations side by side, setting by setting and line by line."""

from dataclasses import replace

import pytest

from sso_providers.catalogue import MASK, Release
from sso_providers.openmetadata.artifacts import Artifact, SecretsMode
from sso_providers.openmetadata.differences import (
    Side,
    files_that_differ,
    of_config,
    of_file,
    settings_that_differ,
)
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC

from .cases import CANARY, LINES, config, export_for, with_values

NEWEST = LINES[-1]


def told(here: Side, there: Side) -> dict[str, tuple[str | None, str | None]]:
    return {each.setting.path: (each.here, each.there) for each in settings_that_differ(here, there)}


def read_side(text: str, name: str = "a.env") -> Side:
    return of_file(read(text.encode(), name=name, release=NEWEST))


def test_configuration_and_itself_differ_in_nothing():
    assert settings_that_differ(of_config(config(), NEWEST), of_config(config(), NEWEST)) == ()


def test_settings_that_differ_are_shown_as_they_are_on_either_side():
    here = of_config(config(), NEWEST)
    there = of_config(with_values(config(), {f"{OIDC}.scope": "openid", f"{OIDC}.disablePkce": False}), NEWEST)

    assert told(here, there) == {
        f"{OIDC}.scope": ("openid email profile", "openid"),
        f"{OIDC}.disablePkce": ("true", "false"),
    }


def test_settings_of_another_line_do_not_differ():
    """The older line has none of them: nothing can be set there."""
    assert f"{AUTHENTICATION}.sessionExpiry" in of_config(config(), NEWEST).values
    assert f"{AUTHENTICATION}.sessionExpiry" not in of_config(config(), Release("1.9")).values


def test_setting_that_one_side_leaves_at_openmetadatas_own_value_is_no_difference():
    stated = with_values(config(), {f"{OIDC}.responseType": "code"})
    silent = replace(stated, values={path: v for path, v in stated.values.items() if path != f"{OIDC}.responseType"})

    assert told(of_config(stated, NEWEST), of_config(silent, NEWEST)) == {}


@pytest.mark.parametrize(
    ("target", "name"), [("docker", "openmetadata-sso.env"), ("kubernetes", "values.yaml"), ("api", "x.json")]
)
def test_own_export_read_back_differs_in_nothing(target, name):
    artifact = export_for(config(), target, SecretsMode.PLACEHOLDER, release=NEWEST).artifacts[0]

    assert told(of_config(config(), NEWEST), read_side(artifact.text, name)) == {}


def test_file_that_says_little_lacks_what_is_not_openmetadatas_own():
    found = told(of_config(config(), NEWEST), read_side("AUTHENTICATION_PROVIDER=okta\n"))

    assert found[f"{AUTHENTICATION}.provider"] == ("auth0", "okta")
    assert found[f"{OIDC}.discoveryUri"][1] is None
    assert found[f"{OIDC}.secret"] == (MASK, None)
    assert f"{OIDC}.useNonce" not in found


@pytest.mark.parametrize(
    "line",
    [
        f"AUTHENTICATION_AUTHORITY=https://u:{CANARY}@id.example",
        f"AUTHENTICATION_CLIENT_ID=client_secret={CANARY}",
        f"OIDC_CLIENT_SECRET={CANARY}",
        f'OIDC_CUSTOM_PARAMS={{"client_secret": "{CANARY}"}}',
    ],
)
def test_secret_of_a_file_is_in_no_difference(line):
    found = told(of_config(config(), NEWEST), read_side(f"{line}\nAUTHENTICATION_PROVIDER=okta\n"))

    assert CANARY not in str(found)


def test_secret_that_a_file_refers_to_without_having_it_is_stated():
    text = "authenticationConfiguration:\n  oidcConfiguration:\n    secret: ${OIDC_CLIENT_SECRET}\n    id: x\n"

    assert f"{OIDC}.secret" not in told(of_config(config(), NEWEST), read_side(text, "openmetadata.yaml"))


def artifact(name: str, text: str) -> Artifact:
    return Artifact(name=name, media_type="text/plain", text=text)


def test_files_that_differ_do_so_without_their_headers():
    before = (artifact("a.env", "# version 1\n\nA=1\nB=2\n"), artifact("gone.env", "# x\n\nC=3\n"))
    after = (artifact("a.env", "# version 2\n\nA=1\nB=3\n"),)

    [changed, gone] = files_that_differ(before, after, ("then", "now"))

    assert changed.lines == ("--- a.env then", "+++ a.env now", "@@ -1,2 +1,2 @@", " A=1", "-B=2", "+B=3")
    assert gone.lines[2:] == ("@@ -1 +0,0 @@", "-C=3")


def test_files_that_are_equal_have_no_lines():
    [same] = files_that_differ((artifact("a", "# v1\n\nA=1\n"),), (artifact("a", "# v2\n\nA=1\n"),), ("x", "y"))

    assert same.lines == ()
