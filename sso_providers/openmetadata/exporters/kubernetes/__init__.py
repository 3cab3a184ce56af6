"""Kubernetes: values for OpenMetadata's Helm chart, or a patch for manifests of one's own, and the Secret of both."""

from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters.target import CONF, MODELS, SCHEMA, Target, Variant

from . import helm, kustomize

MODES = (
    SecretsMode.REFERENCE,
    SecretsMode.EXTERNAL_SECRET,
    SecretsMode.SEALED_SECRET,
    SecretsMode.PLACEHOLDER,
    SecretsMode.REAL,
)

CHART = "the schema of OpenMetadata's chart ({chart})"
HELM = "Helm 4.1 (a selection)"
KUSTOMIZE = "Kustomize 5.7, in kubectl 1.34 (a selection)"

TARGET = Target(
    id="kubernetes",
    label="Kubernetes",
    variants=(
        Variant(id="helm", label="Helm", render=helm.render, modes=MODES, readers=(CHART, HELM, CONF, SCHEMA, MODELS)),
        Variant(
            id="kustomize",
            label="Kustomize",
            render=kustomize.render,
            modes=MODES,
            readers=(KUSTOMIZE, CONF, SCHEMA, MODELS),
        ),
    ),
)

__all__ = ["TARGET"]
