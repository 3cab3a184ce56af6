"""The forms that copy a registration or deployment to another environment."""

import pytest

from sso_providers.catalogue import KINDS
from sso_providers.models import Deployment, ProviderRegistration
from tests import people
from tests.login.journey import BROKEN_ROWS

pytestmark = pytest.mark.django_db
REGISTRATION = "/registrations/auth0-prod/clone/"
DEPLOYMENT = "/deployments/production/clone/"
STAGING = {
    "name": "Auth0 staging",
    "slug": "auth0-staging",
    "client_id": "def456",
    "setting_domain": "acme-test.eu.auth0.com",
}
TEST = {
    "name": "Staging",
    "slug": "staging",
    "url": "https://metadata-test.acme.example",
    "release": "1.9",
    "principal_domain": "acme.example",
    "admin_principals": "ada",
    "setting_jwt_private_key_path": "/keys/private.der",
    "setting_jwt_public_key_path": "/keys/public.der",
    "setting_jwt_key_id": "staging",
    "setting_jwt_issuer": "staging.acme.example",
    "uses": "same",
}
ALONG = {f"along-{name}": value for name, value in STAGING.items()}


def test_registration_page_proposes_names_and_leaves_blank_what_must_differ(operator):
    people.registration()
    page = operator.get(REGISTRATION)

    form = page.context["form"]
    assert (form["name"].value(), form["slug"].value()) == ("auth0 staging", "auth0-staging")
    assert form["client_id"].value() == ""
    assert form["setting_domain"].value() == "acme.eu.auth0.com"
    assert [(row.own.name, row.state) for row in form.rows] == [("client_id", "empty"), ("domain", "same")]
    text = page.content.decode()
    assert "by someone" in text
    assert people.CANARY not in text


def test_registration_page_numbers_a_slug_that_is_taken(operator):
    people.registration(name="Auth0", slug="auth0")
    people.registration(slug="auth0-copy")

    form = operator.get("/registrations/auth0/clone/").context["form"]

    assert (form["name"].value(), form["slug"].value()) == ("Auth0 (copy)", "auth0-copy-2")


@pytest.mark.parametrize(("kind", "flow"), [(kind.id, flow) for kind in KINDS.values() for flow in kind.flows])
def test_registration_of_every_kind_can_be_copied(operator, kind, flow):
    original = people.registration(kind, flow, slug="original")
    form = operator.get("/registrations/original/clone/").context["form"]
    typed = {name: form[name].value() for name in form.fields}
    other = {"azure": "11111111-2222-4333-8444-555555555555", "google": "99-other.apps.googleusercontent.com"}
    if "client_id" in typed:
        typed["client_id"] = other.get(kind, "another")

    response = operator.post("/registrations/original/clone/", {**typed, "slug": "made"})

    assert response.status_code == 302, response.context["form"].errors
    made = ProviderRegistration.objects.get(slug="made")
    assert made.settings == original.settings
    assert not made.secrets.exists()
    assert response["Location"] == made.get_absolute_url()


def test_registration_of_the_same_application_is_refused(operator):
    original = people.registration("keycloak", slug="auth0-prod")
    form = operator.get(REGISTRATION).context["form"]
    typed = {name: form[name].value() for name in form.fields}

    response = operator.post(REGISTRATION, {**typed, "client_id": original.client_id})

    assert response.status_code == 422
    assert "the same application" in str(response.context["form"].errors["client_id"])
    assert operator.post(REGISTRATION, {**typed, "setting_realm": "staging"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"client_id": ""}, "client_id", "is missing"),
        ({"client_id": "abc123", "setting_domain": "acme.eu.auth0.com"}, "client_id", "the same application"),
        ({"slug": "auth0-prod"}, "slug", "one of its own"),
        ({"setting_domain": "not a domain"}, "setting_domain", "not a domain"),
        ({"name": ""}, "name", "is missing"),
    ],
)
def test_registration_that_is_wrong_says_where(operator, typed, field, words):
    people.registration()

    response = operator.post(REGISTRATION, {**STAGING, **typed})

    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert ProviderRegistration.objects.count() == 1


@pytest.mark.parametrize("fields", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_pages_of_a_broken_row_are_no_error(operator, fields):
    registration = people.registration("custom-oidc", slug="auth0-prod")
    people.deployment(registration)
    ProviderRegistration.objects.update(**fields)

    assert operator.get(REGISTRATION).status_code in (200, 302)
    assert operator.get(DEPLOYMENT).status_code == 200


@pytest.mark.parametrize("path", [REGISTRATION, DEPLOYMENT])
def test_pages_are_for_operators(client, viewer, deployment, path):
    assert client.get(path).status_code == 302
    for method in (viewer.get, viewer.post):
        assert method(path).status_code == 403


@pytest.mark.parametrize("path", ["/registrations/none/clone/", "/deployments/none/clone/"])
def test_page_of_nothing_is_not_found(operator, path):
    assert operator.get(path).status_code == 404


def test_deployment_page_shows_the_addresses_to_register(operator, deployment):
    page = operator.get(DEPLOYMENT)
    assert page.context["form"]["uses"].value() == "copy"
    assert page.context["form"]["name"].value() == "Staging"
    text = page.content.decode()
    assert "https://metadata.acme.example/callback" in text
    assert "Made from the new address." in text

    page = operator.post(DEPLOYMENT, {**TEST, "release": "0.1"})
    assert page.status_code == 422
    assert "https://metadata-test.acme.example/callback" in page.content.decode()


def test_deployment_with_the_same_registration_leads_to_its_export(operator, deployment):
    response = operator.post(DEPLOYMENT, TEST)

    assert response["Location"] == "/deployments/staging/export/"
    made = Deployment.objects.get(slug="staging")
    assert made.registration == deployment.registration
    assert made.settings["jwt_key_id"] == "staging"


def test_deployment_with_a_copy_of_its_registration_makes_both(operator, deployment):
    response = operator.post(DEPLOYMENT, {**TEST, **ALONG, "uses": "copy"})

    assert response.status_code == 302
    made = Deployment.objects.get(slug="staging")
    assert (made.registration.slug, made.registration.client_id) == ("auth0-staging", "def456")


def test_deployment_with_a_wrong_copy_of_its_registration_makes_none(operator, deployment):
    response = operator.post(DEPLOYMENT, {**TEST, **ALONG, "uses": "copy", "along-client_id": ""})

    assert response.status_code == 422
    assert "client_id" in response.context["along"].errors
    assert (Deployment.objects.count(), ProviderRegistration.objects.count()) == (1, 1)


def test_deployment_with_another_registration_uses_it(operator, deployment):
    other = people.registration("okta")
    response = operator.post(DEPLOYMENT, {**TEST, "uses": "other", "other": other.pk})

    assert response.status_code == 302
    assert Deployment.objects.get(slug="staging").registration == other


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"url": "https://metadata.acme.example"}, "url", "It is still"),
        ({"url": ""}, "url", "is missing"),
        ({"url": "https://metadata-test.acme.example/path"}, "url", "has a path"),
        ({"slug": "production"}, "slug", "one of its own"),
        ({"uses": "other"}, "other", "Choose the registration"),
        ({"uses": "none"}, "uses", "none"),
        ({"uses": ""}, "uses", "is missing"),
    ],
)
def test_deployment_that_is_wrong_says_where(operator, deployment, typed, field, words):
    response = operator.post(DEPLOYMENT, {**TEST, **typed})

    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert Deployment.objects.count() == 1
