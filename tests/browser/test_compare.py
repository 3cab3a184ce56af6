"""A deployment's files beside its last export, another deployment's, and a file of somebody's own."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sso_providers.actions import deployments, exports
from sso_providers.models import Deployment
from tests import people

from .look import look
from .steps import sign_in_with_password

CANARY = "canary-Zq9!secret"
FILE = f"""\
AUTHENTICATION_PROVIDER=okta
AUTHENTICATION_CLIENT_TYPE=confidential
AUTHORIZER_PRINCIPAL_DOMAIN=old.example
OIDC_CLIENT_SECRET={CANARY}
MY_PASSWORD={CANARY}
"""


@pytest.fixture
def deployment(portal: str) -> Deployment:
    """Exported, and changed since."""
    row = people.deployment(people.registration("okta", name="Okta"), release="1.12")
    exports.take(deployment=row, choice=exports.choose(target="docker"), by=people.SOMEONE)
    row.refresh_from_db()
    row.principal_domain = "other.example"
    return deployments.update(deployment=row, by=people.SOMEONE)


def test_operator_compares_with_the_last_export_and_with_a_file(page: Page, deployment: Deployment):
    people.local("olga", "operator")
    people.deployment(deployment.registration, slug="staging", name="Staging", release="1.12")
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/export/?target=docker")
    page.get_by_role("button", name="Compare with the last export").click()

    expect(page.get_by_role("status")).to_contain_text("1 setting differs from the last export.")
    expect(page.get_by_role("row").filter(has_text="AUTHORIZER_PRINCIPAL_DOMAIN")).to_contain_text("acme.example")
    expect(page.get_by_text("+AUTHORIZER_PRINCIPAL_DOMAIN=other.example")).to_be_visible()
    look(page, "compare")

    page.get_by_label("Which files").select_option(label="Staging")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("differs from Staging.")

    page.get_by_label("Paste it").fill(FILE)
    page.get_by_role("button", name="Compare with this file").click()
    expect(page.get_by_role("status")).to_contain_text("It was read as: env file.")
    expect(page.get_by_role("row").filter(has_text="AUTHORIZER_PRINCIPAL_DOMAIN")).to_contain_text("old.example")
    look(page, "compare-file")
    assert CANARY not in page.content()


def test_compare_works_without_javascript(open_page: Callable[..., Page], deployment: Deployment, problems: list[str]):
    page = open_page(java_script_enabled=False)
    people.local("olga", "operator")
    sign_in_with_password(page, "olga")
    page.goto("/deployments/production/compare/")
    page.get_by_label("As files for").first.select_option(label="Kubernetes: Helm")
    page.get_by_role("button", name="Compare", exact=True).click()

    expect(page.get_by_text("openmetadata.config.authorizer.principalDomain")).to_be_visible()
    page.get_by_role("button", name="Compare with this file").click()
    expect(page.get_by_role("alert")).to_contain_text("There is nothing to read")
    problems.clear()  # the page's own status is 422
