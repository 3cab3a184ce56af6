"""The home page: how an operator begins, and what needs them from then on."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from sso_providers.models import CheckResult, Deployment, ProviderRegistration
from tests import people

from .look import look
from .steps import is_home, sign_in_with_password


def fill() -> None:
    """Three deployments and four registrations, of which one is in order."""
    okta, azure, auth0 = (people.registration(kind, name=name) for kind, name in KINDS.items())
    people.registration("keycloak", name="Keycloak · new")
    azure.secrets.update(expires_on=timezone.now().date() + timedelta(days=6))
    for registration, status in ((okta, "ok"), (azure, "ok"), (auth0, "failed")):
        CheckResult.objects.create(registration=registration, registration_version=1, status=status, stages=[])
    for name, registration, versions in (
        ("production", okta, "1.1"),
        ("staging", azure, "2.1"),
        ("dev", auth0, ""),
    ):
        deployment = people.deployment(
            registration, slug=name, name=name, url=f"https://metadata.{name}.acme.example", release="1.12"
        )
        if versions:
            Deployment.objects.filter(pk=deployment.pk).update(
                exported_at=timezone.now() - timedelta(days=4), exported_versions=versions
            )


KINDS = {"okta": "Okta · production", "azure": "Azure · staging", "auth0": "Auth0 · dev"}


def test_operator_finds_what_needs_them_and_follows_it_to_where_it_is_mended(page: Page):
    people.local("ana", "operator", first_name="Ana")
    fill()

    sign_in_with_password(page, "ana")
    is_home(page, "Ana")
    needs = page.get_by_role("region", name="What needs you").get_by_role("listitem")
    expect(needs).to_have_count(5)
    expect(needs.nth(0)).to_contain_text("check failed")
    expect(needs.nth(1)).to_contain_text("6 days")
    look(page, "home-operator")

    page.get_by_role("link", name="Replace it Azure · staging").click()
    expect(page.get_by_role("heading", name="Azure · staging", level=1)).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Export it dev").click()
    expect(page).to_have_url("/deployments/dev/export/")


def test_administrator_sees_the_way_back_in_and_the_lists(page: Page):
    people.local_root()
    fill()

    sign_in_with_password(page, "root")
    expect(page.get_by_role("region", name="Way back in")).to_contain_text("proven")
    look(page, "home-superuser")
    page.get_by_role("navigation", name="Lists and tools").get_by_role("link", name="Registrations", exact=True).click()
    expect(page.get_by_role("heading", name="Registrations")).to_be_visible()


def test_empty_portal_offers_three_ways_to_begin(page: Page):
    people.local("ana", "operator", first_name="Ana")

    sign_in_with_password(page, "ana")
    expect(page.get_by_role("heading", name="Register a provider")).to_be_visible()
    expect(page.get_by_role("heading", name="Try it without a provider")).to_be_visible()
    look(page, "home-empty")
    page.get_by_role("link", name="Import a configuration").click()
    expect(page).to_have_url("/diagnose/")


def test_home_without_script_leads_on(open_page):
    people.local("ana", "operator", first_name="Ana")
    people.registration(name="Okta")
    page = open_page(java_script_enabled=False)

    sign_in_with_password(page, "ana")
    page.get_by_role("link", name="Check it Okta").click()

    expect(page).to_have_url(f"/registrations/{ProviderRegistration.objects.get().slug}/check/")
