"""A copy has no secret, no policy and no history of its original."""

import pytest

from sso_providers.actions import clone, deployments, registrations
from sso_providers.models import AuditEvent, Deployment, ProviderRegistration
from tests import people
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db
STAGING = clone.Copy(
    slug="staging", name="Staging", changes={"client_id": "def456", "domain": "acme-test.eu.auth0.com"}
)


def details(event: str) -> list[tuple[str, str]]:
    return list(AuditEvent.objects.filter(event=event).values_list("target", "detail"))


def test_registration_is_copied_with_what_differs():
    original = people.registration(settings={**people.SETTINGS["auth0"], "scope": "openid email"})

    made = clone.clone_registration(original=original, copy=STAGING, by=SOMEONE)

    assert (made.slug, made.name, made.client_id) == ("staging", "Staging", "def456")
    assert made.settings == {**original.settings, "domain": "acme-test.eu.auth0.com"}
    assert details("registration copied") == [("staging", "copied from auth0-prod, version 1")]


def test_registration_is_copied_without_secret_policy_and_steps():
    original = people.registration(
        staff_login=True,
        default_role="operator",
        group_roles={"admins": "administrator"},
        trust_email=True,
        authoritative_email=True,
        allowed_domains=["acme.example"],
    )
    ProviderRegistration.objects.update(steps_done=[1, 2])
    original.refresh_from_db()

    made = clone.clone_registration(original=original, copy=STAGING, by=SOMEONE)

    made.refresh_from_db()
    assert not made.secrets.exists()
    assert (made.staff_login, made.default_role, made.group_roles) == (False, "", {})
    assert (made.trust_email, made.authoritative_email, made.steps_done, made.version) == (False, False, [], 1)


def test_registration_of_a_taken_slug_is_refused():
    original = people.registration()
    copy = clone.Copy(slug=original.slug, name="Again", changes={"client_id": "def456"})

    with pytest.raises(registrations.InvalidRegistration, match="one of its own"):
        clone.clone_registration(original=original, copy=copy, by=SOMEONE)


TEST = clone.Copy(
    slug="test",
    name="Test",
    changes={"url": "https://metadata-test.acme.example", "jwt_key_id": "test", "release": "1.12"},
)


def test_deployment_is_copied_with_what_differs():
    original = people.deployment(people.registration(), allowed_domains=["acme.example"], settings={"max_sessions": 7})
    deployments.update(deployment=original, by=SOMEONE)
    Deployment.objects.update(
        exported_at="2026-01-01T00:00Z", exported_versions="1.1", server_differs=[{"setting": "a"}]
    )
    original.refresh_from_db()

    made = clone.clone_deployment(original=original, copy=TEST, registration=original.registration, by=SOMEONE)

    made.refresh_from_db()
    assert (made.slug, made.url, made.release) == ("test", "https://metadata-test.acme.example", "1.12")
    assert made.settings == {"max_sessions": 7, "jwt_key_id": "test"}
    assert (made.allowed_domains, made.admin_principals) == (["acme.example"], ["ada"])
    assert made.registration == original.registration
    assert (made.exported_at, made.exported_versions, made.server_differs, made.version) == (None, "", [], 1)
    assert details("deployment copied") == [("test", "copied from production, version 1")]


def test_deployment_is_copied_with_its_registration():
    original = people.deployment(people.registration())

    made = clone.clone_deployment(original=original, copy=TEST, registration=STAGING, by=SOMEONE)

    assert made.registration.slug == "staging"
    assert made.registration.client_id == "def456"
    assert original.registration.slug == "auth0-prod"


def test_deployment_that_is_refused_leaves_no_copy_of_its_registration():
    original = people.deployment(people.registration())
    copy = clone.Copy(slug="test", name="Test", changes={"url": "no address"})

    with pytest.raises(deployments.InvalidDeployment):
        clone.clone_deployment(original=original, copy=copy, registration=STAGING, by=SOMEONE)

    assert ProviderRegistration.objects.count() == 1
    assert details("registration copied") == []
