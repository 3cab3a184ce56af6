"""values.yaml of OpenMetadata's Helm chart, open-metadata/openmetadata.

The chart quotes its own values (Go's %q) into a Secret of environment variables; values of
`secretRef` and `extraEnvs` arrive raw, as YAML source.
"""

from collections.abc import Iterator

from ruamel.yaml.comments import CommentedMap

from sso_providers.catalogue import RELEASES, Release, Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Artifact
from sso_providers.openmetadata.exporters import yaml_document
from sso_providers.openmetadata.exporters.header import file
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.exporters.variables import variables, yaml_source
from sso_providers.openmetadata.settings import OIDC, ChartForm, Setting, ValueType

from . import environment

VALUES = "values.yaml"
CONFIG = "openmetadata.config"
OIDC_ENABLED = f"{CONFIG}.authentication.oidcConfiguration.enabled"
LISTS_REPLACED = (
    "Helm replaces lists, it does not merge them: copy entries of extraEnvs in your other values files to this one."
)
WIN = "What the chart lacks or can't pass; these win over what it sets itself."


def chart_of(release: Release) -> Release:
    """The line whose chart the values are for: its own, or the newest that was published before it."""
    if release.chart:
        return release
    return max((each for each in RELEASES.values() if each.chart and each <= release), default=release)


def values_file(job: Job, run: str) -> Artifact:
    tree = CommentedMap()
    for setting, value in job.settings:
        if setting.helm and carries(job, setting, value):
            if setting.path.startswith(f"{OIDC}.") and not has(tree, OIDC_ENABLED):
                note = "Without it the chart passes none of the settings below."
                yaml_document.put(tree, OIDC_ENABLED, True, note)
            yaml_document.put(tree, f"{CONFIG}.{setting.helm}", form(setting, value), setting.note)
    extra = environment.sequence(extra_envs(job))
    if extra:
        yaml_document.put(tree, "extraEnvs", extra, f"{WIN} {LISTS_REPLACED}")
    return file(
        job,
        VALUES,
        yaml_document.dump(tree),
        what="Sign-in values for OpenMetadata's Helm chart.",
        place="anywhere; pass it after your own values files.",
        run=run,
    )


def carries(job: Job, setting: Setting, value: Value | Secret) -> bool:
    """Whether the chart passes this value on."""
    if setting.helm is None or value in setting.chart_refuses:
        return False
    return not setting.chart_needs or job.config.values.get(setting.chart_needs) is True


def has(tree: CommentedMap, path: str) -> bool:
    node = tree
    for key in path.split("."):
        if key not in node:
            return False
        node = node[key]
    return True


def form(setting: Setting, value: Value | Secret) -> yaml_document.Node:
    """The value as the chart takes it."""
    if setting.secret_ref:
        reference = setting.secret_ref
        return CommentedMap(
            secretRef=yaml_document.literal(reference.name), secretKey=yaml_document.literal(reference.key)
        )
    if isinstance(value, Secret):
        raise TypeError(say("{path} holds a secret, and the chart has no secretRef for it.", path=setting.path))
    match setting.chart:
        case ChartForm.BOOLEAN:
            return value == "true"
        case ChartForm.SOURCE:
            return yaml_document.source(yaml_source(setting, value))
        case ChartForm.STRING if setting.type is ValueType.MAP:
            return yaml_document.source(yaml_source(setting, value))
        case ChartForm.STRING:
            return yaml_document.literal(str(value))
        case _:
            return yaml_document.literal(value)


def extra_envs(job: Job) -> Iterator[tuple[CommentedMap, str]]:
    """What the chart does not carry, where it differs from OpenMetadata's own default."""
    for setting, value in variables(job):
        if carries(job, setting, value) or value == setting.default:
            continue
        yield entry(setting, value), reason(setting, value)


def entry(setting: Setting, value: Value | Secret) -> CommentedMap:
    if setting.secret_ref or isinstance(value, Secret):
        return environment.reference(setting)
    return environment.literal(setting, value)


def reason(setting: Setting, value: Value | Secret) -> str:
    if value in setting.chart_refuses:
        return f"The chart does not render with {value}."
    if setting.chart_needs:
        return f"The chart passes it only where {setting.chart_needs.rpartition('.')[2]} is true."
    return setting.note


def in_secret(job: Job) -> tuple[Pair, ...]:
    """What the values take from a Secret: some settings that are no secrets too."""
    return tuple(
        (setting, value)
        for setting, value in job.settings
        if setting.secret_ref and (carries(job, setting, value) or value != setting.default)
    )
