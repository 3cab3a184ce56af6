"""An LDAP directory: OpenLDAP, Active Directory and others.

Facts: OpenMetadata's documentation "LDAP", its LdapAuthenticator (which compares the DN of a group as
text) and the validator behind its own settings page.
"""

from dataclasses import replace

from sso_providers.catalogue.common import PROVIDER_NAME, SESSION_EXPIRY
from sso_providers.catalogue.spec import Flow, Kind, Protocol

from . import rules
from .groups import GROUPS
from .guide import GUIDE
from .server import BIND_PASSWORD, SERVER
from .trust import TRUST, TRUST_STORE_PASSWORD

SESSION = replace(SESSION_EXPIRY, help="Seconds, at least 3600. For LDAP OpenMetadata has it from 2.0 on.")

LDAP = Kind(
    id="ldap",
    label="LDAP",
    protocol=Protocol.LDAP,
    documentation="https://docs.open-metadata.org/latest/deployment/security/ldap",
    needs="Host, look-up account with its password, base DN of users",
    minutes=15,
    openmetadata_provider="ldap",
    destination="{scheme}://{url_host}:{port}",
    secrets={Flow.NONE: (BIND_PASSWORD, TRUST_STORE_PASSWORD)},
    fields={Flow.NONE: (PROVIDER_NAME, *SERVER, *GROUPS, *TRUST, SESSION)},
    rules=(
        rules.port_and_tls,
        rules.groups_below_base,
        rules.groups_once,
        rules.roles_are_given,
        rules.all_means_all,
    ),
    derive=rules.address,
    guides={Flow.NONE: GUIDE},
)

__all__ = ["LDAP"]
