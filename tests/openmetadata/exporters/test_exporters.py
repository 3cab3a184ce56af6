"""What holds for every target, variant, way with secrets, situation and line."""

import hashlib
import re
import subprocess
from dataclasses import replace
from functools import cache

import pytest
import yaml

from sso_providers.catalogue import Flow, Release, Secret, UnknownName
from sso_providers.openmetadata.artifacts import (
    Artifact,
    Export,
    MissingSecret,
    Provenance,
    SecretsMode,
    Situation,
    Unsupported,
)
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import TARGETS, export, get_target
from sso_providers.openmetadata.exporters.effect import takes_effect
from sso_providers.openmetadata.exporters.job import Job
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import OIDC
from tests.certificates import SP_PRIVATE_KEY
from tests.openmetadata.cases import CANARY, LINE, LINES, PROVENANCE, SERVER, config, export_for, full

# A file such as an operator has.
CONF = """\
clusterName: ${OPENMETADATA_CLUSTER_NAME:-openmetadata}
authorizerConfiguration:
  adminPrincipals: ${AUTHORIZER_ADMIN_PRINCIPALS:-[admin]}
authenticationConfiguration:
  provider: ${AUTHENTICATION_PROVIDER:-basic}
  oidcConfiguration:
    customParams: ${OIDC_CUSTOM_PARAMS:-{}}
database:
  password: ${DB_USER_PASSWORD:-openmetadata_password}
"""
VARIANTS = [(target.id, variant.id) for target in TARGETS.values() for variant in target.variants]
WAYS = [
    (target.id, variant.id, mode)
    for target in TARGETS.values()
    for variant in target.variants
    for mode in variant.modes
]
DEPLOYED = [each for each in VARIANTS if each[0] != "ingestion"]
# These read a file or a variable; the api writes into the server's database itself.
FILES = [each for each in DEPLOYED if each[0] != "api"]
NEWEST = LINES[-1]
CONFIGS = {
    "auth0-code": assemble(full("auth0", Flow.CODE), SERVER),
    "auth0-implicit": assemble(full("auth0", Flow.IMPLICIT), SERVER),
    "saml": assemble(full("saml", Flow.NONE), SERVER),
    "ldap": assemble(full("ldap", Flow.NONE), SERVER),
}
SECRETS = (CANARY, SP_PRIVATE_KEY)


def made_by(
    configuration: SecurityConfig,
    target: str,
    variant: str,
    mode: SecretsMode | None = None,
    release: Release = NEWEST,
    situation: Situation = Situation.FIRST_START,
) -> Export:
    return export_for(configuration, target, mode, variant=variant, release=release, situation=situation, conf=CONF)


@cache
def every(target: str, variant: str, mode: SecretsMode) -> list[tuple[SecurityConfig, Export]]:
    """All that the way exports: each configuration, line and situation."""
    since = get_target(target).variant(variant).since
    return [
        (configuration, made_by(configuration, target, variant, mode, release, situation))
        for configuration in CONFIGS.values()
        for release in LINES
        for situation in Situation
        if release >= since
    ]


def header(artifact: Artifact) -> str:
    """The comment that the file begins with; JSON has none."""
    return artifact.text.partition("\n\n")[0] if artifact.text.startswith("# ") else ""


def test_get_target_unknown_name_lists_the_targets() -> None:
    with pytest.raises(UnknownName, match="Unknown target 'dokcer': .* Did you mean 'docker'"):
        get_target("dokcer")


def test_export_unknown_variant_lists_those_of_the_target() -> None:
    with pytest.raises(UnknownName, match="Unknown variant of docker 'swarm': use one of compose, run"):
        made_by(config(), "docker", "swarm")


def test_targets_default_to_their_habit_with_secrets() -> None:
    habits = {(target.id, variant.id): variant.modes[0] for target in TARGETS.values() for variant in target.variants}
    for each, habit in habits.items():
        assert habit is (SecretsMode.REFERENCE if each[0] == "kubernetes" else SecretsMode.PLACEHOLDER)
    assert "REPLACE_WITH_OIDC_CLIENT_SECRET" in made_by(config(), "docker", "").artifacts[0].text


