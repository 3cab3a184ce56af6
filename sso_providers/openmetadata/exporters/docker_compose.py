"""Docker Compose: an env file for `docker compose --env-file`, and an override where the
quickstart compose file passes too little.

OpenMetadata's compose file is docker/docker-compose-quickstart/docker-compose.yml.
"""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.quoting import env_line
from sso_providers.openmetadata.settings import Setting

from . import docker_env, effect, one_off, placeholders, shell, variables, yaml_document
from .header import TEXT, file
from .job import Job, Pair

ENV_FILE = "openmetadata-sso.env"
OVERRIDE = "docker-compose.sso.yml"
SERVER = "openmetadata-server"
SERVICES = ("execute-migrate-all", SERVER)
COMPOSE = "docker compose"
# Not the setting's own name: a variable of the shell wins over the env file.
PREFIX = "OPENMETADATA_"
FORM = docker_env.Form(
    line=env_line,
    fill_in=placeholders.how(placeholders.NESTED),
    prefix=PREFIX,
    reference=lambda name: f"{name}=${{{PREFIX}{name}:?export it as a YAML scalar in double quotes}}",
    why=lambda name: f"Taken from {PREFIX}{name} of the shell that runs docker compose.",
)


def render(job: Job) -> Export:
    written = [pair for pair in variables.variables(job) if passed(job, pair[0]) or differs(pair)]
    overridden = [setting for setting, _ in written if not passed(job, setting)]
    compose = compose_command(bool(overridden))
    artifacts = [env_file(job, written, compose)]
    if overridden:
        artifacts.append(override(job, overridden, compose))
    return Export(
        target="docker",
        variant="compose",
        release=job.release,
        artifacts=tuple(artifacts),
        steps=tuple(steps(job, compose)),
        notes=tuple(notes(job, bool(overridden))),
    )


def passed(job: Job, setting: Setting) -> bool:
    return setting.passed_by_compose(job.release)


def differs(pair: Pair) -> bool:
    setting, value = pair
    return value != setting.default


def compose_command(overridden: bool) -> str:
    files = f" -f docker-compose.yml -f {OVERRIDE}" if overridden else ""
    return f"{COMPOSE}{files} --env-file {ENV_FILE}"


def env_file(job: Job, written: list[Pair], compose: str) -> Artifact:
    return file(
        job,
        ENV_FILE,
        docker_env.body(job, written, FORM),
        what="Sign-in settings for docker compose --env-file, not for docker run.",
        place="beside OpenMetadata's docker-compose.yml.",
        run=f"{compose} up --detach",
        media_type=TEXT,
        secret=True,
    )


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


def steps(job: Job, compose: str) -> Iterator[Step]:
    yield Step("Put the files beside OpenMetadata's docker-compose.yml, and change to that folder.")
    yield from effect.keep(job, f"{COMPOSE} exec -T {SERVER} bash")
    if job.writes_secret:
        yield Step("The env file holds a secret: keep it to yourself.", f"chmod 600 {ENV_FILE}")
    if job.fills_in:
        yield placeholders.fill_in(ENV_FILE)
    if job.refers:
        yield from shell.hand_over(job, PREFIX)
    yield Step("Read the files once without starting anything; no output is good.", f"{compose} config --quiet")
    yield Step(
        "Start. Compose makes the containers anew whose settings changed; a restart would not.",
        f"{compose} up --detach",
        takes_effect=not job.is_stored,
    )
    if job.is_stored:
        yield effect.forget(one_off.with_compose(compose, SERVER))
        yield Step(
            "Restart: the server reads the new settings and stores them. Nothing changed for Compose, so up would not.",
            f"{compose} restart {SERVER}",
        )
    yield effect.check(job)
    yield Step(
        "The way back, if nobody can sign in: the same without the env file (or with the one used before).",
        "\n".join(way_back(job)),
    )


def way_back(job: Job) -> Iterator[str]:
    yield f"{COMPOSE} up --detach"
    stored = effect.put_back(job, one_off.with_compose(COMPOSE, SERVER))
    if stored:
        yield stored
        yield f"{COMPOSE} restart {SERVER}"


def notes(job: Job, overridden: bool) -> Iterator[str]:
    yield effect.takes_effect(job)
    yield from traps(job.config, job.release)
    yield from variables.notes(job, docker_env.MOUNTING)
    yield (
        say(
            "With --env-file, Compose no longer reads a .env of its own: if there is one, name it first "
            "(--env-file .env --env-file {env_file}).",
            env_file=ENV_FILE,
        )
    )
    yield "A variable of the same name in the shell wins over the file."
    if overridden:
        yield (
            say(
                "If the compose file has another name, such as docker-compose-postgres.yml, use it in front of "
                "{override}.",
                override=OVERRIDE,
            )
        )
