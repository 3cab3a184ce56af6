"""Test sign-in: what the provider says of a person, and what OpenMetadata would do with it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from sso_providers.models import AuditEvent, Event, ProviderRegistration
from tests import people
from tests.fakes import ADA, Provider
from tests.login.journey import register

from .look import look
from .steps import choose, sign_in_with_password


@pytest.fixture
def fake(fake: Provider) -> Provider:
    """Ada's address is another one than her user name, so that a mapping matters."""
    fake.people["ada"] = replace(
        ADA,
        claims={**ADA.claims, "email": "Ada.Lovelace@acme.example", "roles": ["DataSteward"]},
        userinfo={"name": "Ada Lovelace", "department": "Data"},
    )
    registration = register(fake, staff_login=False)
    people.deployment(registration, release="1.12", enforce_principal_domain=True, use_roles_from_provider=True)
    people.local("olga", "operator")
    people.local("vera", "viewer")
    return fake


def outcome(page: Page) -> Locator:
    return page.get_by_role("region", name=re.compile("OpenMetadata would|It depends"))


def decided(page: Page, topic: str) -> Locator:
    """The row of a result, in the table of what OpenMetadata would do."""
    return outcome(page).get_by_role("row").filter(has=page.get_by_role("rowheader", name=topic, exact=True))


def test_operator_tests_a_sign_in_and_picks_another_mapping(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    page.get_by_role("navigation", name="Registration").get_by_role("link", name="Test sign-in").click()
    expect(page.get_by_role("heading", name="Test sign-in with Fake provider")).to_be_visible()
    look(page, "test-first")

    page.get_by_role("button", name="Sign in to test").click()
    choose(page, "ada")

    expect(decided(page, "User name")).to_contain_text("ada.lovelace")
    expect(decided(page, "Domain rule")).to_contain_text("passed")
    expect(decided(page, "Roles")).to_contain_text("DataSteward")
    look(page, "test")

    page.get_by_label("Claim for the user name").select_option("preferred_username")
    page.get_by_label("Claim for the e-mail address").select_option("email")
    page.get_by_role("button", name="Preview").click()

    preview = page.get_by_role("region", name="Pick the claims")
    expect(preview.get_by_role("row", name="User name")).to_contain_text("ada.lovelace")
    expect(preview.get_by_role("cell", name="ada", exact=True)).to_be_visible()
    assert ProviderRegistration.objects.get().version == 1
    look(page, "test-preview")

    page.get_by_role("button", name="Use this mapping").click()

    expect(page.get_by_text("Saved as version 2")).to_be_visible()
    expect(decided(page, "User name").get_by_role("cell").first).to_have_text("ada")
    assert AuditEvent.objects.filter(event=Event.REGISTRATION_CHANGED, actor="olga").count() == 1
    look(page, "test-mapped")

    outcome(page).get_by_label("OpenMetadata").select_option(label="2.0")
    page.get_by_role("button", name="Show for this one").click()
    expect(decided(page, "OpenMetadata's own token")).to_be_visible()


def test_test_sign_in_is_read_without_scripts(open_page: Callable[..., Page], fake: Provider):
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "vera")
    page.goto("/registrations/fake/test/")

    page.get_by_label("ID token, or its claims").fill(json.dumps({"sub": "eve", "email": "eve@other.example"}))
    page.get_by_role("button", name="Show the outcome").click()

    expect(page.get_by_role("heading", name="OpenMetadata would refuse this person")).to_be_visible()
    expect(decided(page, "Domain rule")).to_contain_text("'other.example' is not in principalDomain")
    expect(page.get_by_role("button", name="Use this mapping")).to_have_count(0)
    expect(page.get_by_role("button", name="Preview")).to_be_visible()


@pytest.mark.parametrize("kind", ["saml", "ldap"])
def test_what_a_directory_or_assertion_says_is_typed(page: Page, fake: Provider, kind: str):
    registration = people.registration(kind, "none", slug=kind)
    people.deployment(registration, slug=kind, name="Other")
    sign_in_with_password(page, "olga")
    page.goto(f"/registrations/{kind}/test/")
    look(page, f"test-{kind}-first")

    page.get_by_label("NameID" if kind == "saml" else "Address that the person types").fill("ada@acme.example")
    page.get_by_role("button", name="Show the outcome").click()

    expect(decided(page, "Administrator")).to_contain_text("yes")
    look(page, f"test-{kind}")
