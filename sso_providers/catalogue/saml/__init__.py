"""SAML 2.0, with any identity provider.

Facts: OpenMetadata's documentation "SAML", its SamlSettingsHolder, SamlAuthServletHandler and the
validator behind its own settings page; java-saml, which all of them use.
"""

from sso_providers.catalogue.spec import Flow, Kind, Protocol

from . import rules
from .guide import GUIDE
from .provider import EMAIL, FROM_PROVIDER, MAPPING, NAME_ID_FORMATS
from .security import SECURITY
from .service_provider import SECRETS, SERVICE_PROVIDER
from .texts import address, entity_id

SAML = Kind(
    id="saml",
    label="SAML 2.0",
    protocol=Protocol.SAML,
    documentation="https://docs.open-metadata.org/latest/deployment/security/saml",
    needs="The provider's metadata: entity ID, sign-in address and certificate",
    minutes=15,
    openmetadata_provider="saml",
    secrets={Flow.NONE: SECRETS},
    fields={Flow.NONE: (*FROM_PROVIDER, *MAPPING, *SECURITY, *SERVICE_PROVIDER)},
    rules=(rules.metadata_signed_with_a_loaded_key, rules.two_parties),
    guides={Flow.NONE: GUIDE},
)

__all__ = ["EMAIL", "NAME_ID_FORMATS", "SAML", "address", "entity_id"]
