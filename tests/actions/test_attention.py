"""What needs somebody, for whom, and how much of it is shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from sso_providers.actions import attention
from sso_providers.models import CheckResult, Deployment, ExternalIdentity, ProviderRegistration, User
from tests import people

pytestmark = pytest.mark.django_db


def badges(user: User) -> list[tuple[str, str]]:
    return [(need.subject, need.badge) for need in attention.gather(user).needs]


def checked(registration: ProviderRegistration, status: str = "ok", **fields: Any) -> None:
    version = fields.pop("registration_version", registration.version)
    CheckResult.objects.create(
        registration=registration, registration_version=version, status=status, stages=[], **fields
    )


def exported(deployment: Deployment) -> None:
    Deployment.objects.filter(pk=deployment.pk).update(
        exported_at=timezone.now(), exported_versions=deployment.current_versions
    )


@pytest.fixture
def registration(db) -> ProviderRegistration:
    """Nothing is the matter with it."""
    row = people.registration(name="Okta")
    checked(row)
    return row


def test_gather_of_rows_in_order_is_empty(registration):
    exported(people.deployment(registration))

    assert attention.gather(people.margaret()) == attention.Attention((), 0)


def test_gather_names_a_check_that_failed_and_leads_to_it(registration):
    checked(registration, "failed")

    (need,) = attention.gather(people.ada()).needs

    assert (need.subject, need.badge, need.css) == ("Okta", "check failed", "bad")
    assert need.address == "/registrations/auth0-prod/check/"


def test_gather_leaves_out_a_failed_check_of_an_older_version_or_before_a_good_one(registration):
    checked(registration, "failed", registration_version=7)
    assert badges(people.ada()) == []

    checked(registration, "failed")
    checked(registration, "warning")
    assert badges(people.grace()) == []


def test_gather_names_a_registration_of_an_unknown_provider(registration):
    ProviderRegistration.objects.update(kind="okta-classic")

    need = attention.gather(people.ada()).needs[0]

    assert need.badge == "broken"
    assert "'okta-classic'" in need.sentence


def test_gather_names_a_secret_that_ends(registration):
    registration.secrets.update(expires_on=timezone.now().date() + timedelta(days=6))

    (need,) = attention.gather(people.ada()).needs

    assert (need.subject, need.badge, need.css) == ("Okta", "6 days", "bad")
    assert need.sentence.startswith("Client Secret ends on 20")
    assert need.address.startswith("/admin/sso_providers/providerregistration/")


def test_gather_leaves_out_a_secret_that_lasts(registration):
    registration.secrets.update(expires_on=timezone.now().date() + timedelta(days=61))

    assert badges(people.ada()) == []


def test_gather_names_what_was_never_checked_and_never_exported():
    people.deployment(people.registration(name="Okta"))

    assert badges(people.ada()) == [("Okta", "draft"), ("Production", "never exported")]


def test_gather_names_what_was_changed_since_its_export(registration):
    exported(people.deployment(registration))
    ProviderRegistration.objects.update(version=2)
    checked(registration, registration_version=2)

    assert badges(people.ada()) == [("Production", "changed since export")]


def test_gather_names_a_server_that_differs(registration):
    exported(people.deployment(registration))
    Deployment.objects.update(
        server_seen_at=timezone.now(), server_differs=[{"setting": "clientId", "here": "a", "there": "b"}]
    )

    assert badges(people.grace()) == [("Production", "drift")]


def test_gather_leads_who_may_export_to_the_export_and_others_to_the_deployment(registration):
    deployment = people.deployment(registration)

    assert attention.gather(people.ada()).needs[0].address == "/deployments/production/export/"
    assert attention.gather(people.grace()).needs[0].address == deployment.get_absolute_url()


def test_gather_counts_people_who_wait_for_who_may_approve(registration):
    for name in ("lin", "mary"):
        ExternalIdentity.objects.create(
            user=people.person(name), issuer="i", subject=name, last_signed_in_at=timezone.now(), awaits_approval=True
        )

    (need,) = attention.gather(people.margaret()).needs

    assert need.sentence == "2 people wait for approval."
    assert attention.gather(people.ada()).needs == ()


def test_gather_shows_the_worst_first_and_says_how_many_there_are():
    for number in range(12):
        people.registration(slug=f"draft-{number}", name=f"Draft {number:02}", secret="")
    checked(ProviderRegistration.objects.get(slug="draft-11"), "failed")

    found = attention.gather(people.ada())

    assert [need.subject for need in found.needs] == ["Draft 11", *(f"Draft {number:02}" for number in range(9))]
    assert (found.total, found.more) == (12, 2)


def test_gather_shows_nothing_to_who_may_see_nothing():
    people.deployment(people.registration())

    assert attention.gather(people.mallory()) == attention.Attention((), 0)
