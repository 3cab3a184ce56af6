"""docker run: an env file for `docker run --env-file`, whose rules are not Compose's.

A line is NAME=value, the value to the letter; the NAME alone takes the shell's value, or is left
out without a word where the shell has none (docker/cli, pkg/kvfile).
"""

from collections.abc import Iterator

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.quoting import quoted_scalar, run_line
from sso_providers.openmetadata.settings import Setting

from . import docker_env, effect, shell, variables
from .header import TEXT, comment, file
from .job import PLACEHOLDER, Job

ENV_FILE = "openmetadata-sso-run.env"
OWN_FILE = "openmetadata.env"
CONTAINER = "openmetadata_server"
FORMER = f"{CONTAINER}_before"
INSIDE = f"docker exec -i {CONTAINER}"
FILL_IN = (
    f'Replace {PLACEHOLDER}... and keep the double quotes; in between write \\" for ", \\\\ for \\ and \\u0024 for a '
    "dollar sign. No other quotes: Docker would pass them on."
)


def render(job: Job) -> Export:
    return Export(
        target="docker",
        variant="run",
        release=job.release,
        artifacts=(env_file(job),),
        steps=tuple(steps(job)),
        notes=tuple(notes(job)),
    )


def env_file(job: Job) -> Artifact:
    return file(
        job,
        ENV_FILE,
        docker_env.body(variables.variables(job), lambda setting, value: line(job, setting, value)),
        what="Sign-in settings for docker run --env-file, not for docker compose.",
        place="where docker run is called.",
        run=f"docker run ... --env-file {ENV_FILE} ...",
        media_type=TEXT,
        secret=True,
    )


def line(job: Job, setting: Setting, value: Value | Secret) -> str:
    name = str(setting.env)
    if not isinstance(value, Secret):
        return comment(setting.note) + run_line(name, variables.yaml_source(setting, value)) + "\n"
    if not job.refers:
        source = quoted_scalar(str(job.literal(setting, value)))
        return comment(FILL_IN if job.fills_in else "") + run_line(name, source) + "\n"
    note = (
        "Taken from the variable of this name in the shell that runs docker; where it has none, Docker leaves it out. "
        f"Its value is YAML and carries its own double quotes, for example: export {name}='\"pa55: #word\"'"
    )
    return comment(note) + f"{name}\n"


def steps(job: Job) -> Iterator[Step]:
    yield from effect.keep(job, INSIDE)
    if job.writes_secret:
        yield Step("The env file holds a secret: keep it to yourself.", f"chmod 600 {ENV_FILE}")
    if job.fills_in:
        yield Step(f"Replace what begins with {PLACEHOLDER} in {ENV_FILE}; the comment above it says how.")
    if job.refers:
        yield from shell.hand_over(job)
    yield Step(
        "If a container runs already, stop it and keep it for the way back: a container never takes other variables.",
        f"docker stop {CONTAINER}\ndocker rename {CONTAINER} {FORMER}",
    )
    yield Step(
        f"Start with your own options and this file: {OWN_FILE} stands for your variables (database, search) without "
        "those of this file, and x for your version.",
        start(job),
    )
    if job.is_stored:
        yield effect.forget(INSIDE)
        yield Step("Restart: the server reads the new settings and stores them.", f"docker restart {CONTAINER}")
    yield effect.check(job)
    yield Step("The way back, if nobody can sign in: the former container.", "\n".join(way_back(job)))


def start(job: Job) -> str:
    names = (str(setting.env) for setting, _ in job.secret_settings) if job.refers else ()
    there = "".join(f'"${{{name}:?is not exported}}" ' for name in names)
    return (
        (f": {there}&& \\\n" if there else "")
        + f"docker run --detach --name {CONTAINER} --publish 8585:8585 \\\n"
        + f"  --env-file {OWN_FILE} --env-file {ENV_FILE} \\\n"
        + f"  docker.getcollate.io/openmetadata/server:{job.release}.x"
    )


def way_back(job: Job) -> Iterator[str]:
    yield f"docker rm --force {CONTAINER}"
    yield f"docker rename {FORMER} {CONTAINER}"
    yield f"docker start {CONTAINER}"
    stored = effect.put_back(job, INSIDE)
    if stored:
        yield stored
        yield f"docker restart {CONTAINER}"


def notes(job: Job) -> Iterator[str]:
    yield effect.takes_effect(job)
    yield from traps(job.config, job.release)
    yield from variables.notes(job, docker_env.MOUNTING)
    yield "A variable that your command sets with --env (-e) wins over the file: take those of the file out of it."
