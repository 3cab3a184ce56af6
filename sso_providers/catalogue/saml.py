"""SAML 2.0, with any identity provider.

Facts: OpenMetadata's documentation "SAML", its SamlSettingsHolder, SamlAuthServletHandler and the
validator behind its own settings page; java-saml, which all of them use.
"""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from . import validators, x509
from .common import PROVIDER_NAME, SESSION_EXPIRY, TEAM_CLAIM, TOKEN_VALIDITY
from .fields import Field, FieldType, InvalidValue, Section
from .spec import ConsoleUrl, Flow, Guide, Kind, Language, Protocol, Recipe, Use
from .values import Value

# SAML 2.0 Core, section 8.3. The second is OpenMetadata's own default, which that standard does not
# have: Keycloak, for one, refuses a request with it unless it forces a format of its own.
EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
NAME_ID_FORMATS = (
    EMAIL,
    "urn:oasis:names:tc:SAML:2.0:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
)
# SAML 2.0 Core, section 8.3.6.
LONGEST_ENTITY_ID = 1024


def entity_id(text: str) -> str:
    """An entity ID that OpenMetadata's validator takes: an http(s) address or a URN, kept to the letter."""
    if len(text) > LONGEST_ENTITY_ID:
        raise InvalidValue(f"'{text[:50]}…' has {len(text)} characters: at most {LONGEST_ENTITY_ID} are possible.")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise InvalidValue(not_an_entity_id(text)) from None
    is_address = parts.scheme in {"https", "http"} and parts.hostname
    is_urn = parts.scheme == "urn" and parts.path
    if not (is_address or is_urn) or not text.isascii() or not text.isprintable() or " " in text:
        raise InvalidValue(not_an_entity_id(text))
    return text


def not_an_entity_id(text: str) -> str:
    return (
        f"'{text}' is no entity ID that OpenMetadata takes: copy the metadata's entityID, "
        "an address such as https://idp.acme.example/metadata or a name such as urn:acme:idp."
    )


def address(text: str) -> str:
    """An address of the provider; some have a query, such as Google's and Entra's."""
    path, question, query = text.partition("?")
    if question and (not query.isascii() or not query.isprintable() or set(query) & set(' "#<>\\^`{|}')):
        raise InvalidValue(f"'{text}' has a query that can't be used: copy the address again, without a #fragment.")
    if len(text) > validators.LONGEST:
        raise InvalidValue(f"'{text[:50]}…' has {len(text)} characters: at most {validators.LONGEST} are possible.")
    return f"{validators.url(path)}{question}{query}"


def rsa_certificate(text: str) -> str:
    found = x509.read(text)
    if not found.is_rsa():
        raise InvalidValue(
            f"The certificate's key is {found.key}: OpenMetadata signs with RSA-SHA256, so make an RSA key."
        )
    return found.text


def attribute(text: str) -> str:
    """The name of an attribute in an assertion; Entra's are addresses."""
    if not text.isprintable() or " " in text:
        raise InvalidValue(f"'{text}' is no attribute: use its name in the assertion, without blanks.")
    return text


def server_path(text: str) -> str:
    """The path of a file that OpenMetadata's server reads."""
    if not text.isprintable() or len(text) > 1000:
        raise InvalidValue(
            "This is no path: enter where the server finds the file, such as /etc/openmetadata/saml.jks."
        )
    return text


def needs_key_pair(settings: Mapping[str, Value]) -> bool:
    """The server starts with a key store instead, but its validator wants the pair for whatever is signed."""
    if settings.get("sign_requests") or settings.get("sign_sp_metadata"):
        return True
    return bool(settings.get("want_assertions_encrypted")) and not has_key_store(settings)


def has_key_store(settings: Mapping[str, Value]) -> bool:
    return bool(settings.get("key_store_path"))


def has_key_store_alias(settings: Mapping[str, Value]) -> bool:
    return bool(settings.get("key_store_alias"))


