"""One's own account: linking an account at another provider, and taking it away."""

import time

from playwright.sync_api import Page, expect

from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import choose, is_home, sign_in


def test_person_confirms_links_a_second_account_and_unlinks_it(page: Page, fake: Provider):
    register(fake)
    register(fake, "other")
    sign_in(page, "ada")
    is_home(page, "Ada")
    page.get_by_role("link", name="Your account").click()
    expect(page.get_by_role("heading", name="Linked accounts")).to_be_visible()
    look(page, "account")

    fake.claims["auth_time"] = int(time.time())
    page.get_by_role("button", name="Confirm with Fake provider").click()
    choose(page, "ada")
    expect(page.get_by_text("Confirmed")).to_be_visible()
    page.get_by_role("button", name="Link my account at Other provider").click()
    choose(page, "bob")

    expect(page.get_by_text("Your account bob@acme.example at Other provider is linked.")).to_be_visible()
    look(page, "account-linked")
    page.get_by_role("button", name="Unlink bob@acme.example").click()

    expect(page.get_by_text("The account bob@acme.example is not linked any more.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="bob@acme.example")).to_have_count(0)
    page.goto("/admin/")
    is_home(page, "Ada")
