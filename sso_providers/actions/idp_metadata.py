"""A SAML identity provider's metadata, as pasted or from where the provider publishes it. Writes nothing."""

from django.conf import settings
from django.utils.translation import gettext as _

from sso_providers import http
from sso_providers.catalogue.saml_metadata import MEDIA_TYPES, IdpMetadata, MetadataError, parse, parse_bytes


def read(*, text: str, address: str) -> IdpMetadata:
    """What `text` says, or where it is blank the document at `address`.

    Waits for the provider: not to be called in a transaction. Raises `MetadataError` or `http.FetchError`.
    """
    if text.strip():
        return parse(text)
    if address:
        return parse_bytes(fetched(address))
    raise MetadataError(
        _("There is no metadata yet: paste the document, or enter the address that it is published at.")
    )


def fetched(address: str) -> bytes:
    headers = {"Accept": MEDIA_TYPES}
    response = http.fetch("GET", address, headers=headers, allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS)
    if response.status != 200:
        raise http.FetchError(http.Reason.STATUS, address, str(response.status))
    return response.body
