"""Kubernetes: values for OpenMetadata's Helm chart, or a patch for manifests of one's own, and the Secret of both."""

from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters.target import CONF, MODELS, Target, Variant

from . import helm, kustomize

MODES = (
    SecretsMode.REFERENCE,
    SecretsMode.EXTERNAL_SECRET,
    SecretsMode.SEALED_SECRET,
    SecretsMode.PLACEHOLDER,
    SecretsMode.REAL,
)

CHART = "Helm 4.1 with the schema of OpenMetadata's chart ({chart})"

TARGET = Target(
    id="kubernetes",
    label="Kubernetes",
    variants=(
        Variant(id="helm", label="Helm", render=helm.render, modes=MODES, readers=(CHART, CONF, MODELS)),
        Variant(
            id="kustomize",
            label="Kustomize",
            render=kustomize.render,
            modes=MODES,
            readers=("Kustomize 5.7, in kubectl 1.34", CONF, MODELS),
        ),
    ),
)

__all__ = ["TARGET"]
