"""Docker Compose: an env file for `docker compose --env-file`, and an override where the
quickstart compose file passes too little.

OpenMetadata's compose file is docker/docker-compose-quickstart/docker-compose.yml.
"""

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.quoting import env_line, quoted_scalar, yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import AUTHORIZER, Setting, ValueType

from . import shell, yaml_document
from .header import TEXT, comment, file
from .job import FILL_IN, PLACEHOLDER, Job, takes_effect

ENV_FILE = "openmetadata-sso.env"
OVERRIDE = "docker-compose.sso.yml"
SERVICES = ("execute-migrate-all", "openmetadata-server")
COMPOSE = "docker compose"
HEADINGS = {True: "Who may do what", False: "How people sign in"}


def render(job: Job) -> Export:
    passed_by_override = [
        setting for setting, value in job.settings if not setting.compose and value != setting.default
    ]
    compose = compose_command(bool(passed_by_override))
    artifacts = [env_file(job, compose)]
    if passed_by_override:
        artifacts.append(override(job, passed_by_override, compose))
    return Export(
        target="docker",
        release=job.release,
        artifacts=tuple(artifacts),
        steps=steps(job, compose),
        notes=notes(job, bool(passed_by_override)),
    )


def compose_command(overridden: bool) -> str:
    files = f" -f docker-compose.yml -f {OVERRIDE}" if overridden else ""
    return f"{COMPOSE}{files} --env-file {ENV_FILE}"


def env_file(job: Job, compose: str) -> Artifact:
    body = ""
    block = ""
    for setting, value in job.settings:
        if not setting.compose and value == setting.default:
            continue
        if setting.block != block:
            body += ("\n" if block else "") + comment(f"{HEADINGS[setting.block == AUTHORIZER]} ({setting.block})")
            block = setting.block
        body += line(job, setting, value)
    return file(
        job,
        ENV_FILE,
        body,
        what="Sign-in settings for docker compose --env-file, not for docker run.",
        place="beside OpenMetadata's docker-compose.yml.",
        run=f"{compose} up --detach",
        media_type=TEXT,
        secret=True,
    )


def line(job: Job, setting: Setting, value: Value | Secret) -> str:
    if isinstance(value, Secret):
        return secret_lines(job, setting, value)
    return comment(setting.note) + env_line(setting.env, yaml_source(setting, value)) + "\n"


def yaml_source(setting: Setting, value: Value) -> str:
    return yaml_map(str(value)) if setting.type is ValueType.MAP else yaml_scalar(value)


def secret_lines(job: Job, setting: Setting, value: Secret) -> str:
    if not job.refers:
        note = FILL_IN if job.fills_in else ""
        return comment(note) + env_line(setting.env, quoted_scalar(str(job.literal(setting, value)))) + "\n"
    name = reference(setting)
    note = (
        f"Taken from {name} of the shell that runs docker compose. Its value is YAML and carries its own double "
        f"quotes, for example: export {name}='\"pa55: #word\"'"
    )
    return comment(note) + f"{setting.env}=${{{name}:?export it as a YAML scalar in double quotes}}\n"


def reference(setting: Setting) -> str:
    """The shell's variable; not the setting's own name, which would win over the env file."""
    return f"OPENMETADATA_{setting.env}"


def override(job: Job, settings: list[Setting], compose: str) -> Artifact:
    tree = CommentedMap()
    for service in SERVICES:
        for setting in settings:
            node = yaml_document.plain(f"${{{setting.env}:?set it in {ENV_FILE}}}")
            yaml_document.put(tree, f"services.{service}.environment.{setting.env}", node)
    return file(
        job,
        OVERRIDE,
        yaml_document.dump(tree),
        what="Passes the settings that the quickstart compose file of OpenMetadata leaves out.",
        place="beside OpenMetadata's docker-compose.yml.",
        run=f"{compose} up --detach",
    )


def steps(job: Job, compose: str) -> tuple[Step, ...]:
    result = [Step("Put the files beside OpenMetadata's docker-compose.yml, and change to that folder.")]
    if job.writes_secret:
        result.append(Step("The env file holds a secret: keep it to yourself.", f"chmod 600 {ENV_FILE}"))
    if job.fills_in:
        result.append(Step(f"Replace what begins with {PLACEHOLDER} in {ENV_FILE}; the comment above it says how."))
    if job.refers:
        secrets = (setting for setting, value in job.settings if isinstance(value, Secret))
        result.extend(
            Step("Hand the client secret to this shell; nothing of it is written down.", shell.export_secret(name))
            for name in map(reference, secrets)
        )
    return (
        *result,
        Step("Read the files once without starting anything; no output is good.", f"{compose} config --quiet"),
        Step(
            "Start. Compose makes the containers anew whose settings changed; a restart would not.",
            f"{compose} up --detach",
        ),
        Step(
            "When the server is up, check: the answer names the provider and the callback.",
            shell.check(job.config.server_url),
        ),
        Step(
            "The way back, if nobody can sign in: the same without the env file (or with the one used before).",
            f"{COMPOSE} up --detach",
        ),
    )


def notes(job: Job, overridden: bool) -> tuple[str, ...]:
    result = [
        takes_effect(job.release),
        "With --env-file, Compose no longer reads a .env of its own: if there is one, name it first "
        f"(--env-file .env --env-file {ENV_FILE}).",
        "A variable of the same name in the shell wins over the file.",
    ]
    if overridden:
        result.append(
            f"If the compose file has another name, such as docker-compose-postgres.yml, use it in front of {OVERRIDE}."
        )
    return tuple(result)
