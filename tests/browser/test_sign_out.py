"""Signing out in a real browser: the header's button leads to the provider and back, though forms may not."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from playwright.sync_api import Page, expect

from sso_providers.login.logout import WayOut
from sso_providers.login.views import sign_out
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import is_home, sign_in


@pytest.fixture
def fake(fake: Provider) -> Provider:
    register(fake)
    return fake


def assert_signed_out_at_both(page: Page, provider: Provider) -> None:
    page.wait_for_url("**/sign-out/done/?state=*")
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    assert provider.count("logout") == 1
    logout = next(request for request in provider.requests if request.path == "/logout")
    assert "referer" not in logout.headers
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Continue with Fake provider")).to_be_visible()


def test_sign_out_button_leads_through_the_provider_and_back(page: Page, fake: Provider):
    sign_in(page, "ada")
    is_home(page, "ada")
    page.goto("/admin/sso_providers/auditevent/")

    page.get_by_role("button", name="Sign out").click()

    assert_signed_out_at_both(page, fake)


def test_sign_out_needs_no_script(open_page: Callable[..., Page], fake: Provider):
    page = open_page(java_script_enabled=False)
    sign_in(page, "ada")
    is_home(page, "ada")

    page.get_by_role("button", name="Sign out").click()

    assert_signed_out_at_both(page, fake)


def test_sign_out_page_has_a_link_for_who_is_not_led_on(page: Page, fake: Provider, monkeypatch: pytest.MonkeyPatch):
    def stay(request: HttpRequest, way: WayOut) -> HttpResponse:
        response = leave(request, way)
        del response.headers["Refresh"]
        return response

    leave = sign_out.leave
    monkeypatch.setattr(sign_out, "leave", stay)
    sign_in(page, "ada")
    is_home(page, "ada")

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Signed out here")).to_be_visible()
    look(page, "signed-out-here")
    page.get_by_role("link", name="Continue to Fake provider").click()
    assert_signed_out_at_both(page, fake)
    assert fake.requests[-1].path == "/logout"


def test_sign_out_done_is_open_to_everybody(page: Page, fake: Provider):
    sign_in(page, "ada")
    is_home(page, "ada")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-out/done/?state=*")

    look(page, "signed-out")


def test_redirect_in_its_place_would_end_at_the_policy(
    page: Page, fake: Provider, problems: list[str], monkeypatch: pytest.MonkeyPatch
):
    """Why there is a page in between: as long as this holds, it is needed."""
    monkeypatch.setattr(sign_out, "leave", lambda _, way: HttpResponseRedirect(way.address.reveal()))
    sign_in(page, "ada")
    is_home(page, "ada")

    with page.expect_event("console"):
        page.get_by_role("button", name="Sign out").click()

    assert fake.count("logout") == 0
    assert any("form-action" in problem for problem in problems)
    problems.clear()
