"""A registration and its deployment, made of a configuration that somebody handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from sso_providers.catalogue import Secret
from sso_providers.models import Deployment, ProviderRegistration
from sso_providers.openmetadata.adopt import Draft

from . import deployments, registrations
from .audit import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the new row is called."""

    slug: str
    name: str


@transaction.atomic
def adopt(
    *,
    draft: Draft,
    registration: Names,
    deployment: Names,
    server: Mapping[str, Any],
    secrets: Mapping[str, Secret],
    by: Actor,
) -> Deployment:
    """Makes both rows or none. `server` has fields of the deployment, which win over the draft's.

    Stored are `secrets`, not the draft's own. Raises `InvalidRegistration` or `InvalidDeployment`.
    """
    made = registrations.create(
        registration=ProviderRegistration(
            slug=registration.slug,
            name=registration.name,
            kind=draft.kind.id,
            flow=draft.flow.value,
            client_id=draft.client_id,
            settings=dict(draft.settings),
        ),
        secrets=secrets,
        by=by,
    )
    return deployments.create(
        deployment=Deployment(
            slug=deployment.slug,
            name=deployment.name,
            registration=made,
            settings=dict(draft.options),
            **{**listed(draft.server), **server},
        ),
        by=by,
    )


def listed(values: Mapping[str, Any]) -> dict[str, Any]:
    """As a JSON column holds them."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
