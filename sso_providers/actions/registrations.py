"""What is done with registrations."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from sso_providers import crypto
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import Event, ProviderRegistration, RegistrationSecret

from . import rotation, secret_expiry, sessions, ways_in
from .audit import Actor, record, save_version
from .registration_rules import TRACKED, InvalidRegistration, changed_fields, changed_secrets, check, clean
from .secret_expiry import NO_DAYS, Days
from .secret_rules import NO_SECRETS, stored_secrets
from .staff_login import issuer_of

__all__ = [
    "TRACKED",
    "InUse",
    "InvalidRegistration",
    "check",
    "clean",
    "create",
    "delete",
    "remove_secret",
    "reseal_all",
    "restore",
    "switch_sign_in_off",
    "update",
]


class InUse(ValueError):
    """A registration that deployments still sign people in with."""


@transaction.atomic
def create(
    *,
    registration: ProviderRegistration,
    secrets: Mapping[str, Secret] = NO_SECRETS,
    expires: Days = NO_DAYS,
    by: Actor,
) -> ProviderRegistration:
    """Saves a new registration as version 1. `expires` says until when the provider takes its secrets."""
    cleaned = check(registration=registration, stored=None, secrets=secrets, by=by)
    check_days(expires, known=cleaned)
    save_version(registration, by=by, reason=gettext_noop("created"))
    audit(Event.REGISTRATION_CREATED, registration, by)
    put_secrets(registration, cleaned, by)
    put_days(registration, expires, by)
    return registration


@transaction.atomic
def update(
    *,
    registration: ProviderRegistration,
    secrets: Mapping[str, Secret] = NO_SECRETS,
    expires: Days = NO_DAYS,
    by: Actor,
) -> ProviderRegistration:
    """Saves `registration` as its next version, if anything differs, or may differ as far as `by` may learn.

    A secret that is not among `secrets` stays, unless kind and flow have none of its name any more. A day of
    `expires` makes no version; a secret that is replaced loses the old one's. The sessions that began through it
    end when people can't sign in with it any more, or when its issuer is another one.
    """
    ways_in.lock()  # before the row, as everywhere: else two requests could wait for each other
    stored = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    cleaned = check(registration=registration, stored=stored, secrets=secrets, by=by)
    before = stored_secrets(stored)
    check_days(expires, known={*before, *cleaned})
    changed = changed_fields(stored, registration)
    new = changed_secrets(stored, registration, cleaned, by)
    lost = sorted(before.keys() - secret_names(registration))
    if not (changed or new or lost):
        put_days(registration, expires, by)
        return registration
    registration.version = stored.version + 1
    save_version(registration, by=by, reason=", ".join([*changed, *new, *lost]))
    if changed:
        audit(Event.REGISTRATION_CHANGED, registration, by, detail=", ".join(changed))
    put_secrets(registration, new, by)
    put_days(registration, expires, by)
    for name in lost:
        forget_secret(registration, name, by)
    end_sessions(stored, registration, by)
    return registration


def end_sessions(stored: ProviderRegistration, registration: ProviderRegistration, by: Actor) -> None:
    if stored.staff_login and not registration.staff_login:
        sessions.end_for_registration(registration_slug=stored.slug, by=by, reason="sign-in switched off")
    elif issuer_of(stored) != issuer_of(registration):
        sessions.end_for_registration(registration_slug=stored.slug, by=by, reason="another issuer")


@transaction.atomic
def switch_sign_in_off(*, registration: ProviderRegistration, by: Actor) -> ProviderRegistration:
    """Of the registration as it is now, whatever another request has changed since it was read.

    Raises `InvalidRegistration` or `confirmation.Unconfirmed`.
    """
    ways_in.lock()
    current = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    current.staff_login = False
    return update(registration=current, by=by)


@transaction.atomic
def remove_secret(*, registration: ProviderRegistration, name: str, by: Actor) -> ProviderRegistration:
    """And what a rotation has beside it. Raises `InvalidRegistration` while people sign in to the portal with it."""
    # `registration` may have been read before another request changed it.
    ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    registration.refresh_from_db()
    if registration.staff_login and name == CLIENT_SECRET:
        sentence = _("People sign in to this portal with it: switch that off first, or replace the secret.")
        raise InvalidRegistration({f"secrets.{name}": sentence})
    if name not in stored_secrets(registration):
        return registration
    registration.version += 1
    save_version(registration, by=by, reason=f"{name} removed")
    forget_secret(registration, name, by)
    return registration


@transaction.atomic
def restore(*, registration: ProviderRegistration, version: int, by: Actor) -> ProviderRegistration:
    """Makes the settings of an older version the newest one. The secrets stay as they are.

    Raises `InvalidRegistration` if the old settings are no longer valid, or `confirmation.Unconfirmed`.
    """
    old = registration.history.filter(version=version).first()
    if old is None:
        missing = _("There is no version %(version)s of %(registration)s.")
        raise InvalidRegistration({"version": missing % {"version": version, "registration": registration}})
    for name in TRACKED:
        setattr(registration, name, getattr(old, name))
    update(registration=registration, by=by)
    audit(Event.REGISTRATION_RESTORED, registration, by, detail=f"from version {version}")
    return registration


@transaction.atomic
def delete(*, registration: ProviderRegistration, by: Actor) -> None:
    """Ends the sessions that began through it. Raises `InUse`, naming the deployments, or `ways_in.LastWayIn`."""
    ways_in.lock()
    ways_in.refuse_closing(registration, None)
    names = [deployment.name for deployment in registration.deployments.all()]
    if names:
        used = _("%(registration)s is used by %(deployments)s: give them another registration first.")
        raise InUse(used % {"registration": registration, "deployments": ", ".join(names)})
    audit(Event.REGISTRATION_DELETED, registration, by)
    sessions.end_for_registration(registration_slug=registration.slug, by=by, reason="registration deleted")
    registration.delete()


@transaction.atomic
def reseal_all(*, by: Actor) -> int:
    """Encrypts every stored secret with the first key, also those of rotations; returns how many had another one.

    No new version: the secrets are the same. Raises `crypto.MissingKey` or `crypto.Damaged`; then none is changed.
    """
    count = 0
    for registration in ProviderRegistration.objects.select_for_update().prefetch_related("secrets", "rotations"):
        sealed: list[tuple[Any, str, str]] = [(each, "sealed", each.name) for each in registration.secrets.all()]
        sealed += [(each, "other", f"{each.name}, in rotation") for each in registration.rotations.all()]
        for row, column, said in sealed:
            if reseal(row, column):
                audit(Event.SECRET_RESEALED, registration, by, detail=said)
                count += 1
    return count


def reseal(row: Any, column: str) -> bool:
    """Whether the row's secret had another key."""
    sealed: crypto.Sealed = getattr(row, column)
    if crypto.is_current(sealed):
        return False
    setattr(row, column, crypto.seal(sealed.open()))
    row.save(update_fields=[column])
    return True