def metadata_signed_with_a_loaded_key(settings: Mapping[str, Value]) -> dict[str, str]:
    """SamlSettingsHolder hands the keys to java-saml for these two reasons only."""
    loaded = settings.get("sign_requests") or settings.get("want_assertions_encrypted")
    if not settings.get("sign_sp_metadata") or loaded:
        return {}
    return {
        "sign_sp_metadata": "OpenMetadata loads the key pair only where it signs requests or decrypts assertions: "
        "switch one of them on too, or this off."
    }


def two_parties(settings: Mapping[str, Value]) -> dict[str, str]:
    """What belongs to the service provider is not the identity provider's."""
    errors = {}
    if settings["sp_certificate"] and settings["sp_certificate"] == settings["idp_certificate"]:
        errors["sp_certificate"] = (
            "This is the identity provider's certificate: use the one that belongs to OpenMetadata's private key."
        )
    if settings["sp_entity_id"] == settings["idp_entity_id"]:
        errors["sp_entity_id"] = (
            f"'{settings['sp_entity_id']}' is the identity provider's entity ID: "
            "enter OpenMetadata's own, or leave it blank."
        )
    return errors


METADATA = "The provider's metadata (XML), attribute entityID of EntityDescriptor"
FROM_PROVIDER = (
    Field(
        name="metadata_url",
        label="Metadata address",
        help="Where the provider publishes its metadata; the check compares it with what is entered here. Optional.",
        where="Entra: App Federation Metadata Url. Okta: Metadata URL. "
        "Keycloak: Realm settings › SAML 2.0 Identity Provider Metadata",
        example="https://idp.acme.example/metadata.xml",
        type=FieldType.URL,
        required=False,
        validate=address,
    ),
    Field(
        name="idp_entity_id",
        label="Entity ID of the provider",
        help="Who the provider says it is, to the letter.",
        where=METADATA,
        example="https://idp.acme.example/metadata",
        validate=entity_id,
    ),
    Field(
        name="sso_login_url",
        label="Sign-in address of the provider",
        help="The one with the HTTP-Redirect binding; OpenMetadata uses no other.",
        where="The provider's metadata, SingleSignOnService with Binding …:HTTP-Redirect, attribute Location",
        example="https://idp.acme.example/sso",
        type=FieldType.URL,
        validate=address,
    ),
    Field(
        name="idp_certificate",
        label="Signing certificate of the provider",
        help="The certificate itself, as PEM or base64; never the path of a file.",
        where="The provider's metadata, KeyDescriptor use=signing, X509Certificate",
        example="-----BEGIN CERTIFICATE----- …",
        type=FieldType.BLOCK,
        validate=x509.certificate,
    ),
    Field(
        name="name_id_format",
        label="Format of the NameID",
        help="What OpenMetadata asks for. Whatever the format, the NameID itself must be the person's e-mail address.",
        where="The provider's metadata, NameIDFormat",
        example=EMAIL,
        type=FieldType.CHOICE,
        required=False,
        default=EMAIL,
        choices=NAME_ID_FORMATS,
    ),
)
MAPPING = (
    PROVIDER_NAME,
    Field(
        name="display_name_attributes",
        label="Attributes for the display name, in order",
        help="Blank uses the usual ones (givenname, surname, displayname …). OpenMetadata has it from 1.11.10 on, "
        "and no environment variable for it: Docker and Helm can't set it.",
        example="displayName",
        type=FieldType.LIST,
        section=Section.MAPPING,
        required=False,
        default=(),
        validate=attribute,
    ),
    replace(
        TEAM_CLAIM,
        label="Attribute for the team",
        validate=attribute,
    ),
)


def switch(name: str, label: str, help: str, *, default: bool = False) -> Field:
    return Field(
        name=name,
        label=label,
        help=help,
        example="true",
        type=FieldType.BOOLEAN,
        section=Section.ADVANCED,
        required=False,
        default=default,
    )


