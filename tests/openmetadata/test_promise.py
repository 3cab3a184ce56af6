"""The promise: whatever the target, the server that reads the export does what the configuration says."""

import os
import subprocess
from pathlib import Path

import pytest

from sso_providers.catalogue import Flow, Secret, Value
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, OIDC

from . import consumer
from .cases import AWKWARD, COMBINATIONS, SERVER, application, awkward, config, export_for
from .deployed import on_bare_metal, with_docker, with_helm


def expected(configuration: SecurityConfig) -> dict[str, object]:
    values = configuration.values.items()
    return {path: value.reveal() if isinstance(value, Secret) else value for path, value in values}


def of(configuration: SecurityConfig, document: dict[str, object]) -> dict[str, object]:
    """The settings of the document that the configuration speaks of."""
    found = consumer.settings(document)
    return {path: found.get(path) for path in configuration.values}


def assert_all_targets_agree(configuration: SecurityConfig, folder: Path) -> None:
    wanted = expected(configuration)
    assert of(configuration, with_docker(export_for(configuration, "docker"), folder)) == wanted
    assert of(configuration, on_bare_metal(export_for(configuration, "bare-metal"))) == wanted
    assert of(configuration, with_helm(export_for(configuration, "kubernetes"))) == wanted


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_targets_any_kind_and_flow_configure_the_same_server(kind: str, flow: Flow, tmp_path: Path) -> None:
    assert_all_targets_agree(config(kind, flow), tmp_path)


@pytest.mark.parametrize("text", AWKWARD)
def test_targets_awkward_text_configure_the_same_server(text: str, tmp_path: Path) -> None:
    assert_all_targets_agree(awkward(text), tmp_path)


def test_targets_nothing_at_its_default_configure_the_same_server(tmp_path: Path) -> None:
    configuration = config(
        "azure",
        provider_name="Acme's ${sign-in}",
        username_claim="preferred_username",
        email_claim="email",
        prompt="login",
        max_age="28800",
        client_authentication_method="client_secret_basic",
        signing_algorithm="RS512",
        pkce="true",
        token_validity="7200",
        session_expiry="86400",
    )
    changes: dict[str, Value | Secret] = {
        f"{AUTHORIZER}.allowedDomains": ("acme.example", "acme.test"),
        f"{AUTHORIZER}.enforcePrincipalDomain": True,
        f"{AUTHORIZER}.enableSecureSocketConnection": True,
        f"{AUTHORIZER}.useRolesFromProvider": True,
        f"{AUTHENTICATION}.tokenValidationAlgorithm": "RS384",
        f"{AUTHENTICATION}.enableSelfSignup": False,
        f"{OIDC}.maxClockSkew": "30",
        f"{OIDC}.customParams": '{"customParamKey1": "acr", "customParamValue1": "it\'s ${X} $HOME"}',
    }
    assert_all_targets_agree(SecurityConfig(configuration.server_url, {**configuration.values, **changes}), tmp_path)


def test_targets_browser_flow_with_code_and_other_algorithm_configure_the_same_server(tmp_path: Path) -> None:
    public = application("custom-oidc", Flow.IMPLICIT, response_type="code", signing_algorithm="RS384")
    assert_all_targets_agree(assemble(public, SERVER), tmp_path)


ONE_LINE = [text for text in AWKWARD if text and "\n" not in text and "\r" not in text]


def typed(command: str, secret: str, name: str) -> str:
    """What the step's command leaves in the variable `name` when a person types the secret."""
    script = f'{command} >/dev/null\nprintf %s "${name}"'
    done = subprocess.run(
        ["bash", "-c", script],
        input=f"{secret}\n".encode(),
        env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().removeprefix("Client secret: \n")


@pytest.mark.parametrize("secret", ONE_LINE[::3])
def test_docker_reference_takes_the_typed_secret(secret: str, tmp_path: Path) -> None:
    configuration = config(secret=secret)
    export = export_for(configuration, "docker", SecretsMode.REFERENCE)
    name = "OPENMETADATA_OIDC_CLIENT_SECRET"
    command = next(step.command for step in export.steps if name in step.command)
    document = with_docker(export, tmp_path, {name: typed(command, secret, name)})
    assert of(configuration, document) == expected(configuration)


@pytest.mark.parametrize("secret", [text for text in ONE_LINE if text.isprintable()])
def test_bare_metal_reference_takes_the_typed_secret(secret: str) -> None:
    configuration = config(secret=secret)
    export = export_for(configuration, "bare-metal", SecretsMode.REFERENCE)
    command = next(step.command for step in export.steps if "export OIDC_CLIENT_SECRET" in step.command)
    document = on_bare_metal(export, {"OIDC_CLIENT_SECRET": typed(command, secret, "OIDC_CLIENT_SECRET")})
    assert of(configuration, document) == expected(configuration)


def test_kubernetes_reference_takes_the_secret_from_the_cluster() -> None:
    configuration = config()
    export = export_for(configuration, "kubernetes", SecretsMode.REFERENCE)
    secret = {
        "oidc-secrets/openmetadata-oidc-client-id": '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"',
        "oidc-secrets/openmetadata-oidc-client-secret": '"canary-3f9a-Secret_0123456789"',
    }
    assert of(configuration, with_helm(export, secret)) == expected(configuration)
