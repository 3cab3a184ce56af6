"""Bots: the block of an ingestion workflow that signs in to OpenMetadata.

Bots don't use the identity provider: they carry a token that OpenMetadata signs. The portal never
holds it.
"""

from ruamel.yaml.comments import CommentedMap

from sso_providers.openmetadata.artifacts import Export, Step
from sso_providers.openmetadata.artifacts import SecretsMode as Mode

from . import shell, yaml_document
from .header import file
from .job import PLACEHOLDER, Job

FILE = "ingestion-openmetadata.yaml"
BLOCK = "workflowConfig.openMetadataServerConfig"
TOKEN = "OPENMETADATA_BOT_TOKEN"
RUN = "metadata ingest -c your-workflow.yaml"


def render(job: Job) -> Export:
    # metadata/config/common.py expands $NAME and ${NAME} in the whole file (os.path.expandvars).
    host = f"{job.config.server_url}/api".replace("$", "%24")
    token = f"${{{TOKEN}}}" if job.secrets is Mode.REFERENCE else f"{PLACEHOLDER}{TOKEN}"
    tree = CommentedMap()
    yaml_document.put(tree, f"{BLOCK}.hostPort", yaml_document.verbatim(host))
    yaml_document.put(tree, f"{BLOCK}.authProvider", yaml_document.plain("openmetadata"))
    note = "The token of ingestion-bot, not of a person; from OpenMetadata's Settings, Bots."
    yaml_document.put(tree, f"{BLOCK}.securityConfig.jwtToken", yaml_document.verbatim(token), note)
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
        release=job.release,
        artifacts=(artifact,),
        steps=steps(job),
        notes=notes(job),
    )


def steps(job: Job) -> tuple[Step, ...]:
    result = [Step("In OpenMetadata, open Settings, Bots, ingestion-bot, and copy its token.")]
    if job.secrets is Mode.REFERENCE:
        result.append(
            Step(
                "Hand the token to the shell that runs the workflow.",
                f"{shell.ask(TOKEN, 'Bot token')}export {TOKEN}",
            )
        )
    else:
        result.append(Step(f"Replace {PLACEHOLDER}{TOKEN} by it, between the quotes."))
    return (
        *result,
        Step("Put the block into the workflow's file and run it; it ends with a summary, without 401.", RUN),
    )


def notes(job: Job) -> tuple[str, ...]:
    result = [
        "Pipelines deployed from OpenMetadata's pages get their token from the server: they need no change.",
        f"The server must reach {job.config.server_url}/api/v1/system/config/jwks, the keys of its own tokens.",
    ]
    if job.secrets is Mode.REAL:
        result.append("The portal does not hold the bot's token, so the file has a placeholder all the same.")
    return tuple(result)
