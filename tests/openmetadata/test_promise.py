"""The promise: whatever the target, the server that reads the export does what the configuration says."""

import copy
import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from sso_providers.catalogue import Flow, Release, Secret, Value
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.server import OPTIONS
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, OIDC, SETTINGS, Setting, ValueType

from . import consumer
from .cases import AWKWARD, COMBINATIONS, LINE, LINES, SERVER, application, awkward, config, export_for, full
from .deployed import (
    by_ops,
    on_bare_metal,
    over_api,
    with_docker,
    with_docker_run,
    with_helm,
    with_kustomize,
    with_merged_conf,
)
from .facts import conf, fact

Document = dict[str, Any]
Carries = Callable[[Setting, Release], bool]
KEYS = f"{AUTHENTICATION}.publicKeyUrls"


def by_variable(setting: Setting, release: Release) -> bool:
    """The line's file is that of its last patch, which does not read what ended before."""
    return setting.env is not None and setting.until != release


def by_file(setting: Setting, release: Release) -> bool:
    return True


def by_endpoint(setting: Setting, release: Release) -> bool:
    return setting.block != JWT


# (target, variant) -> how it arrives (the folder is for files of the real Compose), and which settings it can carry.
WAYS: dict[tuple[str, str], tuple[Callable[[Export, Path], Document], Carries]] = {
    ("docker", "compose"): (with_docker, by_variable),
    ("docker", "run"): (lambda export, folder: with_docker_run(export), by_variable),
    ("bare-metal", "blocks"): (lambda export, folder: on_bare_metal(export), by_file),
    ("bare-metal", "merged"): (lambda export, folder: with_merged_conf(export), by_file),
    ("kubernetes", "helm"): (lambda export, folder: with_helm(export), by_variable),
    ("kubernetes", "kustomize"): (lambda export, folder: with_kustomize(export), by_variable),
    ("api", "rest"): (lambda export, folder: over_api(export), by_endpoint),
    ("api", "ops"): (lambda export, folder: by_ops(export), by_endpoint),
}
SINCE = {("api", "rest"): Release("1.10"), ("api", "ops"): Release("1.12")}


def expected(configuration: SecurityConfig, release: Release, carries: Carries) -> dict[str, object]:
    values = configuration.values.items()
    return {
        path: value.reveal() if isinstance(value, Secret) else value
        for path, value in values
        if SETTINGS[path].exists_in(release) and carries(SETTINGS[path], release)
    }


def found(document: Document, paths: dict[str, object]) -> dict[str, object]:
    """The settings of the document, with OpenMetadata's own default for one that it leaves out."""
    settings = consumer.settings(document)
    return {path: settings.get(path, SETTINGS[path].default) for path in paths}


def assert_every_way_arrives(configuration: SecurityConfig, release: Release, folder: Path) -> None:
    for (target, variant), (arrive, carries) in WAYS.items():
        if release < SINCE.get((target, variant), release):
            continue
        own = conf(release) if variant == "merged" else ""
        export = export_for(configuration, target, variant=variant, release=release, conf=own)
        document = arrive(export, folder)
        wanted = expected(configuration, release, carries)
        if (target, variant) == ("api", "rest") and wanted[f"{AUTHENTICATION}.provider"] == "aws-cognito":
            wanted[KEYS] = wanted[KEYS][:1]  # type: ignore[index]
        assert found(document, wanted) == wanted, (target, variant)
        assert_schema_holds(document, release)


def assert_schema_holds(document: Document, release: Release) -> None:
    """OpenMetadata's generated schema of the line, for the blocks that are read."""
    for block, file in (
        ("authenticationConfiguration", "authenticationConfiguration"),
        ("authorizerConfiguration", "authorizerConfiguration"),
        (JWT, "jwtTokenConfiguration"),
    ):
        if block in document:
            schema(release, file).validate(active(with_types(document)[block]))


@cache
def schema(release: Release, file: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(fact(f"schemas/{release}/{file}.json")))


def with_types(document: Document) -> Document:
    """With Jackson's conversions: "3600" where a number is wanted, true where a text is."""
    made = copy.deepcopy(document)
    for path, value in consumer.settings(document).items():
        *parents, key = path.split(".")
        node = made
        for parent in parents:
            node = node[parent]
        if SETTINGS[path].type is not ValueType.MAP:
            node[key] = list(value) if isinstance(value, tuple) else value
    return made


def active(block: Document) -> Document:
    """Without the blocks of other providers, which a shipped file has and nobody reads, and without nulls."""
    read = {"ldap": "ldapConfiguration", "saml": "samlConfiguration"}.get(
        block.get("provider", ""), "oidcConfiguration" if block.get("clientType") == "confidential" else ""
    )
    inactive = {"oidcConfiguration", "samlConfiguration", "ldapConfiguration"} - {read}
    return {key: without_nulls(value) for key, value in block.items() if key not in inactive and value is not None}


def without_nulls(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: without_nulls(each) for key, each in value.items() if each is not None}


