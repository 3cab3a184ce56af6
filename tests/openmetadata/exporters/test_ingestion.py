import os

import pytest
import yaml

from sso_providers.openmetadata.artifacts import SecretsMode
from tests.openmetadata.cases import config, export_for


@pytest.mark.parametrize("mode", [SecretsMode.PLACEHOLDER, SecretsMode.REAL])
def test_ingestion_without_a_token_of_its_own_has_a_placeholder(mode: SecretsMode) -> None:
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


def test_ingestion_reference_is_expanded_as_ingestion_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENMETADATA_BOT_TOKEN", "eyJhbGciOiJSUzI1NiJ9.e30.c2ln-_")
    text = export_for(config(), "ingestion", SecretsMode.REFERENCE).artifacts[0].text
    # metadata/config/common.py, load_config_file
    read = yaml.safe_load(os.path.expandvars(text))
    server = read["workflowConfig"]["openMetadataServerConfig"]
    assert server["securityConfig"]["jwtToken"] == "eyJhbGciOiJSUzI1NiJ9.e30.c2ln-_"
