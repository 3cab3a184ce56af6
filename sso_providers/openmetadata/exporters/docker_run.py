"""docker run: an env file for `docker run --env-file`, whose rules are not Compose's.

A line is NAME=value, the value to the letter; the NAME alone takes the shell's value, or is left
out without a word where the shell has none (docker/cli, pkg/kvfile).
"""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.notes import traps
from sso_providers.openmetadata.quoting import run_line

from . import docker_env, effect, one_off, placeholders, shell, variables
from .header import TEXT, file
from .job import Job

ENV_FILE = "openmetadata-sso-run.env"
OWN_FILE = "openmetadata.env"
CONTAINER = "openmetadata_server"
FORMER = f"{CONTAINER}_before"
FORM = docker_env.Form(
    line=run_line,
    fill_in=f"{placeholders.how(placeholders.SUBSTITUTED)} No other quotes: Docker would pass them on.",
    prefix="",
    reference=str,
    why=lambda name: f"Taken from {name} of the shell that runs docker, or left out without a word.",
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
        docker_env.body(job, variables.variables(job), FORM),
        what="Sign-in settings for docker run --env-file, not for docker compose.",
        place="where docker run is called.",
        run=f"docker run ... --env-file {ENV_FILE} ...",
        media_type=TEXT,
        secret=True,
    )


def steps(job: Job) -> Iterator[Step]:
    yield from effect.keep(job, f"docker exec -i {CONTAINER} bash")
    if job.writes_secret:
        yield Step("The env file holds a secret: keep it to yourself.", f"chmod 600 {ENV_FILE}")
    if job.fills_in:
        yield placeholders.fill_in(ENV_FILE)
    if job.refers:
        yield from shell.hand_over(job)
    yield Step(
        "If a container runs already, stop it and keep it for the way back: a container never takes other variables.",
        f"docker stop {CONTAINER}\ndocker rename {CONTAINER} {FORMER}",
    )
    if job.is_stored:
        yield effect.forget(inside(job))
    yield Step("Start with your own options and variables, and this file.", start(job), takes_effect=not job.is_stored)
    yield effect.check(job)
    yield Step("The way back, if nobody can sign in: the former container.", "\n".join(way_back(job)))


def inside(job: Job) -> str:
    return one_off.with_run(OWN_FILE, image(job))


def image(job: Job) -> str:
    return f"docker.getcollate.io/openmetadata/server:{job.release}.x"


def start(job: Job) -> str:
    names = (str(setting.env) for setting, _ in job.secret_settings) if job.refers else ()
    there = "".join(f'"${{{name}:?is not exported}}" ' for name in names)
    return (
        (f": {there}&& \\\n" if there else "")
        + f"docker run --detach --name {CONTAINER} --publish 8585:8585 \\\n"
        + f"  --env-file {OWN_FILE} --env-file {ENV_FILE} \\\n"
        + f"  {image(job)}"
    )


def way_back(job: Job) -> Iterator[str]:
    yield f"docker rm --force {CONTAINER}"
    stored = effect.put_back(job, inside(job))
    if stored:
        yield stored
    yield f"docker rename {FORMER} {CONTAINER}"
    yield f"docker start {CONTAINER}"


def notes(job: Job) -> Iterator[str]:
    yield effect.takes_effect(job)
    yield from traps(job.config, job.release)
    yield from variables.notes(job, docker_env.MOUNTING)
    yield (
        say(
            "In docker run, {own_file} stands for your variables (database, search) without those of {env_file}, and x "
            "for your version. Your own options, such as --network, belong before the image, each time.",
            own_file=OWN_FILE,
            env_file=ENV_FILE,
        )
    )
    yield "A variable that your command sets with --env (-e) wins over the file: take those of the file out of it."
