"""A registration beside what its provider says of itself. Pure: who compares brings the document."""

from .oidc import compare_discovery
from .rows import Comparison, Fact, Row
from .saml import compare_metadata

__all__ = ["Comparison", "Fact", "Row", "compare_discovery", "compare_metadata"]
