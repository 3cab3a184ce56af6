"""The provider's own errors, decoded: on the page of a sign-in that failed, and for what an operator pastes."""

from playwright.sync_api import Page, expect

from tests import people
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import choose, sign_in, sign_in_with_password


def test_operator_gets_from_a_failed_test_to_the_field_that_mends_it(page: Page, fake: Provider, problems: list[str]):
    register(fake)
    people.local("olga", "operator")
    fake.token_error = (401, {"error": "invalid_client"})
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/policy/")
    page.get_by_role("button", name="Sign in to test").click()
    choose(page, "ada")

    expect(page.get_by_role("heading", name="Sign-in failed")).to_be_visible()
    look(page, "failed-operator")
    problems.clear()  # the page's own status is 502
    page.get_by_role("link", name="Client secret of Fake provider").click()

    expect(page.locator("#id_secret_client_secret")).to_be_in_viewport()
    assert page.url.endswith("#id_secret_client_secret")


def test_person_without_rights_gets_no_links(page: Page, fake: Provider, problems: list[str]):
    register(fake)
    fake.token_error = (401, {"error": "invalid_client"})

    sign_in(page, "ada")

    expect(page.get_by_text("Client secret of Fake provider")).not_to_be_visible()
    page.get_by_text("For whoever runs this portal").click()
    expect(page.get_by_text("Client secret of Fake provider")).to_be_visible()
    expect(page.get_by_role("link", name="Client secret")).to_have_count(0)
    look(page, "failed")
    problems.clear()  # the page's own status is 502


def test_operator_pastes_a_message_and_learns_what_it_means(page: Page, fake: Provider):
    registration = register(fake)
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/provider-errors/")
    look(page, "provider-errors-first")

    page.get_by_label("Message or address").fill("AADSTS50011: The redirect URI does not match (canary-7Qx).")
    page.get_by_label("Registration").select_option(registration.slug)
    page.get_by_role("button", name="What does it mean?").click()

    expect(page.get_by_role("heading", name="What it means")).to_be_in_viewport()
    expect(page.get_by_role("status")).to_contain_text("50011")
    expect(page.get_by_role("link", name="Callback address of Fake provider")).to_be_visible()
    assert "canary-7Qx" not in page.content()
    look(page, "provider-errors")

    page.get_by_label("Message or address").fill("It does not work.")
    page.get_by_role("button", name="What does it mean?").click()
    expect(page.get_by_role("heading", name="Nothing recognised")).to_be_visible()
    look(page, "provider-errors-unknown")
