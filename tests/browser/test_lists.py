"""The lists, and the other pages that the stock admin draws."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sso_providers.actions.audit import record
from sso_providers.models import CheckResult, Deployment, Event, ExternalIdentity, ProviderRegistration
from tests import people

from .look import look
from .steps import sign_in_with_password
from .test_home import fill


def choose(page: Page, name: str, value: str) -> None:
    """In one of the filters over the list."""
    filters = page.get_by_role("navigation", name="Filter")
    filters.locator("summary").filter(has_text=name).click()
    filters.get_by_role("link", name=value, exact=True).click()


REGISTRATIONS = "/admin/sso_providers/providerregistration/"
DEPLOYMENTS = "/admin/sso_providers/deployment/"
PEOPLE = "/admin/sso_providers/user/"
AUDIT = "/admin/sso_providers/auditevent/"


@pytest.fixture
def page(page: Page) -> Page:
    """A superuser's."""
    people.local_root()
    sign_in_with_password(page, "root")
    return page


def test_registrations_are_found_by_status_and_by_name(page: Page):
    fill()
    page.goto(REGISTRATIONS)
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(4)
    expect(rows.filter(has_text="Azure · staging")).to_contain_text("6 days")
    look(page, "list-registrations")

    page.locator("summary").filter(has_text="Status").click()
    look(page, "list-filter")
    page.get_by_role("link", name="Check failed").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Auth0 · dev")
    page.get_by_role("link", name="Clear all filters").click()
    expect(rows).to_have_count(4)
    page.wait_for_load_state()  # the key's script has run then
    page.keyboard.press("/")
    page.keyboard.type("keycloak")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    page.get_by_label("Search", exact=True).fill("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing here matches.")).to_be_visible()
    look(page, "list-nothing-matches")


def test_registrations_are_sorted_by_when_their_secrets_end(page: Page):
    fill()
    ProviderRegistration.objects.get(kind="okta").secrets.update(expires_on=timezone.now().date() + timedelta(days=300))
    page.goto(REGISTRATIONS)

    page.get_by_role("link", name="Secret expires").click()
    page.get_by_role("link", name="Secret expires").click()

    expect(page.locator("#result_list tbody tr").first).to_contain_text("Okta · production")


def test_long_list_has_pages(page: Page):
    for number in range(60):
        people.registration(slug=f"row-{number}", name=f"Row {number:02}", secret="")
    page.goto(REGISTRATIONS)
    expect(page.get_by_text("Row 49")).to_be_visible()

    look(page, "list-pages")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="2").click()

    expect(page.get_by_text("Row 59")).to_be_visible()


def test_deployments_say_how_they_were_exported_and_whether_the_server_differs(page: Page):
    fill()
    Deployment.objects.filter(slug="production").update(
        server_seen_at=timezone.now(), server_differs=[{"setting": "clientId", "here": "a", "there": "b"}]
    )
    page.goto(DEPLOYMENTS)
    rows = page.locator("#result_list tbody tr")
    expect(rows.filter(has_text="metadata.staging")).to_contain_text("changed since export")
    expect(rows.filter(has_text="metadata.production")).to_contain_text("differs in 1 setting")
    look(page, "list-deployments")

    choose(page, "Last export", "Never exported")
    expect(rows).to_have_count(1)


@pytest.mark.parametrize(
    ("address", "says", "leads_to"),
    [
        (REGISTRATIONS, "No registrations yet.", "Register one"),
        (DEPLOYMENTS, "No deployments yet", "Add one"),
    ],
)
def test_empty_list_says_how_to_begin(page: Page, address: str, says: str, leads_to: str):
    page.goto(address)

    expect(page.get_by_text(says)).to_be_visible()
    look(page, f"list-empty-{address.split('/')[3]}")
    page.get_by_role("link", name=leads_to).click()
    expect(page).to_have_url(f"{address}add/")


def test_audit_events_are_read_by_day_and_one_by_one(page: Page):
    for event in (Event.CHECKED, Event.EXPORTED, Event.SIGNED_IN):
        record(event, by=people.SOMEONE, target_type="registration", target="okta", detail="version 3: works")
    page.goto(AUDIT)
    expect(page.get_by_role("navigation", name="Days")).to_be_visible()
    look(page, "list-audit")

    page.locator("#result_list tbody tr").filter(has_text="Configuration exported").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Configuration exported")).to_be_visible()
    expect(page.get_by_text("version 3: works")).to_be_visible()
    look(page, "audit-event")


