"""What a check answers: an ordered list of stages, each with a plain sentence and short facts."""

from dataclasses import dataclass
from enum import StrEnum

from sso_providers.catalogue.sentences import say

from .certificates import TlsCertificate


class Status(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    NOT_REACHED = "not-reached"
    NOT_APPLICABLE = "not-applicable"

    @property
    def label(self) -> str:
        return {
            Status.OK: "OK",
            Status.WARNING: "Warning",
            Status.FAILED: "Failed",
            Status.NOT_REACHED: "Not reached",
            Status.NOT_APPLICABLE: "Not applicable",
        }[self]


# From harmless to bad. A stage is only unreached because another one failed.
SEVERITY = (Status.NOT_APPLICABLE, Status.OK, Status.WARNING, Status.NOT_REACHED, Status.FAILED)

Evidence = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One question to the provider and its answer.

    `summary` is a sentence with the value and the remedy, `evidence` name-value pairs for who wants
    to know more, `field` the registration's field to mend: client_id, client_secret, flow, a setting, or
    `provider_errors.REDIRECT_ADDRESS`.
    """

    id: str
    title: str
    status: Status
    summary: str
    evidence: Evidence = ()
    field: str | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`tls` is the TLS certificate that ends first, of those that were seen."""

    stages: tuple[Stage, ...]
    tls: TlsCertificate | None = None

    @property
    def status(self) -> Status:
        """The worst of the stages'."""
        return max((stage.status for stage in self.stages), key=SEVERITY.index, default=Status.NOT_APPLICABLE)

    def stage(self, name: str) -> Stage:
        """The stage with this id; raises `KeyError`."""
        return {stage.id: stage for stage in self.stages}[name]


@dataclass(frozen=True, slots=True)
class Question:
    """A stage before its answer: its id and title, and one method for each way it can end."""

    id: str
    title: str

    def ok(self, summary: str, *evidence: tuple[str, object]) -> Stage:
        return self._stage(Status.OK, summary, evidence)

    def warning(self, summary: str, *evidence: tuple[str, object], field: str | None = None) -> Stage:
        return self._stage(Status.WARNING, summary, evidence, field)

    def failed(self, summary: str, *evidence: tuple[str, object], field: str | None = None) -> Stage:
        return self._stage(Status.FAILED, summary, evidence, field)

    def not_reached(self, needs: str) -> Stage:
        return self._stage(Status.NOT_REACHED, say("Needs {needs}.", needs=say(needs)))

    def not_applicable(self, summary: str, *evidence: tuple[str, object]) -> Stage:
        return self._stage(Status.NOT_APPLICABLE, summary, evidence)

    def _stage(
        self, status: Status, summary: str, evidence: tuple[tuple[str, object], ...] = (), field: str | None = None
    ) -> Stage:
        facts = tuple((name, str(value)) for name, value in evidence)
        return Stage(id=self.id, title=self.title, status=status, summary=summary, evidence=facts, field=field)
