"""What OpenMetadata, the service provider, signs, encrypts and insists on."""

from sso_providers.catalogue.fields import Field, FieldType, Section


def switch(name: str, label: str, help: str, why: str, *, default: bool = False) -> Field:
    return Field(
        name=name,
        label=label,
        help=help,
        why=why,
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
        "Without a signature anybody could have written what an assertion says.",
    ),
    switch(
        "want_messages_signed",
        "Want signed messages",
        "The whole answer is signed, not only the assertion. Insisted on in strict mode.",
        "The answer around the assertion can be changed on its way otherwise. Not every provider signs it.",
    ),
    switch(
        "strict_mode",
        "Strict mode",
        "Refuses assertions that are over, meant for another application, or sent to another address: switch it on "
        "where OpenMetadata sees the address that the browser sees. Behind a proxy that ends TLS it sees http, and "
        "refuses everybody.",
        "Otherwise an assertion that was made for another application opens this one too.",
    ),
    switch(
        "validate_xml",
        "Validate XML",
        "Compares each answer with SAML's schema.",
        "Malformed answers are refused before anything reads them.",
    ),
    switch(
        "sign_requests",
        "Sign requests",
        "Where the provider demands it (Keycloak: Client signature required). Needs certificate and private key.",
        "A provider that demands it ignores requests that anybody could have made.",
    ),
    switch(
        "sign_sp_metadata",
        "Sign OpenMetadata's metadata",
        "Needs certificate and private key.",
        "For providers that read OpenMetadata's metadata and demand a signature.",
    ),
    switch(
        "want_assertions_encrypted",
        "Want encrypted assertions",
        "The provider encrypts for OpenMetadata's certificate. Needs certificate and private key, or a key store.",
        "Assertions pass through people's browsers, with all that they say of a person.",
    ),
    switch(
        "send_encrypted_name_id",
        "Encrypt the NameID in sign-out requests",
        "For the provider's certificate.",
        "The NameID is a person's address, and passes through the browser.",
    ),
    switch(
        "debug_mode",
        "Debug mode",
        "Writes every message to the server's log, personal data included: for a short while only.",
        "It shows what the provider really sends when a sign-in fails.",
    ),
)
