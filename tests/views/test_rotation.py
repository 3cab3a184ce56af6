"""The pages of a rotation: which step is next, what each button does, and who may press it."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from sso_providers.actions import exports, registrations, rotation
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import Deployment, ProviderRegistration, SecretRotation
from tests import people
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db
PATH = "/registrations/auth0-prod/secrets/client_secret/rotate/"
NEW = "gT28Q~new-secret-of-the-application-y9Re"


@pytest.fixture
def stored(db: None) -> ProviderRegistration:
    return people.registration()


def now(client: Client) -> str:
    """The step to take."""
    found = re.search(r'<li id="step-(\w+)" aria-current="step">', client.get(PATH).content.decode())
    assert found
    return found[1]


def do(client: Client, name: str, **fields: str) -> str:
    page: str = client.post(PATH, {"do": name, **fields}, follow=True).content.decode()
    assert NEW not in page
    assert people.CANARY not in page
    return page


def start(client: Client, **fields: str) -> str:
    return do(client, "start", **{"secret": NEW, "expires_on": "2031-05-09", **fields})


def test_rotation_goes_from_step_to_step(operator, stored):
    deployment = people.deployment(stored)
    assert now(operator) == "new"
    start(operator)
    assert now(operator) == "check"
    SecretRotation.objects.update(
        check_status="ok", check_summary="It is right.\nStatus: 400", checked_at=timezone.now()
    )
    assert now(operator) == "switch"
    do(operator, "switch")
    assert now(operator) == "export"
    exports.take(deployment=Deployment.objects.get(), choice=exports.choose(target="docker"), by=SOMEONE)
    assert now(operator) == "confirm"
    do(operator, "confirm")
    assert now(operator) == "retire"
    page = do(operator, "retire")

    assert "the old one is forgotten, and the rotation is over" in page
    assert deployment.registration.secrets.get().sealed.open().reveal() == NEW
    assert not SecretRotation.objects.exists()


def test_rotation_without_deployments_needs_no_export(operator, stored):
    start(operator)
    do(operator, "switch-anyway")

    assert now(operator) == "confirm"


def test_rotation_page_says_which_deployments_were_exported_since(operator, stored):
    people.deployment(stored)
    people.deployment(stored, slug="staging", name="Staging")
    start(operator)
    do(operator, "switch-anyway")
    exports.take(deployment=Deployment.objects.get(slug="staging"), choice=exports.choose(target="docker"), by=SOMEONE)

    page = operator.get(PATH).content.decode()

    assert page.count("not exported since") == 1
    assert now(operator) == "export"


def test_rotation_that_was_confirmed_before_an_export_says_that_it_is_open(operator, stored):
    people.deployment(stored)
    start(operator)
    do(operator, "switch-anyway")
    do(operator, "confirm")

    assert now(operator) == "retire"
    assert ">Open<" in operator.get(PATH).content.decode()


def test_rotation_page_shows_the_evidence_of_the_check(operator, stored):
    start(operator)
    SecretRotation.objects.update(
        check_status="failed", check_summary="The provider refused it.\nStatus: 401", checked_at=timezone.now()
    )

    page = operator.get(PATH).content.decode()

    assert "The provider refused it." in page
    assert '<li class="mono">Status: 401</li>' in page
    assert 'value="switch-anyway"' in page
    assert now(operator) == "check"


def test_rotation_is_taken_back_and_cancelled(operator, stored):
    start(operator)
    do(operator, "switch-anyway")
    do(operator, "take-back")
    assert people.secret_of(stored) == people.CANARY
    page = do(operator, "cancel")

    assert "the rotation is cancelled" in page
    assert not SecretRotation.objects.exists()


def test_start_with_a_doubtful_secret_says_so(operator, stored):
    assert "stands for a secret" in start(operator, secret="changeme")
    assert SecretRotation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"secret": ""}, "The new one is missing"),
        ({"secret": " padded"}, "begins or ends with a blank"),
        ({"secret": "••••••••"}, "the dots that stand for a secret"),
        ({"expires_on": "tomorrow"}, "Enter a valid date"),
        ({"expires_on": "1970-01-01"}, "1970-01-01 is no day on which a secret expires"),
    ],
)
def test_start_with_a_mistake_keeps_nothing(operator, stored, fields, words):
    assert words in start(operator, **fields)
    assert not SecretRotation.objects.exists()


def test_start_with_the_secret_in_force_is_refused(operator, stored):
    response = operator.post(PATH, {"do": "start", "secret": people.CANARY})

    assert "the secret that is in force already" in response.content.decode()


def test_start_while_one_is_under_way_says_so(operator, stored):
    start(operator)

    assert "being replaced already" in start(operator, secret="a third s3cret")


def test_step_that_is_not_next_is_refused(operator, stored):
    start(operator)

    assert "Nothing shows yet" in do(operator, "switch")
    assert "Confirm first" in (do(operator, "switch-anyway") and do(operator, "retire"))


def test_step_of_no_rotation_says_so(operator, stored):
    assert "not being replaced any more" in do(operator, "confirm")


def test_step_of_an_unknown_name_is_not_found(operator, stored):
    assert operator.post(PATH, {"do": "explode"}).status_code == 404


def test_check_of_a_registration_that_is_broken_says_so(operator, stored):
    start(operator)
    ProviderRegistration.objects.update(settings={})

    assert "domain" in do(operator, "check")


def test_rotation_of_a_secret_that_is_not_there_leads_to_the_form(operator, stored):
    registrations.remove_secret(registration=stored, name="client_secret", by=SOMEONE)

    response = operator.get(PATH, follow=True)

    assert "There is no client secret to replace" in response.content.decode()


def test_rotation_of_a_password_that_nobody_but_the_server_reads_is_not_found(operator):
    people.registration("ldap", Flow.NONE)

    assert operator.get("/registrations/ldap-prod/secrets/trust_store_password/rotate/").status_code == 404


def test_rotation_of_a_key_asks_for_no_day(operator):
    people.registration("saml", Flow.NONE)

    page = operator.get("/registrations/saml-prod/secrets/sp_private_key/rotate/").content.decode()

    assert "<textarea" in page
    assert 'type="date"' not in page


def test_rotation_of_a_provider_without_overlap_warns(operator, stored):
    assert "ends at once" in operator.get(PATH).content.decode()
    people.registration("azure")
    page = operator.get("/registrations/azure-prod/secrets/client_secret/rotate/").content.decode()
    assert "goes on working until you delete it" in page
    assert "<strong>New client secret</strong>" in page


def test_rotation_by_a_viewer_is_not_permitted(viewer, stored):
    assert viewer.get(PATH).status_code == 403
    assert viewer.post(PATH, {"do": "start", "secret": NEW}).status_code == 403
    assert not SecretRotation.objects.exists()


def test_rotation_signed_out_leads_to_sign_in(client, stored):
    assert client.get(PATH)["Location"].startswith("/sign-in/?next=")


def test_update_in_the_form_is_refused_while_a_secret_rotates(operator, stored):
    rotation.start(registration=stored, name="client_secret", secret=Secret(NEW), by=SOMEONE)
    form = {"name": "Acme", "client_id": "abc123", "setting_domain": "acme.eu.auth0.com", "groups_claim": "groups"}

    page = operator.post(stored.get_absolute_url(), {**form, "secret_client_secret": "a third s3cret"}).content.decode()

    assert "is being replaced step by step" in page
    assert people.secret_of(stored) == people.CANARY
