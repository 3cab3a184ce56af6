"""Checking a registration: the stages, what mends one, and the checks before."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import sign_in_with_password

SERVER = "https://metadata.acme.example"


@pytest.fixture
def fake(fake: Provider) -> Provider:
    registration = register(fake)
    people.deployment(registration, slug="production", url=SERVER)
    people.local("olga", "operator")
    fake.redirect_uris = {registration.callback_url}
    return fake


def stage(page: Page, name: str):
    return page.locator(f"#stage-{name}")


def test_operator_mends_what_the_check_found(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    look(page, "check-first")
    page.get_by_role("button", name="Run the check").click()

    expect(stage(page, "redirect-uri")).to_contain_text("Failed")
    expect(stage(page, "redirect-uri")).to_contain_text(f"{SERVER}/callback")
    expect(stage(page, "credentials")).to_contain_text("OK")
    expect(stage(page, "logout")).to_contain_text("OK")
    stage(page, "redirect-uri").get_by_text("Evidence").click()
    expect(stage(page, "redirect-uri")).to_contain_text("A made-up address")
    look(page, "check-failed")

    page.get_by_role("link", name="Show what to enter there").click()
    expect(page.get_by_text(f"{SERVER}/callback").first).to_be_visible()

    fake.redirect_uris.add(f"{SERVER}/callback")
    page.go_back()
    page.get_by_role("button", name="Run again").click()
    expect(stage(page, "redirect-uri")).to_contain_text("OK")

    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(3)
    rows.last.get_by_role("link").click()
    expect(page.get_by_text("This is an earlier check.")).to_be_visible()
    expect(stage(page, "redirect-uri")).to_contain_text("Failed")
    look(page, "check-earlier")
    page.get_by_role("link", name="Show the newest").click()
    expect(page.get_by_text("This is an earlier check.")).to_have_count(0)


def test_stage_can_be_linked_to(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    page.get_by_role("button", name="Run the check").click()

    page.goto("/registrations/fake/check/#stage-logout")

    expect(stage(page, "logout")).to_be_in_viewport()
    assert page.evaluate("document.querySelector(':target').id") == "stage-logout"


# Instead of the browser, which goes on to the next page: counts what would be sent.
COUNTED = """() => {
    window.sent = 0;
    document.addEventListener("submit", (event) => {
        if (!event.defaultPrevented) window.sent += 1;
        event.preventDefault();
    });
}"""


def test_check_under_way_says_so_and_is_sent_once(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    page.evaluate(COUNTED)
    button = page.get_by_role("button", name="Run the check")

    button.dispatch_event("click")
    button.dispatch_event("click")

    expect(page.get_by_role("status")).to_have_text("Checking… up to a minute")
    assert page.evaluate("window.sent") == 1


def test_check_runs_without_scripts(open_page: Callable[..., Page], fake: Provider):
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")

    page.get_by_role("button", name="Run the check").click()

    expect(stage(page, "issuer")).to_contain_text("OK")
    expect(stage(page, "issuer").locator("dl")).not_to_be_visible()
    stage(page, "issuer").get_by_text("Evidence").click()
    expect(stage(page, "issuer").locator("dl")).to_be_visible()
