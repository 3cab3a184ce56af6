"""Long work: started, watched while it goes on, cancelled, gone on with, and its files taken."""

import threading
import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from sso_providers.actions import checks, runs_worker
from sso_providers.actions.audit import Actor
from sso_providers.checks import CheckReport, Stage, Status
from sso_providers.models import CheckResult, Deployment, ProviderRegistration, Run
from tests import people

from .look import look
from .steps import sign_in_with_password

SOON = 30
NAMES = (
    "Auth0 · dev",
    "Azure · production",
    "Google · production",
    "Keycloak · staging",
    "Okta · production",
    "Okta · test",
)
SAYS = {
    "row-1": (
        Status.FAILED,
        "Client ID and secret",
        "The provider refuses the client secret (invalid_client): enter the new one.",
    ),
    "row-3": (Status.WARNING, "Signing keys", "One key, RS256; a second one is not announced yet."),
}


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Semaphore]:
    """Each release lets one check through; the threads are over before the database is emptied."""
    semaphore, started = threading.Semaphore(0), []
    begin = runs_worker.background

    def background(*arguments: object) -> threading.Thread:
        thread = begin(*arguments)  # type: ignore[arg-type]
        started.append(thread)
        return thread

    def run(*, registration: ProviderRegistration, by: Actor) -> CheckResult:
        assert semaphore.acquire(timeout=SOON)
        usual = (Status.OK, "Signing keys", "Two keys, RS256.")
        status, title, summary = SAYS.get(registration.slug, usual)
        report = CheckReport((Stage(id="keys", title=title, status=status, summary=summary),))
        return checks.store(registration=registration, report=report, by=by)

    monkeypatch.setattr(runs_worker, "background", background)
    monkeypatch.setattr(checks, "run", run)
    yield semaphore
    semaphore.release(100)
    for thread in started:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in started)


@pytest.fixture
def rows(portal: str) -> None:
    people.local("olga", "operator")
    for number, name in enumerate(NAMES):
        registration = people.registration(slug=f"row-{number}", name=name, client_id=f"client-{number}")
        people.deployment(registration, slug=f"row-{number}", name=name.split(" · ")[1].capitalize(), release="1.12")
    Deployment.objects.filter(slug="row-5").update(release="1.9")


def test_operator_watches_a_check_and_cancels_it(page: Page, rows, gate):
    sign_in_with_password(page, "olga")
    page.goto("/runs/")
    look(page, "runs-empty")
    page.get_by_role("button", name="Check all 6 registrations").click()

    expect(page.get_by_role("heading", name="Check of 6 registrations")).to_be_visible()
    gate.release(2)
    expect(page.get_by_role("link", name="All 6")).to_be_visible()
    expect(page.locator("[data-count=waiting]")).to_have_text("4")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "2")
    expect(page.locator("[data-says]")).to_contain_text("2 of 6 finished")
    expect(page.get_by_role("status").first).to_contain_text("of 6 finished")
    gate.release(1)
    expect(page.locator("[data-count=waiting]")).to_have_text("3")
    look(page, "run-under-way")

    page.get_by_role("link", name="Waiting 3").click()
    expect(page.get_by_role("row")).to_have_count(4)
    gate.release(1)
    expect(page.get_by_role("row")).to_have_count(3)

    page.get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-says]")).to_contain_text("Being cancelled:")
    gate.release(6)
    expect(page.locator("[data-says]")).to_contain_text("Cancelled:")
    expect(page.get_by_role("button", name="Delete")).to_be_visible()


def test_operator_reads_what_a_check_found(page: Page, rows, gate):
    gate.release(6)
    sign_in_with_password(page, "olga")
    page.goto("/runs/")
    page.get_by_role("button", name="Check all 6 registrations").click()
    expect(page.locator("[data-says]")).to_contain_text("Ended: 6 of 6 finished, 1 failed.")
    look(page, "run-ended")

    page.get_by_role("link", name="Failed 1").click()
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_text("invalid_client")).to_be_visible()
    page.get_by_role("link", name="Azure · production").click()
    expect(page.get_by_role("heading", name="Check of Azure · production")).to_be_visible()


def test_operator_takes_the_files_of_all_deployments(page: Page, rows, gate, tmp_path: Path):
    sign_in_with_password(page, "olga")
    page.goto("/runs/")
    page.get_by_label("Target").select_option("api/rest")
    page.get_by_role("button", name="Export 6 deployments").click()
    expect(page.locator("[data-says]")).to_contain_text("Ended: 6 of 6 finished, 1 failed.")
    look(page, "run-export")

    with page.expect_download() as download:
        page.get_by_role("button", name="Download all as ZIP").click()
    download.value.save_as(tmp_path / "all.zip")
    names = zipfile.ZipFile(tmp_path / "all.zip").namelist()
    assert "row-0/STEPS.txt" in names
    assert names[-1] == "README.txt"
    page.goto("/runs/")
    look(page, "runs")


def test_operator_exports_ticked_deployments_with_keyboard_only(page: Page, rows, gate):
    sign_in_with_password(page, "olga")
    page.goto("/admin/sso_providers/deployment/")
    page.get_by_label("Select this object for an action - Dev").press("Space")
    page.get_by_role("combobox", name="Action").select_option("Export the selected deployments")
    page.get_by_role("button", name="Go", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Export 1 deployment")).to_be_visible()
    look(page, "run-choose")

    page.get_by_role("button", name="Export 1 deployment").press("Enter")
    expect(page.locator("[data-says]")).to_contain_text("Ended: 1 of 1 finished, 0 failed.")


def test_operator_goes_on_with_what_stands_still_without_scripts(open_page: Callable[..., Page], rows, gate):
    run = Run.objects.create(kind="check", started_by="ana", beat_at=timezone.now() - timedelta(minutes=5))
    for number, name in enumerate(NAMES):
        run.items.create(slug=f"row-{number}", name=name, state="done" if number < 2 else "waiting")
    page = open_page(java_script_enabled=False)
    sign_in_with_password(page, "olga")
    page.goto(f"/runs/{run.pk}/")
    expect(page.get_by_text("Nothing has happened for a minute")).to_be_visible()

    page.get_by_role("button", name="Go on").click()
    gate.release(4)

    # By the page's own reload.
    expect(page.locator("[data-says]")).to_contain_text("Ended: 6 of 6 finished")


def test_run_that_stands_still(page: Page, rows):
    run = Run.objects.create(kind="check", started_by="ana", beat_at=timezone.now() - timedelta(minutes=5))
    run.items.create(slug="row-0", name=NAMES[0])
    sign_in_with_password(page, "olga")
    page.goto(f"/runs/{run.pk}/")
    look(page, "run-stands-still")
