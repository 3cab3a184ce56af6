"""The block of an ingestion workflow's YAML that signs in to OpenMetadata."""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.openmetadata.artifacts import Export, Step

from . import ingestion_token, yaml_document
from .header import file
from .job import Job

FILE = "ingestion-openmetadata.yaml"
BLOCK = "workflowConfig.openMetadataServerConfig"
RUN = "metadata ingest -c your-workflow.yaml"


def render(job: Job) -> Export:
    # metadata/config/common.py expands $NAME and ${NAME} in the whole file (os.path.expandvars).
    host = f"{job.config.server_url}/api".replace("$", "%24")
    tree = CommentedMap()
    yaml_document.put(tree, f"{BLOCK}.hostPort", yaml_document.verbatim(host))
    yaml_document.put(tree, f"{BLOCK}.authProvider", yaml_document.plain("openmetadata"))
    note = "The token of ingestion-bot, not of a person; from OpenMetadata's Settings, Bots."
    token = yaml_document.verbatim(ingestion_token.written(job))
    yaml_document.put(tree, f"{BLOCK}.securityConfig.jwtToken", token, note)
    artifact = file(
        job,
        FILE,
        yaml_document.dump(tree),
        what="How ingestion workflows sign in.",
        place="in each workflow's YAML file, in place of the block of the same name.",
        run=RUN,
    )
    return Export(
        target="ingestion",
        variant="workflow",
        release=job.release,
        artifacts=(artifact,),
        steps=tuple(steps(job)),
        notes=tuple(notes(job)),
    )


def steps(job: Job) -> Iterator[Step]:
    yield from ingestion_token.steps(job, FILE)
    yield Step(
        "Put the block into the workflow's file and run it; it ends with a summary, without 401.",
        RUN,
        takes_effect=True,
    )


def notes(job: Job) -> Iterator[str]:
    yield "A workflow reads the block at every run: OpenMetadata needs no restart for it."
    yield "Pipelines deployed from OpenMetadata's pages get their token from the server: they need no change."
    yield from ingestion_token.notes(job)
