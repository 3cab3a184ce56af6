"""Only administrators say of a provider that its e-mail addresses count."""

from typing import Any

import pytest

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.catalogue import CLIENT_SECRET, Secret
from sso_providers.models import ProviderRegistration, User
from tests import people

pytestmark = pytest.mark.django_db
FIELDS = ["trust_email", "authoritative_email"]
SECRETS = {CLIENT_SECRET: Secret(people.CANARY)}


def by(user: User) -> Actor:
    return Actor(user.username, user)


def update(registration: ProviderRegistration, user: User, **columns: Any) -> ProviderRegistration:
    for name, value in columns.items():
        setattr(registration, name, value)
    return registrations.update(registration=registration, secrets=SECRETS, by=by(user))


def believing(field: str) -> ProviderRegistration:
    columns: dict[str, Any] = {field: True}
    return people.registration(**columns)


def elsewhere(registration: ProviderRegistration) -> dict[str, Any]:
    return {**registration.settings, "domain": "eve.eu.auth0.com"}


@pytest.mark.parametrize("field", FIELDS)
def test_create_that_believes_addresses_is_for_administrators(field):
    for user in (people.grace(), people.ada()):
        with pytest.raises(InvalidRegistration) as caught:
            registrations.create(registration=people.draft(**{field: True}), by=by(user))
        assert caught.value.errors == {
            field: "Only an administrator may say that of a provider's addresses: switch it off, or ask one."
        }

    registrations.create(registration=people.draft(**{field: True}), by=by(people.margaret()))


@pytest.mark.parametrize("who", [people.margaret, people.root, None])
def test_update_that_believes_addresses_works_for_administrators_superusers_and_commands(who):
    registration = people.registration()
    registration.trust_email = registration.authoritative_email = True

    registrations.update(registration=registration, by=by(who()) if who else COMMAND_LINE)

    assert ProviderRegistration.objects.filter(trust_email=True, authoritative_email=True).exists()


@pytest.mark.parametrize("fields", [FIELDS[:1], FIELDS[1:], FIELDS], ids=str)
def test_update_that_believes_addresses_is_refused_to_operators(fields):
    registration = people.registration()

    with pytest.raises(InvalidRegistration) as caught:
        update(registration, people.ada(), **dict.fromkeys(fields, True))

    assert list(caught.value.errors) == fields


@pytest.mark.parametrize("field", FIELDS)
def test_update_of_anything_else_is_open_to_operators_where_addresses_are_believed(field):
    registration = believing(field)

    update(registration, people.ada(), name="Another name", allowed_domains=["acme.example"], client_id="xyz789")

    assert ProviderRegistration.objects.get().client_id == "xyz789"
    update(registration, people.grace(), **{field: False})


@pytest.mark.parametrize("field", FIELDS)
def test_update_to_another_issuer_whose_addresses_nobody_believed_yet_is_refused_to_operators(field):
    registration, ada = believing(field), people.ada()

    with pytest.raises(InvalidRegistration) as caught:
        update(registration, ada, settings=elsewhere(registration))
    assert list(caught.value.errors) == [field]

    update(registration, ada, settings=elsewhere(registration), **{field: False})
    with pytest.raises(InvalidRegistration):
        update(registration, ada, **{field: True})


@pytest.mark.parametrize("field", FIELDS)
def test_restore_of_a_version_that_believed_addresses_is_refused_to_operators(field):
    registration, ada = believing(field), people.ada()
    update(registration, ada, **{field: False})

    with pytest.raises(InvalidRegistration):
        registrations.restore(registration=registration, version=1, by=by(ada))
