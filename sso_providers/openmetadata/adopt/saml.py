"""SAML 2.0: the opposite of `assemble.saml`."""

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.assemble.saml import SECURITY
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SAML

from .draft import secrets_of, stated

NAMES = {
    "debug_mode": "debugMode",
    "idp_entity_id": "idp.entityId",
    "sso_login_url": "idp.ssoLoginUrl",
    "idp_certificate": "idp.idpX509Certificate",
    "name_id_format": "idp.nameId",
    "sp_entity_id": "sp.entityId",
    "sp_certificate": "sp.spX509Certificate",
    "token_validity": "security.tokenValidity",
    "key_store_path": "security.keyStoreFilePath",
    "key_store_alias": "security.keyStoreAlias",
    "display_name_attributes": "samlDisplayNameAttributes",
    **{name: f"security.{setting}" for name, setting in SECURITY.items()},
}
SECRETS = {"sp_private_key": "sp.spPrivateKey", "key_store_password": "security.keyStorePassword"}


def settings(config: SecurityConfig) -> dict[str, Value]:
    found = stated(config, NAMES, SAML)
    if found.get("sp_entity_id") == f"{config.server_url}/api/v1/saml/metadata":
        found["sp_entity_id"] = ""
    return found


def secrets(config: SecurityConfig) -> dict[str, Secret]:
    return secrets_of(config, SECRETS, SAML)
