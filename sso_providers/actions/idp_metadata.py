"""A SAML identity provider's metadata, as pasted or from where the provider publishes it. Writes nothing."""

from django.conf import settings

from sso_providers import http
from sso_providers.catalogue.saml_metadata import IdpMetadata, MetadataError, parse

ACCEPT = {"Accept": "application/samlmetadata+xml, application/xml, text/xml"}


def read(*, text: str, address: str) -> IdpMetadata:
    """What `text` says, or where it is blank the document at `address`.

    Waits for the provider: not to be called in a transaction. Raises `MetadataError` or `http.FetchError`.
    """
    if text.strip():
        return parse(text)
    if address:
        return parse(fetched(address))
    raise MetadataError("There is no metadata yet: paste the document, or enter the address that it is published at.")


def fetched(address: str) -> str:
    response = http.fetch("GET", address, headers=ACCEPT, allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS)
    if response.status != 200:
        raise http.FetchError(http.Reason.STATUS, address, str(response.status))
    try:
        return response.body.decode("utf-8")
    except UnicodeDecodeError:
        raise MetadataError(f"What {http.shown(address)} answers is no text in UTF-8: paste it instead.") from None
