"""Trying a sign-in policy: who would come in, as what, and by which rule."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.fakes import Provider
from tests.login.journey import register

from .look import look
from .steps import choose, sign_in_with_password

POLICY: dict[str, Any] = {
    "allowed_domains": ["acme.example"],
    "required_groups": ["staff"],
    "group_roles": {"sso-admins": "operator", "sso-*": "viewer"},
    "default_role": "",
}


@pytest.fixture
def fake(fake: Provider) -> Provider:
    register(fake, **POLICY)
    people.local("olga", "operator")
    return fake


def deciding_rule(page: Page):
    return page.get_by_role("listitem").filter(has_text="This rule decides.")


def test_operator_tests_a_sign_in_and_tries_other_claims(page: Page, fake: Provider):
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/check/")
    page.get_by_role("link", name="Portal sign-in policy").click()
    expect(page.get_by_role("heading", name="Sign-in policy of Fake provider")).to_be_visible()
    look(page, "policy-first")

    page.get_by_role("button", name="Sign in to test").click()
    choose(page, "ada")
    expect(page.get_by_role("heading", name="OpenMetadata would sign this person in")).to_be_visible()
    page.get_by_role("link", name="Who would come in to this portal, and as what?").click()

    expect(page.get_by_role("heading", name="Would come in as operator")).to_be_in_viewport()
    expect(deciding_rule(page)).to_contain_text("The group 'sso-admins' gives the role operator.")
    look(page, "policy")

    claims = json.loads(page.get_by_label("Claims as JSON").input_value())
    page.get_by_label("Claims as JSON").fill(json.dumps(claims | {"groups": ["sso-admins"]}))
    page.get_by_role("button", name="Try", exact=True).click()

    expect(page.get_by_role("heading", name="Would be refused")).to_be_in_viewport()
    expect(deciding_rule(page)).to_contain_text("none of the required groups: staff")
    look(page, "policy-refused")

    page.get_by_label("Claims as JSON").fill("groups: staff")
    page.get_by_role("button", name="Try", exact=True).click()

    expect(page.get_by_role("alert")).to_be_in_viewport()
    expect(page.get_by_label("Claims as JSON")).to_have_value("groups: staff")
    look(page, "policy-unreadable")


def test_policy_is_tried_without_scripts(open_page: Callable[..., Page], fake: Provider):
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto("/registrations/fake/policy/")

    page.get_by_role("button", name="Sign in to test").click()
    choose(page, "bob")
    page.get_by_role("link", name="Who would come in to this portal, and as what?").click()

    expect(page.get_by_role("heading", name="Would be refused")).to_be_visible()
    page.get_by_label("Claims as JSON").fill('{"email": "a@acme.example", "email_verified": true, "groups": ["staff"]}')
    page.get_by_role("button", name="Try", exact=True).click()
    expect(deciding_rule(page)).to_contain_text("None of the person's groups gives a role.")
