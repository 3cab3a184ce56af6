"""What the database refuses, whatever the code above it does."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, models
from django.db.models import ProtectedError

from sso_providers.catalogue import Flow, Secret
from sso_providers.crypto import seal
from sso_providers.models import CheckResult, Deployment, ExternalIdentity, ProviderRegistration, User
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def staff_login_without_the_code_flow() -> None:
    people.draft(flow=Flow.IMPLICIT, staff_login=True).save()


def secret_without_the_code_flow() -> None:
    people.draft(flow=Flow.IMPLICIT, client_secret=seal(Secret("x")), client_secret_set_at=NOW).save()


def secret_without_its_date() -> None:
    people.draft(client_secret=seal(Secret("x"))).save()


def date_without_its_secret() -> None:
    people.draft(client_secret_set_at=NOW).save()


def same_slug_of_registrations() -> None:
    people.draft().save()
    people.draft("azure", slug="auth0-prod").save()


def same_slug_of_deployments() -> None:
    registration = people.registration()
    people.draft_deployment(registration).save()
    people.draft_deployment(registration).save()


def deployment_without_an_administrator() -> None:
    people.draft_deployment(people.registration(), admin_principals=[]).save()


def export_without_its_versions() -> None:
    people.draft_deployment(people.registration(), exported_at=NOW).save()


def versions_without_their_export() -> None:
    people.draft_deployment(people.registration(), exported_versions="1.1").save()


def same_person_twice() -> None:
    for user in (people.ada(), people.grace()):
        ExternalIdentity.objects.create(user=user, issuer="https://a", subject="1", last_signed_in_at=NOW)


def same_user_name() -> None:
    people.ada()
    people.ada()


VIOLATIONS = {
    "staff_login_needs_code_flow": staff_login_without_the_code_flow,
    "only_code_flow_has_a_secret": secret_without_the_code_flow,
    "secret_and_its_date_together": (secret_without_its_date, date_without_its_secret),
    "deployment_has_an_administrator": deployment_without_an_administrator,
    "export_and_its_versions_together": (export_without_its_versions, versions_without_their_export),
    "one_user_per_issuer_and_subject": same_person_twice,
    "slug": (same_slug_of_registrations, same_slug_of_deployments),
    "username": same_user_name,
}
CASES = [
    pytest.param(name, violate, id=violate.__name__.replace("_", "-"))
    for name, violations in VIOLATIONS.items()
    for violate in (violations if isinstance(violations, tuple) else (violations,))
]


@pytest.mark.parametrize(("name", "violate"), CASES)
def test_constraint_that_is_violated_refuses(name, violate, request):
    with pytest.raises(IntegrityError) as error:
        violate()

    # SQLite names the columns of a unique constraint, PostgreSQL the constraint.
    assert name in str(error.value) or (name.startswith("one_user_per") and "issuer" in str(error.value))


def test_every_constraint_has_its_violation():
    tables: list[type[models.Model]] = [CheckResult, Deployment, ExternalIdentity, ProviderRegistration, User]

    assert {constraint.name for table in tables for constraint in table._meta.constraints} <= VIOLATIONS.keys()


def test_delete_of_a_registration_in_use_is_refused():
    registration = people.registration()
    people.deployment(registration)

    with pytest.raises(ProtectedError):
        registration.delete()


def test_delete_of_a_registration_keeps_its_people_and_drops_its_checks():
    registration = people.registration()
    identity = ExternalIdentity.objects.create(
        user=people.ada(), registration=registration, issuer="https://a", subject="1", last_signed_in_at=NOW
    )
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])

    registration.delete()

    identity.refresh_from_db()
    assert identity.registration is None
    assert not CheckResult.objects.exists()


def test_same_subject_at_another_issuer_is_another_person():
    for issuer, user in (("https://a", people.ada()), ("https://b", people.grace())):
        ExternalIdentity.objects.create(user=user, issuer=issuer, subject="1", last_signed_in_at=NOW)

    assert ExternalIdentity.objects.filter(subject="1").count() == 2
