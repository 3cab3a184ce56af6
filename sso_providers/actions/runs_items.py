"""One item's turn in a run: its registration checked, or its deployment exported."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers import crypto
from sso_providers.catalogue import UnknownName
from sso_providers.checks import Status
from sso_providers.language import in_words
from sso_providers.models import CheckResult, Deployment, ProviderRegistration, Run, RunItem
from sso_providers.openmetadata.artifacts import MissingSecret, SecretsMode, Unsupported
from sso_providers.openmetadata.quoting import Unquotable

from . import checks, examination, exports
from .audit import Actor
from .registration_rules import InvalidRegistration

EXPECTED = (
    InvalidRegistration,
    UnknownName,
    Unquotable,
    Unsupported,
    MissingSecret,
    crypto.MissingKey,
    crypto.Damaged,
)
# The database is away: what fails then is the worker, and no item.
DATABASE_AWAY = (OperationalError, InterfaceError)
STATES = {
    Status.OK: RunItem.State.DONE,
    Status.NOT_APPLICABLE: RunItem.State.DONE,
    Status.WARNING: RunItem.State.WARNING,
    Status.NOT_REACHED: RunItem.State.FAILED,
    Status.FAILED: RunItem.State.FAILED,
}
LONGEST = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    state: RunItem.State
    says: str
    files: Mapping[str, str] = field(default_factory=dict)


class SettledElsewhere(Exception):
    """The item had its turn, or is deleted, since this worker took it."""


def choose(*, target: str, variant: str = "", secrets: str = "", situation: str = "") -> exports.Choice:
    """What an export run may make. Raises `UnknownName` or `Unsupported`: it keeps its files, so no secret is in them.

    Nor does it change an openmetadata.yaml, of which every deployment has its own.
    """
    choice = exports.choose(target=target, variant=variant, secrets=secrets, situation=situation)
    if choice.secrets is SecretsMode.REAL:
        raise Unsupported(_("Many deployments are exported without secrets: take real ones one deployment at a time."))
    if choice.variant.reads_conf:
        raise Unsupported(
            _("%(variant)s changes a file of each server: export those deployments one by one.")
            % {"variant": in_words(choice.variant.label)}
        )
    return choice


@sensitive_variables()
def settle(item: RunItem, run: Run, by: Actor) -> None:
    """Gives the item its turn and keeps the outcome, whatever it is.

    Raises only what the database raises when it is away.
    """
    try:
        if run.kind == Run.Kind.CHECK:
            keep(item, check(item.slug, by))
        else:
            export(item, choose(**run.options["choice"]), by)
    except SettledElsewhere:
        logger.info("Run %s: another worker had the turn of %s.", run.pk, item.slug)
    except DATABASE_AWAY:
        raise
    except (ProviderRegistration.DoesNotExist, Deployment.DoesNotExist):
        keep_failure(item, _("It was deleted after the run began."))
    except EXPECTED as error:
        keep_failure(item, in_words(str(error)))
    except Exception:
        logger.exception("Run %s: unexpected error at %s.", run.pk, item.slug)
        keep_failure(item, _("An unexpected error: the portal's log has it, with the name of this item."))


def keep_failure(item: RunItem, says: str) -> None:
    RunItem.objects.filter(pk=item.pk, state=RunItem.State.WAITING).update(
        state=RunItem.State.FAILED, says=says[:LONGEST]
    )


def keep(item: RunItem, outcome: Outcome) -> None:
    """Raises `SettledElsewhere`."""
    kept = RunItem.objects.filter(pk=item.pk, state=RunItem.State.WAITING).update(
        state=outcome.state, says=outcome.says[:LONGEST], files=dict(outcome.files)
    )
    if not kept:
        raise SettledElsewhere


@sensitive_variables()
def check(slug: str, by: Actor) -> Outcome:
    """Waits for the provider: not to be called in a transaction."""
    result = checks.run(registration=ProviderRegistration.objects.get(slug=slug), by=by)
    return Outcome(STATES[Status(result.status)], worst_of(result))


def worst_of(result: CheckResult) -> str:
    """What the first of the worst stages says, in the reader's language."""
    for status in (Status.FAILED, Status.WARNING):
        for stage in result.stages:
            if stage["status"] == status:
                return f"{in_words(stage['title'])}: {in_words(stage['summary'])}"
    return _("It works.")


def export(item: RunItem, choice: exports.Choice, by: Actor) -> None:
    """Makes the files before the transaction: whoever else writes would wait for it."""
    deployment = Deployment.objects.select_related("registration").get(slug=item.slug)
    made = exports.preview(deployment=deployment, choice=choice)
    files = {each.name: each.text for each in exports.with_steps(deployment=deployment, made=made)}
    outcome = Outcome(RunItem.State.DONE, ", ".join(files), files)
    if found := examination.of_deployment(deployment, target=choice.target.id):
        says = f"{examination.counted(found)}: {in_words(found[0].message)}"
        outcome = Outcome(RunItem.State.WARNING, says, files)
    with transaction.atomic():
        keep(item, outcome)
        exports.hand_over(made, deployment=deployment, choice=choice, by=by)
