"""Replacing a secret without a gap: the new one beside the old, checked, put in force, and the old one retired.

One row of `SecretRotation` for as long as it takes. Each step locks the registration first, as its other changes do.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers import crypto
from sso_providers.catalogue import Field, InvalidValue, Secret, UnknownName
from sso_providers.checks import Stage, Status, proof
from sso_providers.language import in_words
from sso_providers.models import Event, ProviderRegistration, RegistrationSecret, SecretRotation

from .audit import Actor, record, save_version
from .registration_rules import usable
from .secret_expiry import wrong_day
from .secret_rules import clean_secret, get_secret_field, is_same, words

# Outcomes of the check after which a new secret is put in force without a second thought. A warning proves nothing.
PROVEN = frozenset({Status.OK.value, Status.NOT_APPLICABLE.value})
# Both, from the one in force and the one of the rotation.
SWAPPED = {"sealed": "other", "expires_on": "other_expires_on", "set_at": "other_set_at", "set_by": "other_set_by"}
LONGEST_SUMMARY = 500


class RotationError(ValueError):
    """A step that can't be taken. `field` is secret or expires_on, where one of them is wrong."""

    def __init__(self, sentence: str, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


@sensitive_variables()
@transaction.atomic
def start(
    *, registration: ProviderRegistration, name: str, secret: Secret, expires_on: date | None = None, by: Actor
) -> SecretRotation:
    """Keeps the new secret beside the one in force. Raises `RotationError`."""
    registration = locked(registration)
    stored = registration.secrets.filter(name=name).first()
    if stored is None:
        raise RotationError(_("There is no %(secret)s to replace: enter it in the registration.") % said(name))
    if registration.rotations.filter(name=name).exists():
        raise RotationError(_("The %(secret)s is being replaced already: go on with that, or cancel it.") % said(name))
    field, cleaned = cleaned_secret(registration, name, secret)
    if is_same(field, stored, cleaned, by=by):
        raise RotationError(_("This is the secret that is in force already: enter the new one."), "secret")
    if expires_on and (wrong := wrong_day(expires_on)):
        raise RotationError(wrong, "expires_on")
    made = SecretRotation(
        registration=registration,
        name=name,
        other_expires_on=expires_on,
        other_set_at=timezone.now(),
        other_set_by=by.name[:150],
        started_by=by.name[:150],
    )
    made.other = crypto.seal(cleaned)
    made.save()
    audit(Event.ROTATION_STARTED, made, by)
    return made


@sensitive_variables()
def cleaned_secret(registration: ProviderRegistration, name: str, secret: Secret) -> tuple[Field, Secret]:
    """Raises `RotationError`."""
    try:
        field = get_secret_field(registration.catalogue_kind, registration.catalogue_flow, name)
        return field, clean_secret(field, secret)
    except (InvalidValue, UnknownName) as error:
        raise RotationError(str(error), "secret") from None


@sensitive_variables()
def check(*, registration: ProviderRegistration, name: str, by: Actor) -> SecretRotation:
    """Asks the provider or directory about the new secret; no transaction is open meanwhile.

    Raises `RotationError`, `InvalidRegistration`, `crypto.MissingKey` or `crypto.Damaged`.
    """
    seen = found(registration, name)
    sealed = newer(seen)
    application = replace(usable(registration, with_secret=False), secrets={name: sealed.open()})
    stage = proof.prove(
        application,
        name,
        allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS,
        redirect_uri=registration.callback_url,
    )
    return keep(stage, registration=registration, name=name, of=sealed, by=by)


@transaction.atomic
def keep(
    stage: Stage, *, registration: ProviderRegistration, name: str, of: crypto.Sealed, by: Actor
) -> SecretRotation:
    """Raises `RotationError` if another secret is in its place by now."""
    rotation = under_way(registration, name)
    if newer(rotation) != of:
        raise RotationError(_("The secret was replaced while the provider was asked: check again."))
    rotation.check_status = stage.status.value
    rotation.check_summary = written(stage)
    rotation.checked_at = timezone.now()
    rotation.save()
    audit(Event.ROTATION_CHECKED, rotation, by, stage.status.label)
    return rotation


def written(stage: Stage) -> str:
    """In the language of who asks: the sentence, and below it each fact of the evidence, as far as there is room."""
    facts = (f"{in_words(name)}: {in_words(value)}" for name, value in stage.evidence)
    lines = [in_words(stage.summary), *facts]
    return "\n".join(lines)[:LONGEST_SUMMARY]


@transaction.atomic
def switch(*, registration: ProviderRegistration, name: str, by: Actor, anyway: bool = False) -> SecretRotation:
    """Puts the new secret in force, as the registration's next version; the old one is kept.

    Raises `RotationError`; for one that nothing has proven yet unless `anyway`.
    """
    rotation = under_way(registration, name)
    if rotation.switched_at:
        raise RotationError(_("The new %(secret)s is in force already.") % said(name))
    if rotation.check_status not in PROVEN and not anyway:
        raise RotationError(_("Nothing shows yet that the provider takes the new %(secret)s: check it.") % said(name))
    swap(rotation)
    rotation.switched_at = timezone.now()
    rotation.save()
    new_version(rotation, by, "put in force")
    audit(Event.ROTATION_SWITCHED, rotation, by)
    return rotation


@transaction.atomic
def take_back(*, registration: ProviderRegistration, name: str, by: Actor) -> SecretRotation:
    """The old secret is in force again, as the registration's next version. Raises `RotationError`."""
    rotation = under_way(registration, name)
    if not rotation.switched_at:
        raise RotationError(_("The old %(secret)s is still in force.") % said(name))
    put_back(rotation, by)
    return rotation


@transaction.atomic
def confirm(*, registration: ProviderRegistration, name: str, by: Actor) -> SecretRotation:
    """A person says that every server runs with the new one. Raises `RotationError`."""
    rotation = under_way(registration, name)
    if not rotation.switched_at:
        raise RotationError(_("Put the new %(secret)s in force first.") % said(name))
    rotation.confirmed_at = timezone.now()
    rotation.save()
    audit(Event.ROTATION_CONFIRMED, rotation, by)
    return rotation


@transaction.atomic
def retire(*, registration: ProviderRegistration, name: str, by: Actor) -> None:
    """Forgets the old secret: the rotation is over. Raises `RotationError`."""
    rotation = under_way(registration, name)
    if not rotation.confirmed_at:
        raise RotationError(_("Confirm first that the servers run with the new %(secret)s.") % said(name))
    audit(Event.ROTATION_FINISHED, rotation, by)
    rotation.delete()


@transaction.atomic
def cancel(*, registration: ProviderRegistration, name: str, by: Actor) -> None:
    """The old secret is in force, again if need be, and the new one is forgotten. Raises `RotationError`."""
    rotation = under_way(registration, name)
    if rotation.switched_at:
        put_back(rotation, by)
    audit(Event.ROTATION_CANCELLED, rotation, by)
    rotation.delete()


def forget(*, registration: ProviderRegistration, name: str, by: Actor) -> None:
    """For a secret that goes itself."""
    for rotation in registration.rotations.filter(name=name):
        audit(Event.ROTATION_CANCELLED, rotation, by)
        rotation.delete()


def locked(registration: ProviderRegistration) -> ProviderRegistration:
    """As it is now: `registration` may have been read before another request changed it."""
    return ProviderRegistration.objects.select_for_update().get(pk=registration.pk)


def under_way(registration: ProviderRegistration, name: str) -> SecretRotation:
    """Locked, with the registration as it is now. Raises `RotationError`."""
    return found(locked(registration), name)


def found(registration: ProviderRegistration, name: str) -> SecretRotation:
    rotation = SecretRotation.objects.filter(registration=registration, name=name).first()
    if rotation is None:
        raise RotationError(_("The %(secret)s is not being replaced any more.") % said(name))
    rotation.registration = registration
    return rotation


def in_force(rotation: SecretRotation) -> RegistrationSecret:
    return RegistrationSecret.objects.get(registration=rotation.registration, name=rotation.name)


def newer(rotation: SecretRotation) -> crypto.Sealed:
    """The new secret, wherever it is."""
    sealed: crypto.Sealed = in_force(rotation).sealed if rotation.switched_at else rotation.other
    return sealed


def swap(rotation: SecretRotation) -> None:
    """The one in force and the one beside it; without decrypting, so that a missing key stops nobody."""
    secret = in_force(rotation)
    for column, other in SWAPPED.items():
        mine, theirs = getattr(secret, column), getattr(rotation, other)
        setattr(secret, column, theirs)
        setattr(rotation, other, mine)
    secret.save()


def put_back(rotation: SecretRotation, by: Actor) -> None:
    swap(rotation)
    rotation.switched_at = rotation.confirmed_at = None
    rotation.save()
    new_version(rotation, by, "taken back")
    audit(Event.ROTATION_TAKEN_BACK, rotation, by)


def new_version(rotation: SecretRotation, by: Actor, deed: str) -> None:
    registration = rotation.registration
    registration.version += 1
    save_version(registration, by=by, reason=f"{rotation.name} {deed}")


def said(name: str) -> Mapping[str, str]:
    return {"secret": words(name)}


def audit(event: Event, rotation: SecretRotation, by: Actor, outcome: str = "") -> None:
    detail = f"{rotation.name}: {outcome}" if outcome else rotation.name
    record(event, by=by, target_type="registration", target=rotation.registration.slug, detail=detail)
