"""From the first page of `make demo` to a verified export, with what it takes counted; with scripts and without."""

import io
import json
import zipfile
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Download, Locator, Page, expect

from sso_providers.management.commands import demo

from .conftest import DemoProvider
from .counted import Counted

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
STAGES = ("Discovery document", "Issuer", "Signing keys", "Flow and scopes", "Client ID and secret")


@pytest.fixture
def sample(provider: DemoProvider) -> None:
    """What `make demo` sets up."""
    client = json.dumps({"client_id": provider.client_id, "client_secret": provider.client_secret})
    running: Any = SimpleNamespace(stdout=io.StringIO(client))
    demo.apply_sample(running, provider.issuer)


def text(page: Page, name: str) -> Locator:
    """The guide's steps and buttons may have the same words."""
    return page.get_by_role("textbox", name=name)


def sign_in(page: Page, count: Counted) -> None:
    page.goto("/")
    count.click(page.get_by_role("button", name="Continue with Demo provider"))
    count.click(page.get_by_role("button", name="ada", exact=True))
    expect(page.get_by_role("heading", name="Welcome, Ada")).to_be_visible()


def download(page: Page, count: Counted) -> dict[str, str]:
    with page.expect_download() as started:
        count.click(page.get_by_role("button", name="Download all as ZIP"))
    return unpacked(started.value)


def unpacked(file: Download) -> dict[str, str]:
    with zipfile.ZipFile(file.path()) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@SCRIPTS
def test_operator_exports_the_demos_deployment(open_page: Callable[..., Page], sample: None, scripts: bool):
    page, count = open_page(java_script_enabled=scripts), Counted()
    sign_in(page, count)
    count.click(page.get_by_role("link", name="Export Demo OpenMetadata"))
    expect(page.get_by_text("Verified for OpenMetadata 1.9")).to_be_visible()

    files = download(page, count)

    assert "http://localhost:8585/callback" in files["openmetadata-sso.env"]
    assert (count.clicks, count.fields) == (4, 0)


@SCRIPTS
def test_operator_registers_proves_and_exports(
    open_page: Callable[..., Page], provider: DemoProvider, sample: None, scripts: bool
):
    page, count = open_page(java_script_enabled=scripts), Counted()
    sign_in(page, count)

    count.click(page.get_by_role("link", name="Register a provider"))
    count.click(page.get_by_role("link", name="Authorization code with Any OpenID Connect provider"))
    count.fill(text(page, "Name:"), "Acme SSO")
    count.fill(text(page, "Issuer:"), provider.issuer)
    count.fill(text(page, "Signing keys:"), f"{provider.issuer}/jwks")
    count.fill(text(page, "Client ID:"), provider.client_id)
    count.fill(text(page, "Client secret:"), provider.client_secret)
    count.click(page.get_by_role("heading", name="Advanced"))
    count.choose(page.get_by_label("Client authentication"), "client_secret_basic")
    count.click(page.get_by_role("button", name="Save and check"))
    expect(page.get_by_role("heading", name="Check of Acme SSO")).to_be_visible()
    for stage in STAGES:
        heading = page.get_by_role("heading", name=stage, exact=True)
        expect(page.locator(".stages > li", has=heading)).to_contain_text("OK")

    count.click(page.get_by_role("link", name="Add a deployment"))
    count.fill(text(page, "Name:"), "Production")
    count.fill(text(page, "Address:"), "https://metadata.acme.example")
    count.fill(text(page, "Principal domain:"), "acme.example")
    count.click(page.get_by_role("button", name="Save and export"))
    expect(page.get_by_role("heading", name="Export Production")).to_be_visible()
    expect(page.get_by_text("Verified for OpenMetadata")).to_be_visible()
    count.click(page.get_by_role("link", name="Kubernetes"))

    files = download(page, count)

    assert "https://metadata.acme.example/callback" in files["values.yaml"]
    assert not any(provider.client_secret in file for file in files.values())
    assert (count.clicks, count.fields) == (10, 9)
