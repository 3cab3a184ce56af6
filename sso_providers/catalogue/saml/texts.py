"""Checks of one typed text that only SAML needs."""

from urllib.parse import urlsplit

from sso_providers.catalogue import validators, x509
from sso_providers.catalogue.fields import InvalidValue

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


def own_entity_id(text: str) -> str:
    """OpenMetadata's own: its validators (1.10 and later) take a URN from the provider only."""
    if not entity_id(text).startswith(("https://", "http://")):
        raise InvalidValue(
            f"'{text}' is no address, and OpenMetadata takes only an address for its own entity ID: use one such as "
            "https://openmetadata.acme.example/api/v1/saml/metadata, or leave it blank."
        )
    return text


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
