"""Exports through the real Helm, kubectl and Kustomize; none of them talks to a cluster."""

import base64
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sso_providers.catalogue import Release
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.quoting import quoted_scalar
from sso_providers.openmetadata.security_config import SecurityConfig
from tests.certificates import SP_CERTIFICATE, SP_PRIVATE_KEY
from tests.openmetadata.cases import AWKWARD, LINES, awkward, config, export_for
from tests.openmetadata.deployed import chart_values, go_value, merge, text_of, write
from tests.openmetadata.exporters.hand_made import ldap, saml_signed
from tests.openmetadata.facts import chart as chart_fact

from . import chart as real_chart

NEWEST = max(line for line in LINES if line.chart)
# What the chart does with a value: quote, and JSON to read it back whole.
VALUES = """\
kind: Rendered
values: {{ .Values.openmetadata.config | toJson | quote }}
extraEnvs: {{ .Values.extraEnvs | toJson | quote }}
name: {{ .Values.openmetadata.config.authentication.clientId | quote | toJson }}
"""
# What the External Secrets Operator does: each text of `data` is a template with Sprig's functions.
EXTERNAL = """\
kind: Rendered
{{- range $key, $template := .Values.data }}
{{ $key }}: {{ tpl $template (merge (dict "Template" $.Template) $.Values.store) | toJson }}
{{- end }}
"""
# A chart that hands over nothing of what the values say but extraEnvs.
DEAF = """\
kind: Deployment
spec:
  template:
    spec:
      containers: [{name: openmetadata, envFrom: [], env: {{ .Values.extraEnvs | toJson }}}]
      initContainers: [{name: run-db-migrations, envFrom: [], env: {{ .Values.extraEnvs | toJson }}}]
"""
Stub = Callable[[Release, str], Path]


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    """OpenMetadata's chart of a line without its templates: its values, their schema, and one template of ours."""

    def make(line: Release, template: str) -> Path:
        folder = tmp_path / f"chart-{line}"
        (folder / "templates").mkdir(parents=True)
        for name in ("Chart.yaml", "values.yaml", "values.schema.json"):
            (folder / name).write_text(chart_fact(line, name), encoding="utf-8")
        (folder / "templates" / "rendered.yaml").write_text(template, encoding="utf-8")
        return folder

    return make


