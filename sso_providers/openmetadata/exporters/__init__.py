"""The targets of an export. To add one: write its file, and its line in `TARGETS`."""

from sso_providers.catalogue import Release, UnknownName
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Export, Provenance, SecretsMode, Situation, Unsupported
from sso_providers.openmetadata.security_config import SecurityConfig

from . import api, bare_metal, docker, ingestion, kubernetes
from .job import Job
from .target import Target, Variant

TARGETS: dict[str, Target] = {
    target.id: target for target in (docker.TARGET, bare_metal.TARGET, kubernetes.TARGET, api.TARGET, ingestion.TARGET)
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
    variant: str = "",
    release: Release,
    secrets: SecretsMode | None = None,
    situation: Situation,
    provenance: Provenance,
    conf: str = "",
) -> Export:
    """The target's files and steps: the same for the same arguments, byte for byte.

    `variant` "" and `secrets` None are the target's own habit. `conf` is the operator's own file,
    for a variant that changes it. Raises `MissingSecret`, `Unsupported`, `quoting.Unquotable`, and
    `UnknownName` for a variant, or a path of `config` that no line knows.
    """
    chosen = target.variant(variant)
    if release < chosen.since:
        raise Unsupported(
            say(
                "{target}, {variant}: {problem}",
                target=say(target.label),
                variant=say(chosen.label),
                problem=chosen.before(release),
            )
        )
    job = Job(
        config=config,
        release=release,
        secrets=chosen.mode(secrets.value if secrets else ""),
        situation=situation,
        provenance=provenance,
        conf=conf,
    )
    return chosen.render(job)


__all__ = ["TARGETS", "Target", "Variant", "export", "get_target"]
