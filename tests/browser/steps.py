"""What people do in several journeys."""

from playwright.sync_api import Page, expect

PASSWORD = "correct horse battery staple"


def sign_in_with_password(page: Page, name: str = "admin") -> None:
    """As somebody whose password is `PASSWORD`."""
    page.goto("/sign-in/")
    # Open already where no provider is set up.
    if not page.get_by_label("User name").is_visible():
        page.get_by_text("Sign in with a local account").click()
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page: Page, name: str) -> None:
    """Through the registration `Fake provider`."""
    page.goto("/sign-in/")
    page.get_by_role("button", name="Continue with Fake provider").click()
    choose(page, name)


def choose(page: Page, name: str) -> None:
    """At the fake provider."""
    page.get_by_role("button", name=f"Sign in as {name}").click()


def is_home(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", name=f"Welcome, {name}")).to_be_visible()
