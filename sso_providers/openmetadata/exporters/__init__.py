"""The targets of an export. To add one: write its file, and its line in `TARGETS`."""

from collections.abc import Callable
from dataclasses import dataclass

from sso_providers.catalogue import Release, UnknownName
from sso_providers.openmetadata.artifacts import Export, Provenance, SecretsMode
from sso_providers.openmetadata.security_config import SecurityConfig

from . import bare_metal, docker, ingestion, kubernetes
from .job import Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One export format. `secrets` is how it writes secrets unless told otherwise."""

    id: str
    label: str
    secrets: SecretsMode
    render: Callable[[Job], Export]


TARGETS: dict[str, Target] = {
    target.id: target
    for target in (
        Target(id="docker", label="Docker", secrets=SecretsMode.PLACEHOLDER, render=docker.render),
        Target(id="bare-metal", label="Bare metal", secrets=SecretsMode.PLACEHOLDER, render=bare_metal.render),
        Target(id="kubernetes", label="Kubernetes", secrets=SecretsMode.REFERENCE, render=kubernetes.render),
        Target(id="ingestion", label="Ingestion", secrets=SecretsMode.PLACEHOLDER, render=ingestion.render),
    )
}


def get_target(name: str) -> Target:
    """Raises `UnknownName`, which lists the targets there are."""
    try:
        return TARGETS[name]
    except KeyError:
        raise UnknownName("target", name, TARGETS) from None


def export(
    config: SecurityConfig,
    *,
    target: Target,
    release: Release,
    secrets: SecretsMode | None = None,
    provenance: Provenance,
) -> Export:
    """The target's files and steps: the same for the same arguments, byte for byte.

    `secrets` None is the target's own habit. Raises `MissingSecret`, `quoting.Unquotable`, and
    `UnknownName` for a path of `config` that no line knows.
    """
    mode = target.secrets if secrets is None else secrets
    return target.render(Job(config=config, release=release, secrets=mode, provenance=provenance))


__all__ = ["TARGETS", "Target", "export", "get_target"]
