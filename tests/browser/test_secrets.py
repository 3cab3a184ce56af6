"""A secret's life in the console: set, doubted, revealed, asked about, rotated, removed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from sso_providers.actions import secret_expiry
from sso_providers.checks import entra_expiry
from sso_providers.models import ProviderRegistration
from tests import people
from tests.fakes import Provider
from tests.fakes.entra import CLIENT, running_entra
from tests.login.journey import register

from .look import look
from .steps import sign_in_with_password

OLD, NEW = "fS18Q~old-secret-of-the-application-x7Qd", "gT28Q~new-secret-of-the-application-y9Re"


@pytest.fixture
def registration(fake: Provider) -> ProviderRegistration:
    """In use by two deployments; its secret ends in 41 days."""
    fake.client_secret = OLD
    made = register(fake, staff_login=False, default_role="")
    people.deployment(made)
    people.deployment(made, slug="staging", name="Staging", url="https://staging.acme.example")
    day = date.today() + timedelta(days=41)
    secret_expiry.set_day(registration=made, name="client_secret", expires_on=day, by=people.SOMEONE)
    people.local("olga", "operator")
    people.local("margaret", "administrator")
    return made


def open_form(page: Page, who: str, registration: ProviderRegistration) -> None:
    sign_in_with_password(page, who)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto(registration.get_absolute_url())


def test_operator_sees_how_a_secret_stands_and_when_it_expires(page: Page, registration: ProviderRegistration):
    open_form(page, "olga", registration)

    status = page.locator(".secret-status")
    expect(status).to_contain_text("by command line, ends …x7Qd")
    expect(status).to_contain_text("expires in 41 days")
    expect(page.locator("#id_secret_client_secret")).to_be_hidden()
    expect(page.get_by_role("button", name="Reveal")).to_have_count(0)
    look(page, "secret-status")

    page.get_by_text("Replace Client secret").click()
    page.locator("#id_secret_client_secret").fill("changeme")
    page.get_by_label("Expires on").fill("2031-05-09")
    look(page, "secret-replace")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_text("It looks like a word that stands for a secret")).to_be_visible()
    expect(page.get_by_label("Expires on")).to_have_value("2031-05-09")
    expect(page.locator(".secret-status")).not_to_contain_text("ends")


def test_administrator_reveals_a_secret_which_hides_again(page: Page, registration: ProviderRegistration):
    open_form(page, "margaret", registration)
    page.get_by_role("button", name="Reveal Client secret").click()
    expect(page.get_by_text("Confirm that it is you.")).to_be_visible()
    look(page, "secret-reveal-confirm")
    page.clock.install()
    page.get_by_label("Your password").fill(people.PASSWORD)
    page.get_by_role("button", name="Confirm", exact=True).click()

    shown = page.get_by_label("The secret in force")
    expect(shown).to_have_value(OLD)
    assert OLD not in page.url
    look(page, "secret-revealed")

    page.clock.fast_forward(31_000)

    expect(shown).to_have_count(0)
    expect(page.get_by_text("The secret is hidden again.")).to_be_visible()
    assert OLD not in page.content()
    page.get_by_role("link", name="Hide").click()
    expect(page.get_by_role("heading", name="Fake provider")).to_be_visible()
    assert OLD not in page.content()


def test_secret_is_revealed_without_scripts(open_page: Callable[..., Page], registration: ProviderRegistration):
    page = open_page(java_script_enabled=False)
    open_form(page, "margaret", registration)
    page.get_by_role("button", name="Reveal Client secret").click()
    page.get_by_label("Your password").fill(people.PASSWORD)
    page.get_by_role("button", name="Confirm", exact=True).click()

    expect(page.get_by_label("The secret in force")).to_have_value(OLD)
    expect(page.get_by_text("hidden again after 30 seconds")).to_be_hidden()
    page.get_by_role("link", name="Hide").click()
    expect(page.get_by_role("heading", name="Fake provider")).to_be_visible()


def now(page: Page) -> str:
    """The heading of the step to take."""
    return page.locator("li[aria-current=step] h2").inner_text()


def test_operator_rotates_a_secret_by_keyboard_and_mouse(
    page: Page, fake: Provider, registration: ProviderRegistration
):
    open_form(page, "olga", registration)
    page.get_by_role("link", name="Rotate Client secret").click()
    assert now(page).startswith("1.")
    look(page, "rotation-new")

    page.get_by_label("The new one").fill(NEW)
    page.get_by_label("Expires on").fill("2031-05-09")
    page.get_by_label("Expires on").press("Enter")
    assert now(page).startswith("2.")
    page.get_by_role("button", name="Check the new one").click()
    expect(page.locator("#step-check")).to_contain_text("The provider refused client ID and secret")
    look(page, "rotation-refused")

    fake.client_secret = NEW
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#step-check")).to_contain_text("the credentials are right")
    assert now(page).startswith("3.")
    page.get_by_role("button", name="Put the new one in force").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-switch")).to_contain_text("In force since")
    assert now(page).startswith("4.")
    look(page, "rotation-switched")

    page.get_by_role("button", name="All servers run with the new one").click()
    assert now(page).startswith("6.")
    page.get_by_role("button", name="It is gone there: forget it here").click()

    expect(page.get_by_text("the old one is forgotten, and the rotation is over")).to_be_visible()
    expect(page.locator(".secret-status")).to_contain_text("by olga, ends …y9Re")


def test_secret_is_rotated_and_taken_back_without_scripts(
    open_page: Callable[..., Page], registration: ProviderRegistration
):
    page = open_page(java_script_enabled=False)
    open_form(page, "olga", registration)
    page.get_by_role("link", name="Rotate Client secret").click()
    page.get_by_label("The new one").fill(NEW)
    page.get_by_role("button", name="Keep it beside the old one").click()
    page.get_by_role("button", name="Put it in force without proof").click()
    page.get_by_role("button", name="Take the old one back").click()
    assert now(page).startswith("2.")
    page.get_by_role("button", name="Cancel this rotation").click()

    expect(page.get_by_text("the rotation is cancelled")).to_be_visible()
    expect(page.locator(".secret-status")).to_contain_text("ends …x7Qd")


def test_entra_is_asked_when_a_secret_expires(page: Page, portal: str, monkeypatch: pytest.MonkeyPatch):
    people.local("olga", "operator")
    made = people.registration("azure", secret=OLD, client_id=CLIENT)
    with running_entra() as entra:
        monkeypatch.setattr(entra_expiry, "LOGIN", entra.url)
        monkeypatch.setattr(entra_expiry, "GRAPH", entra.url)
        entra.client_secret, entra.granted = OLD, False
        entra.secrets = [{"hint": OLD[:3], "startDateTime": None, "endDateTime": "2031-05-09T12:00:00Z"}]
        open_form(page, "olga", made)
        page.get_by_role("button", name="Ask Entra when it expires").click()
        expect(page.get_by_text("Application.Read.All")).to_be_visible()
        look(page, "secret-entra-denied")

        entra.granted = True
        page.get_by_role("button", name="Ask Entra when it expires").click()
        expect(page.get_by_text("Entra says that it expires on 2031-05-09.")).to_be_visible()
        expect(page.get_by_label("Expires on")).to_have_value("2031-05-09")
