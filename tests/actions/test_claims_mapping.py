"""The claims for user name and e-mail address, saved to a registration."""

import pytest

from sso_providers.actions import claims_mapping, confirmation
from sso_providers.actions.audit import Actor
from sso_providers.actions.registration_rules import InvalidRegistration
from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people

pytestmark = pytest.mark.django_db
MAPPING = {"username_claim": "preferred_username", "email_claim": "email"}


def by_ada() -> Actor:
    return Actor("ada", people.ada(), "192.0.2.7")


def stored() -> tuple[int, str, str]:
    row = ProviderRegistration.objects.get()
    return row.version, row.settings["username_claim"], row.settings["email_claim"]


def test_mapping_used_is_a_new_version_and_recorded():
    registration = people.registration()

    saved = claims_mapping.use(registration=registration, **MAPPING, by=by_ada())

    assert (saved.version, stored()) == (2, (2, "preferred_username", "email"))
    assert saved.history.first().history_change_reason == "settings"
    event = AuditEvent.objects.get(event=Event.REGISTRATION_CHANGED)
    assert (event.actor, event.target, event.detail) == ("ada", "auth0-prod", "settings")
    assert people.secret_of(registration) == people.CANARY


def test_mapping_used_again_makes_no_version():
    registration = people.registration()
    actor = by_ada()

    for _ in range(2):
        claims_mapping.use(registration=registration, **MAPPING, by=actor)

    assert stored()[0] == 2


def test_mapping_of_two_blanks_is_taken_away():
    registration = people.registration(settings={**people.SETTINGS["auth0"], **MAPPING})

    claims_mapping.use(registration=registration, username_claim="", email_claim="", by=by_ada())

    assert stored() == (2, "", "")


def test_mapping_used_keeps_what_another_request_has_saved_meanwhile():
    registration = people.registration()
    row = ProviderRegistration.objects.get()
    row.name = "Changed meanwhile"
    row.save()

    saved = claims_mapping.use(registration=registration, **MAPPING, by=by_ada())

    assert saved.name == "Changed meanwhile"


@pytest.mark.parametrize(
    ("username", "email", "field"),
    [
        ("sub", "", "settings.email_claim"),
        ("", "email", "settings.username_claim"),
        ("https://acme.example/name", "email", "settings.username_claim"),
    ],
    ids=["one-alone", "other-alone", "namespaced"],
)
def test_mapping_that_openmetadata_would_not_take_is_refused(username, email, field):
    registration = people.registration()

    with pytest.raises(InvalidRegistration) as caught:
        claims_mapping.use(registration=registration, username_claim=username, email_claim=email, by=by_ada())

    assert list(caught.value.errors) == [field]
    assert stored() == (1, "", "")


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_mapping_of_a_registration_without_a_token_is_refused(kind):
    registration = people.registration(kind, "none")

    with pytest.raises(InvalidRegistration):
        claims_mapping.use(registration=registration, **MAPPING, by=by_ada())


@pytest.mark.parametrize("settings", [["a"], "text", 7, {"domain": 5}])
def test_mapping_of_a_damaged_row_is_refused(settings):
    registration = people.registration()
    ProviderRegistration.objects.update(settings=settings)

    with pytest.raises(InvalidRegistration):
        claims_mapping.use(registration=registration, **MAPPING, by=by_ada())


def test_mapping_of_a_registration_that_makes_administrators_needs_who_has_the_role():
    registration = people.registration(staff_login=True, group_roles={"board": "administrator"})

    with pytest.raises(InvalidRegistration, match="administrator"):
        claims_mapping.use(registration=registration, **MAPPING, by=by_ada())
    with pytest.raises(confirmation.Unconfirmed):
        claims_mapping.use(registration=registration, **MAPPING, by=Actor("margaret", people.margaret()))

    assert stored()[0] == 1


def test_mapping_tried_changes_nothing_stored():
    registration = people.registration()

    changed = claims_mapping.with_mapping(registration, **MAPPING)

    assert changed.settings["username_claim"] == "preferred_username"
    assert stored() == (1, "", "")
