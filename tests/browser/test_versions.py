"""A registration's history: read, two versions compared, and one restored after a look at what changes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sso_providers.actions import registrations
from sso_providers.catalogue import Secret
from sso_providers.models import CheckResult, ProviderRegistration
from tests import people

from .look import look
from .steps import sign_in_with_password


@pytest.fixture
def registration(portal: str) -> ProviderRegistration:
    row = people.registration("okta", name="Okta")
    CheckResult.objects.create(registration=row, registration_version=1, status="ok", stages=[])
    row.name = "Okta production"
    row.settings |= {"scope": "openid email"}
    registrations.update(registration=row, by=people.SOMEONE)
    return registrations.update(registration=row, secrets={"client_secret": Secret("second")}, by=people.SOMEONE)


def test_operator_compares_versions_and_restores_one(page: Page, registration: ProviderRegistration):
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto(registration.get_absolute_url())
    page.get_by_role("link", name="Versions").click()
    expect(page.get_by_text("Check: ok")).to_be_visible()
    look(page, "history")

    page.get_by_label("compare from 1").check()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(page.get_by_role("heading", name="From version 1 to version 3")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Client secret")).to_contain_text("changed")
    look(page, "versions-compare")

    page.get_by_role("link", name="Restore version 1").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Scopes")).to_contain_text("openid email")
    look(page, "versions-restore")
    page.get_by_role("button", name="Restore version 1").click()
    expect(page.get_by_text("Version 1 of Okta is in force again, as version 4.")).to_be_visible()
    registration.refresh_from_db()
    assert registration.name == "Okta"


def test_history_works_without_javascript_and_by_keyboard(
    open_page: Callable[..., Page], registration: ProviderRegistration
):
    page = open_page(java_script_enabled=False)
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto(registration.get_absolute_url().replace("/change/", "/history/"))
    page.get_by_role("button", name="Compare the two chosen").press("Enter")
    expect(page.get_by_role("heading", name="From version 2 to version 3")).to_be_visible()
    page.get_by_role("link", name="Restore version 2").press("Enter")
    expect(page.get_by_text("Nothing: what is in force says the same.")).to_be_visible()
