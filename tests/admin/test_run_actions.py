"""What is ticked in a list is checked or exported by a run."""

import pytest

from sso_providers.actions import runs
from sso_providers.models import ProviderRegistration, Run
from tests import people
from tests.login.journey import browser_of

pytestmark = pytest.mark.django_db
REGISTRATIONS = "/admin/sso_providers/providerregistration/"
DEPLOYMENTS = "/admin/sso_providers/deployment/"


@pytest.fixture
def operator(db):
    return browser_of(people.ada())


def test_check_of_ticked_registrations_starts_a_run_of_them(operator):
    people.registration()
    okta = people.registration("okta")

    response = operator.post(REGISTRATIONS, {"action": "check_selected", "_selected_action": [okta.pk]})

    run = Run.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert [item.slug for item in run.items.all()] == ["okta-prod"]


def test_check_of_ticked_registrations_that_is_one_run_too_many_says_so(operator):
    okta = people.registration("okta")
    for _ in range(runs.MOST_AT_ONCE):
        runs.check(registrations=ProviderRegistration.objects.all(), by=people.SOMEONE)

    form = {"action": "check_selected", "_selected_action": [okta.pk]}
    page = operator.post(REGISTRATIONS, form, follow=True).content.decode()

    assert "are under way" in page


def test_export_of_ticked_deployments_asks_how(operator):
    registration = people.registration()
    made = [people.deployment(registration, slug=f"row-{number}", name=f"Row {number:02}") for number in range(14)]

    form = {"action": "export_selected", "_selected_action": [each.pk for each in made]}
    page = operator.post(DEPLOYMENTS, form)

    text = page.content.decode()
    assert "Export 14 deployments" in text
    assert "Row 11" in text
    assert "and 2 more" in text
    slugs = page.context["form"]["slugs"].value()
    operator.post("/runs/exports/", {"way": "docker/compose", "situation": "running", "slugs": slugs})
    assert Run.objects.get().items.count() == 14


@pytest.mark.parametrize(("path", "action"), [(REGISTRATIONS, "check_selected"), (DEPLOYMENTS, "export_selected")])
def test_lists_of_a_viewer_have_no_actions(path, action):
    deployment = people.deployment(people.registration())
    viewer = browser_of(people.grace())

    assert action not in viewer.get(path).content.decode()
    viewer.post(path, {"action": action, "_selected_action": [deployment.pk, deployment.registration_id]})
    assert not Run.objects.exists()


@pytest.mark.parametrize("path", [REGISTRATIONS, DEPLOYMENTS])
def test_lists_delete_nothing_by_the_stock_action(superuser, path):
    people.deployment(people.registration())

    assert "delete_selected" not in superuser.get(path).content.decode()
