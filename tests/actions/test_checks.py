"""Reports of checks are kept, the last twenty of a registration, and none holds a secret."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from sso_providers.actions import checks, registrations
from sso_providers.catalogue import Secret
from sso_providers.checks import CheckReport, Stage, Status, TlsCertificate
from sso_providers.models import AuditEvent, CheckResult, ProviderRegistration
from sso_providers.models.provider_registration import Status as Standing
from tests import people
from tests.fakes import Provider
from tests.login.journey import register
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db


def report(status: Status) -> CheckReport:
    stage = Stage(
        id="keys",
        title="Signing keys",
        status=status,
        summary="Two keys.",
        evidence=(("kid", "1"),),
        field="jwks_uri",
    )
    return CheckReport((stage,))


def store(registration: ProviderRegistration, status: Status = Status.OK) -> CheckResult:
    return checks.store(registration=registration, report=report(status), by=SOMEONE)


def standing() -> Standing:
    return ProviderRegistration.objects.with_last_check().get().status


def test_store_keeps_the_report_and_records_it():
    store(people.registration(), Status.WARNING)

    result = CheckResult.objects.get()
    assert (result.status, result.registration_version, result.checked_by) == ("warning", 1, "someone")
    assert result.stages == [
        {
            "id": "keys",
            "title": "Signing keys",
            "status": "warning",
            "summary": "Two keys.",
            "evidence": [["kid", "1"]],
            "field": "jwks_uri",
        }
    ]
    event = AuditEvent.objects.get(event="registration checked")
    assert (event.actor, event.target, event.detail) == ("someone", "auth0-prod", "version 1: Warning")


def test_store_keeps_the_certificate_that_ends_first():
    ends_at = datetime(2030, 3, 17, tzinfo=UTC)
    seen = replace(report(Status.OK), tls=TlsCertificate(ends_at, "id.acme.example"))

    result = checks.store(registration=people.registration(), report=seen, by=SOMEONE)

    result.refresh_from_db()
    assert (result.tls_ends_at, result.tls_host) == (ends_at, "id.acme.example")


def test_store_of_a_check_that_saw_no_certificate_has_none():
    result = store(people.registration())

    result.refresh_from_db()
    assert (result.tls_ends_at, result.tls_host) == (None, "")


def test_store_keeps_the_last_twenty_of_each_registration():
    auth0, azure = people.registration(), people.registration("azure")
    other = store(azure)

    results = [store(auth0) for _ in range(checks.KEPT + 3)]

    assert checks.KEPT == 20
    assert list(auth0.check_results.all()) == results[:2:-1]
    assert list(azure.check_results.all()) == [other]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (None, Standing.DRAFT),
        (Status.OK, Standing.WORKS),
        (Status.NOT_APPLICABLE, Standing.WORKS),
        (Status.WARNING, Standing.WARNING),
        (Status.FAILED, Standing.BROKEN),
    ],
)
def test_status_is_that_of_the_last_check(status, expected):
    registration = people.registration()
    store(registration, Status.FAILED)
    CheckResult.objects.all().delete()
    if status:
        store(registration, status)

    assert standing() is expected


@pytest.mark.parametrize("status", [Status.OK, Status.WARNING, Status.FAILED])
def test_status_after_a_change_is_no_longer_sure(status):
    registration = people.registration()
    store(registration, status)

    registrations.update(registration=registration, secrets={"client_secret": Secret("new")}, by=SOMEONE)

    assert standing() is Standing.CHANGED


def test_run_stores_a_report_without_the_secret():
    settings = {"issuer": "http://127.0.0.1:9", "jwks_uri": "http://127.0.0.1:9/jwks"}
    registration = people.registration("custom-oidc", settings=settings)

    with override_settings(SSO_ALLOW_PRIVATE_ISSUERS=True):
        result = checks.run(registration=registration, by=SOMEONE)

    assert result.status == "failed"
    assert "127.0.0.1:9" in str(result.stages)
    assert CANARY not in str([*CheckResult.objects.values(), *AuditEvent.objects.values()])


def test_callbacks_are_those_of_the_deployments_and_of_the_portal():
    registration = people.registration(staff_login=True, default_role="viewer")
    people.deployment(registration)

    found = [(each.address, each.used_by, each.needed) for each in checks.callbacks(registration)]

    assert found == [
        ("https://metadata.acme.example/callback", "Production", True),
        (registration.callback_url, "this portal", True),
    ]
    assert list(checks.sign_outs(registration)) == ["https://metadata.acme.example", registration.signed_out_url]


def test_callbacks_of_the_implicit_flow_are_not_the_portals():
    registration = people.registration("auth0", "implicit")
    people.deployment(registration)

    found = [each.address for each in checks.callbacks(registration)]

    assert found == ["https://metadata.acme.example/callback", "https://metadata.acme.example/silent-callback"]
    assert list(checks.sign_outs(registration)) == ["https://metadata.acme.example"]


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_callbacks_without_openid_connect_are_none(kind):
    registration = people.registration(kind, "none")
    people.deployment(registration)

    assert [*checks.callbacks(registration), *checks.sign_outs(registration)] == []


def test_callbacks_of_a_registration_for_openmetadata_alone_say_that_nobody_needs_the_portals():
    (found,) = checks.callbacks(people.registration())

    assert not found.needed


@pytest.mark.parametrize("fault", ["slow", "drip-headers", "drip-body"])
def test_run_at_a_provider_that_drips_ends_in_the_time_of_one_check(provider: Provider, monkeypatch, fault):
    monkeypatch.setattr(checks, "SECONDS", 2.0)
    registration = register(provider)
    provider.behave(jwks=fault)

    result = checks.run(registration=registration, by=SOMEONE)

    stages = {stage["id"]: stage for stage in result.stages}
    assert stages["discovery"]["status"] == "ok"
    assert stages["keys"]["status"] == stages["credentials"]["status"] == "failed"
    assert "gave no complete answer in" in stages["keys"]["summary"]
    assert "gave no complete answer in 2 seconds" in stages["credentials"]["summary"]
    assert provider.count("token") == provider.count("authorize") == 0
