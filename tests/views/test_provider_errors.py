"""The page where an operator pastes a provider's error."""

import pytest
from django.test import Client

from tests import people

pytestmark = pytest.mark.django_db
PATH = "/provider-errors/"
CANARY = "canary7f3a9Zsecret"
MESSAGE = f"AADSTS7000215: Invalid client secret provided: {CANARY} <b>Trace</b>"


def test_page_asks_for_a_message(viewer):
    people.registration("azure")

    response = viewer.get(PATH)

    page = response.content.decode()
    assert "What does this error mean?" in page
    assert "azure production (Microsoft Entra ID (Azure))" in page
    assert "What it means" not in page
    assert "no-store" in response["Cache-Control"]


def test_page_offers_no_registration_without_openid_connect(viewer):
    people.registration("ldap", "none")

    assert "ldap production" not in viewer.get(PATH).content.decode()


def test_page_explains_a_message_and_forgets_it(operator):
    registration = people.registration("azure")

    response = operator.post(PATH, {"message": MESSAGE, "registration": registration.slug})

    page = response.content.decode()
    assert "The client secret is wrong." in page
    assert "the secret&#x27;s Value" in page
    assert '<span class="mono">AADSTS7000215</span>' in page
    assert f'<a href="{registration.get_absolute_url()}#id_secret_client_secret">Client secret of azure' in page
    assert f'<option value="{registration.slug}" selected>' in page
    assert CANARY not in page
    assert "<b>Trace" not in page
    assert "no-store" in response["Cache-Control"]


def test_page_names_the_field_without_a_link_to_who_may_not_change_it(viewer):
    registration = people.registration("azure")

    page = viewer.post(PATH, {"message": MESSAGE, "registration": registration.slug}).content.decode()

    assert "Client secret of azure production" in page
    assert "#id_secret_client_secret" not in page


@pytest.mark.parametrize("slug", ["", "nothing-like-it", "<script>"])
def test_page_without_a_registration_looks_at_every_provider(viewer, slug):
    page = viewer.post(PATH, {"message": MESSAGE, "registration": slug}).content.decode()

    assert "The client secret is wrong." in page
    assert "Choose the registration" in page
    assert "<script>" not in page.replace("<script src", "")


def test_page_reads_a_pasted_address(viewer):
    address = "https://portal.example/sign-in/entra/callback/?error=access_denied&error_description=AADSTS50105%3a+Your"

    assert "not assigned to this application" in viewer.post(PATH, {"message": address}).content.decode()


@pytest.mark.parametrize("message", ["", "  ", "something else", "\x00", "x" * 100_000])
def test_page_of_an_unknown_message_says_so(viewer, message):
    response = viewer.post(PATH, {"message": message})

    assert response.status_code == 200
    assert "Nothing recognised" in response.content.decode()


def test_page_is_for_signed_in_staff_only(client, nobody):
    assert client.get(PATH).status_code == 302
    assert nobody.get(PATH).status_code == 403
    assert nobody.post(PATH, {"message": MESSAGE}).status_code == 403


def test_page_wants_a_token_against_forged_forms(db):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.grace(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.post(PATH, {"message": MESSAGE}).status_code == 403


def test_page_takes_no_other_method(operator):
    assert operator.put(PATH).status_code == 405
