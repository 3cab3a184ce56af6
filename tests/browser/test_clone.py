"""Copying to another environment, with a table of what differs there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sso_providers.models import Deployment
from tests import people

from .look import look
from .steps import sign_in_with_password


@pytest.fixture
def rows(portal: str) -> None:
    people.local("olga", "operator")
    registration = people.registration("okta", name="Okta · production", slug="okta-production")
    people.deployment(registration, release="1.12")
    people.registration("saml", "none", name="Entra SAML · test", slug="saml-test")


def test_operator_clones_a_registration(page: Page, rows, problems: list[str]):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/okta-production/clone/")
    expect(page.get_by_label("Name")).to_have_value("Okta · staging")
    expect(page.get_by_label("Slug")).to_have_value("okta-staging")
    look(page, "clone-registration")

    client_id = page.locator(".differing").filter(has=page.get_by_label("Client ID"))
    expect(client_id.get_by_text("blank", exact=True)).to_be_visible()
    page.get_by_label("Client ID").fill("0oa1testclient2id345")
    expect(client_id.get_by_text("differs", exact=True)).to_be_visible()
    page.get_by_label("Slug").fill("okta-production")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_text("use one of its own")).to_be_visible()
    assert "422" in problems.pop()
    look(page, "clone-registration-wrong")

    page.get_by_label("Slug").fill("okta-staging")
    page.get_by_role("button", name="Make the copy").click()
    expect(page.get_by_text("Now enter its secrets")).to_be_visible()
    expect(page.get_by_role("heading", name="Okta · staging")).to_be_visible()


def test_operator_clones_a_deployment_with_its_registration(page: Page, rows):
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/clone/")
    page.get_by_label("Address").fill("https://metadata.staging.acme.example")
    page.get_by_label("Client ID").fill("0oa1testclient2id345")
    look(page, "clone-deployment")
    page.get_by_role("button", name="Make the copy").click()

    expect(page.get_by_role("heading", name="Export Staging")).to_be_visible()
    assert Deployment.objects.get(slug="staging").registration.slug == "okta-staging"


def test_operator_clones_a_deployment_without_scripts(open_page: Callable[..., Page], rows):
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/clone/")
    expect(page.get_by_label("Client ID")).to_be_visible()
    page.get_by_label("Okta · production, as here").check()
    expect(page.get_by_label("Client ID")).to_be_hidden()
    page.get_by_label("Address").fill("https://metadata.staging.acme.example")
    page.get_by_role("button", name="Make the copy").click()

    expect(page.get_by_role("heading", name="Export Staging")).to_be_visible()


def test_page_of_a_provider_with_certificates(page: Page, rows):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/saml-test/clone/")
    expect(page.get_by_label("Name")).to_have_value("Entra SAML · production")
    look(page, "clone-saml")
