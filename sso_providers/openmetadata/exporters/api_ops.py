"""The file of `openmetadata-ops.sh update-security-config`: YAML that is read as it is, without substitution."""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.settings import Setting

from . import effect, one_off, placeholders, yaml_document
from .api_settings import notes, stored
from .effect import RESTART
from .header import file
from .job import Job

FILE = "security-config.yaml"
# Where, how bash is run inside, and the restart.
CONTAINERS = (
    (
        say("With Docker Compose (name every file, -f and --env-file, that you start OpenMetadata with)"),
        one_off.with_compose("docker compose", "openmetadata-server"),
        "docker compose restart openmetadata-server",
    ),
    (
        say("With Kubernetes"),
        "kubectl exec --stdin deployment/openmetadata -- bash",
        "kubectl rollout restart deployment/openmetadata",
    ),
)


def render(job: Job) -> Export:
    return Export(
        target="api",
        variant="ops",
        release=job.release,
        artifacts=(artifact(job),),
        steps=tuple(steps(job)),
        notes=(*notes(job, say("at its next start")), *early(job)),
    )


def artifact(job: Job) -> Artifact:
    tree = CommentedMap()
    for setting, value in stored(job):
        note = placeholders.how(placeholders.VERBATIM) if isinstance(value, Secret) and job.fills_in else setting.note
        yaml_document.put(tree, setting.path, node(job, setting, value), note)
    return file(
        job,
        FILE,
        yaml_document.dump(tree),
        what="What openmetadata-ops.sh is to store.",
        place="in OpenMetadata's folder, or beside the shell that reaches the container.",
        run=effect.update(FILE),
        secret=True,
    )


def node(job: Job, setting: Setting, value: Value | Secret) -> yaml_document.Node:
    return yaml_document.of_setting(setting, job.literal(setting, value), yaml_document.unsubstituted)


def steps(job: Job) -> Iterator[Step]:
    if job.writes_secret:
        yield Step("The file holds a secret: keep it to yourself.", f"chmod 600 {FILE}")
    if job.fills_in:
        yield placeholders.fill_in(FILE)
    yield Step(
        say(
            "In OpenMetadata's folder: keep what is stored, store the new settings, restart. Nothing is validated. "
            "{stored} holds the former secrets: delete it when all is well.",
            stored=effect.STORED,
        ),
        f"{effect.get()}\n{effect.update(FILE)}\n{RESTART}",
        takes_effect=True,
    )
    for where, inside, restart in CONTAINERS:
        yield Step(
            say("{where} do the same in a container instead.", where=where),
            f"{effect.get(inside)}\n{effect.update(FILE, inside)}\n{restart}",
            takes_effect=True,
        )
    yield effect.check(job)
    yield Step(
        say("The way back, if nobody can sign in: store {stored} in the same way, and restart.", stored=effect.STORED),
        f"{effect.update(effect.STORED)}\n{RESTART}",
    )


def early(job: Job) -> Iterator[str]:
    if job.release == effect.KEPT_SINCE:
        yield say("{early}; openmetadata-ops.sh alone lists those it has.", early=effect.EARLY)
