"""What a target is: an export format, and the ways in which people use it."""

from collections.abc import Callable
from dataclasses import dataclass

from sso_providers.catalogue import Release, UnknownName
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.artifacts import Export, SecretsMode
from sso_providers.openmetadata.settings.spec import FIRST

from .job import Job

MODELS = "OpenMetadata's own models (openmetadata-ingestion {models})"
SCHEMA = "OpenMetadata's schema of {release}"
CONF = "conf/openmetadata.yaml of {release} ({conf}), after OpenMetadata's text substitution"
ANYWHERE = (SecretsMode.PLACEHOLDER, SecretsMode.REFERENCE, SecretsMode.REAL)


def nothing(release: Release) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way of using a target, such as Docker Compose or docker run.

    `modes` are its ways with secrets, its habit first. `since` is the first line that it works
    with; `before` says to one before what does. `reads_conf` says that it
    changes the operator's own conf/openmetadata.yaml and so needs it. `asks_situation` says that its
    steps differ between a first start and a server that already runs. `readers` are templates over
    a `Release`: with what the tests read every export of it.
    """

    id: str
    label: str
    render: Callable[[Job], Export]
    modes: tuple[SecretsMode, ...] = ANYWHERE
    since: Release = FIRST
    before: Callable[[Release], str] = nothing
    reads_conf: bool = False
    asks_situation: bool = True
    readers: tuple[str, ...] = ()

    def mode(self, name: str) -> SecretsMode:
        """The way with secrets called `name`, "" for the habit. Raises `UnknownName`."""
        if not name:
            return self.modes[0]
        for mode in self.modes:
            if mode == name:
                return mode
        raise UnknownName("way with secrets", name, self.modes)

    def verified(self, release: Release) -> tuple[str, ...]:
        """By what the tests have read this way's exports for the line."""
        facts = {"release": release.line, "models": release.models, "chart": release.chart, "conf": release.conf}
        lacking = [f"{{{name}}}" for name, fact in facts.items() if not fact]
        return tuple(say(each, **facts) for each in self.readers if not any(name in each for name in lacking))


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One export format; the first of its variants is the usual one."""

    id: str
    label: str
    variants: tuple[Variant, ...]

    def variant(self, name: str) -> Variant:
        """The variant called `name`, "" for the usual one. Raises `UnknownName`."""
        if not name:
            return self.variants[0]
        for variant in self.variants:
            if variant.id == name:
                return variant
        raise UnknownName(f"variant of {self.id}", name, [variant.id for variant in self.variants])
