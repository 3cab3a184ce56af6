"""Airflow: where the server tells its pipelines to reach it, and what one's own DAGs sign in with.

metadataApiEndpoint of pipelineServiceClientConfiguration is SERVER_HOST_API_URL. Own DAGs read
Airflow's connection openmetadata_default (airflow_provider_openmetadata, OpenMetadataHook), the
lineage backend the section [lineage] of Airflow's configuration (its loader.py).
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, SecretsMode, Step
from sso_providers.openmetadata.quoting import UNQUOTED, env_line, yaml_scalar

from . import ingestion_token
from .header import TEXT, comment, file
from .ingestion_token import TOKEN
from .job import Job

SERVER_FILE = "openmetadata-pipelines.env"
AIRFLOW_FILE = "airflow-openmetadata.env"
SERVER_COMMAND = f"docker compose --env-file openmetadata-sso.env --env-file {SERVER_FILE} up --detach"
AIRFLOW_COMMAND = "docker compose up --detach"
# OpenMetadataHook takes 8585 where the connection names no port.
PORTS = {"https": 443, "http": 80}


def render(job: Job) -> Export:
    return Export(
        target="ingestion",
        variant="airflow",
        release=job.release,
        artifacts=(server_file(job), airflow_file(job)),
        steps=tuple(steps(job)),
        notes=tuple(notes(job)),
    )


def server_file(job: Job) -> Artifact:
    note = "Where pipelines reach the server; in the quickstart's own network http://openmetadata-server:8585/api does."
    return file(
        job,
        SERVER_FILE,
        comment(note) + env_line("SERVER_HOST_API_URL", yaml_scalar(f"{job.config.server_url}/api")) + "\n",
        what="For OpenMetadata's server: where the pipelines that it deploys reach it.",
        place="beside OpenMetadata's docker-compose.yml and its other env files.",
        run=SERVER_COMMAND,
        media_type=TEXT,
    )


def airflow_file(job: Job) -> Artifact:
    return file(
        job,
        AIRFLOW_FILE,
        "".join(airflow_lines(job)),
        what="For your own Airflow: how its DAGs and its lineage backend sign in.",
        place="beside Airflow's compose file, in the list env_file of each of its services.",
        run=AIRFLOW_COMMAND,
        media_type=TEXT,
    )


def airflow_lines(job: Job) -> Iterator[str]:
    token = ingestion_token.written(job, ":?export it")
    connection = connection_uri(job.config.server_url, token)
    if connection:
        yield comment("The connection openmetadata_default, which OpenMetadataHook reads in your own DAGs.")
        yield f"AIRFLOW_CONN_OPENMETADATA_DEFAULT={connection}\n"
    yield comment("What the lineage backend reads, if you have switched it on in Airflow.")
    yield f"{env_line('AIRFLOW__LINEAGE__OPENMETADATA_API_ENDPOINT', f'{job.config.server_url}/api')}\n"
    yield "AIRFLOW__LINEAGE__AUTH_PROVIDER_TYPE=openmetadata\n"
    yield f"AIRFLOW__LINEAGE__JWT_TOKEN={token}\n"


def connection_uri(url: str, token: str) -> str:
    """Airflow's URI of the connection, the scheme in the place of a schema; "" where the hook can't make the address.

    It builds scheme://host:port/api, so a server below a path or at a bare IPv6 address is out of its reach.
    """
    parts = urlsplit(url)
    host = str(parts.hostname)
    if parts.path or ":" in host or not UNQUOTED.fullmatch(host):
        return ""
    return f"openmetadata://:{token}@{host}:{parts.port or PORTS[parts.scheme]}/{parts.scheme}"


def steps(job: Job) -> Iterator[Step]:
    yield Step(
        "If your Airflow does not share OpenMetadata's network, tell the server the address that pipelines get. Name "
        "every file (-f, --env-file) that you start OpenMetadata with: Compose forgets what a file left out said.",
        SERVER_COMMAND,
    )
    yield Step(
        "After a change of the address or of the token's keys, deploy the pipelines anew on each service's page: the "
        "server hands both over with the pipeline."
    )
    yield Step("The rest is for DAGs of your own, and for the lineage backend.")
    yield from ingestion_token.steps(job, AIRFLOW_FILE)
    if job.secrets is not SecretsMode.REFERENCE:
        yield Step("The file holds the token then: keep it to yourself.", f"chmod 600 {AIRFLOW_FILE}")
    yield Step(
        say("Add {airflow_file} to env_file of Airflow's services, and start them anew.", airflow_file=AIRFLOW_FILE),
        AIRFLOW_COMMAND,
        takes_effect=True,
    )
    yield Step("Run a pipeline from OpenMetadata's page and a DAG of your own: both end without 401.")


def notes(job: Job) -> Iterator[str]:
    yield "Pipelines deployed from OpenMetadata's pages get their token from the server, whatever people sign in with."
    yield (
        "In Kubernetes the address is openmetadata.config.pipelineServiceClientConfig.metadataApiEndpoint of the "
        "chart, in conf/openmetadata.yaml pipelineServiceClientConfiguration.metadataApiEndpoint."
    )
    yield (
        "A DAG that builds its workflow's YAML itself takes the token from a Variable or a secrets backend of Airflow "
        "and puts it into workflowConfig.openMetadataServerConfig.securityConfig.jwtToken."
    )
    if not connection_uri(job.config.server_url, TOKEN):
        yield (
            "OpenMetadataHook reaches no server below a path or at an IPv6 address: the file has no connection for it."
        )
    yield from ingestion_token.notes(job)