def test_person_is_added_given_a_role_and_deleted(page: Page):
    page.goto(PEOPLE)
    look(page, "list-people")
    page.get_by_role("link", name="Add a person").click()
    look(page, "person-add")
    page.get_by_label("User name").fill("lin")
    page.get_by_label("Without: the person signs in through a provider").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="lin", exact=True)).to_be_visible()

    page.get_by_label("First name").fill("Lin")
    page.get_by_role("checkbox", name="Operator:").check()
    look(page, "person")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("Lin · Operator")).to_be_visible()

    page.get_by_role("link", name="Set a password").click()
    expect(page.get_by_role("heading", name="Password of lin")).to_be_visible()
    look(page, "person-password")
    page.go_back()
    page.get_by_role("link", name="What happened").click()
    expect(page.get_by_role("cell", name="Person added")).to_be_visible()
    look(page, "person-history")
    page.go_back()
    page.get_by_role("link", name="Delete").click()
    look(page, "person-delete")
    page.get_by_role("button", name="Delete lin").click()
    expect(page.get_by_text("was deleted successfully")).to_be_visible()
    look(page, "list-people-message")


def test_people_who_are_selected_are_deleted_together(page: Page):
    for name in ("lin", "mary"):
        people.person(name)
    page.goto(PEOPLE)

    for name in ("lin", "mary"):
        page.get_by_role("row", name=name).get_by_role("checkbox").check()
    expect(page.get_by_text("2 of 3 selected")).to_be_visible()
    look(page, "list-people-selected")
    page.locator("select[name=action]").select_option("delete_selected")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", name="Delete the selected")).to_be_visible()
    look(page, "people-delete")
    page.get_by_role("link", name="Keep them").click()
    expect(page).to_have_url(PEOPLE)


def test_accounts_of_a_person_are_shown_with_what_they_are_for(page: Page):
    registration = people.registration(name="Okta")
    ada = people.ada()
    ExternalIdentity.objects.create(
        user=ada,
        registration=registration,
        issuer="https://acme.okta.example",
        subject="00u1a2b3",
        email="ada@acme.example",
        email_verified=True,
        last_signed_in_at=timezone.now(),
    )

    page.goto(f"{PEOPLE}{ada.pk}/change/")

    expect(page.get_by_text("ada@acme.example (verified)")).to_be_visible()
    look(page, "person-accounts")


def test_registration_is_deleted_once_no_deployment_needs_it(page: Page):
    registration = people.registration(name="Okta", staff_login=True, default_role="viewer")
    deployment = people.deployment(registration)
    CheckResult.objects.create(registration=registration, registration_version=1, status="ok", stages=[])

    page.goto(f"{REGISTRATIONS}{registration.pk}/delete/")
    expect(page.get_by_text("deployments sign people in with it")).to_be_visible()
    look(page, "registration-delete-protected")
    page.goto(f"{DEPLOYMENTS}{deployment.pk}/delete/")
    look(page, "deployment-delete")
    page.get_by_role("button", name="Delete Production").click()
    page.goto(f"{REGISTRATIONS}{registration.pk}/delete/")
    expect(page.get_by_text("People sign in to this portal with it.")).to_be_visible()
    look(page, "registration-delete")
    page.get_by_role("button", name="Delete Okta").click()
    expect(page.get_by_text("No registrations yet.")).to_be_visible()


def test_own_password_is_changed(page: Page):
    page.get_by_role("link", name="Change password").click()
    look(page, "own-password")
    page.get_by_label("Old password").fill(people.PASSWORD)
    page.get_by_label("New password:", exact=True).fill("another-Pass-1")
    page.get_by_label("New password confirmation").fill("another-Pass-2")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_text("Nothing was saved")).to_be_visible()
    look(page, "own-password-errors")
    page.get_by_label("Old password").fill(people.PASSWORD)
    page.get_by_label("New password:", exact=True).fill("another-Pass-1")
    page.get_by_label("New password confirmation").fill("another-Pass-1")
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("heading", name="Password changed")).to_be_visible()
    look(page, "own-password-done")


def test_list_without_script_is_searched_filtered_and_sorted(open_page):
    people.local("ana", "operator")
    fill()
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "ana")
    page.goto(REGISTRATIONS)
    rows = page.locator("#result_list tbody tr")

    page.get_by_label("Search", exact=True).fill("okta")
    page.get_by_role("button", name="Search").click()
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="Show all").first.click()
    choose(page, "Status", "Draft: never checked")
    expect(rows).to_have_count(1)
