"""What the database refuses, whatever the code above it does."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.db.models import ProtectedError

from sso_providers.catalogue import Flow, Secret
from sso_providers.crypto import seal
from sso_providers.models import (
    CheckResult,
    ExternalIdentity,
    ProviderRegistration,
    RegistrationSecret,
    Run,
    RunItem,
    SecretRotation,
    SentReminder,
)
from tests import people

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def staff_login_without_the_code_flow() -> None:
    people.draft(flow=Flow.IMPLICIT, staff_login=True).save()


def add_secret(registration: ProviderRegistration, **columns: Any) -> None:
    usual = {"name": "client_secret", "sealed": seal(Secret("x")), "set_at": NOW, "set_by": "ada"}
    RegistrationSecret.objects.create(registration=registration, **{**usual, **columns})


def same_secret_twice() -> None:
    add_secret(people.registration())


def secret_without_its_ciphertext() -> None:
    add_secret(people.registration(secret=""), sealed=None)


def secret_without_its_date() -> None:
    add_secret(people.registration(secret=""), set_at=None)


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


def same_rotation_twice() -> None:
    registration = people.registration()
    add_rotation(registration)
    add_rotation(registration)


def rotation_confirmed_before_its_switch() -> None:
    add_rotation(people.registration(), confirmed_at=NOW)


def add_rotation(registration: ProviderRegistration, **columns: Any) -> None:
    usual = {"name": "client_secret", "other": seal(Secret("x")), "other_set_at": NOW, "other_set_by": "ada"}
    SecretRotation.objects.create(registration=registration, **{**usual, **columns})


def run_of_an_unknown_kind() -> None:
    Run.objects.create(kind="dream")


def run_item_in_an_unknown_state() -> None:
    RunItem.objects.create(run=Run.objects.create(kind=Run.Kind.CHECK), slug="a", name="A", state="dreaming")


def same_row_twice_in_a_run() -> None:
    run = Run.objects.create(kind=Run.Kind.CHECK)
    for _ in range(2):
        RunItem.objects.create(run=run, slug="a", name="A")


def same_reminder_twice() -> None:
    for _ in range(2):
        SentReminder.objects.create(about="a", ends_on=NOW.date(), days=30, channel="mail")


VIOLATIONS = {
    "staff_login_needs_code_flow": staff_login_without_the_code_flow,
    "one_secret_of_a_name_per_registration": same_secret_twice,
    "sealed": secret_without_its_ciphertext,
    "set_at": secret_without_its_date,
    "deployment_has_an_administrator": deployment_without_an_administrator,
    "export_and_its_versions_together": (export_without_its_versions, versions_without_their_export),
    "one_user_per_issuer_and_subject": same_person_twice,
    "slug": (same_slug_of_registrations, same_slug_of_deployments),
    "username": same_user_name,
    "one_rotation_of_a_secret": same_rotation_twice,
    "rotation_is_confirmed_after_the_switch": rotation_confirmed_before_its_switch,
    "run_of_a_known_kind": run_of_an_unknown_kind,
    "run_item_in_a_known_state": run_item_in_an_unknown_state,
    "one_turn_of_a_row_in_a_run": same_row_twice_in_a_run,
    "one_reminder_of_a_kind": same_reminder_twice,
}
# SQLite names the columns of a unique constraint, PostgreSQL the constraint.
COLUMNS = {
    "one_user_per_issuer_and_subject": ("externalidentity.issuer",),
    "one_secret_of_a_name_per_registration": ("registrationsecret.registration_id",),
    "one_rotation_of_a_secret": ("secretrotation.registration_id",),
    "one_turn_of_a_row_in_a_run": ("runitem.run_id",),
    "one_reminder_of_a_kind": ("sentreminder.about",),
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

    assert any(each in str(error.value) for each in (name, *COLUMNS.get(name, ())))


def test_every_constraint_has_its_violation():
    tables = apps.get_app_config("sso_providers").get_models()

    assert {constraint.name for table in tables for constraint in table._meta.constraints} <= VIOLATIONS.keys()


def test_delete_of_a_registration_in_use_is_refused():
    registration = people.registration()
    people.deployment(registration)

    with pytest.raises(ProtectedError):
        registration.delete()


def test_delete_of_a_registration_keeps_its_people_and_drops_its_checks_and_secrets():
    registration = people.registration()
    identity = ExternalIdentity.objects.create(
        user=people.ada(), registration=registration, issuer="https://a", subject="1", last_signed_in_at=NOW
    )
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])

    registration.delete()

    identity.refresh_from_db()
    assert identity.registration is None
    assert not CheckResult.objects.exists()
    assert not RegistrationSecret.objects.exists()


def test_same_subject_at_another_issuer_is_another_person():
    for issuer, user in (("https://a", people.ada()), ("https://b", people.grace())):
        ExternalIdentity.objects.create(user=user, issuer=issuer, subject="1", last_signed_in_at=NOW)

    assert ExternalIdentity.objects.filter(subject="1").count() == 2


@pytest.mark.parametrize("flow", list(Flow))
def test_secret_of_any_flow_can_be_stored(flow):
    """Which ones there are is the catalogue's business."""
    registration = people.draft(flow=flow)
    registration.save()

    add_secret(registration, name="bind_password")
    add_secret(registration, name="trust_store_password")

    assert [secret.name for secret in registration.secrets.all()] == ["bind_password", "trust_store_password"]
    assert str(registration.secrets.first()) == "bind_password of auth0 production"
