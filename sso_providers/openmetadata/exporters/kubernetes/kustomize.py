"""Kustomize: a component that sets the variables of a Deployment, for installations without the
chart and for rendered manifests.

A component, because one line in the operator's own kustomization.yaml takes it in, and without
that line all is as before.
"""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from sso_providers.catalogue import Secret
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.exporters import variables, yaml_document
from sso_providers.openmetadata.exporters.effect import takes_effect
from sso_providers.openmetadata.exporters.header import file
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.notes import traps

from . import cluster, environment, secrets

FOLDER = "openmetadata-sso"
KUSTOMIZATION = "kustomization.yaml"
PATCH = "deployment-patch.yaml"
APPLY = "kubectl apply -k ."
# The column of the dashes of `env` in the patch.
INDENT = 8


def render(job: Job) -> Export:
    pairs = job.secret_settings
    return Export(
        target="kubernetes",
        variant="kustomize",
        release=job.release,
        artifacts=(kustomization(job, pairs), patch(job), *secrets.files(job, pairs)),
        steps=tuple(steps(job, pairs)),
        notes=tuple(notes(job, pairs)),
    )


def kustomization(job: Job, pairs: tuple[Pair, ...]) -> Artifact:
    tree = CommentedMap(apiVersion="kustomize.config.k8s.io/v1alpha1", kind="Component")
    resource = secrets.applied(job, pairs)
    if resource:
        yaml_document.put(tree, "resources", CommentedSeq([yaml_document.plain(resource)]))
    yaml_document.put(tree, "patches", CommentedSeq([CommentedMap(path=yaml_document.plain(PATCH))]))
    return file(
        job,
        KUSTOMIZATION,
        yaml_document.dump(tree),
        what="A Kustomize component with OpenMetadata's sign-in settings.",
        place=f"with the other files in a folder {FOLDER} beside your own {KUSTOMIZATION}, which names the folder "
        "under components.",
        run=APPLY,
    )


def patch(job: Job) -> Artifact:
    """Both containers by one list: the server, and the migration before it, which reads the same file.

    The server's comes first and has the anchor, so that the other can be deleted where there is none.
    """
    env = environment.sequence(entries(job), indent=INDENT)
    env.yaml_set_anchor("sign-in", always_dump=True)
    tree = CommentedMap(apiVersion="apps/v1", kind="Deployment")
    yaml_document.put(tree, "metadata.name", yaml_document.plain(cluster.DEPLOYMENT))
    containers = {"containers": cluster.CONTAINER, "initContainers": cluster.MIGRATION}
    for field, name in containers.items():
        container = CommentedMap(name=yaml_document.plain(name), env=env)
        yaml_document.put(tree, f"spec.template.spec.{field}", CommentedSeq([container]))
    return file(
        job,
        PATCH,
        yaml_document.dump(tree),
        what="Sets the variables of OpenMetadata's Deployment; variables of other names stay. An empty value or "
        "valueFrom takes away the other way on which the Deployment had the variable.",
        place=f"beside the {KUSTOMIZATION} of this export.",
        run=APPLY,
    )


def entries(job: Job) -> Iterator[tuple[CommentedMap, str]]:
    """Every one, its default too: what the Deployment takes by envFrom may say otherwise.

    A null takes the other way away: Kubernetes refuses a variable with value and valueFrom.
    """
    for setting, value in variables.variables(job):
        if isinstance(value, Secret):
            yield CommentedMap(environment.reference(setting), value=None), setting.note
        else:
            yield CommentedMap(environment.literal(setting, value), valueFrom=None), setting.note


def steps(job: Job, pairs: tuple[Pair, ...]) -> Iterator[Step]:
    yield from cluster.keep(job)
    yield Step(
        say(
            "Put the files into a folder {folder} beside your {kustomization}, and change to it.",
            folder=FOLDER,
            kustomization=KUSTOMIZATION,
        ),
        f"cd {FOLDER}",
    )
    yield from secrets.steps(job, pairs, apply=False)
    yield Step(
        say(
            "Go back up. Add to your {kustomization} the two lines 'components:' and '- {folder}', or the second alone "
            "to the components that are there.",
            kustomization=KUSTOMIZATION,
            folder=FOLDER,
        ),
        "cd ..",
    )
    yield Step("See what changes: the Deployment's variables and little else.", "kubectl diff -k .")
    yield Step("Apply.", APPLY)
    yield from cluster.take_effect(job)
    yield Step(
        say(
            "The way back, if nobody can sign in: take the line '- {folder}' out of your {kustomization} first.",
            folder=FOLDER,
            kustomization=KUSTOMIZATION,
        ),
        cluster.way_back(job, APPLY),
    )


def notes(job: Job, pairs: tuple[Pair, ...]) -> Iterator[str]:
    yield takes_effect(job)
    yield from traps(job.config, job.release)
    yield (
        say(
            "The patch is for a Deployment {deployment} with the containers {container} and "
            "{migration}, as OpenMetadata's chart names them: change the names in {patch} to yours, and delete "
            "initContainers where your Deployment has no such container.",
            deployment=cluster.DEPLOYMENT,
            container=cluster.CONTAINER,
            migration=cluster.MIGRATION,
            patch=PATCH,
        )
    )
    yield "The commands use the current namespace; a namespace in your kustomization.yaml is right for the files too."
    yield "Tested with Kustomize 5, which is in kubectl from 1.27 on."
    yield from secrets.notes(job, pairs, say("{file} (name and key of secretKeyRef)", file=PATCH))
    yield from variables.notes(
        job, say("keep it in a Secret, and mount it by volumes and volumeMounts of the Deployment")
    )
