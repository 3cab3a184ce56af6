"""Looks at a deployment's running server, and keeps in what it differs."""

from dataclasses import asdict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from sso_providers import http
from sso_providers.checks import server
from sso_providers.models import Deployment, Event

from .audit import Actor, record
from .exports import configuration


def look(*, deployment: Deployment, by: Actor) -> server.Look:
    """Waits for the server: not to be called in a transaction. A look that saw nothing is recorded, too.

    Raises `server.Unseen` or `InvalidRegistration`.
    """
    config = configuration(deployment, with_secret=False)
    release = deployment.server().release
    try:
        found = server.look(config, release, allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS, fetch=http.fetch)
    except server.Unseen as error:
        audit(deployment, by, error.cause.value)
        raise
    store(deployment=deployment, found=found, by=by)
    return found


@transaction.atomic
def store(*, deployment: Deployment, found: server.Look, by: Actor) -> None:
    """Not a change of the deployment: no version."""
    deployment.server_seen_at = timezone.now()
    deployment.server_differs = [asdict(each) for each in found.differences]
    Deployment.objects.filter(pk=deployment.pk).update(
        server_seen_at=deployment.server_seen_at, server_differs=deployment.server_differs
    )
    names = ", ".join(each.setting for each in found.differences) or "nothing"
    audit(deployment, by, f"OpenMetadata {found.version}; differs in {names}")


def audit(deployment: Deployment, by: Actor, detail: str) -> None:
    record(Event.SERVER_LOOKED_AT, by=by, target_type="deployment", target=deployment.slug, detail=detail)