@pytest.mark.parametrize(("target", "variant"), VARIANTS)
def test_export_before_the_first_line_of_a_variant_is_refused_with_the_remedy(target: str, variant: str) -> None:
    chosen = get_target(target).variant(variant)
    for release in LINES:
        if release < chosen.since:
            with pytest.raises(Unsupported, match=rf"{release}.* use (the|another)"):
                made_by(config(), target, variant, release=release)


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_export_same_input_gives_the_same_bytes(target: str, variant: str, mode: SecretsMode) -> None:
    for configuration in CONFIGS.values():
        assert made_by(configuration, target, variant, mode) == made_by(configuration, target, variant, mode)


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_export_secret_stands_only_in_files_that_say_so(target: str, variant: str, mode: SecretsMode) -> None:
    for configuration, made in every(target, variant, mode):
        for artifact in made.artifacts:
            assert artifact.holds_secrets == any(secret in artifact.text for secret in SECRETS)
            assert artifact.holds_secrets == ("HOLDS SECRETS" in header(artifact)) or not header(artifact)
        assert not any(secret in f"{made.steps}{made.notes}" for secret in SECRETS)
        has_secret = any(isinstance(value, Secret) for value in configuration.values.values())
        assert made.holds_secrets == (mode is SecretsMode.REAL and has_secret and target != "ingestion")


@pytest.mark.parametrize(("target", "variant"), DEPLOYED)
def test_export_real_secret_that_is_missing_is_refused_with_the_remedy(target: str, variant: str) -> None:
    without = config()
    without = replace(without, values={**without.values, f"{OIDC}.secret": Secret("")})
    with pytest.raises(MissingSecret, match="'acme-sso' has no value for OIDC_CLIENT_SECRET: enter the secret"):
        made_by(without, target, variant, SecretsMode.REAL)
    for mode in get_target(target).variant(variant).modes:
        assert mode is SecretsMode.REAL or made_by(without, target, variant, mode)


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_export_header_says_where_from_and_the_sum_of_the_rest(target: str, variant: str, mode: SecretsMode) -> None:
    for _, made in every(target, variant, mode):
        for artifact in made.artifacts:
            if artifact.media_type == "application/json":
                continue
            lines, _, body = artifact.text.partition("\n\n")
            assert all(line.startswith("# ") for line in lines.splitlines())
            assert "acme-sso, version 3, for deployment production" in lines
            assert f"OpenMetadata {made.release}." in lines
            assert hashlib.sha256(body.encode()).hexdigest() in lines
            assert body.endswith("\n") and not body.endswith("\n\n")


def test_export_header_command_gives_the_sum(tmp_path) -> None:
    artifact = export_for(config(), "docker").artifacts[0]
    (tmp_path / artifact.name).write_text(artifact.text, encoding="utf-8")
    [(command, told)] = re.findall(r"# sha256 \((.*)\): (.*)", artifact.text)
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == told


@pytest.mark.parametrize(("target", "variant"), VARIANTS)
def test_export_hostile_provenance_stays_in_the_comment(target: str, variant: str) -> None:
    hostile = Provenance(deployment="a\nprovider: basic", registration="b\x85c\u2028OIDC_TYPE=x ${HOME}", version=1)

    def artifacts(provenance: Provenance) -> tuple[Artifact, ...]:
        return export(
            config(),
            target=get_target(target),
            variant=variant,
            release=NEWEST,
            situation=Situation.RUNNING,
            provenance=provenance,
            conf=CONF,
        ).artifacts

    for artifact, other in zip(artifacts(hostile), artifacts(PROVENANCE), strict=True):
        assert artifact.text.removeprefix(header(artifact)) == other.text.removeprefix(header(other))
        assert all(line.startswith("# ") for line in re.split("[\n\x85\u2028]", header(artifact)) if line)
        assert "${HOME}" not in artifact.text


