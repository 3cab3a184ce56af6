"""Preview and download of a deployment's files. Real secrets: see test_real_secrets.py."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sso_providers.actions import exports
from sso_providers.catalogue import KINDS, get_release
from sso_providers.models import AuditEvent, Deployment, Event, ProviderRegistration
from sso_providers.openmetadata.artifacts import Situation
from sso_providers.openmetadata.exporters import TARGETS
from sso_providers.openmetadata.yaml_tree import LARGEST
from tests import people
from tests.login.journey import BROKEN_ROWS

pytestmark = pytest.mark.django_db
EXPORT = "/deployments/production/export/"
FILES = f"{EXPORT}files/"
WAYS = ["placeholder", "reference"]


def in_page(text: str) -> str:
    """As a template shows it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


VARIANTS = [
    (target.id, variant.id) for target in TARGETS.values() for variant in target.variants if not variant.reads_conf
]


@pytest.fixture(autouse=True)
def newer_line(request):
    """Every target knows it."""
    if "deployment" in request.fixturenames:
        deployment = request.getfixturevalue("deployment")
        Deployment.objects.update(release="1.12")
        deployment.refresh_from_db()


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize(("target", "variant"), VARIANTS)
def test_preview_shows_the_files_and_the_steps(operator, deployment, target, variant, situation):
    query = {"target": target, "variant": variant, "situation": situation.value}
    page = operator.get(EXPORT, query).content.decode()

    made = exports.preview(deployment=deployment, choice=exports.choose(**query))
    assert made.artifacts
    for artifact in made.artifacts:
        assert artifact.name in page
    for step in made.steps:
        assert in_page(step.text).split("&#x27;")[0][:40] in page.replace("&#x27;", "'")
    assert people.CANARY not in page
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_preview_shows_the_file_that_was_chosen(operator, deployment):
    query = {"target": "ingestion", "variant": "airflow"}
    made = exports.preview(deployment=deployment, choice=exports.choose(**query))
    assert len(made.artifacts) > 1
    for artifact in made.artifacts:
        page = operator.get(EXPORT, {**query, "file": artifact.name}).content.decode()
        assert f'aria-label="{artifact.name}"' in page


@pytest.mark.parametrize(("kind", "flow"), [(kind.id, flow) for kind in KINDS.values() for flow in kind.flows])
def test_preview_of_every_kind_and_flow_works(operator, kind, flow):
    people.deployment(people.registration(kind, flow), release="1.12")

    for target, variant in VARIANTS:
        response = operator.get(EXPORT, {"target": target, "variant": variant})
        assert (response.status_code, b"messagelist" in response.content) == (200, False), (target, variant)


@pytest.mark.parametrize(
    "query",
    [
        {"target": "okd"},
        {"secrets": "plain"},
        {"variant": "podman"},
        {"situation": "later"},
        {"target": "<script>", "secrets": "real"},
        {"target": "docker\x00"},
    ],
)
def test_preview_of_something_unknown_lists_what_there_is(operator, deployment, query):
    response = operator.get(EXPORT, query, follow=True)

    assert response.redirect_chain == [(EXPORT, 302)]
    page = response.content.decode()
    assert "docker, bare-metal, kubernetes" in page or "placeholder, reference, real" in page or "use one of" in page
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
    chosen = exports.choose(target=target, secrets=secrets)
    for artifact in exports.preview(deployment=deployment, choice=chosen).artifacts:
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
    made = exports.preview(deployment=deployment, choice=exports.choose(target=target))
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert archive.testzip() is None
        for artifact in made.artifacts:
            name = next(name for name in archive.namelist() if name.endswith(artifact.name))
            assert archive.read(name) == artifact.text.encode()
        assert "STEPS.txt" in archive.namelist()
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


# What a target can't do for the line, the operator's own file, and upgrades


def test_preview_for_a_line_that_the_target_does_not_know_says_which_does(operator, deployment):
    Deployment.objects.update(release="1.9")

    page = operator.get(EXPORT, {"target": "api"}).content.decode()

    assert "1.9 reads its files at every start: use another target." in page
    assert "Download" not in page
    response = operator.post(FILES, {"target": "api"}, follow=True)
    assert "use another target" in response.content.decode()
    assert response.redirect_chain == [(f"{EXPORT}?target=api", 302)]


@pytest.mark.parametrize(("line", "asked"), [("1.9", False), ("1.10", True)])
def test_preview_asks_whether_the_server_already_runs_where_it_matters(operator, deployment, line, asked):
    Deployment.objects.update(release=line)

    page = operator.get(EXPORT).content.decode()

    assert ("First start, or already running?" in page) == asked
    assert ("Make the server forget the settings in its database" in page) == asked


@pytest.mark.parametrize("target", ["api", "ingestion"])
def test_preview_does_not_ask_for_a_situation_that_changes_nothing(operator, deployment, target):
    assert "First start, or already running?" not in operator.get(EXPORT, {"target": target}).content.decode()


def test_preview_says_with_what_the_line_was_verified(operator, deployment):
    page = operator.get(EXPORT, {"target": "kubernetes"}).content.decode()

    for each in exports.choose(target="kubernetes").variant.verified(get_release("1.12")):
        assert in_page(each).replace("'", "&#x27;") in page


