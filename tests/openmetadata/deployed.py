"""An export as it arrives in OpenMetadata's server: each target by its consumer's own rules."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import yaml

from sso_providers.catalogue import Release
from sso_providers.openmetadata.artifacts import Artifact, Export

from . import consumer
from .facts import chart, chart_line, conf, passed_variables, rows

BLOCKS = ("authorizerConfiguration", "authenticationConfiguration", "jwtTokenConfiguration")
SERVICES = ("execute-migrate-all", "openmetadata-server")
Document = dict[str, Any]


def text_of(export: Export, name: str) -> str:
    return next(artifact.text for artifact in export.artifacts if artifact.name == name)


def with_docker(export: Export, folder: Path, shell: Mapping[str, str] | None = None) -> Document:
    """Through the real Docker Compose, with the command that the export shows."""
    write(export.artifacts, folder)
    environment = {name: f"${{{name}:-{default}}}" for name, default in passed_variables(export.release).items()}
    services = {name: {"image": "openmetadata", "environment": environment} for name in SERVICES}
    (folder / "docker-compose.yml").write_text(yaml.safe_dump({"services": services}), encoding="utf-8")
    command = next(step.command for step in export.steps if step.command.endswith("config --quiet"))
    rendered = compose(command.replace("--quiet", "--format json"), folder, shell or {})
    passed = [rendered["services"][name]["environment"] for name in SERVICES]
    assert passed[0] == passed[1]
    # `config` prints a compose file, so it doubles the dollar signs again.
    return consumer.load(conf(export.release), {name: value.replace("$$", "$") for name, value in passed[0].items()})


def compose(command: str, folder: Path, shell: Mapping[str, str]) -> dict[str, Any]:
    program = Path(sys.executable).with_name("docker-compose")
    arguments = shlex.split(command.removeprefix("docker compose"))
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **shell}
    done = subprocess.run([program, *arguments], cwd=folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def write(artifacts: tuple[Artifact, ...], folder: Path) -> None:
    for artifact in artifacts:
        (folder / artifact.name).write_bytes(artifact.text.encode())


def with_docker_run(export: Export, shell: Mapping[str, str] | None = None) -> Document:
    """`docker run --env-file`: every variable of the file reaches the container."""
    [artifact] = export.artifacts
    return consumer.load(conf(export.release), docker_run_environment(artifact.text, shell or {}))


def docker_run_environment(text: str, shell: Mapping[str, str]) -> dict[str, str]:
    """docker/cli, opts/file.go: a line is NAME=value to its end, or the NAME of a variable of the shell."""
    environment: dict[str, str] = {}
    for line in text.split("\n"):
        line = line.lstrip().removesuffix("\r")
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        assert name and not any(each.isspace() for each in name), line
        if equals:
            environment[name] = value
        elif name in shell:
            environment[name] = shell[name]
    return environment


def on_bare_metal(export: Export, environment: Mapping[str, str] | None = None) -> Document:
    """The shipped file with the blocks replaced, as the export tells people to do."""
    text = text_of(export, "openmetadata-sso.yaml")
    replaced = tuple(name for name in BLOCKS if f"\n{name}:" in text)
    kept = "".join(part for part in blocks(conf(export.release)) if not part.startswith(replaced))
    return consumer.load(kept + text, environment or {})


def blocks(text: str) -> list[str]:
    parts: list[str] = []
    for line in text.splitlines(keepends=True):
        if not parts or (line[:1].isalpha()):
            parts.append("")
        parts[-1] += line
    return parts


def with_merged_conf(export: Export) -> Document:
    """The operator's own file, as it comes back."""
    [artifact] = export.artifacts
    return consumer.load(artifact.text, {})


def with_helm(export: Export, secret: Mapping[str, str] | None = None) -> Document:
    """The chart's templates by its rules; `secret` is the Secret's content where the export has none."""
    values = yaml.safe_load(text_of(export, "values.yaml"))
    chart_schema(export.release).validate(values)
    merged = merge(chart_values(export.release), values)
    found = chart_environment(merged, {**manifest_secrets(export), **(secret or {})}, export.release)
    return consumer.load(conf(export.release), found)


def manifest_secrets(export: Export) -> dict[str, str]:
    """`Secret/key` -> text, of the manifest if the export has one."""
    if "secret.yaml" not in {artifact.name for artifact in export.artifacts}:
        return {}
    manifest = yaml.safe_load(text_of(export, "secret.yaml"))
    return {f"{manifest['metadata']['name']}/{key}": text for key, text in manifest["stringData"].items()}


@cache
def chart_schema(release: Release) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(chart(release, "values.schema.json")))


@cache
def chart_values(release: Release) -> dict[str, Any]:
    return yaml.safe_load(chart(release, "values.yaml"))


