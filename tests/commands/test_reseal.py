"""`manage.py reseal`: after it, the older keys can go."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.test import override_settings

from sso_providers.actions import rotation
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import AuditEvent, RegistrationSecret, SecretRotation
from tests import people
from tests.people import CANARY

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def run() -> str:
    out = io.StringIO()
    call_command("reseal", stdout=out, stderr=out)
    return out.getvalue()


def with_keys(*keys: str) -> override_settings:
    return override_settings(PORTAL_ENCRYPTION_KEYS=",".join(keys))


def test_reseal_makes_the_older_keys_superfluous():
    with with_keys(OLD):
        people.registration()
        people.registration("azure")
        people.registration("ldap", Flow.NONE)
        people.registration("auth0", Flow.IMPLICIT, slug="public")

    with with_keys(NEW, OLD):
        assert run() == "4 secrets encrypted anew; the older keys can go.\n"
        assert run() == "0 secrets encrypted anew; the older keys can go.\n"

    with with_keys(NEW):
        for secret in RegistrationSecret.objects.all():
            assert secret.sealed.open() == Secret(CANARY)
            assert secret.registration.version == 1
    assert AuditEvent.objects.filter(event="secret encrypted with the newest key").count() == 4


def test_reseal_reaches_the_secret_beside_the_one_in_force():
    with with_keys(OLD):
        registration = people.registration()
        rotation.start(
            registration=registration, name="client_secret", secret=Secret("another s3cret"), by=people.SOMEONE
        )

    with with_keys(NEW, OLD):
        assert run() == "2 secrets encrypted anew; the older keys can go.\n"

    with with_keys(NEW):
        assert SecretRotation.objects.get().other.open() == Secret("another s3cret")
    details = AuditEvent.objects.filter(event="secret encrypted with the newest key").values_list("detail", flat=True)
    assert set(details) == {"client_secret", "client_secret, in rotation"}


def test_reseal_without_the_older_key_changes_nothing():
    with with_keys(OLD):
        people.registration()
    with with_keys(NEW):
        people.registration("azure")
    before = list(RegistrationSecret.objects.order_by("pk").values())

    with (
        with_keys(NEW),
        pytest.raises(CommandError, match="Nothing was changed. A stored secret was encrypted with the"),
    ):
        run()

    assert list(RegistrationSecret.objects.order_by("pk").values()) == before
