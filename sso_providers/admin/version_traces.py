"""What happened with versions: how a check of each ended, and who exported it. A constant number of questions."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from sso_providers.checks import Status
from sso_providers.models import AuditEvent, CheckResult, Deployment, Event, ProviderRegistration

# Of one page, and of those the ones that are named at each version.
MOST_EXPORTS, NAMED = 1_000, 3
EXPORTS = (Event.EXPORTED.value, Event.EXPORTED_WITH_SECRETS.value)
# As `actions.exports` writes it: the deployment's version and the registration's.
VERSIONS = re.compile(r"\bversions (\d+)\.(\d+)\b")
CSS = {Status.OK: "ok", Status.WARNING: "warn", Status.FAILED: "bad"}


@dataclass(frozen=True, slots=True)
class Checked:
    """How the newest check of a version ended."""

    label: str
    css: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Exports:
    """Those of one version, the newest first; `more` are not among them."""

    newest: tuple[AuditEvent, ...]
    more: int


def checks_of(registration: ProviderRegistration, versions: Iterable[int]) -> dict[int, Checked]:
    """By the version."""
    of_page = CheckResult.objects.filter(registration=registration, registration_version__in=list(versions))
    newest = of_page.order_by().values("registration_version").annotate(newest=Max("pk")).values("newest")
    found = CheckResult.objects.filter(pk__in=newest).values_list("registration_version", "status", "checked_at")
    return {version: checked(status, at) for version, status, at in found}


def checked(status: str, at: datetime) -> Checked:
    known = Status(status) if status in list(Status) else None
    return Checked(known.label if known else status, CSS.get(known, "") if known else "", at)


def exports_of(row: Any, since: datetime, until: datetime | None) -> Mapping[int, Exports]:
    """By the version of a registration or deployment, of the time in which the page's versions were in force."""
    events = exported_between(since, until)
    if isinstance(row, Deployment):
        found = of_deployment(events.filter(target=row.slug)[:MOST_EXPORTS])
    else:
        found = of_registration(row, events)
    return {version: Exports(tuple(each[:NAMED]), max(0, len(each) - NAMED)) for version, each in found.items()}


def exported_between(since: datetime, until: datetime | None) -> "QuerySet[AuditEvent]":
    """The newest first."""
    events = AuditEvent.objects.filter(event__in=EXPORTS, target_type="deployment", at__gte=since)
    return events.filter(at__lt=until) if until else events


def of_deployment(events: Iterable[AuditEvent]) -> dict[int, list[AuditEvent]]:
    found: dict[int, list[AuditEvent]] = defaultdict(list)
    for event in events:
        if versions := VERSIONS.search(event.detail):
            found[int(versions[1])].append(event)
    return found


def of_registration(row: Any, events: "QuerySet[AuditEvent]") -> dict[int, list[AuditEvent]]:
    """Of the deployments that used it when they were exported, which their own versions tell."""
    used = Deployment.history.filter(registration_id=row.pk)
    listed: Sequence[AuditEvent] = list(events.filter(target__in=used.values("slug"))[:MOST_EXPORTS])
    slugs = {event.target for event in listed}
    pairs = set(used.filter(slug__in=slugs).values_list("slug", "version")) if slugs else set()
    found: dict[int, list[AuditEvent]] = defaultdict(list)
    for event in listed:
        versions = VERSIONS.search(event.detail)
        if versions and (event.target, int(versions[1])) in pairs:
            found[int(versions[2])].append(event)
    return found
