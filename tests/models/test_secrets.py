"""Secrets are in one column of one table, as ciphertext, and nowhere else."""

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, models, transaction
from django.forms import modelform_factory

from sso_providers.actions import registrations
from sso_providers.catalogue import KINDS, Secret
from sso_providers.crypto import Sealed
from sso_providers.models import ProviderRegistration, RegistrationSecret
from sso_providers.models.fields import SealedField
from tests import people
from tests.openmetadata import cases
from tests.people import CANARY

pytestmark = pytest.mark.django_db


def stored_text() -> str:
    """Every text of every table of ours."""
    lines = []
    with connection.cursor() as cursor:
        for model in apps.get_app_config("sso_providers").get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608
            lines += [f"{model.__name__} {row}" for row in cursor.fetchall()]
    return "\n".join(lines)


@pytest.mark.parametrize("text", ["plain", "", b"bytes", Secret("secret")], ids=["text", "empty", "bytes", "secret"])
def test_sealed_field_refuses_what_is_not_sealed(text):
    secret = people.registration().secrets.get()
    secret.sealed = text

    for write in (
        secret.save,
        lambda: RegistrationSecret.objects.update(sealed=text),
        lambda: RegistrationSecret.objects.bulk_update([secret], ["sealed"]),
        lambda: RegistrationSecret.objects.filter(sealed=text).exists(),
    ):
        with pytest.raises(TypeError, match="must be sealed before it is stored"), transaction.atomic():
            write()
    secret.refresh_from_db()
    assert secret.sealed.open() == Secret(CANARY)


def test_sealed_field_gives_back_what_was_sealed():
    registration = people.registration()

    stored = ProviderRegistration.objects.get()

    assert isinstance(stored.secrets.get().sealed, Sealed)
    assert stored.secrets.get().sealed == registration.secrets.get().sealed
    assert stored.application(with_secret=True).client_secret == Secret(CANARY)
    assert stored.application(with_secret=False).client_secret is None


@pytest.mark.parametrize(("kind", "flow"), cases.COMBINATIONS)
def test_application_has_every_secret_by_its_name_in_one_question(kind, flow, django_assert_num_queries):
    people.registration(kind, flow)
    registration = ProviderRegistration.objects.get()

    with django_assert_num_queries(1):
        secrets = registration.application(with_secret=True).secrets

    assert secrets.keys() == {field.name for field in KINDS[kind].secret_fields(flow)}
    assert all(secrets.values())


@pytest.mark.parametrize(("kind", "flow"), cases.COMBINATIONS)
def test_application_without_secrets_asks_nothing(kind, flow, django_assert_num_queries):
    people.registration(kind, flow)
    registration = ProviderRegistration.objects.get()

    with django_assert_num_queries(0):
        assert registration.application(with_secret=False).secrets == {}


def test_sealed_field_survives_a_dump_as_ciphertext():
    people.registration()

    text = serializers.serialize("json", RegistrationSecret.objects.all())

    assert CANARY not in text
    [loaded] = serializers.deserialize("json", text)
    assert isinstance(loaded.object, RegistrationSecret)
    assert loaded.object.sealed.open() == Secret(CANARY)


def test_sealed_field_is_in_no_form():
    assert "sealed" not in modelform_factory(RegistrationSecret, fields="__all__").base_fields


# Where ciphertexts are.
KEPT = [("RegistrationSecret", "sealed"), ("SecretRotation", "other")]


def test_history_holds_no_secret_and_no_ciphertext():
    registration = people.registration()
    registrations.update(registration=registration, secrets={"client_secret": Secret(f"{CANARY}-2")}, by=people.SOMEONE)

    historical = apps.get_model("sso_providers", "HistoricalProviderRegistration")

    assert {"secrets", "rotations"}.isdisjoint(field.name for field in historical._meta.get_fields())
    assert [field for field in historical._meta.get_fields() if isinstance(field, SealedField)] == []
    for sealed in SealedField, models.BinaryField:
        assert [
            (model.__name__, field.name)
            for model in apps.get_models()
            for field in model._meta.fields
            if isinstance(field, sealed)
        ] == (KEPT if sealed is SealedField else [])


def test_tables_hold_one_ciphertext_and_no_canary():
    registration = people.registration()
    people.deployment(registration)
    registrations.update(registration=registration, secrets={"client_secret": Secret(f"{CANARY}-2")}, by=people.SOMEONE)

    text = stored_text()

    assert CANARY not in text
    assert text.count("v1:") == 1
    assert text.count(registration.secrets.get().sealed.ciphertext) == 1