@pytest.mark.parametrize("release", LINES, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_targets_any_kind_flow_and_line_configure_the_same_server(
    kind: str, flow: Flow, release: Release, tmp_path: Path
) -> None:
    assert_every_way_arrives(assemble(application(kind, flow), SERVER), release, tmp_path)


OPTIONS_OTHER_THAN_DEFAULT: dict[str, Value] = {
    "registration_domains": ("acme.example",),
    "default_oauth_role": "DataConsumer",
    "trusted_redirect_uris": ("https://acme.chromiumapp.org/callback?a=b", "https://other.acme.example/callback"),
    "auto_redirect": True,
    "force_secure_cookie": True,
    "max_sessions": 3,
    "jwt_public_key_path": "/etc/openmetadata/public.der",
    "jwt_private_key_path": "/etc/openmetadata/private.der",
    "jwt_issuer": "metadata.acme.example",
    "jwt_key_id": "1f4c9c1e-8f0e-4a7e-9d2b-0a1b2c3d4e5f",
}


@pytest.mark.parametrize("release", LINES, ids=str)
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_targets_everything_that_can_be_said_configures_the_same_server(
    kind: str, flow: Flow, release: Release, tmp_path: Path
) -> None:
    assert OPTIONS_OTHER_THAN_DEFAULT.keys() == {option.field.name for option in OPTIONS}
    server = replace(
        SERVER,
        options=OPTIONS_OTHER_THAN_DEFAULT,
        allowed_domains=("acme.example", "acme.test"),
        enforce_principal_domain=True,
        enable_secure_socket=True,
        use_roles_from_provider=True,
        self_signup=False,
    )
    assert_every_way_arrives(assemble(full(kind, flow), server), release, tmp_path)


@pytest.mark.parametrize("text", AWKWARD)
def test_targets_awkward_text_configures_the_same_server(text: str, tmp_path: Path) -> None:
    assert_every_way_arrives(awkward(text), Release("1.13"), tmp_path)


def test_targets_nothing_at_its_default_configure_the_same_server(tmp_path: Path) -> None:
    configuration = config(
        "azure",
        provider_name="Acme's ${sign-in}",
        username_claim="preferred_username",
        email_claim="email",
        prompt="login",
        max_age="28800",
        max_clock_skew="30",
        client_authentication_method="client_secret_basic",
        signing_algorithm="RS512",
        pkce="true",
        token_validity="7200",
        session_expiry="86400",
    )
    changes: dict[str, Value | Secret] = {
        f"{AUTHORIZER}.allowedDomains": ("acme.example", "acme.test"),
        f"{AUTHENTICATION}.tokenValidationAlgorithm": "RS384",
        f"{OIDC}.customParams": '{"customParamKey1": "acr", "customParamValue1": "it\'s ${X} $HOME"}',
    }
    assert_every_way_arrives(replace(configuration, values={**configuration.values, **changes}), LINE, tmp_path)


@pytest.mark.parametrize("release", LINES, ids=str)
def test_targets_browser_flow_with_code_and_other_algorithm_configure_the_same_server(
    release: Release, tmp_path: Path
) -> None:
    public = application("custom-oidc", Flow.IMPLICIT, response_type="code", signing_algorithm="RS384")
    assert_every_way_arrives(assemble(public, SERVER), release, tmp_path)


@pytest.mark.parametrize("trust_store", ["TrustAll", "JVMDefault", "HostName", "CustomTrustStore"])
def test_targets_every_trust_store_configures_the_same_server(trust_store: str, tmp_path: Path) -> None:
    directory = application(
        "ldap",
        Flow.NONE,
        tls=True,
        port=636,
        trust_store=trust_store,
        trust_store_path="/etc/openmetadata/trust.jks",
        trust_store_format="JKS",
        acceptable_host_names="ldap1.acme.example, ldap2.acme.example",
        allow_wildcards=True,
        verify_hostname=False,
        examine_validity_dates=True,
    )
    assert_every_way_arrives(assemble(directory, SERVER), LINE, tmp_path)


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


def assert_arrived(configuration: SecurityConfig, document: Document) -> None:
    wanted = expected(configuration, LINE, by_variable)
    assert found(document, wanted) == wanted


@pytest.mark.parametrize("secret", ONE_LINE[::3])
def test_docker_reference_takes_the_typed_secret(secret: str, tmp_path: Path) -> None:
    configuration = config(secret=secret)
    export = export_for(configuration, "docker", SecretsMode.REFERENCE)
    name = "OPENMETADATA_OIDC_CLIENT_SECRET"
    command = next(step.command for step in export.steps if name in step.command)
    assert_arrived(configuration, with_docker(export, tmp_path, {name: typed(command, secret, name)}))


@pytest.mark.parametrize("secret", [text for text in ONE_LINE if text.isprintable()])
def test_docker_run_reference_takes_the_typed_secret(secret: str) -> None:
    configuration = config(secret=secret)
    export = export_for(configuration, "docker", SecretsMode.REFERENCE, variant="run")
    command = next(step.command for step in export.steps if "export OIDC_CLIENT_SECRET" in step.command)
    shell = {"OIDC_CLIENT_SECRET": typed(command, secret, "OIDC_CLIENT_SECRET")}
    assert_arrived(configuration, with_docker_run(export, shell))


@pytest.mark.parametrize("secret", [text for text in ONE_LINE if text.isprintable()])
def test_bare_metal_reference_takes_the_typed_secret(secret: str) -> None:
    configuration = config(secret=secret)
    export = export_for(configuration, "bare-metal", SecretsMode.REFERENCE)
    command = next(step.command for step in export.steps if "export OIDC_CLIENT_SECRET" in step.command)
    environment = {"OIDC_CLIENT_SECRET": typed(command, secret, "OIDC_CLIENT_SECRET")}
    assert_arrived(configuration, on_bare_metal(export, environment))


@pytest.mark.parametrize("variant", ["helm", "kustomize"])
def test_kubernetes_reference_takes_the_secret_from_the_cluster(variant: str) -> None:
    configuration = config()
    export = export_for(configuration, "kubernetes", SecretsMode.REFERENCE, variant=variant)
    secret = {
        "oidc-secrets/openmetadata-oidc-client-id": '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"',
        "oidc-secrets/openmetadata-oidc-client-secret": '"canary-3f9a-Secret_0123456789"',
    }
    arrive = with_helm if variant == "helm" else with_kustomize
    assert_arrived(configuration, arrive(export, secret))
