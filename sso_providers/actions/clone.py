"""A registration or deployment copied to another environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from sso_providers.catalogue.environments import CLIENT_ID
from sso_providers.models import Deployment, Event, ProviderRegistration
from sso_providers.openmetadata.server import FIELDS

from . import deployments, registrations
from .audit import Actor, record

OPTIONS = frozenset(each.name for each in FIELDS)
# What a copy of a deployment has like the original, unless it is said otherwise.
COPIED = tuple(name for name in deployments.TRACKED if name not in ("slug", "name", "registration_id", "settings"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """What the copy is called, and `changes`: the values that differ there, by the names of `Own`."""

    slug: str
    name: str
    changes: Mapping[str, Any] = field(default_factory=dict)


def draft_registration(original: ProviderRegistration, copy: Copy) -> ProviderRegistration:
    """Not saved yet. Without the original's policy: nobody signs in to the portal with a copy."""
    changes = dict(copy.changes)
    client_id = changes.pop(CLIENT_ID, original.client_id)
    return ProviderRegistration(
        slug=copy.slug,
        name=copy.name,
        kind=original.kind,
        flow=original.flow,
        client_id=client_id,
        settings={**original.settings, **changes},
    )


def draft_deployment(original: Deployment, copy: Copy, registration: ProviderRegistration) -> Deployment:
    """Not saved yet."""
    options = {name: value for name, value in copy.changes.items() if name in OPTIONS}
    columns = {name: value for name, value in copy.changes.items() if name not in OPTIONS}
    settings = original.settings if isinstance(original.settings, dict) else {}
    same = {name: getattr(original, name) for name in COPIED}
    return Deployment(
        slug=copy.slug,
        name=copy.name,
        registration=registration,
        settings={**settings, **options},
        **{**same, **columns},
    )


@transaction.atomic
def clone_registration(*, original: ProviderRegistration, copy: Copy, by: Actor) -> ProviderRegistration:
    """Without the secrets. Raises `InvalidRegistration`."""
    made = registrations.create(registration=draft_registration(original, copy), by=by)
    audit(Event.REGISTRATION_COPIED, made, original, by)
    return made


@transaction.atomic
def clone_deployment(
    *, original: Deployment, copy: Copy, registration: ProviderRegistration | Copy, by: Actor
) -> Deployment:
    """`registration` is the one that the copy uses: one that there is, or a copy of the original's.

    Makes both or none. Raises `InvalidDeployment` or `InvalidRegistration`.
    """
    if isinstance(registration, Copy):
        registration = clone_registration(original=original.registration, copy=registration, by=by)
    made = deployments.create(deployment=draft_deployment(original, copy, registration), by=by)
    audit(Event.DEPLOYMENT_COPIED, made, original, by)
    return made


def audit(
    event: Event, made: ProviderRegistration | Deployment, original: ProviderRegistration | Deployment, by: Actor
) -> None:
    record(
        event,
        by=by,
        target_type="deployment" if isinstance(made, Deployment) else "registration",
        target=made.slug,
        detail=f"copied from {original.slug}, version {original.version}",
    )
