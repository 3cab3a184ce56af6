"""People who wait, are approved, and are parted with: an administrator in one browser, the newcomer in another."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import people
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import is_home, sign_in, sign_in_with_password


def test_newcomer_waits_is_approved_and_is_signed_out(
    open_page: Callable[..., Page], fake: Provider, problems: list[str]
):
    register(fake, newcomers_wait=True)
    people.local("margaret", "administrator")
    newcomer, administrator = open_page(), open_page()

    sign_in(newcomer, "ada")
    expect(newcomer.get_by_role("heading", name="You wait for approval")).to_be_visible()
    look(newcomer, "waits")
    problems.clear()  # the page's own status is 403

    sign_in_with_password(administrator, "margaret")
    expect(administrator.get_by_text("1 person waits for approval.")).to_be_in_viewport()
    look(administrator, "home-waiting")
    administrator.get_by_role("link", name="Approve or decline").click()
    expect(administrator.get_by_role("heading", name="People")).to_be_visible()
    look(administrator, "people-waiting")
    administrator.get_by_role("link", name="ada", exact=True).click()
    expect(administrator.get_by_role("heading", name="Waits for approval")).to_be_visible()
    look(administrator, "person-waiting")
    administrator.get_by_role("button", name="Approve").click()
    expect(administrator.get_by_text("Approved: ada.")).to_be_visible()

    newcomer.get_by_role("link", name="Back to sign-in").click()
    sign_in(newcomer, "ada")
    is_home(newcomer, "Ada")

    administrator.reload()
    expect(administrator.get_by_text("1 open session.")).to_be_visible()
    look(administrator, "person-signed-in")
    administrator.get_by_role("button", name="End the session").click()
    expect(administrator.get_by_text("No open session.")).to_be_visible()

    newcomer.get_by_role("link", name="Your account").click()
    expect(newcomer.get_by_role("button", name="Continue with Fake provider")).to_be_visible()
