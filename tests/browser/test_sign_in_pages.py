"""The sign-in page, and the pages on which a sign-in ends otherwise than wished."""

from typing import Any

from playwright.sync_api import Page, expect

from sso_providers.models import ProviderRegistration
from tests import people
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import sign_in, sign_in_with_password


def test_way_that_was_used_last_comes_first(page: Page, fake: Provider):
    register(fake)
    people.registration("okta", name="Okta", staff_login=True, default_role="viewer")
    sign_in(page, "ada")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")

    ways = page.get_by_role("button", name="Continue with")
    expect(ways).to_have_count(2)
    expect(ways.first).to_have_text("Continue with Fake provider (last used)")
    expect(page.get_by_label("User name")).to_be_hidden()
    look(page, "sign-in")
    page.get_by_text("Sign in with a local account").click()
    expect(page.get_by_label("User name")).to_be_visible()
    look(page, "sign-in-local")


def test_wrong_password_is_told_where_it_was_typed(page: Page):
    page.goto("/sign-in/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("don't match")
    expect(page.get_by_label("User name")).to_have_value("nobody")
    look(page, "sign-in-wrong")


def test_sign_in_by_keyboard_alone(page: Page, fake: Provider):
    register(fake)
    page.goto("/sign-in/")

    page.get_by_role("button", name="Continue with Fake provider").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign in as ada").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Welcome, Ada")).to_be_visible()


def refusing(fake: Provider) -> ProviderRegistration:
    fake.token_error = (401, {"error": "invalid_client"})
    return register(fake)


def test_outsider_learns_whom_to_ask(page: Page, fake: Provider, problems: list[str]):
    refusing(fake)

    sign_in(page, "ada")

    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    expect(page.get_by_text("Ask whoever runs this portal")).to_be_visible()
    expect(page.get_by_text("How to mend it")).to_be_hidden()
    look(page, "failed-outsider")
    problems.clear()  # the page's own status is 502
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page.get_by_role("button", name="Continue with Fake provider")).to_be_visible()


def test_operator_learns_what_to_mend_and_where(page: Page, fake: Provider, problems: list[str]):
    registration = refusing(fake)
    people.local("ana", "operator")
    sign_in_with_password(page, "ana")

    page.goto(f"/registrations/{registration.slug}/test/")
    start: Any = page.get_by_role("button", name="test")
    start.first.click()
    page.get_by_role("button", name="Sign in as ada").click()

    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    expect(page.get_by_text("Ask whoever runs this portal")).to_have_count(0)
    expect(page.get_by_text("How to mend it")).to_be_visible()
    look(page, "failed-operator-page")
    problems.clear()  # as above
    page.get_by_role("link", name="Client secret of Fake provider").click()
    expect(page.locator("#id_secret_client_secret")).to_be_in_viewport()


def test_who_waits_is_not_told_of_a_failure(page: Page, fake: Provider, problems: list[str]):
    register(fake, newcomers_wait=True)

    sign_in(page, "ada")

    expect(page.get_by_role("heading", name="You wait for approval")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("must approve newcomers first")
    expect(page.get_by_role("alert")).to_have_count(0)
    look(page, "waits-for-approval")
    problems.clear()  # the page's own status is 403


def test_pages_of_what_is_not_there_and_not_permitted_lead_home(page: Page, problems: list[str]):
    people.local("vera", "viewer")
    sign_in_with_password(page, "vera")

    page.goto("/nowhere/")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    look(page, "not-found")
    page.goto("/admin/sso_providers/user/")
    expect(page.get_by_text("Your role here, Viewer, does not include this.")).to_be_visible()
    look(page, "not-permitted")
    problems.clear()  # their own statuses
    page.get_by_role("link", name="Home").last.click()
    expect(page.get_by_role("heading", name="Welcome, vera")).to_be_visible()
