"""Where a rotation stands: which of its six steps are done, and which is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from sso_providers.actions.rotation import PROVEN
from sso_providers.checks import Status
from sso_providers.models import Deployment, SecretRotation


class Step(StrEnum):
    """In their order."""

    NEW = "new"
    CHECK = "check"
    SWITCH = "switch"
    EXPORT = "export"
    CONFIRM = "confirm"
    RETIRE = "retire"


@dataclass(frozen=True, slots=True)
class State:
    """Of one step; `css` is its badge's class, never its only sign."""

    label: str
    css: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A deployment of the registration, and whether it was exported since the new secret is in force."""

    deployment: Deployment
    is_exported: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """`now` is the step to take; `summary` and `evidence` are those of the check."""

    now: Step
    states: Mapping[str, State]
    uses: list[Use]
    is_proven: bool = False
    summary: str = ""
    evidence: tuple[str, ...] = ()


def progress(rotation: SecretRotation | None, deployments: Iterable[Deployment]) -> Progress:
    """`rotation` is None before the first step."""
    uses = [Use(each, is_exported(each, rotation)) for each in deployments]
    now = step_of(rotation, uses)
    steps = list(Step)
    states = {step.value: state(steps.index(step) - steps.index(now)) for step in steps}
    if rotation is None:
        return Progress(now, states, uses)
    if rotation.check_status:
        states[Step.CHECK.value] = checked(rotation)
    if now is Step.RETIRE and not all(each.is_exported for each in uses):
        states[Step.EXPORT.value] = State(_("Open"), "warn")
    summary, *evidence = rotation.check_summary.split("\n")
    return Progress(now, states, uses, rotation.check_status in PROVEN, summary, tuple(evidence))


def step_of(rotation: SecretRotation | None, uses: list[Use]) -> Step:
    if rotation is None:
        return Step.NEW
    if not rotation.switched_at:
        return Step.SWITCH if rotation.check_status in PROVEN else Step.CHECK
    if rotation.confirmed_at:
        return Step.RETIRE
    return Step.CONFIRM if all(each.is_exported for each in uses) else Step.EXPORT


def state(ahead: int) -> State:
    """Of a step that is so many before or behind the one to take."""
    if ahead < 0:
        return State(_("Done"), "ok")
    return State(_("Later")) if ahead else State(_("Now"), "info")


def checked(rotation: SecretRotation) -> State:
    css = {Status.OK: "ok", Status.WARNING: "warn", Status.FAILED: "bad"}
    found = Status(rotation.check_status)
    return State(found.label, css.get(found, ""))


def is_exported(deployment: Deployment, rotation: SecretRotation | None) -> bool:
    if rotation is None or rotation.switched_at is None or deployment.exported_at is None:
        return False
    return deployment.exported_at >= rotation.switched_at
