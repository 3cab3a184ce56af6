"""Comparing a registration with what its provider says of itself, and taking over a part of it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sso_providers.models import ProviderRegistration
from tests import people
from tests.checks.comparison.test_saml import metadata
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import sign_in_with_password

DISCOVERY = "/registrations/fake/discovery/"


@pytest.fixture
def fake(fake: Provider) -> Provider:
    register(fake)
    people.local("olga", "operator")
    fake.metadata = {
        "claims_supported": ["sub", "email", "groups"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic"],
    }
    return fake


def test_operator_takes_over_what_the_provider_announces(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    page.get_by_role("link", name="Discovery", exact=True).click()
    look(page, "discovery-first")
    page.get_by_role("button", name="Fetch and compare").click()

    expect(page.get_by_role("heading", name="3 fields differ")).to_be_visible()
    authentication = page.get_by_role("checkbox", name="Take it Client authentication")
    expect(authentication).to_be_checked()
    expect(page.get_by_role("checkbox", name="Take it Scopes")).not_to_be_checked()
    look(page, "discovery")
    page.get_by_role("checkbox", name="Take it Use PKCE").check()
    page.get_by_role("button", name="Take the ticked ones").click()

    expect(page.get_by_text("This is version 2: run the check.")).to_be_visible()
    settings = ProviderRegistration.objects.get().settings
    assert (settings["pkce"], settings["client_authentication_method"]) == (True, "client_secret_basic")


def test_another_issuer_is_shown_and_not_taken(page: Page, fake: Provider):
    fake.metadata["issuer"] = f"{fake.issuer}/"
    sign_in_with_password(page, "olga")
    page.goto(DISCOVERY)
    page.get_by_role("button", name="Fetch and compare").click()

    expect(page.get_by_role("checkbox")).to_have_count(0)
    look(page, "discovery-other-issuer")
    page.get_by_role("link", name="Open the field Issuer").click()
    expect(page.get_by_role("textbox", name="Issuer")).to_be_in_viewport()


def test_provider_that_does_not_answer_is_told(page: Page, fake: Provider):
    fake.behave(discovery="html")
    sign_in_with_password(page, "olga")
    page.goto(DISCOVERY)
    page.get_by_role("button", name="Fetch and compare").click()

    expect(page.get_by_role("alert")).to_contain_text("no usable JSON")
    look(page, "discovery-failed")


def test_saml_metadata_is_compared_without_scripts(open_page: Callable[..., Page], fake: Provider):
    people.registration("saml", "none", slug="idp", name="Acme IdP")
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto("/registrations/idp/discovery/")
    page.get_by_label("Metadata (XML)").fill(metadata(entity="https://other.example"))
    page.get_by_role("button", name="Fetch and compare").click()

    page.get_by_role("checkbox", name="Take it Entity ID of the provider").check()
    page.get_by_role("button", name="Take the ticked ones").click()

    expect(page.get_by_text("This is version 2: run the check.")).to_be_visible()
    assert ProviderRegistration.objects.get(slug="idp").settings["idp_entity_id"] == "https://other.example"


def test_saml_page_looks_right(page: Page, fake: Provider):
    people.registration("saml", "none", slug="idp", name="Acme IdP")
    sign_in_with_password(page, "olga")
    page.goto("/registrations/idp/discovery/")
    page.get_by_label("Metadata (XML)").fill(metadata(role='WantAuthnRequestsSigned="true"'))
    page.get_by_role("button", name="Fetch and compare").click()

    expect(page.get_by_role("heading", name="1 field differs")).to_be_visible()
    look(page, "discovery-saml")
