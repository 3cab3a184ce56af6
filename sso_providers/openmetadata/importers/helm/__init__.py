"""Values of OpenMetadata's Helm chart, with the Secrets and ConfigMaps that they name."""

from .reading import read

__all__ = ["read"]
