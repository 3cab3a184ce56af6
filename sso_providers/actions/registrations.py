"""What is done with registrations."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from sso_providers import crypto
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import Event, ProviderRegistration, RegistrationSecret

from . import sessions, ways_in
from .audit import Actor, record, save_version
from .registration_rules import TRACKED, InvalidRegistration, changed_fields, check, clean
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
    "update",
]


class InUse(ValueError):
    """A registration that deployments still sign people in with."""


@transaction.atomic
def create(
    *, registration: ProviderRegistration, secrets: Mapping[str, Secret] = NO_SECRETS, by: Actor
) -> ProviderRegistration:
    """Saves a new registration as version 1."""
    cleaned = check(registration=registration, stored=None, secrets=secrets, by=by)
    save_version(registration, by=by, reason="created")
    audit(Event.REGISTRATION_CREATED, registration, by)
    put_secrets(registration, cleaned, by)
    return registration


@transaction.atomic
def update(
    *, registration: ProviderRegistration, secrets: Mapping[str, Secret] = NO_SECRETS, by: Actor
) -> ProviderRegistration:
    """Saves `registration` as its next version, if anything differs.

    A secret that is not among `secrets` stays, unless kind and flow have none of its name any more. The sessions
    that began through it end when people can't sign in with it any more, or when its issuer is another one.
    """
    ways_in.lock()  # before the row, as everywhere: else two requests could wait for each other
    stored = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    cleaned = check(registration=registration, stored=stored, secrets=secrets, by=by)
    before = stored_secrets(stored)
    changed = changed_fields(stored, registration)
    new = {name: secret for name, secret in cleaned.items() if not is_same(before.get(name), secret)}
    lost = sorted(before.keys() - secret_names(registration))
    if not (changed or new or lost):
        return registration
    registration.version = stored.version + 1
    save_version(registration, by=by, reason=", ".join([*changed, *new, *lost]))
    if changed:
        audit(Event.REGISTRATION_CHANGED, registration, by, detail=", ".join(changed))
    put_secrets(registration, new, by)
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
def remove_secret(*, registration: ProviderRegistration, name: str, by: Actor) -> ProviderRegistration:
    """Raises `InvalidRegistration` while people sign in to the portal with it."""
    # `registration` may have been read before another request changed it.
    ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    registration.refresh_from_db()
    if registration.staff_login and name == CLIENT_SECRET:
        raise InvalidRegistration(
            {f"secrets.{name}": "People sign in to this portal with it: switch that off first, or replace the secret."}
        )
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
        raise InvalidRegistration({"version": f"There is no version {version} of {registration}."})
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
        raise InUse(f"{registration} is used by {', '.join(names)}: give them another registration first.")
    audit(Event.REGISTRATION_DELETED, registration, by)
    sessions.end_for_registration(registration_slug=registration.slug, by=by, reason="registration deleted")
    registration.delete()


@transaction.atomic
def reseal_all(*, by: Actor) -> int:
    """Encrypts every stored secret with the first key, and returns how many were with another one.

    No new version: the secrets are the same. Raises `crypto.MissingKey` or `crypto.Damaged`; then none is changed.
    """
    count = 0
    for registration in ProviderRegistration.objects.select_for_update().prefetch_related("secrets"):
        for secret in registration.secrets.all():
            if not crypto.is_current(secret.sealed):
                secret.sealed = crypto.seal(secret.sealed.open())
                secret.save(update_fields=["sealed"])
                audit(Event.SECRET_RESEALED, registration, by, detail=secret.name)
                count += 1
    return count


def secret_names(registration: ProviderRegistration) -> set[str]:
    """Those that its kind and flow may have."""
    return {field.name for field in registration.catalogue_kind.secret_fields(registration.catalogue_flow)}


def is_same(stored: RegistrationSecret | None, secret: Secret) -> bool:
    try:
        return stored is not None and stored.sealed.open() == secret
    except (crypto.MissingKey, crypto.Damaged):
        return False


def put_secrets(registration: ProviderRegistration, secrets: Mapping[str, Secret], by: Actor) -> None:
    for name, secret in secrets.items():
        columns = {"sealed": crypto.seal(secret), "set_at": timezone.now(), "set_by": by.name[:150]}
        RegistrationSecret.objects.update_or_create(registration=registration, name=name, defaults=columns)
        audit(Event.SECRET_SET, registration, by, detail=name)


def forget_secret(registration: ProviderRegistration, name: str, by: Actor) -> None:
    registration.secrets.filter(name=name).delete()
    audit(Event.SECRET_REMOVED, registration, by, detail=name)


def audit(event: Event, registration: ProviderRegistration, by: Actor, *, detail: str = "") -> None:
    record(event, by=by, target_type="registration", target=registration.slug, detail=detail)
