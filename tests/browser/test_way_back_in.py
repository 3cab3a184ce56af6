"""The way back in, as it is taken on the day when the provider is down: a link, a new password, a drill."""

from playwright.sync_api import Page, expect

from sso_providers.actions import recovery
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.models import User

from .look import look
from .steps import PASSWORD


def test_operator_gets_in_by_a_link_sets_a_password_and_proves_it(page: Page):
    User.objects.create_superuser("root", password="nobody knows it now")
    token = recovery.make_link(username="root", by=COMMAND_LINE)
    referers: list[str] = []
    page.on("request", lambda request: referers.append(request.headers.get("referer", "")))

    page.goto(f"/recovery/?token={token}")
    look(page, "recovery")
    page.get_by_role("button", name="Sign in as root").click()

    expect(page.get_by_text("You signed in with a recovery link.")).to_be_visible()
    assert [referer for referer in referers if token in referer] == []
    look(page, "recovered")
    page.get_by_role("link", name="Set a new password").click()
    look(page, "recovery-password")
    page.get_by_label("New password:", exact=True).fill(PASSWORD)
    page.get_by_label("New password confirmation:").fill(PASSWORD)
    page.get_by_role("button", name="Set the password").click()

    page.get_by_role("link", name="Home").click()
    expect(page.get_by_text("never proven")).to_be_visible()
    page.get_by_role("link", name="Prove the recovery account").click()
    look(page, "recovery-drill")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Prove it").click()

    expect(page.get_by_text("The password of root is proven.")).to_be_visible()
    expect(page.get_by_text("The recovery account root was proven on")).to_be_visible()
    look(page, "recovery-proven")
