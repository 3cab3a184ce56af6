"""Kubernetes: values for OpenMetadata's Helm chart, and the Secret that they name.

The chart is open-metadata/openmetadata. It quotes its own values (Go's %q) into a Secret of
environment variables; values of `secretRef` and `extraEnvs` arrive raw, as YAML source.
"""

import shlex

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.artifacts import Artifact, Export, Step
from sso_providers.openmetadata.quoting import quoted_scalar, yaml_map, yaml_scalar
from sso_providers.openmetadata.settings import ChartForm, SecretRef, Setting, ValueType

from . import shell, yaml_document
from .header import file
from .job import FILL_IN, PLACEHOLDER, Job, takes_effect

VALUES = "values.yaml"
SECRET = "secret.yaml"
CURRENT = "current-values.yaml"
CONFIG = "openmetadata.config"
ENABLED = "authentication.oidcConfiguration.enabled"
RESTART = """\
kubectl rollout restart deployment/openmetadata
kubectl rollout status deployment/openmetadata --timeout=10m"""
LISTS_REPLACED = (
    "Helm replaces lists, it does not merge them: copy entries of extraEnvs in your other values files to this one."
)


def render(job: Job) -> Export:
    artifacts = [values_file(job)]
    if job.writes_secret or job.fills_in:
        artifacts.append(secret_file(job))
    return Export(
        target="kubernetes",
        release=job.release,
        artifacts=tuple(artifacts),
        steps=steps(job),
        notes=(
            takes_effect(job.release),
            "The commands use the current namespace and the release name openmetadata: change them to yours.",
            "Helm takes the newest chart of the line: name the installed version (helm list) to stay on it.",
            LISTS_REPLACED,
        ),
    )


def helm_command(job: Job) -> str:
    """Without a version Helm would install the newest chart, and with it another OpenMetadata.

    Without the values used so far it would fall back to the chart's own, the database's included;
    --reuse-values keeps them too, but keeps the defaults of an older chart with them.
    """
    return (
        f"helm upgrade --install openmetadata open-metadata/openmetadata --version '~{job.release}.0' "
        f"-f {CURRENT} -f {VALUES}"
    )


def values_file(job: Job) -> Artifact:
    tree = CommentedMap()
    raw: list[CommentedMap] = []
    for setting, value in job.settings:
        if setting.helm:
            if setting.chart is ChartForm.SECRET_REF and not has(tree, ENABLED):
                note = "Without it the chart passes none of the settings below."
                yaml_document.put(tree, f"{CONFIG}.{ENABLED}", True, note)
            yaml_document.put(tree, f"{CONFIG}.{setting.helm}", chart_value(setting, value), setting.note)
        elif value != setting.default and not isinstance(value, Secret):
            raw.append(CommentedMap(name=setting.env, value=yaml_document.source(yaml_scalar(value))))
    if raw:
        yaml_document.put(
            tree, "extraEnvs", yaml_document.sequence(raw), f"Settings that the chart lacks. {LISTS_REPLACED}"
        )
    return file(
        job,
        VALUES,
        yaml_document.dump(tree),
        what="Sign-in values for OpenMetadata's Helm chart.",
        place="anywhere; pass it after your own values files.",
        run=helm_command(job),
    )


def has(tree: CommentedMap, helm: str) -> bool:
    node = tree
    for key in f"{CONFIG}.{helm}".split("."):
        if key not in node:
            return False
        node = node[key]
    return True


def chart_value(setting: Setting, value: Value | Secret) -> yaml_document.Node:
    if setting.secret_ref:
        reference = setting.secret_ref
        return CommentedMap(
            secretRef=yaml_document.literal(reference.name), secretKey=yaml_document.literal(reference.key)
        )
    if isinstance(value, Secret):
        raise TypeError(f"{setting.path} holds a secret, and the chart has no secretRef for it.")
    match setting.chart:
        case ChartForm.BOOLEAN:
            return value == "true"
        case ChartForm.STRING if setting.type is ValueType.MAP:
            # The one value that the chart passes without quotes.
            return yaml_document.source(yaml_map(str(value)))
        case ChartForm.STRING:
            return yaml_document.literal(str(value))
        case _:
            return yaml_document.literal(value)


def references(job: Job) -> list[tuple[SecretRef, Setting, Value | Secret]]:
    return [(setting.secret_ref, setting, value) for setting, value in job.settings if setting.secret_ref]


def secret_file(job: Job) -> Artifact:
    tree = CommentedMap(apiVersion="v1", kind="Secret")
    for reference, setting, value in references(job):
        yaml_document.put(tree, "metadata.name", yaml_document.plain(reference.name))
        yaml_document.put(tree, "type", yaml_document.plain("Opaque"))
        entry = yaml_document.source(quoted_scalar(str(job.literal(setting, value))))
        tree.setdefault("stringData", CommentedMap())[reference.key] = entry
    note = "The chart passes these raw into OpenMetadata's YAML, so each carries its own double quotes."
    if job.fills_in:
        note += f" {FILL_IN}"
    yaml_document.put(tree, "stringData", tree["stringData"], note)
    return file(
        job,
        SECRET,
        yaml_document.dump(tree),
        what="The Secret that values.yaml names.",
        place="the namespace of OpenMetadata.",
        run=f"kubectl apply -f {SECRET}",
        secret=True,
    )


def create_secret(job: Job) -> str:
    """Makes or changes the Secret; the client secret goes from the prompt to kubectl and nowhere else."""
    arguments = ""
    name = ""
    for reference, setting, value in references(job):
        name = reference.name
        if isinstance(value, Secret):
            arguments += f" \\\n  --from-file={reference.key}=/dev/stdin"
        else:
            literal = quoted_scalar(str(job.literal(setting, value)))
            arguments += f" \\\n  --from-literal={reference.key}={shlex.quote(literal)}"
    return (
        f"{shell.ask_secret()}"
        f"printf %s {shell.SCALAR} | kubectl create secret generic {name}{arguments} \\\n"
        "  --dry-run=client --output=yaml | kubectl apply -f -; unset secret"
    )


def steps(job: Job) -> tuple[Step, ...]:
    result: list[Step] = []
    if job.refers:
        result.append(Step("Make the Secret. The client secret is asked for and never shown.", create_secret(job)))
    if job.fills_in:
        result.append(Step(f"Replace what begins with {PLACEHOLDER} in {SECRET}; the comment above it says how."))
    if job.writes_secret:
        result.append(Step("The Secret's file holds a secret: keep it to yourself.", f"chmod 600 {SECRET}"))
    if job.fills_in or job.writes_secret:
        result.append(Step("Make the Secret.", f"kubectl apply -f {SECRET}"))
    return (
        *result,
        Step(
            "Let Helm know the chart.", "helm repo add open-metadata https://helm.open-metadata.org/\nhelm repo update"
        ),
        Step(
            f"Keep what is set now; at a first installation leave this out, and -f {CURRENT} in the next command.",
            f"helm get values openmetadata --output yaml > {CURRENT}",
        ),
        Step(
            "Upgrade, with the values used so far and these on top. Without the former Helm would go back to the "
            "chart's own, the database's included.",
            helm_command(job),
        ),
        Step("Restart: the chart does not notice when only a Secret changed.", RESTART),
        Step("Check: the answer names the provider and the callback.", shell.check(job.config.server_url)),
        Step("The way back, if nobody can sign in.", f"helm rollback openmetadata\n{RESTART}"),
    )
