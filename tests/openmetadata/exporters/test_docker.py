import yaml

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from tests.openmetadata.cases import config, export_for
from tests.openmetadata.deployed import text_of


def lines(export: Export) -> dict[str, str]:
    pairs = (line.partition("=") for line in text_of(export, "openmetadata-sso.env").splitlines() if line[:1] != "#")
    return {name: value for name, _, value in pairs if name}


def test_docker_defaults_that_compose_does_not_pass_are_left_out() -> None:
    made = export_for(config(), "docker")
    assert [artifact.name for artifact in made.artifacts] == ["openmetadata-sso.env"]
    assert not {
        "OIDC_OM_REFRESH_TOKEN_VALIDITY",
        "AUTHORIZER_USE_ROLES_FROM_PROVIDER",
        "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM",
    } & set(lines(made))
    assert "docker compose --env-file openmetadata-sso.env up --detach" in [step.command for step in made.steps]


def test_docker_other_values_that_compose_does_not_pass_come_with_an_override() -> None:
    made = export_for(config(token_validity=7200), "docker")
    assert lines(made)["OIDC_OM_REFRESH_TOKEN_VALIDITY"] == "7200"
    services = yaml.safe_load(text_of(made, "docker-compose.sso.yml"))["services"]
    assert set(services) == {"execute-migrate-all", "openmetadata-server"}
    for service in services.values():
        assert list(service["environment"]) == ["OIDC_OM_REFRESH_TOKEN_VALIDITY"]
    command = "docker compose -f docker-compose.yml -f docker-compose.sso.yml --env-file openmetadata-sso.env"
    assert f"{command} up --detach" in [step.command for step in made.steps]
    assert any("docker-compose-postgres.yml" in note for note in made.notes)


def test_docker_empty_text_is_a_quoted_one_for_compose_takes_empty_as_unset() -> None:
    written = lines(export_for(config(), "docker"))
    assert written["OIDC_PROMPT_TYPE"] == written["OIDC_MAX_AGE"] == written["OIDC_TENANT"] == "'\"\"'"


def test_docker_modes_write_the_secret_their_way() -> None:
    def secret(mode: SecretsMode) -> str:
        return lines(export_for(config(secret="it's"), "docker", mode))["OIDC_CLIENT_SECRET"]

    assert secret(SecretsMode.PLACEHOLDER) == "'\"REPLACE_WITH_OIDC_CLIENT_SECRET\"'"
    assert secret(SecretsMode.REFERENCE).startswith("${OPENMETADATA_OIDC_CLIENT_SECRET:?")
    assert secret(SecretsMode.REAL) == r"""'"it\u0027s"'"""


def test_docker_implicit_flow_has_no_oidc_variable() -> None:
    assert not [name for name in lines(export_for(config(flow=Flow.IMPLICIT), "docker")) if name.startswith("OIDC_")]