CONF = b"""\
# ours
server:
  password: not-the-portals-secret  # stays
authenticationConfiguration:
  provider: ${AUTHENTICATION_PROVIDER:-basic}
authorizerConfiguration:
  adminPrincipals: [admin]
"""
MERGED = {"target": "bare-metal", "variant": "merged"}


def upload(content: bytes):
    return SimpleUploadedFile("openmetadata.yaml", content)


def test_own_file_comes_back_changed_and_is_kept_nowhere(operator, deployment):
    assert b'type="file"' in operator.get(EXPORT, MERGED).content

    response = operator.post(FILES, {**MERGED, "conf": upload(CONF)})

    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        text = archive.read("openmetadata.yaml").decode()
        assert "STEPS.txt" in archive.namelist()
    assert "# ours\nserver:\n  password: not-the-portals-secret  # stays\n" in text
    assert "\n  provider: auth0\n" in text
    event = AuditEvent.objects.get(event=Event.EXPORTED)
    assert "bare-metal merged" in event.detail
    assert "not-the-portals" not in event.detail


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Your conf/openmetadata.yaml is needed"),
        (b"a: [", "can&#x27;t be changed"),
        (b"\xff\xfe\x00", "not UTF-8 text"),
        (b"x: " + b"y" * LARGEST, f"at most {LARGEST} are possible"),
    ],
)
def test_own_file_that_can_not_be_changed_says_why_and_records_nothing(operator, deployment, content, sentence):
    response = operator.post(FILES, {**MERGED, "conf": upload(content)}, follow=True)

    assert sentence in response.content.decode()
    assert response.redirect_chain[0][0].startswith(f"{EXPORT}?target=bare-metal&variant=merged")
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


# Another release to look at, and lines explained


def test_preview_for_another_release_is_to_look_at_only(operator, deployment):
    page = operator.get(EXPORT, {"target": "docker", "release": "1.9"}).content.decode()

    assert "For OpenMetadata 1.9." in page
    assert "To look at only." in page
    assert f'action="{FILES}"' not in page


def test_download_is_for_the_deployments_own_release_whatever_the_form_says(operator, deployment):
    form = {"target": "docker", "release": "1.9", "file": "openmetadata-sso.env"}

    assert b"For OpenMetadata 1.12." in operator.post(FILES, form).content


def test_preview_for_a_release_that_the_target_does_not_know_says_which_does(operator, deployment):
    page = operator.get(EXPORT, {"target": "api", "release": "1.9"}).content.decode()

    assert "1.9 reads its files at every start: use another target." in page


def test_preview_for_a_release_that_there_is_not_lists_those_there_are(operator, deployment):
    response = operator.get(EXPORT, {"release": "9.9"}, follow=True)

    assert response.redirect_chain == [(EXPORT, 302)]
    assert "Unknown release line" in response.content.decode()


def test_lines_are_explained_on_request_and_the_file_stays_the_same(operator, deployment):
    query = {"target": "docker", "variant": "compose"}
    plain = operator.get(EXPORT, query).content.decode()
    explained = operator.get(EXPORT, {**query, "explain": "1"}).content.decode()

    sentence = "Which identity provider people sign in with."
    assert sentence not in plain
    assert sentence in explained
    assert "AUTHENTICATION_PROVIDER=auth0" in plain
    assert "<code>AUTHENTICATION_PROVIDER=auth0</code>" in explained
    file = {**query, "explain": "1", "file": "openmetadata-sso.env"}
    assert sentence not in operator.post(FILES, file).content.decode()


def test_file_without_a_setting_has_nothing_to_explain(operator, deployment):
    page = operator.get(EXPORT, {"target": "ingestion", "explain": "1"}).content.decode()

    assert "Explain lines" not in page
    assert "Without explanations" not in page


@pytest.mark.parametrize(("target", "variant"), VARIANTS)
def test_preview_marks_the_step_that_makes_it_take_effect(operator, deployment, target, variant):
    page = operator.get(EXPORT, {"target": target, "variant": variant}).content.decode()

    assert page.count("Makes it take effect") == (3 if variant == "ops" else 1)


UPGRADE = "/deployments/production/upgrade/"


def test_upgrade_page_shows_changes_and_lines(operator, deployment):
    Deployment.objects.update(release="1.9")

    page = operator.get(UPGRADE, {"to": "2.0", "target": "bare-metal"}).content.decode()

    assert "from OpenMetadata 1.9 to 2.0" in page
    assert "run remove-security-config" in page
    assert "+  sessionExpiry: 604800" in page
    assert people.CANARY not in page
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_upgrade_page_without_a_choice_is_for_the_newest_line(operator, deployment):
    assert "to 2.0" in operator.get(UPGRADE).content.decode()


@pytest.mark.parametrize("query", [{"to": "3.0"}, {"target": "okd"}])
def test_upgrade_page_of_something_unknown_lists_what_there_is(operator, deployment, query):
    assert "use one of" in operator.get(UPGRADE, query, follow=True).content.decode()


def test_upgrade_page_for_who_may_not_export_is_refused(client, viewer, deployment):
    assert viewer.get(UPGRADE).status_code == 403
    assert client.get(UPGRADE)["Location"].startswith("/sign-in/")
    assert viewer.post(UPGRADE).status_code in {403, 405}
