"""What the identity provider says of itself, and what its assertions say of people."""

from dataclasses import replace

from sso_providers.catalogue import x509
from sso_providers.catalogue.common import PROVIDER_NAME, TEAM_CLAIM
from sso_providers.catalogue.fields import Field, FieldType, Section

from .texts import address, attribute, entity_id

# SAML 2.0 Core, section 8.3. The second is OpenMetadata's own default, which that standard does not
# have: Keycloak, for one, refuses a request with it unless it forces a format of its own.
EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
NAME_ID_FORMATS = (
    EMAIL,
    "urn:oasis:names:tc:SAML:2.0:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
)
METADATA = "The provider's metadata (XML), attribute entityID of EntityDescriptor"
FROM_PROVIDER = (
    Field(
        name="metadata_url",
        label="Metadata address",
        help="Where the provider publishes its metadata; the check compares it with what is entered here. Optional.",
        why="One day the provider changes its certificate: the check sees it here before nobody can sign in.",
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
        why="Every answer says whom it is from; in strict mode one from anybody else is refused.",
        where=METADATA,
        example="https://idp.acme.example/metadata",
        validate=entity_id,
    ),
    Field(
        name="sso_login_url",
        label="Sign-in address of the provider",
        help="The one with the HTTP-Redirect binding; OpenMetadata uses no other.",
        why="People's browsers are sent there with OpenMetadata's request in the address.",
        where="The provider's metadata, SingleSignOnService with Binding …:HTTP-Redirect, attribute Location",
        example="https://idp.acme.example/sso",
        type=FieldType.URL,
        validate=address,
    ),
    Field(
        name="idp_certificate",
        label="Signing certificate of the provider",
        help="The certificate itself, as PEM or base64; never the path of a file.",
        why="With it OpenMetadata tells the provider's answers from forged ones. Its documentation shows a path, "
        "which it can't read.",
        where="The provider's metadata, KeyDescriptor use=signing, X509Certificate",
        example="-----BEGIN CERTIFICATE----- …",
        type=FieldType.BLOCK,
        validate=x509.certificate,
    ),
    Field(
        name="name_id_format",
        label="Format of the NameID",
        help="What OpenMetadata asks for. Whatever the format, the NameID itself must be the person's e-mail address.",
        why="User name and address come from the NameID alone: an opaque one makes users nobody recognises.",
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
        why="For providers that call the parts of a name otherwise.",
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
