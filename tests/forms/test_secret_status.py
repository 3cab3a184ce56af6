"""What a form says of a stored secret: how it stands, its end where that may be shown, and until when."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sso_providers.actions import registrations, rotation
from sso_providers.actions.secret_rules import shown_end
from sso_providers.catalogue import KINDS, Flow, Secret
from sso_providers.crypto import Sealed
from sso_providers.forms.secret_status import expiry
from tests import people
from tests.certificates import SP_PRIVATE_KEY
from tests.login.journey import browser_of, register
from tests.people import SOMEONE

TODAY = date(2026, 11, 21)
LONG = "fS18Q~secret-of-the-application-x7Qd"


@pytest.mark.parametrize(
    ("days", "words", "css"),
    [
        (400, "expires in 400 days", ""),
        (61, "expires in 61 days", ""),
        (60, "expires in 60 days", "info"),
        (30, "expires in 30 days", "warn"),
        (7, "expires in 7 days", "bad"),
        (1, "expires in 1 day", "bad"),
        (0, "expires today", "bad"),
        (-1, "expired 1 day ago", "bad"),
        (-12, "expired 12 days ago", "bad"),
    ],
)
def test_expiry_says_how_many_days_are_left(days, words, css):
    found = expiry(TODAY + timedelta(days=days), today=TODAY)

    assert (found.words, found.css) == (words, css)


def end(kind: str, flow: Flow, name: str, text: str) -> str:
    return shown_end(KINDS[kind].secret_field(flow, name), Secret(text))


def test_end_of_a_long_generated_secret_is_its_last_four_characters():
    assert end("azure", Flow.CODE, "client_secret", LONG) == "x7Qd"
    assert end("auth0", Flow.CODE, "client_secret", "a" * 16 + "wxyz") == "wxyz"


@pytest.mark.parametrize(
    ("kind", "flow", "name", "text"),
    [
        ("azure", Flow.CODE, "client_secret", "a" * 19),
        ("keycloak", Flow.CODE, "client_secret", "a" * 30 + "ü"),
        ("ldap", Flow.NONE, "bind_password", LONG),
        ("ldap", Flow.NONE, "trust_store_password", LONG),
        ("saml", Flow.NONE, "key_store_password", LONG),
        ("saml", Flow.NONE, "sp_private_key", SP_PRIVATE_KEY),
    ],
)
def test_end_of_short_secrets_passwords_and_keys_is_not_shown(kind, flow, name, text):
    assert end(kind, flow, name, text) == ""


# On the page


def page_of(registration: object, user: object) -> str:
    return browser_of(user).get(registration.get_absolute_url()).content.decode()  # type: ignore[arg-type, attr-defined]


@pytest.mark.django_db
def test_form_shows_who_set_a_secret_its_end_and_its_expiry():
    registration = people.registration(secret=LONG)
    day = timezone.now().date() + timedelta(days=41)
    registrations.update(registration=registration, expires={"client_secret": day}, by=SOMEONE)

    page = page_of(registration, people.ada())

    assert "by someone" in page
    assert "…x7Qd" in page
    assert LONG[:-4] not in page
    assert "expires in 41 days" in page
    assert f'value="{day.isoformat()}"' in page


@pytest.mark.django_db
def test_form_of_a_secret_that_can_not_be_read_says_so():
    registration = people.registration(secret=LONG)
    secret = registration.secrets.get()
    secret.sealed = Sealed("v1:gone:x")
    secret.save()

    assert "PORTAL_ENCRYPTION_KEYS does not hold" in page_of(registration, people.ada())


@pytest.mark.django_db
def test_form_offers_reveal_to_administrators_alone():
    registration = people.registration()
    address = "/registrations/auth0-prod/secrets/client_secret/reveal/"

    assert address in page_of(registration, people.margaret())
    assert address not in page_of(registration, people.ada())


@pytest.mark.django_db
def test_form_offers_to_ask_entra_alone():
    assert "Ask Entra" in page_of(people.registration("azure"), people.ada())
    assert "Ask Entra" not in page_of(people.registration("auth0"), people.person("otto", "operator"))


@pytest.mark.django_db
def test_form_of_the_secret_that_people_sign_in_with_offers_no_removal(provider):
    page = page_of(register(provider), people.root())

    assert "/secrets/client_secret/rotate/" in page
    assert "/secrets/client_secret/remove/" not in page


@pytest.mark.django_db
def test_form_of_a_secret_in_rotation_leads_there_and_takes_no_other():
    registration = people.registration()
    rotation.start(registration=registration, name="client_secret", secret=Secret(LONG), by=SOMEONE)

    page = page_of(registration, people.ada())

    assert "Go on with the rotation" in page
    assert 'name="secret_client_secret"' not in page
    assert 'id="id_secret_client_secret"' in page


@pytest.mark.django_db
def test_viewer_sees_neither_status_nor_buttons():
    page = page_of(people.registration(secret=LONG), people.grace())

    assert "x7Qd" not in page
    assert "/secrets/client_secret/" not in page
