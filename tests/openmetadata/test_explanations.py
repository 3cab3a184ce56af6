"""Every line of an exported file that sets a setting of the table is explained."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest

from sso_providers.catalogue import Release, Value
from sso_providers.openmetadata.artifacts import Artifact, SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.differences import lines_of
from sso_providers.openmetadata.explanations import explain
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.importers import read
from sso_providers.openmetadata.meanings import MEANINGS
from sso_providers.openmetadata.quoting import Unquotable
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import ROWS, SETTINGS

from .cases import AWKWARD, COMBINATIONS, LINES, SERVER, awkward, awkward_ldap, awkward_saml, config, export_for, full

NEWEST = LINES[-1]
# What each way's main file is called, which the importers read.
READ_BACK = {
    "openmetadata-sso.env",
    "openmetadata-sso-run.env",
    "openmetadata-sso.yaml",
    "values.yaml",
    "security-config.json",
    "security-config.yaml",
}
OPTIONS: dict[str, Value] = {
    "force_secure_cookie": True,
    "max_sessions": 3,
    "jwt_key_id": "1f4c9c1e",
    "registration_domains": ("all",),
}
WAYS = [
    (target.id, variant.id, mode)
    for target in TARGETS.values()
    for variant in target.variants
    for mode in variant.modes
    if not variant.reads_conf
]


def files(target: str, variant: str, mode: SecretsMode, release: Release = NEWEST) -> Iterator[Artifact]:
    """Of everything that the kinds can say."""
    for kind, flow in COMBINATIONS:
        made = assemble(full(kind, flow), replace(SERVER, release=release, options=OPTIONS))
        yield from export_for(made, target, mode, variant=variant, release=release).artifacts


def explained(artifact: Artifact) -> dict[str, set[int]]:
    """The lines by the settings' names that they were found by: settings that share one are not told apart."""
    found = defaultdict(set)
    for number, each in explain(artifact).items():
        found[each.setting.env or each.setting.path].add(number)
    return found


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_explain_of_a_file_finds_every_line_that_an_importer_finds(
    target: str, variant: str, mode: SecretsMode
) -> None:
    looked_at = [each for each in files(target, variant, mode) if each.name in READ_BACK]
    for artifact in looked_at:
        places = read(artifact.text.encode(), name=artifact.name, release=NEWEST).places
        lines = explained(artifact)
        assert places
        for path, place in places.items():
            assert place.line in lines[SETTINGS[path].env or path], (artifact.name, path)

    assert looked_at or variant == "kustomize" or target == "ingestion"


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_explain_of_a_file_finds_every_variable_and_key_that_stands_in_it(
    target: str, variant: str, mode: SecretsMode
) -> None:
    """Whatever the importers read of it: by the names alone."""
    names = {each.env for each in ROWS if each.env}
    keys = {each.secret_ref.key for each in ROWS if each.secret_ref}
    for artifact in files(target, variant, mode):
        lines = explain(artifact)
        for number, line in enumerate(lines_of(artifact.text), start=1):
            text = line.strip().removeprefix("- ")
            name = text.removeprefix("name: ").removeprefix("secretKey: ").split("=")[0].split(":")[0]
            in_values = artifact.name in ("values.yaml", "deployment-patch.yaml") and name in keys
            if (name in names or name in keys) and not in_values:
                assert number in lines, (artifact.name, line)


@pytest.mark.parametrize("make", [awkward, awkward_saml, awkward_ldap])
@pytest.mark.parametrize(("target", "variant"), [("docker", "compose"), ("bare-metal", "blocks"), ("api", "rest")])
def test_explain_of_a_file_with_awkward_values_finds_the_same_lines(
    make: Callable[[str], SecurityConfig], target: str, variant: str
) -> None:
    """No value looks like a setting of its own, whatever it is."""
    expected = found(make("plain"), target, variant)
    for text in filter(None, AWKWARD):  # what is empty may be left out
        with suppress(Unquotable):
            assert found(make(text), target, variant) == expected, text


def found(made: SecurityConfig, target: str, variant: str) -> list[str]:
    [artifact, *_] = export_for(made, target, SecretsMode.PLACEHOLDER, variant=variant, release=NEWEST).artifacts
    return [each.setting.path for each in explain(artifact).values()]


def test_explain_says_what_a_setting_is_for_what_it_may_be_and_what_it_is_unless_set() -> None:
    artifact = export_for(config(), "api", SecretsMode.PLACEHOLDER, variant="rest", release=NEWEST).artifacts[0]

    [found] = [each for each in explain(artifact).values() if each.setting.path.endswith(".clientType")]

    assert found.sentences == (
        "Who runs the sign-in: the server, or the browser.",
        "confidential: the server runs the authorization code flow. public: the browser signs in.",
        "One of public, confidential.",
        "Unless set: public.",
    )


def test_explain_leaves_out_the_note_that_stands_above_the_line() -> None:
    artifact = export_for(config(), "docker", SecretsMode.PLACEHOLDER, release=NEWEST).artifacts[0]

    found = {each.setting.path.rpartition(".")[2]: each.sentences for each in explain(artifact).values()}

    assert found["publicKeyUrls"] == (
        "Where the server gets the keys that it checks tokens with.",
        "Unless set: http://localhost:8585/api/v1/system/config/jwks.",
    )
    assert found["secret"] == (MEANINGS["authenticationConfiguration.oidcConfiguration.secret"],)


def test_explain_leaves_the_file_as_it_is() -> None:
    artifact = export_for(config(), "docker", SecretsMode.PLACEHOLDER, release=NEWEST).artifacts[0]

    assert "\n".join(lines_of(artifact.text)) + "\n" == artifact.text


def test_meanings_has_a_sentence_for_every_setting_and_no_other() -> None:
    assert MEANINGS.keys() == SETTINGS.keys()
    assert all(text.endswith(".") for text in MEANINGS.values())


def test_meanings_of_settings_that_share_a_variable_are_equal() -> None:
    shared = defaultdict(set)
    for setting in ROWS:
        if setting.env:
            shared[setting.env].add(MEANINGS[setting.path])
    assert {name: texts for name, texts in shared.items() if len(texts) > 1} == {}
