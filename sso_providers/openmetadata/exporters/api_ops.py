"""The file of `openmetadata-ops.sh update-security-config`: YAML that is read as it is, without substitution."""

import json
from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.settings import Setting, ValueType

from . import effect, yaml_document
from .api_settings import notes, stored
from .bare_metal_server import RESTART
from .header import file
from .job import PLACEHOLDER, Job

FILE = "security-config.yaml"
FILL_IN = f'Replace {PLACEHOLDER}... and keep the quotes; in between write \\" for " and \\\\ for \\.'
# Name, how a command is run inside, and the restart.
CONTAINERS = (
    (
        "Docker Compose",
        "docker compose exec -T openmetadata-server",
        "docker compose restart openmetadata-server",
    ),
    (
        "Kubernetes",
        "kubectl exec --stdin deployment/openmetadata --",
        "kubectl rollout restart deployment/openmetadata",
    ),
)
EARLY = "An early patch of 1.12 may not know the commands; openmetadata-ops.sh without a command lists those it has."


def render(job: Job) -> Export:
    return Export(
        target="api",
        variant="ops",
        release=job.release,
        artifacts=(artifact(job),),
        steps=tuple(steps(job)),
        notes=(*notes(job, "at its next start"), EARLY),
    )


def artifact(job: Job) -> Artifact:
    tree = CommentedMap()
    for setting, value in stored(job):
        note = FILL_IN if isinstance(value, Secret) and job.fills_in else setting.note
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
    if setting.type is ValueType.MAP:
        entries = json.loads(str(value))
        tree = CommentedMap((key, yaml_document.unsubstituted(entry)) for key, entry in entries.items())
        tree.fa.set_flow_style()
        return tree
    return yaml_document.unsubstituted(job.literal(setting, value), flow=True)


def steps(job: Job) -> Iterator[Step]:
    if job.writes_secret:
        yield Step("The file holds a secret: keep it to yourself.", f"chmod 600 {FILE}")
    if job.fills_in:
        yield Step(f"Replace what begins with {PLACEHOLDER} in {FILE}; the comment above it says how.")
    yield Step(
        "In OpenMetadata's folder: keep what is stored, store the new settings, restart. Nothing is validated. "
        f"{effect.STORED} holds the former secrets: delete it when all is well.",
        f"{effect.get()}\n{effect.update(FILE)}\n{RESTART}",
    )
    for where, inside, restart in CONTAINERS:
        yield Step(
            f"With {where} do the same inside the container instead.",
            f"{effect.get(inside)}\n{effect.update(FILE, inside)}\n{restart}",
        )
    yield effect.check(job)
    yield Step(
        f"The way back, if nobody can sign in: store {effect.STORED} in the same way, and restart.",
        f"{effect.update(effect.STORED)}\n{RESTART}",
    )
