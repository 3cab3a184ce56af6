"""Makes a deployment's files, and records who took them."""

from django.db import transaction
from django.utils import timezone

from sso_providers.models import Deployment, Event
from sso_providers.openmetadata.artifacts import Export, Provenance, SecretsMode
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import export, get_target

from .audit import Actor, record
from .registration_rules import usable


def preview(*, deployment: Deployment, target: str, secrets: SecretsMode) -> Export:
    """The files without any real secret, for looking at; nothing is recorded.

    Raises `UnknownName` for an unknown target.
    """
    if secrets is SecretsMode.REAL:
        raise ValueError("A preview never holds real secrets: use take().")
    return render(deployment, target, secrets)


@transaction.atomic
def take(*, deployment: Deployment, target: str, secrets: SecretsMode, by: Actor) -> Export:
    """The files to hand over; recorded as an audit event and as the deployment's last export.

    Raises `UnknownName`, `InvalidRegistration`, `MissingSecret`, `Unquotable`, `crypto.MissingKey` or `crypto.Damaged`.
    """
    made = render(deployment, target, secrets)
    record(
        Event.EXPORTED_WITH_SECRETS if made.holds_secrets else Event.EXPORTED,
        by=by,
        target_type="deployment",
        target=deployment.slug,
        detail=f"{target}, secrets as {secrets}, versions {deployment.current_versions}, "
        + ", ".join(f"{artifact.name} sha256 {artifact.sha256[:12]}" for artifact in made.artifacts),
    )
    # Not a change of the deployment: no version.
    Deployment.objects.filter(pk=deployment.pk).update(
        exported_at=timezone.now(), exported_versions=deployment.current_versions
    )
    return made


def render(deployment: Deployment, target: str, secrets: SecretsMode) -> Export:
    chosen = get_target(target)
    registration = deployment.registration
    server = deployment.server()
    config = assemble(usable(registration, with_secret=secrets is SecretsMode.REAL), server)
    return export(
        config,
        target=chosen,
        release=server.release,
        secrets=secrets,
        provenance=Provenance(deployment=deployment.slug, registration=registration.slug, version=registration.version),
    )
