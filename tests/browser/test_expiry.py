"""What ends: from the list to where it is mended, and into a calendar program."""

from collections.abc import Callable

from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from sso_providers.models import ProviderRegistration
from tests import people
from tests.actions.expiring import saml_ending, secret_ending, tls_seen

from .look import look
from .steps import sign_in_with_password


def make_endings() -> ProviderRegistration:
    today = timezone.now().date()
    azure = secret_ending(6, "azure-staging", name="Azure · staging", today=today)
    tls_seen(azure, 45, host="login.microsoftonline.com", today=today)
    saml_ending(-3, today=today)
    okta = secret_ending(24, "okta-production", name="Okta · production", today=today)
    tls_seen(okta, 211, host="acme.okta.com", today=today)
    return azure


def test_operator_finds_what_ends_and_where_to_replace_it(page: Page):
    people.local("ada", "operator")
    azure = make_endings()
    sign_in_with_password(page, "ada")

    page.goto("/expiry/")

    expect(page.get_by_text("1 has ended already")).to_be_visible()
    expect(page.get_by_text("6 days", exact=True)).to_be_visible()
    look(page, "expiry")
    page.get_by_role("link", name="All", exact=True).click()
    expect(page.get_by_text("acme.okta.com")).to_be_visible()
    look(page, "expiry-all")
    page.get_by_role("link", name="Client Secret (Azure · staging)", exact=True).click()
    expect(page).to_have_url(f"{azure.get_absolute_url()}#id_secret_client_secret")
    expect(page.locator("#id_secret_client_secret")).to_be_attached()
    page.go_back()
    page.get_by_role("link", name="Rotate Client Secret (Azure · staging)").click()
    expect(page).to_have_url("/registrations/azure-staging/secrets/client_secret/rotate/")


def test_portal_where_nothing_ends_says_so(page: Page):
    people.local("grace", "viewer")
    sign_in_with_password(page, "grace")

    page.goto("/expiry/")

    expect(page.get_by_text("Nothing that the portal knows of ends so soon.")).to_be_visible()
    look(page, "expiry-none")


def test_person_puts_it_into_a_calendar_without_scripts(open_page: Callable[..., Page]):
    page = open_page(java_script_enabled=False)
    people.local("grace", "viewer")
    make_endings()
    sign_in_with_password(page, "grace")
    page.goto("/expiry/")
    page.get_by_role("link", name="Put it into my calendar").click()

    page.get_by_role("button", name="Make an address").click()

    address = page.locator(".copy code").inner_text()
    answer = open_page().request.get(address)
    assert answer.status == 200
    assert len(Calendar.from_ical(answer.body()).walk("VEVENT")) == 5
    page.goto("/account/")
    expect(page.get_by_text("You have an address")).to_be_visible()
    page.get_by_role("button", name="Remove the address").click()
    expect(page.get_by_text("The calendar's address works no more.")).to_be_visible()
    assert open_page().request.get(address).status == 404


def test_calendars_address_is_there_to_copy(page: Page):
    people.local("grace", "viewer")
    sign_in_with_password(page, "grace")
    page.goto("/account/")

    page.get_by_role("button", name="Make an address").click()

    expect(page.get_by_text("It is shown this once")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the calendar's address")).to_be_visible()
    look(page, "account-calendar")
