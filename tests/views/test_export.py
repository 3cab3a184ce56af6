"""Preview and download of a deployment's files. Real secrets: see test_real_secrets.py."""

import io
import zipfile

import pytest

from sso_providers.actions import exports
from sso_providers.models import AuditEvent, Deployment, Event, ProviderRegistration
from sso_providers.openmetadata.artifacts import SecretsMode
from sso_providers.openmetadata.exporters import TARGETS
from tests import people
from tests.login.journey import BROKEN_ROWS

pytestmark = pytest.mark.django_db
EXPORT = "/deployments/production/export/"
FILES = f"{EXPORT}files/"
WAYS = ["placeholder", "reference"]


def in_page(text: str) -> str:
    """As a template shows it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


@pytest.mark.parametrize("secrets", WAYS)
@pytest.mark.parametrize("target", TARGETS)
def test_preview_shows_the_files_and_the_steps(operator, deployment, target, secrets):
    page = operator.get(EXPORT, {"target": target, "secrets": secrets}).content.decode()

    made = exports.preview(deployment=deployment, target=target, secrets=SecretsMode(secrets))
    assert made.artifacts
    for artifact in made.artifacts:
        assert artifact.name in page
    for step in made.steps:
        assert in_page(step.text).split("&#x27;")[0][:40] in page.replace("&#x27;", "'")
    assert people.CANARY not in page
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_preview_shows_the_file_that_was_chosen(operator, deployment):
    made = exports.preview(deployment=deployment, target="ingestion", secrets=SecretsMode.PLACEHOLDER)
    for artifact in made.artifacts:
        page = operator.get(EXPORT, {"target": "ingestion", "file": artifact.name}).content.decode()
        assert f'aria-label="{artifact.name}"' in page


@pytest.mark.parametrize(("kind", "flow"), [(kind, flow) for kind in people.SETTINGS for flow in ("code", "implicit")])
@pytest.mark.parametrize("target", TARGETS)
def test_preview_of_every_kind_and_flow_works(operator, kind, flow, target):
    people.deployment(people.registration(kind, flow))

    assert operator.get(EXPORT, {"target": target}).status_code == 200


@pytest.mark.parametrize(
    "query",
    [{"target": "okd"}, {"secrets": "plain"}, {"target": "<script>", "secrets": "real"}, {"target": "docker\x00"}],
)
def test_preview_of_something_unknown_lists_what_there_is(operator, deployment, query):
    response = operator.get(EXPORT, query, follow=True)

    assert response.redirect_chain == [(EXPORT, 302)]
    page = response.content.decode()
    assert "docker, bare-metal, kubernetes" in page or "placeholder, reference, real" in page
    assert "<script>&" not in page


def test_preview_of_an_unknown_deployment_is_not_found(operator):
    assert operator.get("/deployments/nowhere/export/").status_code == 404
    assert operator.post("/deployments/nowhere/export/files/").status_code == 404


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_preview_and_download_with_a_broken_registration_say_why(operator, columns):
    deployment = people.deployment(people.registration("custom-oidc"))
    ProviderRegistration.objects.update(**columns)

    for response in (operator.get(EXPORT, follow=True), operator.post(FILES, {"target": "docker"}, follow=True)):
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == deployment.get_absolute_url()
        assert "messagelist" in response.content.decode()
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_preview_of_an_unknown_release_says_which_there_are(operator, deployment):
    Deployment.objects.update(release="0.1")

    response = operator.get(EXPORT, follow=True)

    assert response.redirect_chain[-1][0] == deployment.get_absolute_url()
    assert "Unknown release line" in response.content.decode()


@pytest.mark.parametrize("secrets", WAYS)
@pytest.mark.parametrize("target", TARGETS)
def test_download_of_one_file_gives_its_bytes(operator, deployment, target, secrets):
    for artifact in exports.preview(deployment=deployment, target=target, secrets=SecretsMode(secrets)).artifacts:
        response = operator.post(FILES, {"target": target, "secrets": secrets, "file": artifact.name})

        assert response.content == artifact.text.encode()
        assert response["Content-Disposition"] == f'attachment; filename="{artifact.name}"'
        assert response["Content-Type"] == artifact.media_type
        assert "no-store" in response["Cache-Control"]
        assert people.CANARY.encode() not in response.content


@pytest.mark.parametrize("target", TARGETS)
def test_download_of_all_is_a_zip_with_the_files_and_steps(operator, deployment, target):
    response = operator.post(FILES, {"target": target})

    assert response["Content-Disposition"] == f'attachment; filename="production-{target}.zip"'
    made = exports.preview(deployment=deployment, target=target, secrets=TARGETS[target].secrets)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        for artifact in made.artifacts:
            name = next(name for name in archive.namelist() if name.endswith(artifact.name))
            assert archive.read(name) == artifact.text.encode()
        assert all(people.CANARY.encode() not in archive.read(name) for name in archive.namelist())


def test_download_twice_gives_the_same_bytes(operator, deployment):
    assert operator.post(FILES).content == operator.post(FILES).content


def test_download_is_recorded_as_event_and_as_last_export(operator, deployment):
    operator.post(FILES, {"target": "docker"})

    event = AuditEvent.objects.get(event=Event.EXPORTED)
    assert (event.actor, event.target, event.address) == ("ada", "production", "127.0.0.1")
    assert "docker" in event.detail
    assert "sha256" in event.detail
    deployment.refresh_from_db()
    assert deployment.exported_versions == "1.1"
    assert deployment.version == 1


def test_download_by_get_is_not_possible(operator, deployment):
    assert operator.get(FILES).status_code == 405


def test_download_of_something_unknown_records_nothing(operator, deployment):
    response = operator.post(FILES, {"target": "okd"}, follow=True)

    assert "Unknown target" in response.content.decode()
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


@pytest.mark.parametrize(("method", "path"), [("get", EXPORT), ("post", FILES)])
def test_export_by_who_may_not_is_refused(client, viewer, nobody, deployment, method, path):
    assert getattr(viewer, method)(path).status_code == 403
    assert getattr(nobody, method)(path).status_code == 403
    assert getattr(client, method)(path)["Location"].startswith("/sign-in/")
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_export_page_is_strict_unless_a_form_leads_to_a_provider(administrator, deployment):
    plain, real = (
        administrator.get(EXPORT, {"secrets": way})["Content-Security-Policy"] for way in WAYS[:1] + ["real"]
    )

    assert "form-action 'self';" in f"{plain};"
    assert "form-action 'self' https:" in real


def test_health_answers_without_a_session(client):
    assert client.get("/healthz").content == b"ok"


def test_download_of_a_file_that_the_target_lacks_is_no_export(operator, deployment):
    response = operator.post("/deployments/production/export/files/", {"target": "docker", "file": "nope"})

    assert response.status_code == 404
    deployment.refresh_from_db()
    assert deployment.exported_at is None
    assert not AuditEvent.objects.filter(event=Event.EXPORTED).exists()