@pytest.mark.parametrize(("target", "variant"), DEPLOYED)
def test_export_path_that_no_line_knows_is_refused(target: str, variant: str) -> None:
    odd = SecurityConfig("https://x.example", {**config().values, f"{OIDC}.scopes": "openid"})
    with pytest.raises(UnknownName, match="Did you mean 'authenticationConfiguration.oidcConfiguration.scope'"):
        made_by(odd, target, variant)


@pytest.mark.parametrize(("target", "variant"), FILES)
def test_export_setting_that_the_line_lacks_is_left_out_with_a_note(target: str, variant: str) -> None:
    def made(line: str) -> Export:
        return made_by(config(session_expiry=86400), target, variant, release=Release(line))

    def text(line: str) -> str:
        return "".join(artifact.text for artifact in made(line).artifacts)

    assert "86400" in text("1.9")
    assert "86400" not in text("1.7")
    assert any("oidcConfiguration.sessionExpiry is left out" in note for note in made("1.7").notes)


@pytest.mark.parametrize(("target", "variant"), FILES)
def test_export_notes_begin_with_when_it_takes_effect_and_hold_the_traps(target: str, variant: str) -> None:
    for configuration, made in every(target, variant, SecretsMode.PLACEHOLDER):
        assert made.notes[0] in {
            takes_effect(
                Job(
                    config=configuration,
                    release=made.release,
                    secrets=SecretsMode.PLACEHOLDER,
                    situation=situation,
                    provenance=PROVENANCE,
                )
            )
            for situation in Situation
        }
        assert set(traps(configuration, made.release)) <= set(made.notes)


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_export_steps_are_sentences_and_commands_of_bash(target: str, variant: str, mode: SecretsMode) -> None:
    commands: set[str] = set()
    for _, made in every(target, variant, mode):
        commands |= {step.command for step in made.steps}
        assert all(step.text.endswith(".") for step in made.steps)
        assert all(note.endswith((".", ").")) for note in made.notes)
        assert len(set(made.notes)) == len(made.notes)
        if target != "ingestion":
            assert any("/api/v1/system/config/auth" in step.command for step in made.steps)
            assert "way back" in made.steps[-1].text
    for command in commands:
        subprocess.run(["bash", "-n", "-c", command], check=True)


@pytest.mark.parametrize(("target", "variant"), FILES)
def test_export_running_server_keeps_forgets_restarts_checks_in_this_order(target: str, variant: str) -> None:
    def commands(line: str, situation: Situation) -> list[str]:
        made = made_by(config(), target, variant, release=Release(line), situation=situation)
        return [step.command for step in made.steps]

    def first(shown: list[str], word: str) -> int:
        return next(number for number, command in enumerate(shown) if word in command)

    shown = commands("1.12", Situation.RUNNING)
    order = [first(shown, word) for word in ("get-security-config", "remove-security-config", "/config/auth")]
    assert order == sorted(order)
    starts = ("restart", "openmetadata.sh start", "docker run --detach")
    assert any(each in shown[order[1] + 1] for each in starts)
    assert "update-security-config" in shown[-1]
    before = "\n".join(commands("1.11", Situation.RUNNING))
    assert "remove-security-config" in before and "get-security-config" not in before
    for line, situation in (("1.9", Situation.RUNNING), ("1.12", Situation.FIRST_START)):
        assert "security-config" not in "\n".join(commands(line, situation)[:-1])


@pytest.mark.parametrize(("target", "variant"), DEPLOYED)
def test_export_commands_in_containers_swallow_no_pasted_line(target: str, variant: str) -> None:
    for _, made in every(target, variant, SecretsMode.PLACEHOLDER):
        for step in made.steps:
            for command in step.command.replace("\\\n", "").splitlines():
                if re.search(r"--stdin|--interactive| -i | -T ", command):
                    assert " < " in command


