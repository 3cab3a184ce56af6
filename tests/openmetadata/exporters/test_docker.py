import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from sso_providers.catalogue import Flow, Release
from sso_providers.openmetadata.artifacts import Export, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.quoting import Unquotable
from sso_providers.openmetadata.settings import LDAP, TRUST_STORE
from tests.openmetadata.cases import LINE, SERVER, awkward, config, export_for, full
from tests.openmetadata.deployed import text_of, write
from tests.openmetadata.facts import passed_variables

NEWEST = Release("2.0")


def lines(export: Export, name: str = "openmetadata-sso.env") -> dict[str, str]:
    pairs = (line.partition("=") for line in text_of(export, name).splitlines() if line[:1] != "#")
    return {name: value for name, _, value in pairs if name}


def commands(export: Export) -> list[str]:
    return [step.command for step in export.steps if step.command]


def run(mode: SecretsMode = SecretsMode.REAL, **more: object) -> Export:
    return export_for(config(secret="it's $5"), "docker", mode, variant="run", **more)  # type: ignore[arg-type]


def test_compose_defaults_that_it_does_not_pass_are_left_out() -> None:
    made = export_for(config(), "docker")
    assert [artifact.name for artifact in made.artifacts] == ["openmetadata-sso.env"]
    assert not {
        "OIDC_OM_REFRESH_TOKEN_VALIDITY",
        "AUTHORIZER_USE_ROLES_FROM_PROVIDER",
        "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM",
    } & set(lines(made))
    assert "docker compose --env-file openmetadata-sso.env up --detach" in commands(made)


def test_compose_other_values_that_it_does_not_pass_come_with_an_override() -> None:
    made = export_for(config(token_validity=7200), "docker")
    assert lines(made)["OIDC_OM_REFRESH_TOKEN_VALIDITY"] == "7200"
    services = yaml.safe_load(text_of(made, "docker-compose.sso.yml"))["services"]
    assert set(services) == {"execute-migrate-all", "openmetadata-server"}
    for service in services.values():
        assert list(service["environment"]) == ["OIDC_OM_REFRESH_TOKEN_VALIDITY"]
    command = "docker compose -f docker-compose.yml -f docker-compose.sso.yml --env-file openmetadata-sso.env"
    assert f"{command} up --detach" in commands(made)
    assert any("docker-compose-postgres.yml" in note for note in made.notes)


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_compose_override_passes_every_variable_of_saml_and_ldap(kind: str) -> None:
    made = export_for(assemble(full(kind, Flow.NONE), SERVER), "docker")
    passed = yaml.safe_load(text_of(made, "docker-compose.sso.yml"))["services"]["openmetadata-server"]["environment"]
    known = passed_variables(LINE)
    missing = {name for name in lines(made) if name not in known}
    assert len(missing) > 5 and missing == set(passed)


def test_compose_line_that_passes_less_gets_a_longer_override() -> None:
    def overridden(line: str) -> str:
        made = export_for(config(), "docker", release=Release(line))
        return "".join(artifact.text for artifact in made.artifacts if artifact.name == "docker-compose.sso.yml")

    assert "OIDC_MAX_AGE" in overridden("1.7")
    assert overridden("1.8") == ""


@pytest.mark.parametrize("variant", ["compose", "run"])
def test_docker_setting_without_a_variable_is_named_with_the_remedy(variant: str) -> None:
    made = export_for(assemble(full("saml", Flow.NONE), SERVER), "docker", variant=variant, release=NEWEST)
    for name in ("jwtTeamClaimMapping", "samlDisplayNameAttributes"):
        assert any(f"{name} is left out: " in note and "the target api, or a conf/" in note for note in made.notes)


@pytest.mark.parametrize("variant", ["compose", "run"])
def test_docker_file_that_the_container_needs_is_named(variant: str) -> None:
    directory = export_for(assemble(full("ldap", Flow.NONE), SERVER), "docker", variant=variant)
    assert any("must find /etc/openmetadata/truststore.jks inside its container" in note for note in directory.notes)


@pytest.mark.parametrize("variant", ["compose", "run"])
def test_docker_two_settings_of_one_variable_must_agree(variant: str) -> None:
    base = assemble(full("ldap", Flow.NONE), SERVER)
    other = f"{TRUST_STORE}.jvmDefaultConfig.verifyHostname"
    same = replace(base, values={**base.values, other: True})
    text = export_for(same, "docker", variant=variant).artifacts[0].text
    assert text.count("\nAUTHENTICATION_LDAP_SSL_VERIFY_CERT_HOST=") == 1
    with pytest.raises(Unsupported, match="one variable for both .AUTHENTICATION_LDAP_SSL_VERIFY_CERT_HOST."):
        export_for(replace(base, values={**base.values, other: False}), "docker", variant=variant)


