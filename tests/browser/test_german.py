"""The console for a reader whose browser asks for German: longer words must fit as well."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import people

from .look import look
from .steps import PASSWORD

PAGES = {
    "home": "/admin/",
    "choose": "/admin/sso_providers/providerregistration/add/",
    "registration": "/admin/sso_providers/providerregistration/{registration}/change/",
    "registrations": "/admin/sso_providers/providerregistration/",
    "check": "/registrations/azure-prod/check/",
    "test": "/registrations/azure-prod/test/",
    "rotate": "/registrations/azure-prod/secrets/client_secret/rotate/",
    "deployment": "/admin/sso_providers/deployment/{deployment}/change/",
    "deployments": "/admin/sso_providers/deployment/",
    "export": "/deployments/production/export/?target=kubernetes",
    "compare": "/deployments/production/compare/",
    "diagnose": "/diagnose/",
    "expiry": "/expiry/",
    "runs": "/runs/",
    "account": "/account/",
}


@pytest.fixture
def german(open_page: Callable[..., Page]) -> Page:
    people.local("olga", "operator")
    page = open_page(locale="de-DE")
    page.goto("/sign-in/")
    expect(page.get_by_text("Noch ist kein Anbieter für die Anmeldung eingerichtet.")).to_be_visible()
    page.get_by_label("Benutzername").fill("olga")
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.get_by_role("heading", name="Willkommen, olga")).to_be_visible()
    return page


def test_console_in_german_fits(german: Page):
    registration = people.registration("azure", "code")
    deployment = people.deployment(registration)

    for name, address in PAGES.items():
        german.goto(address.format(registration=registration.pk, deployment=deployment.pk))
        assert german.locator("html").get_attribute("lang") == "de"
        look(german, f"de-{name}")


def test_language_is_changed_at_the_foot_of_a_page(german: Page):
    german.get_by_role("button", name="English").click()

    expect(german.get_by_role("heading", name="Welcome, olga")).to_be_visible()
    german.get_by_role("button", name="Deutsch").click()
    expect(german.get_by_role("heading", name="Willkommen, olga")).to_be_visible()
