"""Looking at a deployment's running server."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from sso_providers.models import Deployment
from tests import people
from tests.fakes.openmetadata import VERSION, OpenMetadata, running_openmetadata

from .look import look
from .steps import sign_in_with_password

SERVER = "/deployments/production/server/"


@pytest.fixture
def openmetadata(portal: str) -> Iterator[OpenMetadata]:
    people.deployment(people.registration(name="Auth0 production"), release="1.12")
    people.local("olga", "operator")
    with running_openmetadata() as running:
        running.version["version"] = "1.12.3"
        running.auth = {
            "provider": "basic",
            "clientType": "confidential",
            "callbackUrl": "https://old.acme.example/callback",
            "jwtPrincipalClaims": ["email", "preferred_username", "sub"],
        }
        running.authorizer = {"principalDomain": "open-metadata.org"}
        Deployment.objects.update(url=running.url)
        yield running


def test_operator_looks_at_the_server_and_sees_what_differs(page: Page, openmetadata: OpenMetadata):
    sign_in_with_password(page, "olga")
    page.goto(SERVER)
    look(page, "server-first")
    page.get_by_role("button", name="Look at the server").click()

    expect(page.get_by_text("OpenMetadata 1.12.3 answers")).to_be_visible()
    expect(page.get_by_role("heading", name="3 settings differ")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="callbackUrl")).to_contain_text("https://old.acme.example/callback")
    expect(page.get_by_text("remove-security-config")).to_be_visible()
    look(page, "server")


def test_server_as_exported_is_told_without_scripts(open_page: Callable[..., Page], openmetadata: OpenMetadata):
    openmetadata.auth, openmetadata.authorizer = {"provider": "auth0"}, {}
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto(SERVER)
    page.get_by_role("button", name="Look at the server").click()

    expect(page.get_by_role("heading", name="No difference")).to_be_visible()


def test_server_that_is_something_else_is_told(page: Page, openmetadata: OpenMetadata):
    openmetadata.answers[VERSION] = (200, b"<html>Welcome</html>")
    sign_in_with_password(page, "olga")
    page.goto(SERVER)
    page.get_by_role("button", name="Look at the server").click()

    expect(page.get_by_text("does not answer as OpenMetadata does")).to_be_visible()
    look(page, "server-other")
