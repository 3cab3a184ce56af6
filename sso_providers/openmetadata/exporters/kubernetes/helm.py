"""Helm: an upgrade of OpenMetadata's chart with the sign-in values on top."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Export, Step
from sso_providers.openmetadata.exporters import variables
from sso_providers.openmetadata.exporters.effect import takes_effect
from sso_providers.openmetadata.exporters.job import Job, Pair
from sso_providers.openmetadata.notes import traps

from . import chart, cluster, secrets

CURRENT = "current-values.yaml"


def render(job: Job) -> Export:
    pairs = chart.in_secret(job)
    return Export(
        target="kubernetes",
        variant="helm",
        release=job.release,
        artifacts=(chart.values_file(job, helm_command(job)), *secrets.files(job, pairs)),
        steps=(
            *cluster.keep(job),
            *secrets.steps(job, pairs, apply=True),
            *upgrade(job),
            *cluster.take_effect(job),
            Step("The way back, if nobody can sign in.", cluster.way_back(job, "helm rollback openmetadata")),
        ),
        notes=tuple(notes(job, pairs)),
    )


def helm_command(job: Job) -> str:
    """Without a version Helm would install the newest chart, and with it another OpenMetadata.

    Without the values used so far it would fall back to the chart's own, the database's included;
    --reuse-values keeps them too, but keeps the defaults of an older chart with them.
    """
    return (
        f"helm upgrade --install openmetadata open-metadata/openmetadata --version '~{job.release}.0' "
        f"-f {CURRENT} -f {chart.VALUES}"
    )


def upgrade(job: Job) -> Iterator[Step]:
    yield Step(
        "Let Helm know the chart.", "helm repo add open-metadata https://helm.open-metadata.org/\nhelm repo update"
    )
    yield Step(
        say(
            "Keep what is set now; at a first installation leave this out, and -f {current} in the next command. "
            "Entries of extraEnvs in it that are yours: copy them to {values}.",
            current=CURRENT,
            values=chart.VALUES,
        ),
        f"helm get values openmetadata --output yaml > {CURRENT}",
    )
    yield Step(
        "Upgrade, with the values used so far and these on top. Without the former Helm would go back to the "
        "chart's own, the database's included.",
        helm_command(job),
    )


def notes(job: Job, pairs: tuple[Pair, ...]) -> Iterator[str]:
    yield takes_effect(job)
    yield from traps(job.config, job.release)
    yield "The commands use the current namespace and the release name openmetadata: change them to yours."
    yield version(job)
    yield chart.LISTS_REPLACED
    yield from secrets.notes(
        job,
        pairs,
        say("{file} (secretRef and secretKey, under extraEnvs name and key of secretKeyRef)", file=chart.VALUES),
    )
    yield from variables.notes(
        job,
        say(
            "keep it in a Secret, and mount it by the chart's extraVolumes and extraVolumeMounts, two more lists that "
            "Helm replaces"
        ),
    )


def version(job: Job) -> str:
    tested = chart.chart_of(job.release)
    if tested == job.release:
        return "Helm takes the newest chart of the line: name the installed version (helm list) to stay on it."
    return say(
        "No chart of {release} was published when this was written: the values are those of the {tested} chart, "
        "whose variables {release} still reads. If Helm finds no chart '~{release}.0', do not fall back to an "
        "older one by itself, which brings its older server too: name its version and set image.tag to your "
        "{release} release (nobody has tried that here), or use the variant Kustomize.",
        release=job.release,
        tested=tested,
    )
