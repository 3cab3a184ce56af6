"""The ways to the Kubernetes Secret: its files, and what to do for it. Knows neither the chart nor Kustomize."""

import shlex
from collections.abc import Iterator
from functools import reduce

from sso_providers.catalogue import Secret
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import PLACEHOLDER, Artifact, SecretsMode, Step
from sso_providers.openmetadata.exporters import placeholders, shell
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.quoting import quoted_scalar

from .environment import secret_ref
from .external_secret import EXTERNAL, external
from .manifest import MANIFEST, by_name, manifest

SEALED = "sealed-secret.yaml"


def files(job: Job, pairs: tuple[Pair, ...]) -> tuple[Artifact, ...]:
    """The manifest, where there is one to show. `pairs` are the settings that it holds."""
    if not pairs:
        return ()
    if not job.refers:
        return (manifest(job, pairs),)
    if job.secrets is SecretsMode.EXTERNAL_SECRET:
        return (external(job, pairs),)
    return ()


def applied(job: Job, pairs: tuple[Pair, ...]) -> str:
    """The file that `kubectl apply` takes to make the Secret, whoever wrote it; "" for none."""
    if pairs and job.refers and job.secrets is SecretsMode.SEALED_SECRET:
        return SEALED
    return next((artifact.name for artifact in files(job, pairs)), "")


def steps(job: Job, pairs: tuple[Pair, ...], *, apply: bool) -> Iterator[Step]:
    """How the Secret comes about; with `apply` up to its being in the cluster."""
    if job.refers and any(isinstance(value, Secret) for _, value in pairs):
        yield from of_reference(job, pairs, apply=apply)
    elif pairs:
        yield from of_manifest(job, apply=apply)


def of_manifest(job: Job, *, apply: bool) -> Iterator[Step]:
    if job.fills_in:
        yield placeholders.fill_in(MANIFEST)
    if job.writes_secret:
        yield Step("The Secret's file holds a secret: keep it to yourself.", f"chmod 600 {MANIFEST}")
    if apply:
        yield Step("Make the Secret.", f"kubectl apply -f {MANIFEST}")


def of_reference(job: Job, pairs: tuple[Pair, ...], *, apply: bool) -> Iterator[Step]:
    groups = by_name(pairs).items()
    if job.secrets is SecretsMode.EXTERNAL_SECRET:
        yield Step(
            say(
                "In {external}, replace what begins with {placeholder}: the store, and where it keeps each secret.",
                external=EXTERNAL,
                placeholder=PLACEHOLDER,
            )
        )
        if apply:
            ready = "\n".join(
                f"kubectl wait --for=condition=Ready externalsecret/{name} --timeout=2m" for name, _ in groups
            )
            yield Step("Make the Secret.", f"kubectl apply -f {EXTERNAL}\n{ready}")
    elif job.secrets is SecretsMode.SEALED_SECRET:
        sealed = "\n".join(
            create(name, group, f"kubeseal --format=yaml {'>>' if number else '>'} {SEALED}")
            for number, (name, group) in enumerate(groups)
        )
        yield Step(
            say(
                "Seal the Secret. {asked} {sealed} is for this namespace and this cluster alone, and may go into "
                "version control.",
                asked=asked(pairs),
                sealed=SEALED,
            ),
            sealed,
        )
        if apply:
            yield Step("Make the Secret.", f"kubectl apply -f {SEALED}")
    else:
        made = "\n".join(create(name, group, "kubectl apply -f -") for name, group in groups)
        yield Step(say("Make the Secret, or change it. {asked}", asked=asked(pairs)), made)


def asked(pairs: tuple[Pair, ...]) -> str:
    labels = [shell.label(setting) for setting, value in pairs if isinstance(value, Secret)]
    return say(
        "Asked for and never shown: {labels}.",
        labels=reduce(lambda first, more: say("{first}, {more}", first=first, more=more), labels),
    )


def create(name: str, pairs: list[Pair], consumer: str) -> str:
    """Each secret goes from its prompt to kubectl by a pipe of the shell, so no process list shows it."""
    prompts = arguments = ""
    variables = ["secret"]
    for setting, value in pairs:
        key = secret_ref(setting).key
        if isinstance(value, Secret):
            variable = str(setting.env).lower()
            variables.append(variable)
            prompts += f"{shell.ask_secret(shell.label(setting))}{variable}={shell.SCALAR}; \\\n"
            arguments += f' \\\n  --from-file={key}=<(printf %s "${variable}")'
        else:
            arguments += f" \\\n  --from-literal={key}={shlex.quote(quoted_scalar(str(value)))}"
    return (
        f"{prompts}kubectl create secret generic {name}{arguments} \\\n"
        f"  --dry-run=client --output=yaml | {consumer}; unset {' '.join(variables)}"
    )


def notes(job: Job, pairs: tuple[Pair, ...], place: str) -> Iterator[str]:
    """`place` says where the names of the Secret and of its keys stand."""
    if not job.refers:
        return
    if job.secrets is SecretsMode.REFERENCE:
        names = [
            say("{name} with {keys}", name=name, keys=", ".join(secret_ref(setting).key for setting, _ in group))
            for name, group in by_name(pairs).items()
        ]
        yield (
            say(
                "A Secret of your own with other names ({names}) will do: leave out the step that makes one, and "
                "change "
                "the names in {place}. Each value must be a YAML scalar in double quotes, the quotes in it, for "
                'example "pa55#word".',
                names=reduce(lambda first, more: say("{first}; {more}", first=first, more=more), names),
                place=place,
            )
        )
    if job.secrets is SecretsMode.EXTERNAL_SECRET:
        yield (
            "external-secrets.io/v1 needs the External Secrets Operator 0.16 or later; an older one wants v1beta1. "
            "When a secret changes in the store, restart the Deployment after the refresh."
        )
    if job.secrets is SecretsMode.SEALED_SECRET:
        yield (
            "kubeseal asks the controller sealed-secrets-controller in kube-system for its certificate: "
            "--controller-name and --controller-namespace name another, --cert takes a file."
        )
        yield (
            "A Secret of this name that is there already stays as it is, unless it has the annotation "
            'sealedsecrets.bitnami.com/managed: "true" before.'
        )