@pytest.mark.parametrize(("variant", "prefix"), [("compose", "OPENMETADATA_"), ("run", "")])
def test_docker_each_secret_has_its_own_prompt(variant: str, prefix: str) -> None:
    made = export_for(assemble(full("ldap", Flow.NONE), SERVER), "docker", SecretsMode.REFERENCE, variant=variant)
    prompts = [command for command in commands(made) if "read -rs secret" in command]
    assert [prompt.partition(": ")[0] for prompt in prompts] == [
        "printf 'Password of the bind account",
        "printf 'Password of the trust store",
    ]
    assert f"export {prefix}AUTHENTICATION_LOOKUP_ADMIN_PWD=" in prompts[0]
    assert f"export {prefix}AUTHENTICATION_LDAP_KEYSTORE_PASSWORD=" in prompts[1]


def test_compose_empty_text_is_a_quoted_one_for_compose_takes_empty_as_unset() -> None:
    written = lines(export_for(config(), "docker"))
    assert written["OIDC_PROMPT_TYPE"] == written["OIDC_MAX_AGE"] == written["OIDC_TENANT"] == "'\"\"'"


def test_compose_modes_write_the_secret_their_way() -> None:
    def secret(mode: SecretsMode) -> str:
        return lines(export_for(config(secret="it's"), "docker", mode))["OIDC_CLIENT_SECRET"]

    assert secret(SecretsMode.PLACEHOLDER) == "'\"REPLACE_WITH_OIDC_CLIENT_SECRET\"'"
    assert secret(SecretsMode.REFERENCE).startswith("${OPENMETADATA_OIDC_CLIENT_SECRET:?")
    assert secret(SecretsMode.REAL) == r"""'"it\u0027s"'"""


