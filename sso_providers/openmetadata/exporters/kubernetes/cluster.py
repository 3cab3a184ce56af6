"""What both variants say of a running server: how it takes the new settings, and the way back.

The names are those of OpenMetadata's chart, whatever the release is called (its fullnameOverride).
"""

from collections.abc import Iterator

from sso_providers.openmetadata.artifacts import Step
from sso_providers.openmetadata.exporters import effect
from sso_providers.openmetadata.exporters.job import Job

DEPLOYMENT = "openmetadata"
CONTAINER = "openmetadata"
MIGRATION = "run-db-migrations"
WAIT = f"kubectl rollout status deployment/{DEPLOYMENT} --timeout=10m"
RESTART = f"kubectl rollout restart deployment/{DEPLOYMENT}\n{WAIT}"
INSIDE = f"kubectl exec --stdin deployment/{DEPLOYMENT} --container={CONTAINER} -- bash"


def keep(job: Job) -> Iterator[Step]:
    """Before anything is changed."""
    return effect.keep(job, INSIDE)


def take_effect(job: Job) -> Iterator[Step]:
    """After the Deployment was changed."""
    if job.is_stored:
        yield Step("Wait for the new pods.", WAIT)
        yield effect.forget(INSIDE)
        yield Step("Restart: the start reads the new settings and stores them.", RESTART)
    else:
        yield Step("Restart: nothing else makes pods read a Secret that changed.", RESTART, takes_effect=True)
    yield effect.check(job)


def way_back(job: Job, undo: str) -> str:
    """The commands: `undo` brings the former Deployment back.

    They do not wait for its pods, which may stop at the stored settings: a rolling update keeps a
    pod that still works, and kubectl takes that one.
    """
    return "\n".join(filter(None, (undo, effect.put_back(job, INSIDE), RESTART)))
