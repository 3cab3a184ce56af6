"""A configuration that exists: handed in, read, mended, and made a registration and a deployment of."""

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from sso_providers.models import Deployment
from tests import people
from tests.fakes import Provider
from tests.views.test_diagnosis import CANARY, ENV

from .look import look
from .steps import sign_in_with_password


def test_operator_mends_a_file_and_makes_rows_of_it(page: Page, problems: list[str], tmp_path: Path):
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.get_by_role("link", name="Import and diagnose").click()
    look(page, "diagnose-first")
    page.get_by_label("Paste it").fill(ENV)
    page.get_by_label("OpenMetadata release").select_option("1.12")
    page.get_by_role("button", name="Diagnose").click()

    expect(page.get_by_role("status")).to_contain_text("OpenMetadata 1.12, okta, code.")
    look(page, "diagnose")
    page.get_by_role("button", name="Apply this fix of OIDC_SESSION_EXPIRY").click()

    expect(page.locator("#line-17")).to_have_text(re.compile("OIDC_SESSION_EXPIRY=604800"))
    page.get_by_role("link", name="Difference").click()
    expect(page.get_by_text("+OIDC_SESSION_EXPIRY=604800")).to_be_visible()
    look(page, "diagnose-difference")
    page.get_by_role("link", name="Your file").click()
    expect(page.locator("#yours-17")).to_be_visible()
    expect(page.locator("#yours-17")).to_have_text(re.compile("OIDC_SESSION_EXPIRY=600"))
    page.get_by_role("button", name="Apply every fix").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the corrected file").click()
    corrected = Path(download.value.path()).read_text("utf-8")
    assert f"OIDC_CLIENT_SECRET={CANARY}\n" in corrected
    assert "OIDC_SESSION_EXPIRY=604800\n" in corrected

    look(page, "diagnose-corrected")
    page.get_by_label("Name of the registration").fill("Okta production")
    page.get_by_role("button", name="Create both").click()
    expect(page.get_by_text("are made. Check the registration now.")).to_be_visible()
    assert Deployment.objects.get().registration.name == "Okta production"
    assert problems == []


def test_diagnosis_works_without_javascript(browser: Browser, live_server, tmp_path: Path):
    people.local("vera", "viewer")
    page = browser.new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    sign_in_with_password(page, "vera")
    page.goto("/diagnose/")
    file = tmp_path / "values.yaml"
    file.write_text("authentication:\n  clientType: confidential\n  provider: Okta\n", "utf-8")
    page.get_by_label("Or choose its file").set_input_files(file)
    page.get_by_role("button", name="Diagnose").click()
    expect(page.get_by_role("heading", name="values.yaml, read as Helm values")).to_be_visible()
    expect(page.get_by_role("heading", name="openmetadata.config.authentication.provider")).to_be_visible()
    page.get_by_role("link", name="Corrected").click()
    expect(page.locator("#corrected")).to_contain_text("Nothing is changed yet")
    expect(page.locator("#yours")).to_be_hidden()
    page.get_by_role("link", name="line 3").first.click()
    expect(page.locator("#corrected")).to_be_hidden()
    expect(page.locator("#line-3")).to_be_visible()
    page.context.close()


def test_operator_asks_the_provider_too(page: Page, fake: Provider, problems: list[str]):
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/diagnose/")
    page.get_by_label("Paste it").fill(
        f"AUTHENTICATION_PROVIDER=custom-oidc\nAUTHENTICATION_AUTHORITY={fake.issuer}\n"
        f"AUTHENTICATION_PUBLIC_KEYS=[{fake.issuer}/nothing-here]\n"
    )
    page.get_by_role("button", name="Diagnose").click()
    page.get_by_role("button", name="Check live too").click()

    expect(page.get_by_role("status")).to_contain_text("The provider was asked, too.")
    expect(page.get_by_text("A key address gives no keys:")).to_be_visible()
    look(page, "diagnose-live")
    assert problems == []
