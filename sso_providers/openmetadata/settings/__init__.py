"""The one table of OpenMetadata's sign-in settings.

Each row ties a path of conf/openmetadata.yaml to its environment variable, its value of the Helm
chart and the release lines that have it. Exporters, importers and rules read it; none has a list
of its own. Knows nothing of registrations.
"""

from collections.abc import Mapping
from types import MappingProxyType

from sso_providers.catalogue import Release

from . import authentication, authorizer, jwt, ldap, oidc, saml
from .authentication import AUTHENTICATION
from .authorizer import AUTHORIZER
from .jwt import JWT
from .ldap import LDAP, TRUST_STORE
from .oidc import OIDC
from .saml import SAML
from .spec import ChartForm, SecretRef, Setting, ValueType

ROWS = (*authorizer.ROWS, *authentication.ROWS, *oidc.ROWS, *saml.ROWS, *ldap.ROWS, *jwt.ROWS)

# Each is read for one protocol alone.
PROVIDER_BLOCKS = (OIDC, SAML, LDAP)

SETTINGS: Mapping[str, Setting] = MappingProxyType({setting.path: setting for setting in ROWS})


def settings_for(release: Release) -> tuple[Setting, ...]:
    """The settings that exist in the line, in openmetadata.yaml's order."""
    return tuple(setting for setting in ROWS if setting.exists_in(release))


__all__ = [
    "AUTHENTICATION",
    "AUTHORIZER",
    "JWT",
    "LDAP",
    "OIDC",
    "PROVIDER_BLOCKS",
    "SAML",
    "SETTINGS",
    "TRUST_STORE",
    "ChartForm",
    "SecretRef",
    "Setting",
    "ValueType",
    "settings_for",
]
