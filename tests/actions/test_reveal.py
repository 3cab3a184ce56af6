"""A secret is handed over to who has just confirmed, and never without a record."""

from dataclasses import replace

import pytest

from sso_providers.actions.audit import Actor
from sso_providers.actions.confirmation import Unconfirmed
from sso_providers.actions.reveal import reveal
from sso_providers.actions.secret_expiry import NoSecret
from sso_providers.crypto import Damaged, Sealed
from sso_providers.models import AuditEvent, Event
from tests import people

pytestmark = pytest.mark.django_db


def margaret(*, confirmed: bool = True) -> Actor:
    return replace(people.SOMEONE, name="margaret", user=people.margaret(), confirmed=confirmed)


def test_reveal_gives_the_secret_and_is_recorded():
    registration = people.registration()

    assert reveal(registration=registration, name="client_secret", by=margaret()).reveal() == people.CANARY
    event = AuditEvent.objects.get(event=Event.SECRET_REVEALED)
    assert (event.actor, event.target, event.detail) == ("margaret", "auth0-prod", "client_secret")


def test_reveal_without_a_fresh_confirmation_is_refused():
    with pytest.raises(Unconfirmed):
        reveal(registration=people.registration(), name="client_secret", by=margaret(confirmed=False))

    assert not AuditEvent.objects.filter(event=Event.SECRET_REVEALED).exists()


def test_reveal_of_a_secret_that_is_not_there_is_refused():
    with pytest.raises(NoSecret):
        reveal(registration=people.registration(secret=""), name="client_secret", by=margaret())


def test_reveal_of_a_damaged_secret_records_nothing():
    registration = people.registration()
    secret = registration.secrets.get()
    secret.sealed = Sealed("v1:nothing")
    secret.save()

    with pytest.raises(Damaged):
        reveal(registration=registration, name="client_secret", by=margaret())

    assert not AuditEvent.objects.filter(event=Event.SECRET_REVEALED).exists()
