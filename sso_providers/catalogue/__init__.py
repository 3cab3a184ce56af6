"""The provider kinds. To add one: write its file, and its line in `KINDS`."""

from .auth0 import AUTH0
from .azure import AZURE
from .cognito import COGNITO
from .custom_oidc import CUSTOM_OIDC
from .fields import Field, FieldType, InvalidSettings, InvalidValue, Section
from .google import GOOGLE
from .keycloak import KEYCLOAK
from .ldap import LDAP
from .okta import OKTA
from .one_login import ONE_LOGIN
from .releases import RELEASES, Release, get_release
from .saml import SAML
from .spec import CLIENT_SECRET, Application, Endpoints, Flow, Kind, Protocol
from .values import MASK, Secret, UnknownName, Value

KINDS: dict[str, Kind] = {
    kind.id: kind for kind in (AUTH0, AZURE, GOOGLE, OKTA, COGNITO, KEYCLOAK, ONE_LOGIN, CUSTOM_OIDC, SAML, LDAP)
}


def get_kind(name: str) -> Kind:
    """Raises `UnknownName`, which lists the kinds there are."""
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownName("provider kind", name, KINDS) from None


__all__ = [
    "CLIENT_SECRET",
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
    "Protocol",
    "Release",
    "Secret",
    "Section",
    "UnknownName",
    "Value",
    "get_kind",
    "get_release",
]
