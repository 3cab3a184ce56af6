"""The Kubernetes Secret, written out.

What it holds reaches OpenMetadata raw, as YAML source, so every value is a double-quoted scalar of
YAML. Knows neither the chart nor Kustomize.
"""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.openmetadata.artifacts import Artifact
from sso_providers.openmetadata.exporters import yaml_document
from sso_providers.openmetadata.exporters.header import file
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.exporters.placeholders import NESTED, how
from sso_providers.openmetadata.quoting import quoted_scalar

from .environment import secret_ref

MANIFEST = "secret.yaml"
RAW = "OpenMetadata reads each as YAML, so each carries its own double quotes."


def by_name(pairs: tuple[Pair, ...]) -> dict[str, list[Pair]]:
    """The settings of each Secret: one, unless a configuration speaks of several providers."""
    result: dict[str, list[Pair]] = {}
    for setting, value in pairs:
        result.setdefault(secret_ref(setting).name, []).append((setting, value))
    return result


def documents(trees: Iterator[CommentedMap]) -> str:
    return "---\n".join(map(yaml_document.dump, trees))


def manifest(job: Job, pairs: tuple[Pair, ...]) -> Artifact:
    return file(
        job,
        MANIFEST,
        documents(secret(job, name, group) for name, group in by_name(pairs).items()),
        what="The Secret of the sign-in settings.",
        place="the namespace of OpenMetadata.",
        run=f"kubectl apply -f {MANIFEST}",
        secret=True,
    )


def secret(job: Job, name: str, pairs: list[Pair]) -> CommentedMap:
    tree = CommentedMap(apiVersion="v1", kind="Secret")
    yaml_document.put(tree, "metadata.name", yaml_document.plain(name))
    yaml_document.put(tree, "type", yaml_document.plain("Opaque"))
    content = CommentedMap()
    for setting, value in pairs:
        content[secret_ref(setting).key] = yaml_document.source(quoted_scalar(str(job.literal(setting, value))))
    yaml_document.put(tree, "stringData", content, f"{RAW} {how(NESTED)}" if job.fills_in else RAW)
    return tree
