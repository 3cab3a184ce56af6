"""The provider kinds. To add one: write its file, and its line in `KINDS`."""

from .auth0 import AUTH0
from .azure import AZURE
from .custom_oidc import CUSTOM_OIDC
from .releases import RELEASES, Release, get_release
from .spec import (
    Application,
    Endpoints,
    Field,
    FieldType,
    Flow,
    InvalidSettings,
    InvalidValue,
    Kind,
    Section,
)
from .values import MASK, Secret, UnknownName, Value

KINDS: dict[str, Kind] = {kind.id: kind for kind in (AUTH0, AZURE, CUSTOM_OIDC)}


def get_kind(name: str) -> Kind:
    """Raises `UnknownName`, which lists the kinds there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownName("provider kind", name, KINDS) from None


__all__ = [
    "KINDS",
    "MASK",
    "RELEASES",
    "Application",
    "Endpoints",
    "Field",
    "FieldType",
    "Flow",
    "InvalidSettings",
    "InvalidValue",
    "Kind",
    "Release",
    "Secret",
    "Section",
    "UnknownName",
    "Value",
    "get_kind",
    "get_release",
]
