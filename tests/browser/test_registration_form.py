"""A registration's page: provider cards, the form by keyboard alone, its guide, and the sheet for the identity team."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from sso_providers.models import ProviderRegistration
from tests import people

from .look import WIDTH, look
from .steps import sign_in_with_password

ADD = "/admin/sso_providers/providerregistration/add/"
FIRST_STEP = "Open Applications › Applications and choose Create Application."
FOLDED = ("Sign-in to this portal", "People in OpenMetadata", "Advanced", "Danger zone")


def sign_in(page: Page) -> Page:
    """As an operator."""
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    expect(page.get_by_role("heading", name="Welcome, olga")).to_be_visible()
    return page


@pytest.fixture
def olga(page: Page) -> Page:
    return sign_in(page)


@pytest.fixture
def registration(db: None) -> ProviderRegistration:
    """With one deployment that has an address to frown at."""
    made = people.registration(staff_login=True, default_role="viewer", name="Auth0 production")
    people.deployment(made)
    people.deployment(made, slug="staging", name="Staging", url="http://staging.acme.example")
    return made


def test_operator_chooses_a_provider_and_sees_what_it_takes(olga: Page):
    olga.goto(ADD)
    expect(olga.get_by_text("You will need: Tenant ID, client ID and secret; about 10 minutes.")).to_be_visible()
    look(olga, "choose")
    olga.get_by_label("Filter providers").fill("entra")
    expect(olga.get_by_role("heading", level=3)).to_have_count(1)

    # The whole card leads on: what is clicked is not the text, but the card's link above it.
    olga.get_by_text("You will need: Tenant ID").click(force=True)
    expect(olga.get_by_role("heading", name="Register Microsoft Entra ID (Azure)")).to_be_visible()
    assert olga.url.endswith("?kind=azure&flow=code")
    look(olga, "register")
    olga.get_by_role("navigation", name="Flow").get_by_role("link", name="Implicit").click()
    expect(olga.get_by_label("Client secret")).to_have_count(0)
    assert olga.url.endswith("?kind=azure&flow=implicit")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, words: str, key: str = "Tab") -> None:
    """Tabs on until what has the focus is called `words`."""
    for _ in range(60):
        press(page, key)
        named = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''")
        if named.strip().startswith(words):
            return
    pytest.fail(f"No way to {words!r} by Tab.")


def test_operator_registers_a_provider_by_keyboard_alone(olga: Page):
    tab_to(olga, "Choose the provider")
    press(olga, "Enter")
    expect(olga.get_by_role("heading", name="Which provider?")).to_be_visible()
    press(olga, "/")
    olga.keyboard.type("entra")
    tab_to(olga, "Authorization code")
    press(olga, "Enter")
    expect(olga.get_by_role("heading", name="Register Microsoft Entra ID (Azure)")).to_be_visible()

    expect(olga.get_by_label("Name:", exact=True)).to_be_focused()
    olga.keyboard.type("Entra production")
    tab_to(olga, "Directory (tenant) ID")
    olga.keyboard.type("c1123b7c-b1b2-4854-9a01-56ab3de29500")
    tab_to(olga, "Application (client) ID")
    olga.keyboard.type("0f8fad5b-d9cb-469f-a165-70867728950e")
    tab_to(olga, "Client secret")
    olga.keyboard.type("fake.Value~of-a-secret")
    tab_to(olga, "Advanced")
    press(olga, "Enter")
    tab_to(olga, "Prompt")
    press(olga, "ArrowUp")
    tab_to(olga, "Open App registrations and choose New registration.")
    press(olga, "Space")
    tab_to(olga, "Save", "Shift+Tab")
    press(olga, "Enter")

    expect(olga.get_by_role("heading", name="Entra production", exact=True)).to_be_visible()
    saved = ProviderRegistration.objects.get()
    assert (saved.slug, saved.settings["prompt"], saved.steps_done) == ("entra-production", "consent", [1])
    assert people.secret_of(saved) == "fake.Value~of-a-secret"


def test_registration_explains_itself(olga: Page, registration: ProviderRegistration):
    olga.goto(registration.get_absolute_url())
    look(olga, "registration")
    expect(olga.get_by_text("http://staging.acme.example: not encrypted")).to_be_visible()
    expect(olga.get_by_role("heading", name="Advanced · all defaults")).to_be_visible()

    olga.get_by_label("Domain:").focus()
    note = olga.locator("[data-note-shown]")
    expect(note).to_contain_text("Issuer, discovery address and keys are made from it.")
    expect(note).to_be_in_viewport()

    olga.context.grant_permissions(["clipboard-read", "clipboard-write"])
    olga.get_by_role("button", name="Copy all").click()
    copied = olga.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Allowed Callback URLs:\nhttps://metadata.acme.example/callback\nhttp://staging")

    for section in FOLDED:
        olga.get_by_role("heading", name=section).click()
    olga.get_by_text("What each field means").click()
    look(olga, "registration-open")


def test_ticks_are_kept_at_once(olga: Page, registration: ProviderRegistration):
    olga.goto(registration.get_absolute_url())
    expect(olga.get_by_role("button", name="Save ticks")).to_be_hidden()
    olga.get_by_label(FIRST_STEP).check()
    expect(olga.get_by_text("Ticks saved.")).to_be_visible()
    olga.reload()

    expect(olga.get_by_label(FIRST_STEP)).to_be_checked()
    registration.refresh_from_db()
    assert (registration.steps_done, registration.version) == ([1], 1)


def test_tick_that_is_not_saved_is_taken_back(olga: Page, registration: ProviderRegistration, problems: list[str]):
    olga.goto(registration.get_absolute_url())
    olga.route("**/steps/", lambda route: route.fulfill(status=403))
    olga.get_by_label(FIRST_STEP).click()

    expect(olga.get_by_text("The tick could not be saved: reload the page.")).to_be_visible()
    expect(olga.get_by_label(FIRST_STEP)).not_to_be_checked()
    problems.clear()  # the answer's status is 403


def test_page_works_without_javascript(open_page: Callable[..., Page], registration: ProviderRegistration):
    page = sign_in(open_page(java_script_enabled=False))
    page.goto(registration.get_absolute_url())
    page.get_by_label(FIRST_STEP).check()
    page.get_by_role("button", name="Save ticks").click()
    expect(page.get_by_text("The ticks are saved.")).to_be_visible()
    expect(page.get_by_label(FIRST_STEP)).to_be_checked()
    page.get_by_text("What each field means").click()
    expect(page.get_by_text("Issuer, discovery address and keys are made from it.")).to_be_visible()

    page.get_by_role("heading", name="Danger zone").click()
    page.get_by_role("button", name="Switch sign-in off").click()
    expect(page.get_by_text("Nobody signs in to this portal with Auth0 production any more.")).to_be_visible()


def test_link_to_a_folded_field_opens_its_section(olga: Page, registration: ProviderRegistration):
    olga.goto(f"{registration.get_absolute_url()}#id_setting_scope")

    expect(olga.get_by_label("Scopes")).to_be_focused()
    expect(olga.get_by_label("Scopes")).to_be_in_viewport()


def leaves(page: Page, *, stays: bool) -> bool:
    """Clicks a link away from the form; whether the page asked. `stays` is the answer."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss() if stays else dialog.accept()

    page.once("dialog", answer)
    page.get_by_role("link", name="Home").click(no_wait_after=True)
    page.wait_for_timeout(500)
    return asked == ["beforeunload"]


