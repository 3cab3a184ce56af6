"""Until when a provider takes a registration's secrets. No version: what is exported stays the same."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

from django.db import transaction
from django.utils.translation import gettext as _

from sso_providers import crypto
from sso_providers.catalogue import CLIENT_SECRET
from sso_providers.models import Event, ProviderRegistration, RegistrationSecret

from .audit import Actor, record
from .secret_rules import words

Days = Mapping[str, date | None]
NO_DAYS: Days = MappingProxyType({})
# What a provider or directory may end by itself. A key ends with its certificate, the password of a store never.
EXPIRING = frozenset({CLIENT_SECRET, "bind_password"})
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class NoSecret(LookupError):
    """A registration has no secret of the name."""


def wrong_days(days: Days, *, known: Collection[str]) -> dict[str, str]:
    """What is wrong: `expires.<name>` -> sentence. `known` are the secrets that there are."""
    wrong = {}
    for name, day in days.items():
        if day is None:
            continue
        if name not in known:
            wrong[f"expires.{name}"] = _("There is no %(secret)s yet that could expire: enter it too.") % {
                "secret": words(name)
            }
        elif sentence := wrong_day(day):
            wrong[f"expires.{name}"] = sentence
    return wrong


def wrong_day(day: date) -> str:
    """A sentence, or ""."""
    if EARLIEST <= day <= LATEST:
        return ""
    return _("%(day)s is no day on which a secret expires: use one from %(earliest)s to %(latest)s.") % {
        "day": day.isoformat(),
        "earliest": EARLIEST.isoformat(),
        "latest": LATEST.isoformat(),
    }


@transaction.atomic
def set_day(
    *,
    registration: ProviderRegistration,
    name: str,
    expires_on: date | None,
    by: Actor,
    told_by: str = "",
    of: crypto.Sealed | None = None,
) -> bool:
    """Whether anything changed. `told_by` is the provider, if it was not a person.

    Raises `NoSecret`, also where another than `of` is in force by now.
    """
    stored = RegistrationSecret.objects.select_for_update().filter(registration=registration, name=name).first()
    if stored is None or (of is not None and stored.sealed != of):
        raise NoSecret(name)
    if stored.expires_on == expires_on:
        return False
    stored.expires_on = expires_on
    stored.save(update_fields=["expires_on"])
    said = f"{name}: {expires_on or 'none'}" + (f", told by {told_by}" if told_by else "")
    record(Event.SECRET_EXPIRY_SET, by=by, target_type="registration", target=registration.slug, detail=said)
    return True