def secret_names(registration: ProviderRegistration) -> set[str]:
    """Those that its kind and flow may have."""
    return {field.name for field in registration.catalogue_kind.secret_fields(registration.catalogue_flow)}


def check_days(expires: Days, *, known: Collection[str]) -> None:
    """Raises `InvalidRegistration`."""
    if wrong := secret_expiry.wrong_days(expires, known=known):
        raise InvalidRegistration(wrong)


def put_secrets(registration: ProviderRegistration, secrets: Mapping[str, Secret], by: Actor) -> None:
    for name, secret in secrets.items():
        columns = {"sealed": crypto.seal(secret), "set_at": timezone.now(), "set_by": by.name[:150]}
        RegistrationSecret.objects.update_or_create(
            registration=registration, name=name, defaults={**columns, "expires_on": None}
        )
        audit(Event.SECRET_SET, registration, by, detail=name)


def put_days(registration: ProviderRegistration, expires: Days, by: Actor) -> None:
    there = stored_secrets(registration)
    for name, day in expires.items():
        if name in there:
            secret_expiry.set_day(registration=registration, name=name, expires_on=day, by=by)


def forget_secret(registration: ProviderRegistration, name: str, by: Actor) -> None:
    registration.secrets.filter(name=name).delete()
    audit(Event.SECRET_REMOVED, registration, by, detail=name)
    rotation.forget(registration=registration, name=name, by=by)


def audit(event: Event, registration: ProviderRegistration, by: Actor, *, detail: str = "") -> None:
    record(event, by=by, target_type="registration", target=registration.slug, detail=detail)