SECURITY = (
    switch(
        "want_assertions_signed",
        "Want signed assertions",
        "Java-saml insists on it in strict mode; something must be signed in any case.",
    ),
    switch(
        "want_messages_signed",
        "Want signed messages",
        "The whole answer is signed, not only the assertion. Insisted on in strict mode.",
    ),
    switch(
        "strict_mode",
        "Strict mode",
        "Refuses assertions that are over, meant for another application, or sent to another address: switch it on "
        "where OpenMetadata sees the address that the browser sees. Behind a proxy that ends TLS it sees http, and "
        "refuses everybody.",
    ),
    switch("validate_xml", "Validate XML", "Compares each answer with SAML's schema."),
    switch(
        "sign_requests",
        "Sign requests",
        "Where the provider demands it (Keycloak: Client signature required). Needs certificate and private key.",
    ),
    switch("sign_sp_metadata", "Sign OpenMetadata's metadata", "Needs certificate and private key."),
    switch(
        "want_assertions_encrypted",
        "Want encrypted assertions",
        "The provider encrypts for OpenMetadata's certificate. Needs certificate and private key, or a key store.",
    ),
    switch("send_encrypted_name_id", "Encrypt the NameID in sign-out requests", "For the provider's certificate."),
    switch(
        "debug_mode",
        "Debug mode",
        "Writes every message to the server's log, personal data included: for a short while only.",
    ),
)
SERVICE_PROVIDER = (
    Field(
        name="sp_entity_id",
        label="Entity ID of OpenMetadata",
        help="Blank is OpenMetadata's address with /api/v1/saml/metadata. "
        "It must be registered at the provider to the letter.",
        example="https://openmetadata.acme.example/api/v1/saml/metadata",
        section=Section.ADVANCED,
        required=False,
        validate=entity_id,
    ),
    Field(
        name="sp_certificate",
        label="Certificate of OpenMetadata",
        help="Of the private key below; the provider gets it too. The certificate itself, as PEM or base64.",
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
        example="/etc/openmetadata/saml.jks",
        section=Section.ADVANCED,
        validate=server_path,
        applies=has_key_store_alias,
    ),
    Field(
        name="key_store_alias",
        label="Alias in the key store",
        help="The name of the key in it.",
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
        type=FieldType.BLOCK,
        validate=x509.private_key,
        applies=needs_key_pair,
    ),
    Field(
        name="key_store_password",
        label="Password of the key store",
        help="Of the file and of the key in it.",
        validate=validators.secret,
        applies=has_key_store,
    ),
)

STEPS = (
    "Make a SAML 2.0 application called *{name}*. Entra: **Enterprise applications** › **New application** › "
    "**Create your own application**, non-gallery, then **Single sign-on** › **SAML**. AWS IAM Identity Center: "
    "**Applications** › **Add application** › **I have an application I want to set up** › **SAML 2.0**.",
    "Enter the addresses listed here. Entra has them in **Basic SAML Configuration**, "
    "AWS under **Application metadata** › **Manually type your metadata values**.",
    "Make the person's e-mail address the **NameID**. Entra: **Attributes & Claims** › **Unique User Identifier** = "
    "*user.mail*. AWS: **Attribute mappings** › **Subject** = the user's e-mail, format *emailAddress*.",
    "Let the provider sign its assertions, with RSA-SHA256 or better.",
    "Download the metadata (Entra: **Federation Metadata XML**; AWS: **IAM Identity Center SAML metadata file**) and "
    "copy entity ID, sign-in address and certificate from it.",
    "Assign the people or groups who may sign in.",
)
PITFALLS = (
    "The user name in OpenMetadata is what stands before the @ of the NameID; a NameID without @ gets the principal "
    "domain behind it, so opaque identifiers make users nobody recognises.",
    "The certificate is the text itself: OpenMetadata reads no path, although its documentation shows one.",
    "Without strict mode java-saml checks the signature, but neither the time nor whom the assertion is for: give "
    "OpenMetadata an application and a signing key of its own at the provider.",
    "Behind a proxy that ends TLS, OpenMetadata may send people back to http after signing in: let the proxy redirect "
    "http to https (issue 24863).",
    "When the provider changes its certificate, nobody can sign in until OpenMetadata has the new one.",
    "Saving in OpenMetadata's own page from 1.10 on also calls the sign-in address, and may report status 400 although "
    "all is well (issue 24347).",
)

