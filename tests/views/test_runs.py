"""The pages of long work. What it does is tested in tests/actions/test_runs.py; here no thread is started."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from sso_providers.actions import runs
from sso_providers.models import AuditEvent, Deployment, Run
from tests import people

pytestmark = pytest.mark.django_db
EXPORT = {"way": "docker/compose", "situation": "running", "secrets": "", "slugs": ""}


@pytest.fixture
def run(deployment: Deployment) -> Run:
    """A check under way."""
    run = Run.objects.create(kind="check", started_by="ada", beat_at=timezone.now())
    for slug, state, says in (
        ("auth0", "done", "It works."),
        ("azure", "failed", "Signing keys: <none>."),
        ("okta", "waiting", ""),
    ):
        run.items.create(slug=slug, name=slug.capitalize(), state=state, says=says)
    return run


@pytest.fixture
def exported(deployment: Deployment) -> Run:
    options = {"choice": {"target": "docker", "variant": "compose", "situation": "running", "secrets": "placeholder"}}
    run = Run.objects.create(kind="export", started_by="ada", options=options, ended_at=timezone.now())
    run.items.create(slug="production", name="Production", state="done", files={"a.env": "A=1\n"})
    return run


def stand_still(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(beat_at=timezone.now() - timedelta(minutes=2))


def test_list_shows_what_can_be_started_and_what_ran(operator, run, exported):
    page = operator.get("/runs/").content.decode()

    assert "Check 1 registration" in page
    assert "Export 1 deployment" in page
    assert "2 of 3" in page
    assert "1 failed" in page
    assert "Docker, Docker Compose" in page


def test_list_of_a_viewer_starts_nothing(viewer, run):
    page = viewer.get("/runs/").content.decode()

    assert '<form method="post" action="/runs/' not in page
    assert f"/runs/{run.pk}/" in page


def test_list_shows_a_run_of_choices_that_are_no_more(operator, exported):
    Run.objects.update(options={"choice": {"target": "okd", "variant": "template"}})

    assert "okd, template" in operator.get("/runs/").content.decode()


def test_check_starts_a_run_of_all(operator, deployment):
    response = operator.post("/runs/checks/")

    run = Run.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    assert list(run.items.values_list("slug", flat=True)) == ["auth0-prod"]
    assert AuditEvent.objects.filter(event="run started", actor="ada").exists()


def test_check_of_nothing_says_so(operator):
    page = operator.post("/runs/checks/", follow=True).content.decode()

    assert "register a provider first" in page


@pytest.mark.parametrize(("slugs", "expected"), [("", ["production", "staging"]), ("staging", ["staging"])])
def test_export_starts_a_run_of_all_or_a_selection(operator, deployment, slugs, expected):
    people.deployment(deployment.registration, slug="staging", name="Staging")

    operator.post("/runs/exports/", {**EXPORT, "slugs": slugs})

    run = Run.objects.get()
    assert sorted(run.items.values_list("slug", flat=True)) == expected
    assert run.options["choice"] == {
        "target": "docker",
        "variant": "compose",
        "situation": "running",
        "secrets": "placeholder",
    }


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"secrets": "real"}, "secrets"),
        ({"secrets": "sealed-secret"}, "secrets"),
        ({"way": "bare-metal/merged"}, "way"),
        ({"way": "docker/podman"}, "way"),
        ({"way": ""}, "way"),
        ({"situation": "never"}, "situation"),
    ],
)
def test_export_that_can_not_be_made_says_where(operator, deployment, typed, field):
    response = operator.post("/runs/exports/", {**EXPORT, **typed})

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Run.objects.exists()


def test_export_of_deployments_that_are_gone_says_so(operator, deployment):
    page = operator.post("/runs/exports/", {**EXPORT, "slugs": "gone"}, follow=True).content.decode()

    assert "There is no deployment to export" in page


def test_run_under_way_shows_its_progress_and_reloads_itself(operator, run):
    page = operator.get(f"/runs/{run.pk}/").content.decode()

    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert '<progress max="3" value="2"' in page
    assert "Under way: 2 of 3 finished, 1 failed." in page
    assert "Signing keys: &lt;none&gt;." in page
    assert 'href="/registrations/azure/check/"' in page
    assert f'action="/runs/{run.pk}/cancel/"' in page
    assert f'action="/runs/{run.pk}/go-on/"' not in page


def test_run_of_one_state_shows_those_items_alone(operator, run):
    page = operator.get(f"/runs/{run.pk}/?state=failed").content.decode()

    assert "/registrations/azure/check/" in page
    assert "/registrations/okta/check/" not in page


@pytest.mark.parametrize("query", ["?page=99", "?page=x", "?state=x", "?page=-1&state=failed"])
def test_run_takes_any_page(operator, run, query):
    assert operator.get(f"/runs/{run.pk}/{query}").status_code == 200


def test_run_with_many_items_is_in_pages(operator, run):
    run.items.bulk_create(
        [run.items.model(run=run, slug=f"row-{number}", name=f"Row {number}") for number in range(150)]
    )

    assert len(operator.get(f"/runs/{run.pk}/").context["items"]) == 100
    second = operator.get(f"/runs/{run.pk}/?page=2")
    assert len(second.context["items"]) == 53
    assert len(operator.get(f"/runs/{run.pk}/state/?page=2").json()["items"]) == 53


def test_run_that_stands_still_offers_to_go_on(operator, run):
    stand_still(run)

    page = operator.get(f"/runs/{run.pk}/").content.decode()

    assert "the process that worked on it has ended" in page
    assert f'action="/runs/{run.pk}/go-on/"' in page
    assert "http-equiv" not in page


def test_run_of_a_viewer_is_to_look_at(viewer, run):
    page = viewer.get(f"/runs/{run.pk}/").content.decode()

    assert "2 of 3" in page
    assert f'action="/runs/{run.pk}/' not in page


def test_state_tells_the_script_what_the_page_shows(operator, run):
    failed = run.items.get(slug="azure")

    answer = operator.get(f"/runs/{run.pk}/state/").json()

    assert (answer["phase"], answer["settled"], answer["total"]) == ("under-way", 2, 3)
    assert answer["counts"] == {"": 3, "waiting": 1, "done": 1, "warning": 0, "failed": 1}
    assert {"id": failed.pk, "css": "bad", "label": "failed", "says": "Signing keys: <none>."} in answer["items"]


def test_cancel_stops_it(operator, run):
    response = operator.post(f"/runs/{run.pk}/cancel/")

    assert response["Location"] == f"/runs/{run.pk}/"
    run.refresh_from_db()
    assert run.cancelled_at
    assert "Being cancelled" in operator.get(f"/runs/{run.pk}/").content.decode()
    assert "ended already" in operator.post(f"/runs/{run.pk}/cancel/", follow=True).content.decode()


def test_items_of_a_cancelled_run_that_had_no_turn_are_not_done(operator, run):
    Run.objects.update(cancelled_at=timezone.now(), ended_at=timezone.now())

    page = operator.get(f"/runs/{run.pk}/").content.decode()

    assert "not done" in page
    assert "waiting" not in page.replace('data-count="waiting"', "").replace("state=waiting", "")


def test_go_on_takes_over_what_stands_still(operator, run):
    assert "does not stand still" in operator.post(f"/runs/{run.pk}/go-on/", follow=True).content.decode()
    stand_still(run)

    operator.post(f"/runs/{run.pk}/go-on/")

    run.refresh_from_db()
    assert run.phase.id == "under-way"
    assert AuditEvent.objects.filter(event="run gone on with", actor="ada").exists()


def test_files_are_one_zip_and_recorded(operator, exported):
    response = operator.post(f"/runs/{exported.pk}/files/")

    content = b"".join(response.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == ["production/a.env", "README.txt"]
    assert response["Content-Disposition"] == f'attachment; filename="deployments-{exported.pk}.zip"'
    assert AuditEvent.objects.filter(event="files of a run downloaded", actor="ada").exists()


def test_files_that_are_gone_are_told(operator, exported):
    exported.items.update(files={})

    page = operator.post(f"/runs/{exported.pk}/files/", follow=True).content.decode()

    assert "kept for seven days" in page
    assert "Download all" not in page


def test_delete_takes_it_away(operator, exported, run):
    assert "cancel it first" in operator.post(f"/runs/{run.pk}/delete/", follow=True).content.decode()

    assert operator.post(f"/runs/{exported.pk}/delete/")["Location"] == "/runs/"
    assert list(Run.objects.all()) == [run]


@pytest.mark.parametrize("path", ["", "state/"])
def test_run_that_is_no_more_is_not_found(operator, path):
    assert operator.get(f"/runs/99/{path}").status_code == 404


def test_runs_are_for_staff(client, nobody, viewer, run, exported):
    for path in ("/runs/", f"/runs/{run.pk}/", f"/runs/{run.pk}/state/"):
        assert client.get(path).status_code == 302
        assert nobody.get(path).status_code == 403
    forms = ["/runs/checks/", "/runs/exports/"]
    forms += [f"/runs/{run.pk}/{action}/" for action in ("cancel", "go-on", "delete")]
    for path in [*forms, f"/runs/{exported.pk}/files/"]:
        assert viewer.post(path).status_code == 403
    assert Run.objects.count() == 2


def test_most_at_once_is_told(operator, deployment):
    for _ in range(runs.MOST_AT_ONCE):
        operator.post("/runs/checks/")

    assert "are under way" in operator.post("/runs/checks/", follow=True).content.decode()
    assert "are under way" in operator.post("/runs/exports/", EXPORT, follow=True).content.decode()
