import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.exporters.ingestion_airflow import connection_uri
from tests.openmetadata.cases import config, export_for
from tests.openmetadata.deployed import docker_run_environment, text_of, write

TOKEN = "eyJhbGciOiJSUzI1NiJ9.e30.c2ln-_"


def airflow(mode: SecretsMode = SecretsMode.REFERENCE) -> Export:
    return export_for(config(), "ingestion", mode, variant="airflow")


@pytest.mark.parametrize("mode", [SecretsMode.PLACEHOLDER, SecretsMode.REAL])
def test_workflow_without_a_token_of_its_own_has_a_placeholder(mode: SecretsMode) -> None:
    made = export_for(config(), "ingestion", mode)
    assert yaml.safe_load(made.artifacts[0].text) == {
        "workflowConfig": {
            "openMetadataServerConfig": {
                "hostPort": "https://openmetadata.acme.example/api",
                "authProvider": "openmetadata",
                "securityConfig": {"jwtToken": "REPLACE_WITH_OPENMETADATA_BOT_TOKEN"},
            }
        }
    }
    told = any("does not hold the bot's token" in note for note in made.notes)
    assert told == (mode is SecretsMode.REAL)


def test_workflow_reference_is_expanded_as_ingestion_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENMETADATA_BOT_TOKEN", TOKEN)
    text = export_for(config(), "ingestion", SecretsMode.REFERENCE).artifacts[0].text
    # metadata/config/common.py, load_config_file
    read = yaml.safe_load(os.path.expandvars(text))
    server = read["workflowConfig"]["openMetadataServerConfig"]
    assert server["securityConfig"]["jwtToken"] == TOKEN


def test_airflow_files_reach_their_containers_through_compose(tmp_path: Path) -> None:
    write(airflow().artifacts, tmp_path)
    services = {
        "airflow": {"image": "airflow", "env_file": ["airflow-openmetadata.env"]},
        "server": {"image": "server", "environment": {"SERVER_HOST_API_URL": "${SERVER_HOST_API_URL:-unset}"}},
    }
    (tmp_path / "docker-compose.yml").write_text(yaml.safe_dump({"services": services}), encoding="utf-8")
    done = subprocess.run(
        [Path(sys.executable).with_name("docker-compose"), "--env-file", "openmetadata-pipelines.env", "config"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "OPENMETADATA_BOT_TOKEN": TOKEN},
        capture_output=True,
        check=True,
    )
    read = yaml.safe_load(done.stdout)["services"]
    assert read["server"]["environment"] == {"SERVER_HOST_API_URL": "https://openmetadata.acme.example/api"}
    assert read["airflow"]["environment"] == {
        "AIRFLOW_CONN_OPENMETADATA_DEFAULT": f"openmetadata://:{TOKEN}@openmetadata.acme.example:443/https",
        "AIRFLOW__LINEAGE__OPENMETADATA_API_ENDPOINT": "https://openmetadata.acme.example/api",
        "AIRFLOW__LINEAGE__AUTH_PROVIDER_TYPE": "openmetadata",
        "AIRFLOW__LINEAGE__JWT_TOKEN": TOKEN,
    }


def test_airflow_reference_that_is_not_exported_is_missed_by_compose() -> None:
    assert "=${OPENMETADATA_BOT_TOKEN:?export it}\n" in text_of(airflow(), "airflow-openmetadata.env")


def test_airflow_placeholder_file_reads_alike_in_docker_run() -> None:
    text = text_of(airflow(SecretsMode.PLACEHOLDER), "airflow-openmetadata.env")
    assert docker_run_environment(text, {})["AIRFLOW__LINEAGE__JWT_TOKEN"] == "REPLACE_WITH_OPENMETADATA_BOT_TOKEN"


@pytest.mark.parametrize(
    ("url", "host_port"),
    [
        ("https://om.acme.example", "https://om.acme.example:443/api"),
        ("http://om.acme.example", "http://om.acme.example:80/api"),
        ("https://om.acme.example:8443", "https://om.acme.example:8443/api"),
    ],
)
def test_connection_uri_gives_the_hook_the_address(url: str, host_port: str) -> None:
    """As airflow.models.Connection takes a URI apart, and OpenMetadataHook puts it together again."""
    parts = urlsplit(connection_uri(url, TOKEN))
    assert (parts.scheme, unquote(parts.password or "")) == ("openmetadata", TOKEN)
    assert f"{parts.path[1:]}://{parts.hostname}:{parts.port}/api" == host_port


@pytest.mark.parametrize("url", ["https://acme.example/metadata", "https://[::1]:8585"])
def test_airflow_address_that_the_hook_can_not_make_has_no_connection_but_a_note(url: str) -> None:
    made = export_for(replace(config(), server_url=url), "ingestion", variant="airflow")
    assert "AIRFLOW_CONN" not in text_of(made, "airflow-openmetadata.env")
    assert any("reaches no server below a path" in note for note in made.notes)


@pytest.mark.parametrize("variant", ["workflow", "airflow"])
def test_ingestion_changed_token_keys_call_for_new_tokens(variant: str) -> None:
    def told(**options: str) -> bool:
        made = export_for(config(options=dict(options)), "ingestion", variant=variant)
        return any("every bot's token is invalid" in note for note in made.notes)

    assert told(jwt_key_id="1f4c9c1e-8f0e-4a7e-9d2b-0a1b2c3d4e5f")
    assert not told()
