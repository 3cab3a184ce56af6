"""Showing a stored secret to a person, once."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.catalogue import Secret
from sso_providers.models import Event, ProviderRegistration, RegistrationSecret

from . import confirmation
from .audit import Actor, record
from .secret_expiry import NoSecret


@sensitive_variables()
@transaction.atomic
def reveal(*, registration: ProviderRegistration, name: str, by: Actor) -> Secret:
    """The secret in force, recorded before it is handed over.

    Raises `confirmation.Unconfirmed`, `NoSecret`, `crypto.MissingKey` or `crypto.Damaged`.
    """
    confirmation.require(by, _("Before you reveal a secret, confirm that it is you."))
    stored = RegistrationSecret.objects.filter(registration=registration, name=name).first()
    if stored is None:
        raise NoSecret(name)
    secret: Secret = stored.sealed.open()
    record(Event.SECRET_REVEALED, by=by, target_type="registration", target=registration.slug, detail=name)
    return secret
