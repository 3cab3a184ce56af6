"""Makes a deployment's files, and records who took them."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sso_providers.catalogue import Release
from sso_providers.language import in_words
from sso_providers.models import Deployment, Event
from sso_providers.openmetadata import instructions, upgrade
from sso_providers.openmetadata.artifacts import (
    Artifact,
    Export,
    Provenance,
    SecretsMode,
    Situation,
    Unsupported,
    get_situation,
)
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.exporters import TARGETS, Target, Variant, export, get_target
from sso_providers.openmetadata.security_config import SecurityConfig

from .audit import Actor, record
from .registration_rules import usable


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is to be exported, and how. `conf` is the operator's own openmetadata.yaml, where it is to be changed."""

    target: Target
    variant: Variant
    secrets: SecretsMode
    situation: Situation
    conf: str = ""


def choose(*, target: str, variant: str = "", secrets: str = "", situation: str = "", conf: str = "") -> Choice:
    """A `Choice` from names; "" is the usual.

    Raises `UnknownName`, which lists those there are, and `Unsupported` for a `conf` that the variant does not read.
    """
    chosen = get_target(target)
    way = chosen.variant(variant)
    if conf and not way.reads_conf:
        raise Unsupported(
            _("%(target)s, %(variant)s takes no openmetadata.yaml of yours: leave it out, or use %(readers)s.")
            % {"target": in_words(chosen.label), "variant": in_words(way.label), "readers": readers_of_conf()}
        )
    return Choice(
        target=chosen,
        variant=way,
        secrets=way.mode(secrets),
        situation=get_situation(situation) if situation else Situation.RUNNING,
        conf=conf,
    )


def readers_of_conf() -> str:
    return _(" or ").join(
        _("the variant %(variant)s of the target %(target)s") % {"variant": variant.id, "target": target.id}
        for target in TARGETS.values()
        for variant in target.variants
        if variant.reads_conf
    )


def preview(*, deployment: Deployment, choice: Choice, release: Release | None = None) -> Export:
    """The files without any real secret, for looking at; nothing is recorded. `release` is another line to look at.

    Raises `UnknownName`, `InvalidRegistration`, `Unquotable` or `Unsupported`.
    """
    if choice.secrets is SecretsMode.REAL:
        raise ValueError("A preview never holds real secrets: use take().")
    return render(deployment, choice, release)


def take(*, deployment: Deployment, choice: Choice, by: Actor) -> Export:
    """The files to hand over, which is recorded.

    Raises what `preview` raises, and `MissingSecret`, `crypto.MissingKey` or `crypto.Damaged`.
    """
    made = render(deployment, choice)
    hand_over(made, deployment=deployment, choice=choice, by=by)
    return made


@transaction.atomic
def hand_over(made: Export, *, deployment: Deployment, choice: Choice, by: Actor) -> None:
    """Records that somebody gets these files: as an audit event, and as the deployment's last export."""
    record(
        Event.EXPORTED_WITH_SECRETS if made.holds_secrets else Event.EXPORTED,
        by=by,
        target_type="deployment",
        target=deployment.slug,
        detail=f"{made.target} {made.variant}, secrets as {choice.secrets}, versions {deployment.current_versions}, "
        + ", ".join(map(recorded, made.artifacts)),
    )
    # Not a change of the deployment: no version.
    Deployment.objects.filter(pk=deployment.pk).update(
        exported_at=timezone.now(), exported_versions=deployment.current_versions
    )


def recorded(artifact: Artifact) -> str:
    """Of a file with secrets no sum: all but the secret can be made again, so it would tell a guess from the truth."""
    return f"{artifact.name} " + ("with secrets" if artifact.private else f"sha256 {artifact.sha256[:12]}")


def with_steps(*, deployment: Deployment, made: Export) -> tuple[Artifact, ...]:
    """All files, and the steps as one more."""
    return (*made.artifacts, instructions.as_text(made, provenance(deployment)))


def upgrade_lines(*, deployment: Deployment, to: Release, target: Target, variant: Variant) -> str:
    """How the deployment's files differ for a newer line, as a unified diff without secrets.

    Raises `UnknownName`, `InvalidRegistration`, `Unquotable` or `Unsupported`.
    """
    return upgrade.lines_changed(
        configuration(deployment, with_secret=False),
        deployment.server().release,
        to,
        target=target,
        variant=variant,
        provenance=provenance(deployment),
    )


def upgrade_changes(*, deployment: Deployment, to: Release) -> tuple[upgrade.Change, ...]:
    """What the deployment feels of an upgrade. Raises `UnknownName`, `InvalidRegistration` or `Unsupported`."""
    return upgrade.changes(deployment.server().release, to, configuration(deployment, with_secret=False))


def render(deployment: Deployment, choice: Choice, release: Release | None = None) -> Export:
    return export(
        configuration(deployment, with_secret=choice.secrets is SecretsMode.REAL),
        target=choice.target,
        variant=choice.variant.id,
        release=release or deployment.server().release,
        secrets=choice.secrets,
        situation=choice.situation,
        provenance=provenance(deployment),
        conf=choice.conf,
    )


def configuration(deployment: Deployment, *, with_secret: bool) -> SecurityConfig:
    return assemble(usable(deployment.registration, with_secret=with_secret), deployment.server())


def provenance(deployment: Deployment) -> Provenance:
    registration = deployment.registration
    return Provenance(deployment=deployment.slug, registration=registration.slug, version=registration.version)
