"""What both ways of ingestion say of the bot's token."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import PLACEHOLDER, SecretsMode, Step
from sso_providers.openmetadata.settings import JWT

from . import shell
from .job import Job

TOKEN = "OPENMETADATA_BOT_TOKEN"  # noqa: S105 - a variable's name


def written(job: Job, missing: str = "") -> str:
    """In place of the token, whatever the way with secrets; `missing` is what a reference does where there is none."""
    return f"${{{TOKEN}{missing}}}" if job.secrets is SecretsMode.REFERENCE else f"{PLACEHOLDER}{TOKEN}"


def steps(job: Job, file: str) -> Iterator[Step]:
    yield Step("In OpenMetadata, open Settings, Bots, ingestion-bot, and copy its token.")
    if job.secrets is SecretsMode.REFERENCE:
        yield Step("Hand the token to the shell that runs it.", f"{shell.ask(TOKEN, 'bot token')}export {TOKEN}")
    else:
        yield Step(
            say("Replace {placeholder}{token} in {file} by it.", placeholder=PLACEHOLDER, token=TOKEN, file=file)
        )


def notes(job: Job) -> Iterator[str]:
    yield (
        say(
            "The server itself must reach {server_url}/api/v1/system/config/jwks, the keys of its own tokens: "
            "through its proxy, with a certificate that it trusts.",
            server_url=job.config.server_url,
        )
    )
    if any(setting.block == JWT for setting, _ in job.settings):
        yield (
            say(
                "This configuration changes {jwt}: with other keys every bot's token is invalid. Make a new one "
                "for each bot (Settings, Bots), and deploy the pipelines anew.",
                jwt=JWT,
            )
        )
    yield "Variables such as OM_AUTH_AIRFLOW_... of old releases do nothing: bots no longer sign in at the provider."
    if job.secrets is SecretsMode.REAL:
        yield "The portal does not hold the bot's token, so the file has a placeholder all the same."