def merge(base: Any, over: Any) -> Any:
    """Helm: maps are merged, lists and scalars replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merge(base.get(key), value) for key, value in over.items()}
    return over


def chart_environment(values: Mapping[str, Any], secret: Mapping[str, str], release: Release) -> dict[str, str]:
    """templates/secrets.yaml and templates/deployment.yaml of the chart: what the container gets."""
    authentication = values["openmetadata"]["config"]["authentication"]
    environment: dict[str, str] = {}
    for row in rows():
        name, path = row["env_var"], row["helm_value_path"]
        if name == "(none)" or not path.startswith("openmetadata.config.") or not emitted(row, authentication, release):
            continue
        value = look_up(values, path)
        if isinstance(value, dict):
            if value["secretRef"]:
                environment[name] = secret[f"{value['secretRef']}/{value['secretKey']}"]
        elif name in {"OIDC_CUSTOM_PARAMS", "AUTHENTICATION_LDAP_HOST"}:
            environment[name] = value
        elif value or name != "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING":
            environment[name] = go_value(value)
    return environment | {entry["name"]: extra(entry, secret) for entry in values["extraEnvs"]}


def emitted(row: Mapping[str, str], authentication: Mapping[str, Any], release: Release) -> bool:
    """Whether the chart sets the variable at all; each provider's block has its condition."""
    path = row["helm_value_path"].removeprefix("openmetadata.config.")
    if not path.startswith(("authentication.", "authorizer.", "jwtTokenConfiguration.")):
        return False
    if Release(row["first_line"]) > chart_line(release) or path.endswith(".enabled"):
        return False
    if ".oidcConfiguration." in path:
        return authentication["clientType"] == "confidential" and authentication["oidcConfiguration"]["enabled"]
    if ".saml." in path:
        encrypted = authentication["saml"]["security"]["wantAssertionEncrypted"]
        return authentication["provider"] == "saml" and (encrypted or "keyStore" not in path)
    if ".ldapConfiguration." in path:
        return authentication["provider"] == "ldap" and emitted_trust_store(path, authentication["ldapConfiguration"])
    return True


TRUST_STORES = {
    "CustomTrustStore": "customTrustManagerConfig",
    "JVMDefault": "jvmDefaultConfig",
    "TrustAll": "trustAllConfig",
}


def emitted_trust_store(path: str, ldap: Mapping[str, Any]) -> bool:
    """The chosen one's block only; HostName does not render at all."""
    chosen = TRUST_STORES[ldap["truststoreConfigType"]]
    return ".trustStoreConfig." not in path or f".{chosen}." in path


def extra(entry: Mapping[str, Any], secret: Mapping[str, str]) -> str:
    if entry.get("value") is not None:
        return entry["value"]
    reference = entry["valueFrom"]["secretKeyRef"]
    return secret[f"{reference['name']}/{reference['key']}"]


def with_kustomize(export: Export, secret: Mapping[str, str] | None = None) -> Document:
    """The patch's variables, raw as Kubernetes hands them over."""
    patch = next(each for each in export.artifacts if "kind: Deployment" in each.text)
    pod = yaml.safe_load(patch.text)["spec"]["template"]["spec"]
    known = {**manifest_secrets(export), **(secret or {})}
    every = [
        {entry["name"]: extra(entry, known) for entry in container["env"]}
        for container in (*pod["containers"], *pod.get("initContainers", []))
    ]
    assert all(each == every[0] for each in every)
    assert not any("$(" in value for value in every[0].values())
    return consumer.load(conf(export.release), every[0])


def over_api(export: Export) -> Document:
    """The body of the security-config endpoint: JSON, without substitution."""
    return json.loads(text_of(export, "security-config.json"))


def by_ops(export: Export) -> Document:
    """The file of openmetadata-ops.sh update-security-config: YAML, without substitution."""
    return yaml.safe_load(text_of(export, "security-config.yaml"))


def look_up(values: Mapping[str, Any], path: str) -> Any:
    node: Any = values
    for key in path.split("."):
        node = node[key]
    return node


def go_value(value: object) -> str:
    if isinstance(value, list):
        return f"[{','.join(go_quote(item) for item in value)}]"
    return go_quote(str(value).lower() if isinstance(value, bool) else str(value))


def go_quote(text: str) -> str:
    """Go's strconv.Quote, which is the chart's `quote`."""
    named = dict(zip('"\\\a\b\f\n\r\t\v', ('\\"', "\\\\", *(f"\\{each}" for each in "abfnrtv")), strict=True))
    return f'"{"".join(named.get(each) or go_character(each) for each in text)}"'


def go_character(each: str) -> str:
    code = ord(each)
    if each.isprintable():
        return each
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
