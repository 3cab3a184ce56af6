"""What is done with registrations."""

from django.db import transaction
from django.utils import timezone

from sso_providers import crypto
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import Event, ProviderRegistration

from .audit import Actor, record, save_version
from .registration_rules import TRACKED, InvalidRegistration, changed_fields, check, clean

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
def create(*, registration: ProviderRegistration, secret: Secret | None = None, by: Actor) -> ProviderRegistration:
    """Saves a new registration as version 1."""
    check(registration=registration, stored=None, secret=secret, by=by)
    put_secret(registration, secret, by)
    save_version(registration, by=by, reason="created")
    audit(Event.REGISTRATION_CREATED, registration, by)
    if secret:
        audit(Event.SECRET_SET, registration, by)
    return registration


@transaction.atomic
def update(*, registration: ProviderRegistration, secret: Secret | None = None, by: Actor) -> ProviderRegistration:
    """Saves `registration` as its next version, if anything differs; a `secret` of None keeps the stored one."""
    stored = ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    keep_secret(stored, registration)
    check(registration=registration, stored=stored, secret=secret, by=by)
    had_secret = stored.client_secret is not None
    changed = changed_fields(stored, registration)
    new_secret = secret is not None and not same_secret(stored, secret)
    if new_secret:
        put_secret(registration, secret, by)
    if registration.flow != Flow.CODE:
        forget_secret(registration)
    lost_secret = had_secret and registration.client_secret is None
    if not (changed or new_secret or lost_secret):
        return registration
    registration.version = stored.version + 1
    save_version(
        registration, by=by, reason=", ".join([*changed, *(["client secret"] if new_secret or lost_secret else [])])
    )
    if changed:
        audit(Event.REGISTRATION_CHANGED, registration, by, detail=", ".join(changed))
    if new_secret:
        audit(Event.SECRET_SET, registration, by)
    if lost_secret:
        audit(Event.SECRET_REMOVED, registration, by)
    return registration


@transaction.atomic
def remove_secret(*, registration: ProviderRegistration, by: Actor) -> ProviderRegistration:
    """Raises `InvalidRegistration` while people sign in to the portal with it."""
    # `registration` may have been read before another request changed it.
    ProviderRegistration.objects.select_for_update().get(pk=registration.pk)
    registration.refresh_from_db()
    if registration.staff_login:
        raise InvalidRegistration(
            {"client_secret": "People sign in to this portal with it: switch that off first, or replace the secret."}
        )
    if registration.client_secret is None:
        return registration
    forget_secret(registration)
    registration.version += 1
    save_version(registration, by=by, reason="client secret removed")
    audit(Event.SECRET_REMOVED, registration, by)
    return registration


@transaction.atomic
def restore(*, registration: ProviderRegistration, version: int, by: Actor) -> ProviderRegistration:
    """Makes the settings of an older version the newest one. The secret stays as it is.

    Raises `InvalidRegistration` if the old settings are no longer valid.
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
    """Raises `InUse`, naming the deployments."""
    names = [deployment.name for deployment in registration.deployments.all()]
    if names:
        raise InUse(f"{registration} is used by {', '.join(names)}: give them another registration first.")
    audit(Event.REGISTRATION_DELETED, registration, by)
    registration.delete()


@transaction.atomic
def reseal_all(*, by: Actor) -> int:
    """Encrypts every stored secret with the first key, and returns how many were with another one.

    No new version: the secrets are the same. Raises `crypto.MissingKey` or `crypto.Damaged`; then none is changed.
    """
    count = 0
    for registration in ProviderRegistration.objects.select_for_update().exclude(client_secret=None):
        if not crypto.is_current(registration.client_secret):
            sealed = crypto.seal(registration.client_secret.open())
            ProviderRegistration.objects.filter(pk=registration.pk).update(client_secret=sealed)
            audit(Event.SECRET_RESEALED, registration, by)
            count += 1
    return count


def same_secret(stored: ProviderRegistration, secret: Secret) -> bool:
    if stored.client_secret is None:
        return False
    try:
        opened: Secret = stored.client_secret.open()
    except (crypto.MissingKey, crypto.Damaged):
        return False
    return opened == secret


def put_secret(registration: ProviderRegistration, secret: Secret | None, by: Actor) -> None:
    if secret:
        registration.client_secret = crypto.seal(secret)
        registration.client_secret_set_at = timezone.now()
        registration.client_secret_set_by = by.name


def keep_secret(stored: ProviderRegistration, registration: ProviderRegistration) -> None:
    """`registration` may have been read before another request set the secret."""
    registration.client_secret = stored.client_secret
    registration.client_secret_set_at = stored.client_secret_set_at
    registration.client_secret_set_by = stored.client_secret_set_by


def forget_secret(registration: ProviderRegistration) -> None:
    registration.client_secret = None
    registration.client_secret_set_at = None
    registration.client_secret_set_by = ""


def audit(event: Event, registration: ProviderRegistration, by: Actor, *, detail: str = "") -> None:
    record(event, by=by, target_type="registration", target=registration.slug, detail=detail)
