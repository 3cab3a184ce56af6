"""Who OpenMetadata, the service provider, is: its name, its key pair, its sessions."""

from dataclasses import replace

from sso_providers.catalogue import validators, x509
from sso_providers.catalogue.common import SESSION_EXPIRY, TOKEN_VALIDITY
from sso_providers.catalogue.fields import Field, FieldType, Section

from .rules import has_key_store, has_key_store_alias, needs_key_pair
from .texts import own_entity_id, rsa_certificate

SERVICE_PROVIDER = (
    Field(
        name="sp_entity_id",
        label="Entity ID of OpenMetadata",
        help="Blank is OpenMetadata's address with /api/v1/saml/metadata. "
        "It must be registered at the provider to the letter.",
        why="Under this name the provider looks its application up: where the two differ, it knows none.",
        example="https://openmetadata.acme.example/api/v1/saml/metadata",
        section=Section.ADVANCED,
        required=False,
        validate=own_entity_id,
    ),
    Field(
        name="sp_certificate",
        label="Certificate of OpenMetadata",
        help="Of the private key below; the provider gets it too. The certificate itself, as PEM or base64.",
        why="With it the provider verifies OpenMetadata's requests, and encrypts assertions for it.",
        example="-----BEGIN CERTIFICATE----- …",
        type=FieldType.BLOCK,
        section=Section.ADVANCED,
        validate=rsa_certificate,
        applies=needs_key_pair,
    ),
    Field(
        name="key_store_path",
        label="Path of the key store",
        help="A JKS file on OpenMetadata's server, instead of certificate and private key, for decrypting only.",
        why="For a private key that may not leave the server. OpenMetadata reads a store only if path, alias and "
        "password are all there.",
        example="/etc/openmetadata/saml.jks",
        section=Section.ADVANCED,
        validate=validators.server_path,
        applies=has_key_store_alias,
    ),
    Field(
        name="key_store_alias",
        label="Alias in the key store",
        help="The name of the key in it.",
        why="A key store can hold several keys. OpenMetadata reads it only if path, alias and password are all there.",
        example="openmetadata",
        section=Section.ADVANCED,
        validate=validators.one_line,
        applies=has_key_store,
    ),
    TOKEN_VALIDITY,
    replace(
        SESSION_EXPIRY,
        help="Seconds, at least 3600. For SAML OpenMetadata has it from 2.0 on; before, see the line above.",
    ),
)

SECRETS = (
    Field(
        name="sp_private_key",
        label="Private key of OpenMetadata",
        help="An RSA key without passphrase, as PEM or base64; OpenMetadata gets it as PKCS#8.",
        why="OpenMetadata signs its requests with it, and decrypts assertions. Whoever has it can do so too.",
        type=FieldType.BLOCK,
        section=Section.ADVANCED,
        validate=x509.private_key,
        applies=needs_key_pair,
    ),
    Field(
        name="key_store_password",
        label="Password of the key store",
        help="Of the file and of the key in it.",
        why="The server opens the file with it, and reads it only if path, alias and password are all there.",
        section=Section.ADVANCED,
        validate=validators.secret,
        applies=has_key_store,
    ),
)
