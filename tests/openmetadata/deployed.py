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

from sso_providers.openmetadata.artifacts import Artifact, Export

from . import consumer
from .facts import fact, passed_variables, rows

CONF = "conf/1.9.openmetadata.yaml"
BLOCKS = ("authorizerConfiguration", "authenticationConfiguration")
SERVICES = ("execute-migrate-all", "openmetadata-server")


def text_of(export: Export, name: str) -> str:
    return next(artifact.text for artifact in export.artifacts if artifact.name == name)


def with_docker(export: Export, folder: Path, shell: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Through the real Docker Compose, with the command that the export shows."""
    write(export.artifacts, folder)
    environment = {name: f"${{{name}:-{default}}}" for name, default in passed_variables().items()}
    services = {name: {"image": "openmetadata", "environment": environment} for name in SERVICES}
    (folder / "docker-compose.yml").write_text(yaml.safe_dump({"services": services}), encoding="utf-8")
    command = next(step.command for step in export.steps if step.command.endswith("config --quiet"))
    rendered = compose(command.replace("--quiet", "--format json"), folder, shell or {})
    passed = [rendered["services"][name]["environment"] for name in SERVICES]
    assert passed[0] == passed[1]
    # `config` prints a compose file, so it doubles the dollar signs again.
    return consumer.load(fact(CONF), {name: value.replace("$$", "$") for name, value in passed[0].items()})


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


def on_bare_metal(export: Export, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The shipped file with the two blocks replaced, as the export tells people to do."""
    kept = "".join(part for part in blocks(fact(CONF)) if not part.startswith(BLOCKS))
    return consumer.load(kept + text_of(export, "openmetadata-sso.yaml"), environment or {})


def blocks(conf: str) -> list[str]:
    parts: list[str] = []
    for line in conf.splitlines(keepends=True):
        if not parts or (line[:1].isalpha()):
            parts.append("")
        parts[-1] += line
    return parts


def with_helm(export: Export, secret: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The chart's templates by its rules; `secret` is the Secret's content where the export has none."""
    values = yaml.safe_load(text_of(export, "values.yaml"))
    jsonschema.Draft7Validator(json.loads(fact("chart-values/1.9/values.schema.json"))).validate(values)
    names = {artifact.name for artifact in export.artifacts}
    if "secret.yaml" in names:
        manifest = yaml.safe_load(text_of(export, "secret.yaml"))
        secret = {f"{manifest['metadata']['name']}/{key}": text for key, text in manifest["stringData"].items()}
    merged = merge(chart_values(), values)
    return consumer.load(fact(CONF), chart_environment(merged, secret or {}))


@cache
def chart_values() -> dict[str, Any]:
    return yaml.safe_load(fact("chart-values/1.9/values.yaml"))


def merge(base: Any, over: Any) -> Any:
    """Helm: maps are merged, lists and scalars replaced."""
    if isinstance(base, dict) and isinstance(over, dict):
        return base | {key: merge(base.get(key), value) for key, value in over.items()}
    return over


def chart_environment(values: Mapping[str, Any], secret: Mapping[str, str]) -> dict[str, str]:
    """templates/secrets.yaml and templates/deployment.yaml of the chart, line 1.9."""
    authentication = values["openmetadata"]["config"]["authentication"]
    confidential = authentication["clientType"] == "confidential" and authentication["oidcConfiguration"]["enabled"]
    environment: dict[str, str] = {}
    for row in rows():
        name, path = row["env_var"], row["helm_value_path"]
        if not path.startswith(("openmetadata.config.authorizer.", "openmetadata.config.authentication.")):
            continue
        if name == "(none)" or ".ldapConfiguration." in path or ".saml." in path:
            continue
        if name.startswith("OIDC_") and not confidential:
            continue
        value = look_up(values, path)
        if isinstance(value, dict):
            environment[name] = secret[f"{value['secretRef']}/{value['secretKey']}"]
        elif name == "OIDC_CUSTOM_PARAMS":
            environment[name] = value
        elif value or name != "AUTHENTICATION_JWT_PRINCIPAL_CLAIMS_MAPPING":
            environment[name] = go_value(value)
    return environment | {entry["name"]: entry["value"] for entry in values["extraEnvs"]}


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