def run(program: Path, *arguments: object, home: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return subprocess.run([program, *map(str, arguments)], env=environment, capture_output=True, check=False)


def rendered(tools: Path, chart: Path, values: str) -> dict[str, Any]:
    file = chart.parent / "values.yaml"
    file.write_bytes(values.encode())
    done = run(tools / "helm/helm", "template", "openmetadata", chart, "-f", file, home=chart.parent)
    assert done.returncode == 0, done.stderr.decode()
    return yaml.safe_load(done.stdout)


@pytest.mark.parametrize("line", LINES, ids=str)
def test_helm_accepts_the_values_of_every_case(kubernetes_tools: Path, stub: Stub, line: Release) -> None:
    chart = stub(line, VALUES)
    for name, configuration in real_chart.configurations():
        values = text_of(export_for(configuration, "kubernetes", variant="helm", release=line), "values.yaml")
        document = rendered(kubernetes_tools, chart, values)
        expected = merge(chart_values(line), yaml.safe_load(values))
        assert json.loads(document["values"]) == expected["openmetadata"]["config"], name
        assert json.loads(document["extraEnvs"]) == expected["extraEnvs"], name


def test_helm_reads_awkward_texts_as_the_stand_in_does(kubernetes_tools: Path, stub: Stub) -> None:
    chart = stub(NEWEST, VALUES)
    for text in AWKWARD:
        values = text_of(export_for(awkward(text), "kubernetes", variant="helm", release=NEWEST), "values.yaml")
        document = rendered(kubernetes_tools, chart, values)
        ours = yaml.safe_load(values)
        assert json.loads(document["extraEnvs"]) == ours.get("extraEnvs", []), text
        assert document["name"] == go_value(ours["openmetadata"]["config"]["authentication"]["clientId"]), text


def test_helm_refuses_a_key_that_the_chart_lacks(kubernetes_tools: Path, stub: Stub) -> None:
    chart = stub(NEWEST, VALUES)
    export = export_for(config(), "kubernetes", variant="helm", release=NEWEST)
    file = chart.parent / "values.yaml"
    file.write_text(text_of(export, "values.yaml").replace("oidcType:", "type:"), encoding="utf-8")
    done = run(kubernetes_tools / "helm/helm", "template", "x", chart, "-f", file, home=chart.parent)
    assert done.returncode != 0
    assert b"oidcConfiguration" in done.stderr


# U+007F to U+009F are no YAML, and Sprig leaves them as they are; no provider makes such a secret.
STORED = [text for text in AWKWARD if not any("\x7f" <= each <= "\x9f" for each in text)]


def test_external_secret_template_hands_every_text_of_the_store_over(kubernetes_tools: Path, stub: Stub) -> None:
    chart = stub(NEWEST, EXTERNAL)
    export = export_for(awkward("{{ .x }}"), "kubernetes", SecretsMode.EXTERNAL_SECRET, variant="helm", release=NEWEST)
    data = yaml.safe_load(text_of(export, "external-secret.yaml"))["spec"]["target"]["template"]["data"]
    (chart / "values.schema.json").unlink()
    for text in STORED:
        values = f"{yaml.safe_dump({'data': data})}store: {{OIDC_CLIENT_SECRET: {quoted_scalar(text)}}}\n"
        document = rendered(kubernetes_tools, chart, values)
        made = document["openmetadata-oidc-client-secret"]
        assert "$" not in made
        assert yaml.safe_load(made) == text
        assert yaml.safe_load(document["openmetadata-oidc-client-id"]) == "{{ .x }}"


def typed(tools: Path, folder: Path, command: str, *lines: str) -> str:
    """What the step's command prints when a person types the lines."""
    environment = {
        "PATH": f"{folder}:{tools / 'kubectl'}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        input="".join(f"{line}\n" for line in lines).encode(),
        cwd=folder,
        env=environment,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode()


def content(manifest: str) -> dict[str, str]:
    """The Secret's values by its keys, decoded."""
    return {key: base64.b64decode(text).decode() for key, text in yaml.safe_load(manifest)["data"].items()}


def command_of(export: Export, part: str) -> str:
    return next(step.command for step in export.steps if part in step.command)


def referring(configuration: SecurityConfig, mode: SecretsMode = SecretsMode.REFERENCE) -> Export:
    return export_for(configuration, "kubernetes", mode, variant="helm", release=NEWEST)


@pytest.mark.parametrize("secret", ["plain-Secret_1", "p@ss: #1", "it's \"\\ $HOME ${X}", "12345", " é 🔑 "])
def test_kubectl_step_makes_the_secret_of_what_is_typed(kubernetes_tools: Path, tmp_path: Path, secret: str) -> None:
    command = command_of(referring(config(secret=secret)), "kubectl create").replace(" | kubectl apply -f -", "")
    made = content(typed(kubernetes_tools, tmp_path, command, secret).removeprefix("Client secret: \n"))
    assert yaml.safe_load(made["openmetadata-oidc-client-secret"]) == secret
    assert made["openmetadata-oidc-client-id"] == '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"'
    real = export_for(config(secret=secret), "kubernetes", SecretsMode.REAL, variant="helm")
    written = yaml.safe_load(text_of(real, "secret.yaml"))["stringData"]
    assert yaml.safe_load(written["openmetadata-oidc-client-secret"]) == secret


def test_kubectl_step_asks_for_several_secrets_one_after_the_other(kubernetes_tools: Path, tmp_path: Path) -> None:
    command = command_of(referring(ldap("CustomTrustStore")), "kubectl create").replace(" | kubectl apply -f -", "")
    printed = typed(kubernetes_tools, tmp_path, command, "bind: #1", "store\\$x")
    prompts, _, manifest = printed.partition("apiVersion")
    assert prompts.splitlines() == ["Password of the bind account: ", "Password of the trust store: "]
    made = content(f"apiVersion{manifest}")
    assert yaml.safe_load(made["openmetadata-ldap-secret"]) == "bind: #1"
    assert yaml.safe_load(made["openmetadata-ldap-truststore-password"]) == "store\\$x"


def test_kubectl_step_takes_certificates_and_a_private_key(kubernetes_tools: Path, tmp_path: Path) -> None:
    command = command_of(referring(saml_signed()), "kubectl create").replace(" | kubectl apply -f -", "")
    printed = typed(kubernetes_tools, tmp_path, command, SP_PRIVATE_KEY)
    made = content(printed.partition("\n")[2])
    assert made["openmetadata-saml-sp-private-key"] == f'"{SP_PRIVATE_KEY}"'
    assert made["openmetadata-saml-sp-certificate"] == f'"{SP_CERTIFICATE}"'


def test_kubectl_step_hands_the_secret_to_kubeseal_and_keeps_its_answer(kubernetes_tools: Path, tmp_path: Path) -> None:
    """The real kubeseal needs a cluster's certificate: this one gives back what it was asked to seal."""
    program = tmp_path / "kubeseal"
    program.write_text('#!/bin/sh\ntest "$*" = --format=yaml && exec cat\n', encoding="utf-8")
    program.chmod(0o755)
    command = command_of(referring(config(), SecretsMode.SEALED_SECRET), "kubeseal")
    printed = typed(kubernetes_tools, tmp_path, command, "p@ss: #1")
    assert printed == "Client secret: \n"
    made = content((tmp_path / "sealed-secret.yaml").read_text(encoding="utf-8"))
    assert made["openmetadata-oidc-client-secret"] == '"p@ss: #1"'


# As OpenMetadata's chart renders it, with a secret in the clear and a setting from a ConfigMap as people write them.
BASE = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: openmetadata
spec:
  template:
    spec:
      initContainers:
      - name: first
        image: busybox
        env: [{name: KEPT, value: first}]
      - name: run-db-migrations
        image: openmetadata
        env: [{name: DB_HOST, value: mysql}]
        envFrom: [{secretRef: {name: openmetadata-authentication-secret}}]
      containers:
      - name: openmetadata
        image: openmetadata
        env:
        - {name: KEPT, value: it}
        - {name: AUTHENTICATION_PROVIDER, value: basic}
        - {name: OIDC_CLIENT_SECRET, value: in-the-clear}
        - {name: AUTHENTICATION_CLIENT_ID, valueFrom: {configMapKeyRef: {name: mine, key: id}}}
        envFrom: [{secretRef: {name: openmetadata-authentication-secret}}]
      - name: sidecar
        image: busybox
"""


def kustomized(tools: Path, folder: Path, export: Export) -> list[dict[str, Any]]:
    """By the steps' folder and line."""
    (folder / "openmetadata-sso").mkdir()
    write(export.artifacts, folder / "openmetadata-sso")
    (folder / "deployment.yaml").write_text(BASE, encoding="utf-8")
    own = {"namespace": "metadata", "resources": ["deployment.yaml"], "components": ["openmetadata-sso"]}
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(own), encoding="utf-8")
    done = run(tools / "kubectl/kubectl", "kustomize", folder, home=folder)
    assert done.returncode == 0, done.stderr.decode()
    return list(yaml.safe_load_all(done.stdout))


@pytest.mark.parametrize("configuration", [config(), saml_signed(), ldap("HostName")], ids=["oidc", "saml", "ldap"])
def test_kustomize_replaces_variables_of_the_same_name_and_keeps_the_others(
    kubernetes_tools: Path, tmp_path: Path, configuration: SecurityConfig
) -> None:
    export = export_for(configuration, "kubernetes", variant="kustomize", release=LINES[-1])
    documents = kustomized(kubernetes_tools, tmp_path, export)
    patch = yaml.safe_load(text_of(export, "deployment-patch.yaml"))["spec"]["template"]["spec"]
    ours = {entry["name"]: entry for entry in patch["containers"][0]["env"]}
    deployment = next(each for each in documents if each["kind"] == "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    containers = {each["name"]: each for each in (*pod["containers"], *pod["initContainers"])}
    for name, kept in (("openmetadata", ("KEPT", "it")), ("run-db-migrations", ("DB_HOST", "mysql"))):
        env = {entry["name"]: entry for entry in containers[name]["env"]}
        assert len(env) == len(containers[name]["env"])
        assert env[kept[0]] == {"name": kept[0], "value": kept[1]}
        for variable, entry in ours.items():
            assert env[variable] == {key: value for key, value in entry.items() if value is not None}
        assert containers[name]["envFrom"] == [{"secretRef": {"name": "openmetadata-authentication-secret"}}]
    assert containers["first"]["env"] == [{"name": "KEPT", "value": "first"}]
    assert containers["sidecar"] == {"name": "sidecar", "image": "busybox"}


@pytest.mark.parametrize(
    ("mode", "kind"), [(SecretsMode.REAL, "Secret"), (SecretsMode.EXTERNAL_SECRET, "ExternalSecret")]
)
def test_kustomize_brings_the_secret_into_the_namespace(
    kubernetes_tools: Path, tmp_path: Path, mode: SecretsMode, kind: str
) -> None:
    export = export_for(config(), "kubernetes", mode, variant="kustomize", release=LINES[-1])
    documents = kustomized(kubernetes_tools, tmp_path, export)
    [secret] = [each for each in documents if each["kind"] == kind]
    assert secret["metadata"] == {"name": "oidc-secrets", "namespace": "metadata"}


def test_chart_script_without_a_chart_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert real_chart.main([]) == real_chart.main([str(tmp_path)]) == 0
    assert "No chart is at hand, so nothing was compared" in capsys.readouterr().out


def test_chart_script_finds_what_a_chart_does_not_hand_over(kubernetes_tools: Path, stub: Stub, tmp_path: Path) -> None:
    chart = stub(NEWEST, DEAF)
    found = real_chart.differences(kubernetes_tools / "helm/helm", chart, NEWEST, config(), tmp_path)
    assert any(
        "authenticationConfiguration.provider in openmetadata: 'basic', with Docker 'auth0'" in each for each in found
    )
    assert not any("providerName" in each for each in found)