def test_compose_reference_that_is_not_exported_is_missed_by_the_first_look(tmp_path: Path) -> None:
    write(export_for(config(), "docker", SecretsMode.REFERENCE).artifacts, tmp_path)
    (tmp_path / "docker-compose.yml").write_text("services: {s: {image: x}}", encoding="utf-8")
    program = Path(sys.executable).with_name("docker-compose")
    done = subprocess.run(
        [program, "--env-file", "openmetadata-sso.env", "config", "--quiet"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OPENMETADATA_OIDC_CLIENT_SECRET is missing a value: export it" in done.stderr


def test_docker_implicit_flow_has_no_oidc_variable() -> None:
    assert not [name for name in lines(export_for(config(flow=Flow.IMPLICIT), "docker")) if name.startswith("OIDC_")]


def test_compose_running_server_is_restarted_inside_compose_and_way_back_forgets_too() -> None:
    shown = commands(export_for(config(), "docker", release=Release("1.11"), situation=Situation.RUNNING))
    compose = "docker compose --env-file openmetadata-sso.env"
    forget = (
        "run --rm --no-deps -T --entrypoint bash openmetadata-server \\\n"
        "  ./bootstrap/openmetadata-ops.sh remove-security-config --force < /dev/null"
    )
    order = [f"{compose} up --detach", f"{compose} {forget}", f"{compose} restart openmetadata-server"]
    assert [command for command in shown if command in order] == order
    assert shown[-1] == (
        f"docker compose up --detach\ndocker compose {forget}\ndocker compose restart openmetadata-server"
    )


def test_docker_first_start_of_a_line_that_stores_settings_forgets_them_on_the_way_back() -> None:
    def way_back(line: str, variant: str) -> str:
        return commands(export_for(config(), "docker", release=Release(line), variant=variant))[-1]

    for variant in ("compose", "run"):
        assert "remove-security-config" in way_back("1.10", variant)
        assert "security-config" not in way_back("1.9", variant)


def test_run_file_has_every_variable_to_the_letter() -> None:
    made = run()
    written = lines(made, "openmetadata-sso-run.env")
    assert written["OIDC_OM_REFRESH_TOKEN_VALIDITY"] == "3600"
    assert written["OIDC_SCOPE"] == '"openid email profile"'
    assert written["OIDC_TENANT"] == '""'
    assert written["OIDC_CLIENT_SECRET"] == r'"it\u0027s \u00245"'
    assert not any("'" in value for value in written.values())


def test_run_modes_write_the_secret_their_way() -> None:
    def written(mode: SecretsMode) -> list[str]:
        return text_of(run(mode), "openmetadata-sso-run.env").splitlines()

    assert 'OIDC_CLIENT_SECRET="REPLACE_WITH_OIDC_CLIENT_SECRET"' in written(SecretsMode.PLACEHOLDER)
    assert "OIDC_CLIENT_SECRET" in written(SecretsMode.REFERENCE)


def test_run_start_needs_the_exported_secret_for_docker_would_not_miss_it() -> None:
    [start] = [command for command in commands(run(SecretsMode.REFERENCE)) if "docker run" in command]
    assert start.startswith(': "${OIDC_CLIENT_SECRET:?')
    assert "--env-file openmetadata-sso-run.env" in start
    assert not [command for command in commands(run(SecretsMode.REAL)) if ":?" in command]


def test_run_keeps_the_former_container_for_the_way_back() -> None:
    shown = commands(run(situation=Situation.RUNNING, release=Release("1.12")))
    kept = next(number for number, command in enumerate(shown) if "docker rename openmetadata_server " in command)
    assert "docker exec -i openmetadata_server bash" in shown[0] and "get-security-config" in shown[0]
    assert "docker run --rm" in shown[kept + 1] and "remove-security-config --force" in shown[kept + 1]
    assert "docker run --detach" in shown[kept + 2]
    assert shown[-1].startswith("docker rm --force openmetadata_server\ndocker run --rm")
    assert "update-security-config" in shown[-1] and shown[-1].endswith("docker start openmetadata_server")


FAKE_DOCKER = """\
#!/bin/bash
# A server that does not run: nothing enters its container, and an own one reads all that it is given.
printf '%s\\n' "$*" | head -n 1 >> "$LOG"
while [ $# -gt 0 ]; do
  case "$1" in
    exec) exit 1 ;;
    --entrypoint) "$2" "${@:4}"; cat > /dev/null; exit ;;
  esac
  shift
done
"""
FAKE_OPS = """\
printf 'ops %s %s\\n' "$1" "$(if [ "$2" = -f ]; then cat "$3"; fi)" >> "$LOG"
"""


def pasted(command: str, folder: Path) -> list[str]:
    """The lines at the prompt of a shell; what docker and the script inside were asked to do."""
    (folder / "bootstrap").mkdir()
    (folder / "bootstrap" / "openmetadata-ops.sh").write_text(FAKE_OPS, encoding="utf-8")
    (folder / "bootstrap" / "openmetadata-ops.sh").chmod(0o755)
    (folder / "docker").write_text(FAKE_DOCKER, encoding="utf-8")
    (folder / "docker").chmod(0o755)
    (folder / "stored-security-config.yaml").write_text("the former settings", encoding="utf-8")
    subprocess.run(
        ["bash"],
        cwd=folder,
        env={"PATH": f"{folder}:{os.environ['PATH']}", "LOG": str(folder / "log")},
        input=command.replace("/tmp/security-config.yaml", f"{folder}/copy").encode(),  # noqa: S108
        check=True,
    )
    return (folder / "log").read_text("utf-8").splitlines()


@pytest.mark.parametrize(("line", "asked"), [("1.11", "ops remove"), ("1.13", "ops update-security-config the former")])
@pytest.mark.parametrize(
    ("variant", "last"), [("compose", "compose restart openmetadata-server"), ("run", "start openmetadata_server")]
)
def test_docker_way_back_needs_no_running_server(
    variant: str, last: str, line: str, asked: str, tmp_path: Path
) -> None:
    made = export_for(config(), "docker", variant=variant, release=Release(line), situation=Situation.RUNNING)
    log = pasted(made.steps[-1].command, tmp_path)
    assert [each for each in log if each.startswith(asked)]
    assert log[-1] == last


@pytest.mark.parametrize("variant", ["compose", "run"])
def test_docker_stored_settings_that_stop_the_server_are_forgotten_too(variant: str, tmp_path: Path) -> None:
    shown = commands(
        export_for(config(), "docker", variant=variant, release=Release("1.13"), situation=Situation.RUNNING)
    )
    [forget] = [command for command in shown if "remove-security-config" in command]
    assert [each for each in pasted(forget, tmp_path) if each.startswith("ops remove-security-config")]


def test_run_value_that_docker_finds_too_long_is_refused() -> None:
    assert export_for(awkward("x" * 4096), "docker", variant="run")
    with pytest.raises(Unquotable, match="AUTHENTICATION_CLIENT_ID|PROVIDER_NAME"):
        export_for(awkward("x" * 70_000), "docker", variant="run")


def test_docker_settings_without_a_variable_at_their_default_are_not_mentioned() -> None:
    base = config()
    quiet = replace(base, values={**base.values, f"{LDAP}.isFullDn": None})  # type: ignore[dict-item]
    assert not any("isFullDn" in note for note in export_for(quiet, "docker").notes)