KCADM = """\
# The provider's realm, such as acme
REALM=
# The client ID is OpenMetadata's entity ID: change it here too if you chose another
kcadm.sh create clients -r "$REALM" \\
  -s clientId={server}/api/v1/saml/metadata \\
  -s name={name} \\
  -s protocol=saml \\
  -s enabled=true \\
  -s redirectUris={callbacks_json} \\
  -s 'attributes."saml_assertion_consumer_url_post"='{server}/api/v1/saml/acs \\
  -s 'attributes."saml_name_id_format"=email' \\
  -s 'attributes."saml_force_name_id_format"=true' \\
  -s 'attributes."saml.server.signature"=true' \\
  -s 'attributes."saml.assertion.signature"=true' \\
  -s 'attributes."saml.signature.algorithm"=RSA_SHA256' \\
  -s 'attributes."saml.client.signature"=false'
"""
TERRAFORM = """\
variable "realm_id" {{
  type = string
}}

locals {{
  openmetadata = {server}
}}

resource "keycloak_saml_client" "{resource}" {{
  realm_id = var.realm_id
  # OpenMetadata's entity ID: change it here too if you chose another
  client_id = "${{local.openmetadata}}/api/v1/saml/metadata"
  name      = {name}

  valid_redirect_uris         = {callbacks}
  assertion_consumer_post_url = "${{local.openmetadata}}/api/v1/saml/acs"

  name_id_format            = "email"
  force_name_id_format      = true
  sign_documents            = true
  sign_assertions           = true
  signature_algorithm       = "RSA_SHA256"
  client_signature_required = false
}}
"""

SAML = Kind(
    id="saml",
    label="SAML 2.0",
    protocol=Protocol.SAML,
    documentation="https://docs.open-metadata.org/latest/deployment/security/saml",
    needs="The provider's metadata: entity ID, sign-in address and certificate",
    minutes=15,
    initials="SA",
    openmetadata_provider="saml",
    secrets={Flow.NONE: SECRETS},
    fields={Flow.NONE: (*FROM_PROVIDER, *MAPPING, *SECURITY, *SERVICE_PROVIDER)},
    rules=(metadata_signed_with_a_loaded_key, two_parties),
    guides={
        Flow.NONE: Guide(
            console="the identity provider",
            urls_at="The application's SAML settings",
            steps=STEPS,
            urls=(
                ConsoleUrl(
                    label="Identifier (Entity ID), also called Audience URI or SP Entity ID",
                    templates=("{server}/api/v1/saml/metadata",),
                    unless="sp_entity_id",
                    use=Use.OTHER,
                ),
                ConsoleUrl(
                    label="Reply URL (Assertion Consumer Service URL, ACS), also called Single sign-on URL",
                    templates=("{server}/api/v1/saml/acs",),
                    help="With the HTTP-POST binding.",
                ),
                ConsoleUrl(
                    label="Sign on URL",
                    templates=("{server}/signin",),
                    help="Optional: where the provider's own page of applications leads to.",
                    use=Use.OTHER,
                ),
            ),
            pitfalls=PITFALLS,
            recipes=(
                Recipe(
                    tool="Keycloak's kcadm",
                    language=Language.SHELL,
                    template=KCADM,
                    before="Sign in first, with kcadm.sh config credentials. Where OpenMetadata signs its requests, "
                    "set saml.client.signature to true and import its certificate.",
                    documentation="https://www.keycloak.org/docs/latest/server_admin/#admin-cli",
                ),
                Recipe(
                    tool="Terraform, for Keycloak",
                    language=Language.TERRAFORM,
                    template=TERRAFORM,
                    before="Needs the provider keycloak/keycloak. Where OpenMetadata signs its requests, set "
                    "client_signature_required to true and signing_certificate to its certificate.",
                    documentation="https://registry.terraform.io/providers/keycloak/keycloak/latest/docs/resources/saml_client",
                ),
            ),
        )
    },
)
