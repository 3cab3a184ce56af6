"""Revealing a stored secret, and asking Entra when it ends."""

from collections.abc import Iterator
from datetime import date

import pytest

from sso_providers.actions import registrations
from sso_providers.catalogue import Flow
from sso_providers.checks import entra_expiry
from sso_providers.crypto import Sealed
from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people
from tests.certificates import SP_PRIVATE_KEY
from tests.confirming import confirmed
from tests.fakes.entra import CLIENT, Entra, running_entra
from tests.openmetadata.cases import FULL_SETTINGS

pytestmark = pytest.mark.django_db
PATH = "/registrations/auth0-prod/secrets/client_secret/reveal/"
EXPIRY = "/registrations/azure-prod/secrets/client_secret/expiry/"
FORM = 'name="password"'


@pytest.fixture
def stored(db: None) -> ProviderRegistration:
    return people.registration()


def revealed() -> int:
    return AuditEvent.objects.filter(event=Event.SECRET_REVEALED).count()


def test_reveal_after_a_fresh_confirmation_shows_the_secret_once(administrator, stored):
    confirmed(administrator)

    response = administrator.post(PATH)

    page = response.content.decode()
    assert page.count(f'value="{people.CANARY}"') == 1
    assert "readonly" in page
    assert "no-store" in response["Cache-Control"]
    assert revealed() == 1
    assert people.CANARY not in administrator.get(PATH).content.decode()
    assert revealed() == 1


def test_reveal_without_confirmation_asks_for_one(administrator, stored):
    for page in (administrator.get(PATH), administrator.post(PATH)):
        assert FORM in page.content.decode()
        assert people.CANARY not in page.content.decode()
    assert revealed() == 0


def test_reveal_with_the_password_shows_the_secret(administrator, stored):
    page = administrator.post(PATH, {"password": people.PASSWORD}).content.decode()

    assert people.CANARY in page
    assert revealed() == 1


def test_reveal_with_a_wrong_password_shows_nothing(administrator, stored):
    page = administrator.post(PATH, {"password": "wrong"}).content.decode()

    assert "That is not your password" in page
    assert people.CANARY not in page
    assert revealed() == 0


def test_reveal_of_a_private_key_shows_all_its_lines(administrator):
    made = people.registration("saml", Flow.NONE, settings=signing())
    confirmed(administrator)

    page = administrator.post("/registrations/saml-prod/secrets/sp_private_key/reveal/").content.decode()

    assert "<textarea" in page
    assert (people.secret_of(made, "sp_private_key") or SP_PRIVATE_KEY) in page


def signing() -> dict[str, object]:
    return {**people.SETTINGS["saml"], **FULL_SETTINGS["saml", Flow.NONE]}


def test_reveal_of_a_damaged_secret_says_so(administrator, stored):
    secret = stored.secrets.get()
    secret.sealed = Sealed("v1:nothing")
    secret.save()
    confirmed(administrator)

    response = administrator.post(PATH)

    assert response.status_code == 200
    assert "enter it again" in response.content.decode()
    assert revealed() == 0


def test_reveal_of_a_secret_that_is_not_there_leads_to_the_form(administrator, stored):
    registrations.remove_secret(registration=stored, name="client_secret", by=people.SOMEONE)
    confirmed(administrator)

    response = administrator.post(PATH, follow=True)

    assert "There is no client secret to reveal" in response.content.decode()


@pytest.mark.parametrize("path", [PATH.replace("auth0-prod", "nowhere"), PATH.replace("client_secret", "pin")])
def test_reveal_of_an_unknown_secret_is_not_found(administrator, stored, path):
    assert administrator.post(path).status_code == 404


def test_reveal_of_an_unknown_kind_is_not_found(administrator, stored):
    ProviderRegistration.objects.update(kind="okta-classic")

    assert administrator.post(PATH).status_code == 404


def test_reveal_by_an_operator_is_not_permitted(operator, stored):
    confirmed(operator)

    assert operator.post(PATH).status_code == 403
    assert revealed() == 0


def test_reveal_signed_out_leads_to_sign_in(client, stored):
    assert client.post(PATH)["Location"].startswith("/sign-in/?next=")


# Asking Entra

SECRET = "fS18Q~secret-of-the-application-x7Qd"


@pytest.fixture
def entra(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Entra]:
    people.registration("azure", secret=SECRET, client_id=CLIENT)
    with running_entra() as running:
        monkeypatch.setattr(entra_expiry, "LOGIN", running.url)
        monkeypatch.setattr(entra_expiry, "GRAPH", running.url)
        running.client_secret = SECRET
        running.secrets = [{"hint": SECRET[:3], "startDateTime": None, "endDateTime": "2031-05-09T12:00:00Z"}]
        yield running


def stored_day() -> date | None:
    return ProviderRegistration.objects.get().secrets.get().expires_on


def test_ask_expiry_sets_what_entra_says(operator, entra):
    page = operator.post(EXPIRY, follow=True).content.decode()

    assert "Entra says that it expires on 2031-05-09." in page
    assert stored_day() == date(2031, 5, 9)
    event = AuditEvent.objects.get(event=Event.SECRET_EXPIRY_SET)
    assert (event.actor, event.detail) == ("ada", "client_secret: 2031-05-09, told by Entra")


def test_ask_expiry_without_the_permission_says_what_is_missing(operator, entra):
    entra.granted = False

    page = operator.post(EXPIRY, follow=True).content.decode()

    assert "Application.Read.All" in page
    assert stored_day() is None


def test_ask_expiry_of_a_damaged_secret_says_so(operator, entra):
    secret = ProviderRegistration.objects.get().secrets.get()
    secret.sealed = Sealed("v1:nothing")
    secret.save()

    assert "enter it again" in operator.post(EXPIRY, follow=True).content.decode()


def test_ask_expiry_of_another_provider_is_not_found(operator, stored):
    assert operator.post(EXPIRY.replace("azure-prod", "auth0-prod")).status_code == 404


def test_ask_expiry_by_get_asks_nobody(operator, entra):
    assert operator.get(EXPIRY).status_code == 405
    assert entra.requests == []


def test_ask_expiry_by_a_viewer_is_not_permitted(viewer, entra):
    assert viewer.post(EXPIRY).status_code == 403
    assert entra.requests == []


def test_ask_expiry_signed_out_leads_to_sign_in(client, entra):
    assert client.post(EXPIRY)["Location"].startswith("/sign-in/?next=")
