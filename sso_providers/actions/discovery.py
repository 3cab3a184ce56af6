"""Compares a registration with what its provider says of itself, and takes over what somebody ticked."""

from collections.abc import Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sso_providers import http
from sso_providers.catalogue import CLIENT_SECRET, Application, Protocol, Value
from sso_providers.checks.comparison import Comparison, compare_discovery, compare_metadata
from sso_providers.models import ProviderRegistration

from . import idp_metadata, registrations, ways_in
from .audit import Actor
from .registration_rules import usable
from .secret_rules import stored_secrets

COMPARED = (Protocol.OIDC, Protocol.SAML)


class Stale(ValueError):
    """What was shown is not what is stored any more."""


def compare(*, registration: ProviderRegistration, text: str = "") -> Comparison:
    """Asks the provider; for SAML, `text` may be its metadata. Writes nothing, and shows no secret.

    Waits for the provider: not to be called in a transaction. Raises `InvalidRegistration`, `http.FetchError`,
    `DiscoveryError` or `MetadataError`.
    """
    application = usable(registration, with_secret=False)
    if application.kind.protocol is Protocol.SAML:
        address = "" if text.strip() else str(application.settings.get("metadata_url", ""))
        found = idp_metadata.read(text=text, address=address)
        return compare_metadata(application, found, address=address, now=timezone.now())
    has_secret = CLIENT_SECRET in stored_secrets(registration)
    allow_http = settings.SSO_ALLOW_PRIVATE_ISSUERS
    return compare_discovery(application, document(application), allow_http=allow_http, has_secret=has_secret)


def document(application: Application) -> dict[str, object]:
    address = application.endpoints.discovery_uri
    answer = http.fetch("GET", address, allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS)
    if answer.status != 200:
        raise http.FetchError(http.Reason.STATUS, address, str(answer.status))
    return answer.json_object()


@transaction.atomic
def take(
    *, registration: ProviderRegistration, version_seen: int, values: Mapping[str, Value], by: Actor
) -> ProviderRegistration:
    """Saves `values`, which were shown beside version `version_seen`, as the next version.

    Raises `Stale`, `InvalidRegistration` or `confirmation.Unconfirmed`.
    """
    ways_in.lock()  # before the row, as in `registrations.update`
    stored = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    if stored.version != version_seen:
        raise Stale(
            _(
                "Somebody saved version %(stored)d after this comparison with version %(seen)d: compare again, then "
                "take."
            )
            % {"stored": stored.version, "seen": version_seen}
        )
    stored.settings = {**stored.settings, **values}
    return registrations.update(registration=stored, by=by)
