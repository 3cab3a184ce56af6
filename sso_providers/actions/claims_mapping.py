"""Which claims OpenMetadata shall take the user name and the e-mail address from, for one registration."""

from django.db import transaction

from sso_providers.models import ProviderRegistration

from . import registrations, ways_in
from .audit import Actor
from .registration_rules import described, usable

USERNAME, EMAIL = "username_claim", "email_claim"


def with_mapping(registration: ProviderRegistration, *, username_claim: str, email_claim: str) -> ProviderRegistration:
    """The registration with it, not saved; two blanks take the mapping away. Raises `InvalidRegistration`."""
    described(registration)
    registration.settings = {**registration.settings, USERNAME: username_claim, EMAIL: email_claim}
    described(registration)
    return registration


@transaction.atomic
def use(
    *, registration: ProviderRegistration, username_claim: str, email_claim: str, by: Actor
) -> ProviderRegistration:
    """Saves it as the next version of the registration as it is stored now.

    Raises `InvalidRegistration` or `confirmation.Unconfirmed`.
    """
    ways_in.lock()  # before the row, as everywhere
    stored = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    usable(stored, with_secret=False)
    changed = with_mapping(stored, username_claim=username_claim, email_claim=email_claim)
    return registrations.update(registration=changed, by=by)
