"""Runs the live check of a registration and keeps its outcome."""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction

from sso_providers import checks, http
from sso_providers.catalogue import Flow
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.spec import Use
from sso_providers.checks import Callback
from sso_providers.models import CheckResult, Event, ProviderRegistration

from .audit import Actor, record
from .kept_stages import as_json
from .registration_rules import usable

KEPT = 20
# For all answers of a provider together: a worker may be silent for longer (deploy/gunicorn.conf.py).
SECONDS = 40.0


def run(*, registration: ProviderRegistration, by: Actor) -> CheckResult:
    """Asks the provider, then stores the report. Raises `crypto.MissingKey`, `crypto.Damaged`."""
    report = checks.run(
        usable(registration, with_secret=True),
        allow_private=settings.SSO_ALLOW_PRIVATE_ISSUERS,
        redirect_uri=registration.callback_url,
        callbacks=tuple(callbacks(registration)),
        sign_outs=tuple(sign_outs(registration)),
        fetch=http.within(SECONDS),
    )
    return store(registration=registration, report=report, by=by)


def callbacks(registration: ProviderRegistration) -> Iterator[Callback]:
    """Where people come back to who sign in with it: to OpenMetadata, and to this portal."""
    for deployment in registration.deployments.all():
        for address in console_addresses(registration, deployment.url, Use.CALLBACK):
            yield Callback(address=address, used_by=deployment.name)
    if registration.catalogue_flow is Flow.CODE:
        yield Callback(address=registration.callback_url, used_by=say("this portal"), needed=registration.staff_login)


def sign_outs(registration: ProviderRegistration) -> Iterator[str]:
    for deployment in registration.deployments.all():
        yield from console_addresses(registration, deployment.url, Use.SIGN_OUT)
    if registration.staff_login:
        yield registration.signed_out_url


def console_addresses(registration: ProviderRegistration, server: str, use: Use) -> Iterator[str]:
    for url in registration.catalogue_kind.guides[registration.catalogue_flow].urls:
        if url.use is use and registration.catalogue_kind.urls:
            yield from (template.format(server=server) for template in url.templates)


@transaction.atomic
def store(*, registration: ProviderRegistration, report: checks.CheckReport, by: Actor) -> CheckResult:
    """Keeps the last twenty results of a registration."""
    result = CheckResult.objects.create(
        registration=registration,
        registration_version=registration.version,
        status=report.status.value,
        stages=[as_json(stage) for stage in report.stages],
        checked_by=by.name[:150],
        tls_ends_at=report.tls.ends_at if report.tls else None,
        tls_host=report.tls.host[:253] if report.tls else "",
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
