"""What settings are called in each format of file."""

import pytest

from sso_providers.openmetadata.importers.imported import Format
from sso_providers.openmetadata.naming import name_of, path_of
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS


@pytest.mark.parametrize(
    ("format", "path", "name"),
    [
        (Format.ENV_FILE, f"{OIDC}.discoveryUri", "OIDC_DISCOVERY_URI"),
        (Format.COMPOSE, f"{OIDC}.discoveryUri", "OIDC_DISCOVERY_URI"),
        (Format.CONF, f"{OIDC}.discoveryUri", f"{OIDC}.discoveryUri"),
        (Format.API, f"{OIDC}.discoveryUri", f"{OIDC}.discoveryUri"),
        (Format.HELM, f"{OIDC}.id", "openmetadata.config.authentication.oidcConfiguration.clientId"),
        (Format.HELM, f"{AUTHENTICATION}.providerName", "extraEnvs CUSTOM_OIDC_AUTHENTICATION_PROVIDER_NAME"),
        (Format.ENV_FILE, f"{AUTHENTICATION}.jwtTeamClaimMapping", f"{AUTHENTICATION}.jwtTeamClaimMapping"),
        (Format.HELM, f"{AUTHENTICATION}.jwtTeamClaimMapping", f"{AUTHENTICATION}.jwtTeamClaimMapping"),
        (Format.HELM, "replicaCount", "replicaCount"),
    ],
)
def test_name_of_is_the_formats_own_word(format: Format, path: str, name: str) -> None:
    assert name_of(format, path) == name


@pytest.mark.parametrize("format", Format)
def test_path_of_leads_back_from_every_name(format: Format) -> None:
    for path in SETTINGS:
        name = name_of(format, path)
        assert name_of(format, path_of(format, name)) == name


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("authentication.clientId", f"{AUTHENTICATION}.clientId"),
        ("extraEnvs AUTHENTICATION_CLIENT_ID", f"{AUTHENTICATION}.clientId"),
        ("replicaCount", ""),
        ("extraEnvs HTTPS_PROXY", ""),
    ],
)
def test_path_of_knows_the_charts_other_ways(name: str, path: str) -> None:
    assert path_of(Format.HELM, name) == path
