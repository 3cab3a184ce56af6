"""Exports through the real Helm and kubectl; neither talks to a cluster."""

import base64
import json
import os
import subprocess
from pathlib import Path

import pytest
import yaml

from sso_providers.catalogue import Flow
from sso_providers.openmetadata.artifacts import SecretsMode
from tests.openmetadata.cases import AWKWARD, COMBINATIONS, awkward, config, export_for
from tests.openmetadata.deployed import chart_values, go_value, merge, text_of
from tests.openmetadata.facts import fact

CHART = "chart-values/1.9"
# What the chart does with a value: quote, and JSON to read it back whole.
TEMPLATE = """\
kind: Rendered
values: {{ .Values.openmetadata.config | toJson | quote }}
extraEnvs: {{ .Values.extraEnvs | toJson | quote }}
name: {{ .Values.openmetadata.config.authentication.clientId | quote | toJson }}
"""


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """OpenMetadata's chart without its templates: its values, their schema, and one template of ours."""
    folder = tmp_path / "chart"
    (folder / "templates").mkdir(parents=True)
    for name in ("Chart.yaml", "values.yaml", "values.schema.json"):
        (folder / name).write_text(fact(f"{CHART}/{name}"), encoding="utf-8")
    (folder / "templates" / "rendered.yaml").write_text(TEMPLATE, encoding="utf-8")
    return folder


def run(program: Path, *arguments: object, home: Path, stdin: str = "") -> subprocess.CompletedProcess[bytes]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home)}
    return subprocess.run(
        [program, *map(str, arguments)], input=stdin.encode(), env=environment, capture_output=True, check=False
    )


def rendered(tools: Path, chart: Path, values: str) -> dict[str, str]:
    file = chart.parent / "values.yaml"
    file.write_bytes(values.encode())
    done = run(tools / "helm/helm", "template", "openmetadata", chart, "-f", file, home=chart.parent)
    assert done.returncode == 0, done.stderr.decode()
    return yaml.safe_load(done.stdout)


@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_helm_accepts_the_values(kubernetes_tools: Path, chart: Path, kind: str, flow: Flow) -> None:
    values = text_of(export_for(config(kind, flow), "kubernetes"), "values.yaml")
    document = rendered(kubernetes_tools, chart, values)
    assert json.loads(document["values"]) == merge(chart_values(), yaml.safe_load(values))["openmetadata"]["config"]


@pytest.mark.parametrize("text", AWKWARD)
def test_helm_reads_awkward_texts_as_the_stand_in_does(kubernetes_tools: Path, chart: Path, text: str) -> None:
    values = text_of(export_for(awkward(text), "kubernetes"), "values.yaml")
    document = rendered(kubernetes_tools, chart, values)
    ours = yaml.safe_load(values)
    assert json.loads(document["extraEnvs"]) == ours.get("extraEnvs", [])
    assert document["name"] == go_value(ours["openmetadata"]["config"]["authentication"]["clientId"])


def test_helm_refuses_a_key_that_the_chart_lacks(kubernetes_tools: Path, chart: Path) -> None:
    values = text_of(export_for(config(), "kubernetes"), "values.yaml").replace("oidcType:", "type:")
    (chart.parent / "values.yaml").write_text(values, encoding="utf-8")
    tool = kubernetes_tools / "helm/helm"
    done = run(tool, "template", "x", chart, "-f", chart.parent / "values.yaml", home=chart.parent)
    assert done.returncode != 0
    assert b"oidcConfiguration" in done.stderr


@pytest.mark.parametrize("secret", ["plain-Secret_1", "p@ss: #1", "it's \"\\ $HOME ${X}", "12345", " é 🔑 "])
def test_kubectl_step_makes_the_secret_of_what_is_typed(kubernetes_tools: Path, tmp_path: Path, secret: str) -> None:
    made = export_for(config(secret=secret), "kubernetes", SecretsMode.REFERENCE)
    command = next(step.command for step in made.steps if "kubectl create" in step.command)
    script = command.replace(" | kubectl apply -f -", "")
    environment = {
        "PATH": f"{kubernetes_tools / 'kubectl'}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", script], input=f"{secret}\n".encode(), env=environment, capture_output=True, check=True
    )
    manifest = yaml.safe_load(done.stdout.decode().removeprefix("Client secret: \n"))
    data = {key: base64.b64decode(value).decode() for key, value in manifest["data"].items()}
    assert manifest["metadata"]["name"] == "oidc-secrets"
    assert yaml.safe_load(data["openmetadata-oidc-client-secret"]) == secret
    assert data["openmetadata-oidc-client-id"] == '"AbCdEfGhIjKlMnOpQrStUvWxYz012345"'
    real = export_for(config(secret=secret), "kubernetes", SecretsMode.REAL)
    written = yaml.safe_load(text_of(real, "secret.yaml"))["stringData"]
    assert yaml.safe_load(written["openmetadata-oidc-client-secret"]) == secret
