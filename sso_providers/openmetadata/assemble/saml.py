"""SAML 2.0: the server is the service provider (SamlSettingsHolder)."""

from collections.abc import Iterator

from sso_providers.catalogue import Application
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import SAML

from .entry import Entry, needed_secrets, own_tokens_only, secret

# The catalogue's name of a true-or-false setting -> OpenMetadata's.
SECURITY = {
    "strict_mode": "strictMode",
    "validate_xml": "validateXml",
    "send_encrypted_name_id": "sendEncryptedNameId",
    "sign_requests": "sendSignedAuthRequest",
    "sign_sp_metadata": "signSpMetadata",
    "want_messages_signed": "wantMessagesSigned",
    "want_assertions_signed": "wantAssertionsSigned",
    "want_assertions_encrypted": "wantAssertionEncrypted",
}


def entries(application: Application, server: Server) -> Iterator[Entry]:
    settings, needed = application.settings, needed_secrets(application)
    yield from own_tokens_only(server)
    yield f"{SAML}.debugMode", settings["debug_mode"]
    yield f"{SAML}.idp.entityId", settings["idp_entity_id"]
    yield f"{SAML}.idp.ssoLoginUrl", settings["sso_login_url"]
    yield f"{SAML}.idp.idpX509Certificate", settings["idp_certificate"]
    yield f"{SAML}.idp.authorityUrl", f"{server.url}/api/v1/saml/login"
    yield f"{SAML}.idp.nameId", settings["name_id_format"]
    yield f"{SAML}.sp.entityId", settings["sp_entity_id"] or f"{server.url}/api/v1/saml/metadata"
    yield f"{SAML}.sp.acs", f"{server.url}/api/v1/saml/acs"
    yield f"{SAML}.sp.spX509Certificate", settings["sp_certificate"]
    if "sp_private_key" in needed:
        yield f"{SAML}.sp.spPrivateKey", secret(application, "sp_private_key")
    yield f"{SAML}.sp.callback", f"{server.url}/saml/callback"
    for name, setting in SECURITY.items():
        yield f"{SAML}.security.{setting}", settings[name]
    yield f"{SAML}.security.tokenValidity", settings["token_validity"]
    if "key_store_password" in needed:
        yield f"{SAML}.security.keyStoreFilePath", settings["key_store_path"]
        yield f"{SAML}.security.keyStoreAlias", settings["key_store_alias"]
        yield f"{SAML}.security.keyStorePassword", secret(application, "key_store_password")
    if settings["display_name_attributes"]:
        yield f"{SAML}.samlDisplayNameAttributes", settings["display_name_attributes"]