@pytest.mark.parametrize("about", ["registration", "deployment"])
def test_form_with_changes_asks_before_it_is_left(olga: Page, registration: ProviderRegistration, about: str):
    row = registration if about == "registration" else registration.deployments.get(slug="staging")
    olga.goto(row.get_absolute_url())
    olga.get_by_label("Name:", exact=True).fill("Another name")

    assert leaves(olga, stays=True)
    expect(olga.get_by_label("Name:", exact=True)).to_have_value("Another name")
    olga.get_by_role("button", name="Save", exact=True).click()
    expect(olga.get_by_role("heading", name="Another name", exact=True)).to_be_visible()
    assert not leaves(olga, stays=False)
    expect(olga.get_by_role("heading", name="Welcome, olga")).to_be_visible()


def test_hand_over_sheet_prints_without_the_portal_around_it(olga: Page, registration: ProviderRegistration):
    olga.goto(registration.get_absolute_url())
    olga.get_by_role("link", name="Print for the identity team").click()
    expect(olga.get_by_role("heading", name="Single sign-on for OpenMetadata")).to_be_visible()
    look(olga, "hand-over")
    with olga.expect_download() as download:
        olga.get_by_role("link", name="Download as text").click()
    assert "https://metadata.acme.example/callback" in Path(download.value.path()).read_text("utf-8")

    olga.emulate_media(media="print")
    for hidden in ("banner", "navigation"):
        expect(olga.get_by_role(hidden)).to_have_count(0)
    expect(olga.get_by_role("button", name="Print")).to_be_hidden()
    expect(olga.get_by_role("heading", name="Please send back")).to_be_visible()
    assert olga.pdf(format="A4").startswith(b"%PDF")


def test_sheet_of_each_protocol_before_anything_is_registered(olga: Page):
    olga.goto(ADD)
    olga.get_by_role("link", name="Page for its administrator (Google)").click()
    olga.get_by_role("link", name="Implicit").click()
    expect(olga.get_by_text("Implicit, with an ID token")).to_be_visible()
    for kind in ("saml", "ldap"):
        olga.goto(f"/hand-over/{kind}/")
        look(olga, f"hand-over-{kind}")
    assert olga.viewport_size == {"width": WIDTH, "height": 800}
