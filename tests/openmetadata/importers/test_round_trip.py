"""What is exported comes back as what it was: `import(export(x)) == x`.

Each export leaves out what it cannot carry, so what does not come back must be something of `left_out`.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from sso_providers.catalogue import KINDS, Release, Secret, Value, get_kind
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.importers import Import, read
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import (
    AUTHENTICATION,
    JWT,
    LDAP,
    OIDC,
    PROVIDER_BLOCKS,
    SAML,
    SETTINGS,
    ChartForm,
    Setting,
    ValueType,
)
from sso_providers.openmetadata.subject import Kind, Trouble
from tests.openmetadata import facts
from tests.openmetadata.cases import (
    AWKWARD,
    CANARY,
    COMBINATIONS,
    LINES,
    SERVER,
    application,
    awkward,
    awkward_ldap,
    awkward_saml,
    export_for,
    full,
)

NEWEST = LINES[-1]
# The file that each way of a target configures the server with.
FILES = {
    ("docker", "compose"): "openmetadata-sso.env",
    ("docker", "run"): "openmetadata-sso-run.env",
    ("bare-metal", "blocks"): "openmetadata-sso.yaml",
    ("bare-metal", "merged"): "openmetadata.yaml",
    ("kubernetes", "helm"): "values.yaml",
    ("api", "rest"): "security-config.json",
    ("api", "ops"): "security-config.yaml",
}
FILES_OF_LINES = [
    pytest.param(target, variant, release, id=f"{target}-{variant}-{release}")
    for target, variant in FILES
    for release in LINES
    if TARGETS[target].variant(variant).since <= release
]
# Kustomize has manifests, and ingestion no settings of the server.
WITHOUT_IMPORTER = ("kustomize", "workflow", "airflow")
WAYS = [
    (target, variant)
    for target in TARGETS.values()
    for variant in target.variants
    if variant.id not in WITHOUT_IMPORTER
]
BY_VARIABLE = ("docker", "kubernetes")
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
ACTIVE = {"saml": SAML, "ldap": LDAP}


@pytest.mark.parametrize(("target", "variant", "release"), FILES_OF_LINES)
def test_everything_that_a_kind_can_say_comes_back(target: str, variant: str, release: Release) -> None:
    for kind, flow in COMBINATIONS:
        config = assemble(full(kind, flow), replace(SERVER, release=release))
        export = exported(config, target, variant, release)
        found = imported(export)
        assert told(found, config) == [], (kind, flow)
        assert_comes_back(found, config, export)


@pytest.mark.parametrize(("target", "variant"), FILES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_a_kind_must_say_comes_back(target: str, variant: str, kind: str) -> None:
    for flow in get_kind(kind).flows:
        config = assemble(application(kind, flow), SERVER)
        release = max(SERVER.release, TARGETS[target].variant(variant).since)
        export = exported(config, target, variant, release)
        found = imported(export)
        assert_comes_back(found, config, export)


@pytest.mark.parametrize(
    ("target", "variant", "mode"),
    [
        (target.id, variant.id, mode)
        for target, variant in WAYS
        for mode in variant.modes
        if mode is not SecretsMode.REAL
    ],
)
def test_secret_that_the_export_does_not_hold_comes_back_empty(target: str, variant: str, mode: SecretsMode) -> None:
    for kind, flow in COMBINATIONS:
        config = assemble(full(kind, flow), replace(SERVER, release=NEWEST))
        export = exported(config, target, variant, NEWEST, mode)
        found = imported(export)
        empty = {path: Secret("") if isinstance(each, Secret) else each for path, each in config.values.items()}
        assert told(found, config) == [], (kind, flow)
        assert_comes_back(found, replace(config, values=empty), export)
        assert CANARY not in repr(found)


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("make", [awkward, awkward_saml, awkward_ldap])
@pytest.mark.parametrize(("target", "variant"), FILES)
def test_text_that_means_something_on_the_way_comes_back(
    target: str, variant: str, make: Callable[[str], SecurityConfig], text: str
) -> None:
    config = make(text)
    export = exported(config, target, variant, NEWEST)
    assert_comes_back(imported(export), config, export)


def test_every_way_of_a_target_is_tried() -> None:
    assert {(target.id, variant.id) for target, variant in WAYS} == {*FILES}


def exported(
    config: SecurityConfig, target: str, variant: str, release: Release, mode: SecretsMode = SecretsMode.REAL
) -> Export:
    conf = facts.conf(release) if variant == "merged" else ""
    return export_for(config, target, mode, variant=variant, release=release, conf=conf)


def imported(export: Export) -> Import:
    name = FILES[export.target, export.variant]
    texts = {artifact.name: artifact.text.encode() for artifact in export.artifacts}
    beside = {each: text for each, text in texts.items() if each != name}
    return read(texts[name], name=name, beside=beside, release=export.release)


def told(found: Import, config: SecurityConfig) -> list[Trouble]:
    """Without the shipped file's own lines, which are empty where the configuration says nothing."""
    return [each for each in found.troubles if each.kind is not Kind.EMPTY or each.setting in config.values]


