"""Runs the live check of a registration and keeps its outcome."""

from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from sso_providers import checks
from sso_providers.models import CheckResult, Event, ProviderRegistration

from .audit import Actor, record
from .registration_rules import usable

KEPT = 20


def run(*, registration: ProviderRegistration, by: Actor) -> CheckResult:
    """Asks the provider, then stores the report. Raises `crypto.MissingKey`, `crypto.Damaged`."""
    report = checks.run(
        usable(registration, with_secret=True),
        allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS,
        redirect_uri=registration.callback_url,
    )
    return store(registration=registration, report=report, by=by)


@transaction.atomic
def store(*, registration: ProviderRegistration, report: checks.CheckReport, by: Actor) -> CheckResult:
    """Keeps the last twenty results of a registration."""
    result = CheckResult.objects.create(
        registration=registration,
        registration_version=registration.version,
        status=report.status.value,
        stages=[asdict(stage) for stage in report.stages],
        checked_by=by.name[:150],
    )
    kept = registration.check_results.values_list("pk", flat=True)[:KEPT]
    registration.check_results.exclude(pk__in=list(kept)).delete()
    record(
        Event.CHECKED,
        by=by,
        target_type="registration",
        target=registration.slug,
        detail=f"version {registration.version}: {report.status.label}",
    )
    return result
