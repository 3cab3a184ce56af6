"""A registration beside its provider's document, and what is taken over of it."""

import pytest

from sso_providers import http
from sso_providers.actions import discovery
from sso_providers.actions.audit import Actor
from sso_providers.actions.confirmation import Unconfirmed
from sso_providers.actions.registrations import InvalidRegistration
from sso_providers.models import AuditEvent, ProviderRegistration
from sso_providers.oidc.discovery import DiscoveryError
from tests import people
from tests.login.journey import register
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db


def test_compare_asks_for_the_document_and_writes_nothing(provider, registration):
    events = AuditEvent.objects.count()

    found = discovery.compare(registration=registration)

    assert found.facts[0].is_good
    assert [request.path for request in provider.requests] == ["/.well-known/openid-configuration"]
    assert (ProviderRegistration.objects.get().version, AuditEvent.objects.count()) == (1, events)


def test_compare_with_a_stored_secret_offers_no_other_issuer(provider, registration):
    provider.metadata["issuer"] = f"{provider.issuer}/"

    assert discovery.compare(registration=registration).proposals == {}


def test_compare_without_a_secret_offers_the_other_issuer(provider):
    registration = register(provider, secret="", staff_login=False, default_role="")
    provider.metadata["issuer"] = f"{provider.issuer}/"

    assert discovery.compare(registration=registration).proposals == {"issuer": f"{provider.issuer}/"}


@pytest.mark.parametrize("fault", ["html", "error-500", "not-found", "redirect-private", "huge", "duplicate-keys"])
def test_compare_with_a_provider_that_misbehaves_is_refused(provider, registration, fault):
    provider.behave(discovery=fault)

    with pytest.raises((http.FetchError, DiscoveryError)):
        discovery.compare(registration=registration)


def test_compare_of_a_private_address_needs_permission(provider, registration, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    with pytest.raises((http.FetchError, InvalidRegistration)):
        discovery.compare(registration=registration)
    assert provider.requests == []


def test_take_saves_a_new_version_and_records_it(registration):
    saved = discovery.take(registration=registration, version_seen=1, values={"pkce": True}, by=SOMEONE)

    stored = ProviderRegistration.objects.get()
    assert (saved.version, stored.version, stored.settings["pkce"]) == (2, 2, True)
    assert AuditEvent.objects.filter(event="registration changed", actor="someone", detail="settings").exists()


def test_take_of_an_older_version_is_refused(registration):
    discovery.take(registration=registration, version_seen=1, values={"pkce": True}, by=SOMEONE)

    with pytest.raises(discovery.Stale, match="version 2"):
        discovery.take(registration=registration, version_seen=1, values={"scope": "openid"}, by=SOMEONE)
    assert ProviderRegistration.objects.get().settings["scope"] == "openid email profile"


def test_take_of_a_value_that_its_field_refuses_changes_nothing(registration):
    with pytest.raises(InvalidRegistration, match="openid"):
        discovery.take(registration=registration, version_seen=1, values={"scope": "email"}, by=SOMEONE)
    assert ProviderRegistration.objects.get().version == 1


def test_take_of_another_issuer_keeps_the_secret_from_it(registration):
    values = {"issuer": "https://evil.example"}

    with pytest.raises(InvalidRegistration, match="enter the client secret"):
        discovery.take(registration=registration, version_seen=1, values=values, by=SOMEONE)


def test_take_where_the_registration_makes_administrators_needs_a_confirmation(provider):
    registration = register(provider, default_role="administrator")
    margaret = Actor("margaret", people.margaret())

    with pytest.raises(Unconfirmed):
        discovery.take(registration=registration, version_seen=1, values={"pkce": True}, by=margaret)
