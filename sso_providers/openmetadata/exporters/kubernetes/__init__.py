"""Kubernetes: values for OpenMetadata's Helm chart, or a patch for manifests of one's own, and the Secret of both."""

from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters.target import Target, Variant

from . import helm, kustomize

MODES = (
    SecretsMode.REFERENCE,
    SecretsMode.EXTERNAL_SECRET,
    SecretsMode.SEALED_SECRET,
    SecretsMode.PLACEHOLDER,
    SecretsMode.REAL,
)

TARGET = Target(
    id="kubernetes",
    label="Kubernetes",
    variants=(
        Variant(id="helm", label="Helm", render=helm.render, modes=MODES),
        Variant(id="kustomize", label="Kustomize", render=kustomize.render, modes=MODES),
    ),
)

__all__ = ["TARGET"]
