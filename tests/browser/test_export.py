"""A deployment's files: looked at, explained line by line, for another release, and taken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sso_providers.models import AuditEvent, Deployment, Event
from tests import people

from .look import look
from .steps import sign_in_with_password


@pytest.fixture
def deployment(portal: str) -> Deployment:
    return people.deployment(people.registration("okta", name="Okta"), release="1.12")


def test_operator_reads_what_each_line_does_and_takes_the_file(page: Page, deployment: Deployment):
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/export/")
    page.get_by_role("link", name="Kubernetes").click()
    expect(page.get_by_text("Makes it take effect")).to_have_count(1)
    expect(page.get_by_role("listitem").filter(has_text="Makes it take effect")).to_contain_text(
        "remove-security-config"
    )
    look(page, "export-files")

    page.get_by_role("link", name="Explain lines").click()
    row = page.get_by_role("row").filter(has_text='clientType: "confidential"')
    expect(row).to_contain_text("Who runs the sign-in: the server, or the browser.")
    look(page, "export-explained")
    page.get_by_role("button", name="Copy values.yaml").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download values.yaml").click()
    taken = Path(download.value.path()).read_text("utf-8")
    assert 'clientType: "confidential"' in taken
    assert "Who runs the sign-in" not in taken

    page.get_by_role("link", name="Without explanations").click()
    expect(row).to_have_count(0)


def test_operator_looks_at_another_release_and_can_not_take_it(page: Page, deployment: Deployment):
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/export/?target=docker")
    page.get_by_label("Release", exact=True).select_option("1.9")
    page.get_by_role("button", name="Update preview").click()

    expect(page.get_by_text("To look at only.")).to_be_visible()
    expect(page.get_by_text("# Sign-in settings for docker compose --env-file").first).to_contain_text("1.9")
    expect(page.get_by_role("button", name="Download")).to_have_count(0)
    look(page, "export-other-release")
    assert not AuditEvent.objects.filter(event=Event.EXPORTED).exists()


def test_export_works_without_javascript_and_by_keyboard(open_page: Callable[..., Page], deployment: Deployment):
    page = open_page(java_script_enabled=False)
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/export/?target=docker")

    page.get_by_label("First start").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Update preview").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Makes it take effect")).to_contain_text("up --detach")
    page.get_by_role("link", name="Explain lines").press("Enter")
    expect(page.get_by_text("Which identity provider people sign in with.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy", exact=False)).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all as ZIP").press("Enter")
    assert download.value.suggested_filename == "production-docker.zip"


def test_administrator_takes_real_secrets_of_the_files_that_were_chosen(page: Page, deployment: Deployment):
    people.local("amy", "administrator")
    sign_in_with_password(page, "amy")
    page.goto("/deployments/production/export/?target=kubernetes&secrets=real")
    look(page, "export-confirm")
    page.get_by_label("Your password").fill(people.PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    look(page, "export-confirmed")
    with page.expect_download() as download:
        page.get_by_role("button", name="secret.yaml", exact=True).click()
    assert people.CANARY in Path(download.value.path()).read_text("utf-8")
    assert people.CANARY not in page.content()
