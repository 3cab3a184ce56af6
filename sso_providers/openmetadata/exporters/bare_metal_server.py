"""What both ways of bare metal share: OpenMetadata's folder, and how its server takes a changed file."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Step

from . import effect, shell
from .job import Job

CONF = "conf/openmetadata.yaml"
FORMER = f"{CONF}.before-sso"
LITERAL = "The values are literal: environment variables such as AUTHENTICATION_PROVIDER no longer change them."


def begin(job: Job) -> Iterator[Step]:
    yield Step("In OpenMetadata's folder, keep the configuration that works.", f"cp -p {CONF} {FORMER}")
    yield from effect.keep(job)


def finish(job: Job) -> Iterator[Step]:
    """From the changed file to the way back."""
    if job.refers:
        yield from shell.hand_over(job, more=say("openmetadata-ops.sh reads the same file and needs it too."))
    if job.is_stored:
        yield effect.forget()
    yield Step("Restart the server.", effect.RESTART, takes_effect=not job.is_stored)
    yield effect.check(job)
    back = (f"cp -p {FORMER} {CONF}", effect.put_back(job), effect.RESTART)
    yield Step("The way back, if nobody can sign in.", "\n".join(filter(None, back)))
