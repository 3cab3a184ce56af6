"""What makes the pages pleasant: keys, times, deep links, print, colours."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from sso_providers.models import CheckResult
from tests import people

from .steps import sign_in_with_password

AT = datetime(2026, 11, 21, 22, 30, tzinfo=UTC)
REGISTRATIONS = "/admin/sso_providers/providerregistration/"


def checked() -> str:
    """The path of a registration's page."""
    registration = people.registration(name="Okta")
    check = CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])
    CheckResult.objects.filter(pk=check.pk).update(checked_at=AT)
    return registration.get_absolute_url()


def signed_in(page: Page) -> Page:
    people.local_root()
    sign_in_with_password(page, "root")
    return page


@pytest.mark.parametrize("path", [REGISTRATIONS, f"{REGISTRATIONS}add/", "/admin/sso_providers/auditevent/"])
def test_slash_moves_to_the_search_of_the_page(page: Page, path: str):
    signed_in(page).goto(path)

    page.keyboard.press("/")

    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    page.keyboard.type("a/b")
    expect(box).to_have_value("a/b")


def test_slash_in_a_field_is_a_letter(page: Page):
    signed_in(page).goto("/provider-errors/")
    box = page.get_by_label("Message or address")
    box.focus()

    page.keyboard.type("a/b")

    expect(box).to_have_value("a/b")


def test_times_are_in_the_readers_zone_with_utc_on_hover(open_page: Callable[..., Page]):
    page = signed_in(open_page(timezone_id="Asia/Tokyo", locale="en-US"))
    people.person("lin", date_joined=AT)

    page.goto("/admin/sso_providers/user/")
    page.get_by_role("link", name="lin").click()

    time = page.locator(".field-here_since time")
    expect(time).to_have_text(re.compile(r"Nov 22, 2026, 7:30\sAM"))
    expect(time).to_have_attribute("title", "2026-11-21 22:30 UTC")


def test_times_without_script_are_in_utc_and_say_so(open_page: Callable[..., Page]):
    page = signed_in(open_page(java_script_enabled=False, timezone_id="Asia/Tokyo"))
    person = people.person("lin", date_joined=AT)

    page.goto(f"/admin/sso_providers/user/{person.pk}/change/")

    expect(page.locator(".field-here_since time")).to_have_text("2026-11-21 22:30 UTC")
    expect(page.locator(".theme-toggle")).to_be_hidden()


def test_link_to_a_field_marks_its_row(page: Page):
    path = checked()

    signed_in(page).goto(f"{path}#id_client_id")

    expect(page.locator("#id_client_id")).to_be_in_viewport()
    plain = page.locator(".form-row.field-name").evaluate("row => getComputedStyle(row).backgroundColor")
    marked = page.locator(".form-row.field-client_id").evaluate("row => getComputedStyle(row).backgroundColor")
    assert marked != plain


def test_paper_has_no_buttons_and_no_navigation(page: Page):
    checked()
    signed_in(page).goto(REGISTRATIONS)

    page.emulate_media(media="print")

    expect(page.get_by_role("link", name="Okta")).to_be_visible()
    for gone in ("#header", ".breadcrumbs", ".filters", "#toolbar", "#footer", ".btn >> nth=0"):
        expect(page.locator(gone)).to_be_hidden()


def test_colours_are_chosen_and_kept(page: Page):
    page.emulate_media(color_scheme="light")
    signed_in(page)
    toggle = page.get_by_role("button", name="Colours: as the system has them")

    toggle.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 26, 43)"
    page.goto(REGISTRATIONS)
    expect(page.get_by_role("button", name="Colours: dark")).to_be_visible()


def test_slug_follows_the_name_until_somebody_types_one(page: Page):
    signed_in(page).goto(f"{REGISTRATIONS}add/?kind=okta&flow=code")
    name, slug = page.locator("#id_name"), page.locator("#id_slug")

    name.fill("Åcme & Söhne: Okta!")
    expect(slug).to_have_value("acme-sohne-okta")
    slug.fill("mine")
    name.fill("Other")
    expect(slug).to_have_value("mine")
