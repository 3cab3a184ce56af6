"""Commands that make OpenMetadata a SAML client of Keycloak.

A client is one OpenMetadata: its entity ID is the client ID. Where OpenMetadata has a key pair, Keycloak
verifies and encrypts with its certificate.
"""

from collections.abc import Mapping
from dataclasses import replace

from sso_providers.catalogue.spec import Language, Recipe
from sso_providers.catalogue.values import Value

from .rules import needs_key_pair


def has_no_key_pair(settings: Mapping[str, Value]) -> bool:
    return not needs_key_pair(settings)


# As a file on standard input: what follows -s name= is taken for JSON where it can be. All attributes
# of a client are texts. https://www.keycloak.org/docs/latest/server_admin/#admin-cli
KCADM = Recipe(
    tool="Keycloak's kcadm",
    language=Language.SHELL,
    before="Sign in first, with kcadm.sh config credentials. With a key store, where OpenMetadata wants encrypted "
    "assertions, set saml.encrypt to true too and import the certificate that is in it.",
    documentation="https://www.keycloak.org/docs/latest/server_admin/#admin-cli",
    applies=has_no_key_pair,
    template="""\
# The provider's realm, such as acme
REALM=
# The client ID is OpenMetadata's entity ID.
kcadm.sh create clients -r "${{REALM:?}}" -f - <<'JSON'
{{
  "protocol": "saml",
  "clientId": {identities_first_body},
  "name": {name_body},
  "enabled": true,
  "redirectUris": {callbacks_body},
  "attributes": {{
    "saml_assertion_consumer_url_post": {callbacks_first_body},
    "saml_name_id_format": "email",
    "saml_force_name_id_format": "true",
    "saml.server.signature": "true",
    "saml.assertion.signature": "true",
    "saml.signature.algorithm": "RSA_SHA256",
    "saml.client.signature": "false"
  }}
}}
JSON
""",
)
KCADM_WITH_CERTIFICATE = replace(
    KCADM,
    before="Sign in first, with kcadm.sh config credentials.",
    applies=needs_key_pair,
    template=KCADM.template.replace(
        '"saml.client.signature": "false"',
        '"saml.client.signature": {sign_requests_body},\n'
        '    "saml.signing.certificate": {sp_certificate_body},\n'
        '    "saml.encrypt": {want_assertions_encrypted_body},\n'
        '    "saml.encryption.certificate": {sp_certificate_body}',
    ),
)
TERRAFORM = Recipe(
    tool="Terraform, for Keycloak",
    language=Language.TERRAFORM,
    before="Needs the provider keycloak/keycloak. With a key store, where OpenMetadata wants encrypted assertions, set "
    "encrypt_assertions and encryption_certificate too.",
    documentation="https://registry.terraform.io/providers/keycloak/keycloak/latest/docs/resources/saml_client",
    applies=has_no_key_pair,
    template="""\
variable "realm_id" {{
  type = string
}}

resource "keycloak_saml_client" "{resource}" {{
  realm_id = var.realm_id
  # OpenMetadata's entity ID
  client_id = {identities_first}
  name      = {name}

  valid_redirect_uris         = {callbacks}
  assertion_consumer_post_url = {callbacks_first}

  name_id_format            = "email"
  force_name_id_format      = true
  sign_documents            = true
  sign_assertions           = true
  signature_algorithm       = "RSA_SHA256"
  client_signature_required = false
}}
""",
)
TERRAFORM_WITH_CERTIFICATE = replace(
    TERRAFORM,
    before="Needs the provider keycloak/keycloak.",
    applies=needs_key_pair,
    # Terraform takes "true" and "false" where it wants a boolean.
    template=TERRAFORM.template.replace(
        "client_signature_required = false\n",
        "client_signature_required = {sign_requests}\n"
        "  signing_certificate       = {sp_certificate}\n"
        "  encrypt_assertions        = {want_assertions_encrypted}\n"
        "  encryption_certificate    = {sp_certificate}\n",
    ),
)
RECIPES = (KCADM, KCADM_WITH_CERTIFICATE, TERRAFORM, TERRAFORM_WITH_CERTIFICATE)