@pytest.mark.parametrize("line", ["1.12", "1.13", "2.0"])
@pytest.mark.parametrize(("target", "variant"), [*FILES, ("api", "ops")])
def test_export_speaks_of_early_patches_for_the_line_that_has_them(target: str, variant: str, line: str) -> None:
    made = made_by(config(), target, variant, release=Release(line), situation=Situation.RUNNING)
    assert ("An early patch of 1.12" in f"{made.steps}{made.notes}") == (line == "1.12")


@pytest.mark.parametrize(("target", "variant"), DEPLOYED)
def test_export_says_how_to_quote_what_takes_the_place_of_a_placeholder(target: str, variant: str) -> None:
    made = made_by(config(), target, variant, SecretsMode.PLACEHOLDER)
    told = " ".join(f"{made.artifacts[-1].text}{made.steps}".replace("#", " ").split())
    assert re.search(r"and keep (the|both pairs of) quotes; in between write ", told)


@pytest.mark.parametrize(("target", "variant"), DEPLOYED)
def test_export_implicit_flow_never_speaks_of_a_secret(target: str, variant: str) -> None:
    chosen = get_target(target).variant(variant)
    # The operator's own file may hold other secrets.
    words = "client secret|REPLACE_WITH|oidc-secrets" + ("" if chosen.reads_conf else "|chmod")
    for mode in chosen.modes:
        made = made_by(config(flow=Flow.IMPLICIT), target, variant, mode)
        assert not re.search(words, f"{made.steps}{made.artifacts}")


@pytest.mark.parametrize(("target", "variant", "mode"), WAYS)
def test_export_yaml_files_have_no_duplicate_key(target: str, variant: str, mode: SecretsMode) -> None:
    class Strict(yaml.SafeLoader):
        pass

    def mapping(loader, node):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys))
        return loader.construct_mapping(node, deep=True)

    Strict.add_constructor("tag:yaml.org,2002:map", mapping)
    for configuration in CONFIGS.values():
        for artifact in made_by(configuration, target, variant, mode, LINE if target != "api" else NEWEST).artifacts:
            if artifact.media_type == "application/yaml":
                list(yaml.load_all(artifact.text.replace("{}}", "}"), Strict))


def test_export_value_that_the_line_does_not_take_is_refused_with_the_remedy() -> None:
    public = config("custom-oidc", Flow.IMPLICIT, signing_algorithm="ES256")
    with pytest.raises(Unsupported, match="1.11 does not take ES256 for .*: use one of RS256, .* 1.12 or later"):
        export_for(public, "docker", release=Release("1.11"))
    assert export_for(public, "docker", release=Release("1.12")).artifacts


@pytest.mark.parametrize(
    ("target", "variant"), [(target.id, variant.id) for target in TARGETS.values() for variant in target.variants]
)
def test_export_differs_by_situation_where_it_is_asked(target: str, variant: str) -> None:
    chosen = get_target(target).variant(variant)
    own = "a: 1\n" if chosen.reads_conf else ""
    first, running = (
        export_for(config(), target, None, variant=variant, release=Release("1.13"), situation=each, conf=own)
        for each in Situation
    )
    assert (first != running) == chosen.asks_situation


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("release", [Release("1.9"), Release("1.10"), Release("2.0")], ids=str)
@pytest.mark.parametrize(
    ("target", "variant"), [(target.id, variant) for target in TARGETS.values() for variant in target.variants]
)
def test_steps_mark_the_one_that_makes_the_change_take_effect(target, variant, release, situation) -> None:
    if release < variant.since:
        return
    conf = "authenticationConfiguration:\n  provider: basic\n" if variant.reads_conf else ""
    for mode in variant.modes:
        made = export_for(config(), target, mode, variant=variant.id, release=release, situation=situation, conf=conf)
        marked = [step for step in made.steps if step.takes_effect]
        # openmetadata-ops.sh runs in one of three places.
        assert len(marked) == (3 if variant.id == "ops" else 1)
        assert all(step.command for step in marked)
        is_stored = situation is Situation.RUNNING and release >= Release("1.10")
        if target not in ("api", "ingestion"):
            assert ("remove-security-config" in marked[0].command) == is_stored
