"""Things that end so many days from today on, as the portal comes to know of them."""

from datetime import UTC, date, datetime, time, timedelta

from sso_providers.catalogue import CLIENT_SECRET
from sso_providers.models import CheckResult, ProviderRegistration, RegistrationSecret
from tests import people
from tests.certificates import IDP_CERTIFICATE
from tests.checks.made_certificates import certificate

# Far from midnight, whenever the tests run.
TODAY = date(2026, 11, 22)


def secret_ending(days: int, slug: str = "auth0", *, today: date = TODAY, **fields: str) -> ProviderRegistration:
    """A registration whose client secret ends then."""
    registration = people.registration(slug=slug, **fields)
    expire(registration, days, today=today)
    return registration


def expire(registration: ProviderRegistration, days: int, *, today: date = TODAY) -> None:
    secrets = RegistrationSecret.objects.filter(registration=registration, name=CLIENT_SECRET)
    assert secrets.update(expires_on=today + timedelta(days=days)) == 1


def saml_ending(days: int, slug: str = "saml", *, today: date = TODAY) -> ProviderRegistration:
    """One whose provider signs with a certificate that ends then, at noon."""
    since_now = (noon(today, days) - datetime.now(UTC)) / timedelta(days=1)
    made = certificate(days=since_now - 0.5, since=since_now - 400)
    settings = {**people.SETTINGS["saml"], "idp_certificate": made.text}
    assert people.SETTINGS["saml"]["idp_certificate"] == IDP_CERTIFICATE
    return people.registration("saml", "none", slug=slug, settings=settings)


def tls_seen(registration: ProviderRegistration, days: int | None, *, host: str = "", today: date = TODAY) -> None:
    """A check that saw a certificate that ends then, at noon, or none."""
    CheckResult.objects.create(
        registration=registration,
        registration_version=1,
        status="ok",
        stages=[],
        tls_ends_at=None if days is None else noon(today, days),
        tls_host="" if days is None else host or "id.acme.example",
    )


def noon(today: date, days: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(12), UTC)