def assert_comes_back(found: Import, config: SecurityConfig, export: Export) -> None:
    missing = {path: each for path, each in config.values.items() if path not in found.config.values}
    sent = sent_values(config, export)
    changed = {
        path: (each, sent[path]) for path, each in found.config.values.items() if path in sent and each != sent[path]
    }
    added = {path: each for path, each in found.config.values.items() if path not in config.values}
    assert {path: pair for path, pair in changed.items() if not the_same(path, *pair)} == {}
    assert {path: each for path, each in missing.items() if not left_out(config, path, export)} == {}
    assert {path: each for path, each in added.items() if not of_the_file(path, each)} == {}
    assert found.config.server_url == config.server_url


def sent_values(config: SecurityConfig, export: Export) -> dict[str, Value | Secret]:
    """The API's validator for Cognito refuses OpenMetadata's own keys, so they are not sent there."""
    values = dict(config.values)
    keys = values.get(KEYS)
    if export.variant == "rest" and values[f"{AUTHENTICATION}.provider"] == "aws-cognito" and isinstance(keys, tuple):
        values[KEYS] = tuple(url for url in keys if not url.startswith(config.server_url))
    return values


def the_same(path: str, one: Value | Secret, other: Value | Secret) -> bool:
    """A map is JSON, which can be written in several ways."""
    return SETTINGS[path].type is ValueType.MAP and json.loads(str(one)) == json.loads(str(other))


def left_out(config: SecurityConfig, path: str, export: Export) -> bool:
    """Whether the line or the target cannot carry the setting."""
    return any(why_left_out(config, SETTINGS[path], export))


def why_left_out(config: SecurityConfig, setting: Setting, export: Export) -> Iterator[bool]:
    is_default = config.values[setting.path] == setting.default
    # The line does not know it, or its first patches don't and it has its default.
    yield not setting.exists_in(export.release)
    yield setting.begins_within(export.release) and is_default
    if export.target in BY_VARIABLE:
        yield setting.env is None
    if export.variant == "compose":
        # Compose's own files do not hand it over, and the server has it anyway.
        yield not setting.passed_by_compose(export.release) and is_default
    if export.target == "kubernetes":
        # The chart has no value for it, and an extra variable is not needed.
        yield setting.helm is None and is_default
        # It stands in a Secret, which is kept elsewhere.
        yield setting.chart is ChartForm.SECRET_REF and export.named("secret.yaml") is None
    if export.target == "api":
        active = ACTIVE.get(str(config.values[f"{AUTHENTICATION}.provider"]), OIDC)
        # Only a file or a variable can set it; and blocks of other providers are refused.
        yield setting.block == JWT
        yield setting.path.startswith(tuple(f"{block}." for block in PROVIDER_BLOCKS if block != active))


def of_the_file(path: str, value: Value | Secret) -> bool:
    """What the operator's file has anyway, and the rest of a block that is replaced as a whole."""
    default = SETTINGS[path].default
    return value == (Secret("") if SETTINGS[path].secret else default) or default is None
