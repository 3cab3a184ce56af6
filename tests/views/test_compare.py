"""A deployment's files against its last export, another deployment's, and a file that is handed in."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sso_providers.actions import deployments, exports, registrations
from sso_providers.catalogue import MASK, Secret
from sso_providers.models import AuditEvent, Deployment, Event, ProviderRegistration
from tests import people

pytestmark = pytest.mark.django_db
PATH = "/deployments/production/compare/"
CANARY = "canary-Zq9!secret"
FILE = f"""\
AUTHENTICATION_PROVIDER=okta
AUTHENTICATION_CLIENT_TYPE=confidential
OIDC_CLIENT_SECRET={CANARY}
MY_PASSWORD={CANARY}
AUTHENTICATION_AUTHORITY=https://u:{CANARY}@id.example
"""


@pytest.fixture(autouse=True)
def newer_line(deployment):
    Deployment.objects.update(release="1.12")
    deployment.refresh_from_db()


def text_of(response) -> str:
    """Without blanks between tags, that a table's row is one text."""
    return re.sub(r">\s+<", "><", html.unescape(response.content.decode()))


def take(deployment: Deployment) -> None:
    exports.take(deployment=deployment, choice=exports.choose(target="docker"), by=people.SOMEONE)
    deployment.refresh_from_db()


def change(deployment: Deployment) -> None:
    """Of both rows."""
    registration = ProviderRegistration.objects.get(pk=deployment.registration_id)
    registration.settings |= {"scope": "openid email"}
    registrations.update(registration=registration, secrets={"client_secret": Secret("new")}, by=people.SOMEONE)
    deployment.refresh_from_db()
    deployment.principal_domain = "other.example"
    deployments.update(deployment=deployment, by=people.SOMEONE)


def test_deployment_that_was_never_exported_says_so(operator):
    assert "This deployment was never exported." in text_of(operator.get(PATH))


def test_deployment_that_did_not_change_since_its_export_does_not_differ(operator, deployment):
    take(deployment)

    page = text_of(operator.get(PATH))

    assert "No difference to the last export." in page
    assert "None: both configure the same." in page


def test_last_export_is_made_again_from_both_rows_versions(operator, deployment):
    take(deployment)
    change(deployment)

    page = text_of(operator.get(PATH, {"way": "docker/compose"}))

    assert "2 settings differ from the last export." in page
    assert (
        '>AUTHORIZER_PRINCIPAL_DOMAIN</th><td class="mono">other.example</td><td class="mono">acme.example</td>' in page
    )
    assert '<span class="removed">-AUTHORIZER_PRINCIPAL_DOMAIN=acme.example\n' in page
    assert '<span class="added">+AUTHORIZER_PRINCIPAL_DOMAIN=other.example\n' in page
    assert '<span class="mono">client_secret</span>' in page
    assert people.CANARY not in page
    assert not AuditEvent.objects.filter(event=Event.EXPORTED).exclude(target="production").exists()


def test_last_export_through_another_registration_is_made_of_that_one(operator, deployment):
    take(deployment)
    deployment.registration = people.registration("okta")
    deployments.update(deployment=deployment, by=people.SOMEONE)

    page = text_of(operator.get(PATH, {"way": "docker/compose"}))

    assert '<td class="mono">okta</td><td class="mono">auth0</td>' in page


@pytest.mark.parametrize(
    ("gone", "says"), [(Deployment, "Version 1 of production"), (ProviderRegistration, "Version 1 of the registration")]
)
def test_last_export_whose_version_is_gone_says_so(operator, deployment, gone, says):
    take(deployment)
    gone.history.all().delete()

    page = text_of(operator.get(PATH))

    assert says in page
    assert "is no longer kept" in page


def test_last_export_of_a_line_that_the_target_does_not_know_says_so(operator, deployment):
    Deployment.objects.update(release="1.9")
    Deployment.history.update(release="1.9")
    deployment.refresh_from_db()
    take(deployment)
    deployment.release = "1.12"
    deployments.update(deployment=deployment, by=people.SOMEONE)

    assert "1.9 reads its files at every start" in text_of(operator.get(PATH, {"way": "api/rest"}))


def test_another_deployment_is_compared_with_the_same_choice(operator, deployment):
    people.deployment(
        deployment.registration, slug="staging", name="Staging", url="https://staging.acme.example", release="1.12"
    )

    page = text_of(operator.get(PATH, {"other": "staging", "way": "kubernetes/helm"}))

    assert ">openmetadata.config.authentication.callbackUrl</th>" in page
    assert '+      callbackUrl: "https://metadata.acme.example/callback"' in page
    assert "--- values.yaml staging" in page
    assert people.CANARY not in page


def test_file_is_compared_setting_by_setting_and_line_by_line(operator):
    response = operator.post(PATH, {"text": FILE, "way": "docker/compose"})
    page = text_of(response)

    assert "It was read as: env file. Nothing of it was stored." in page
    assert '>AUTHENTICATION_PROVIDER</th><td class="mono">auth0</td><td class="mono">okta</td>' in page
    assert "-AUTHENTICATION_PROVIDER=okta" in page
    assert "not stated" in page
    assert "no-store" in response["Cache-Control"]


def test_file_with_secrets_shows_none_of_them(operator, django_assert_max_num_queries):
    with django_assert_max_num_queries(20) as queries:
        page = text_of(operator.post(PATH, {"text": FILE}))

    assert CANARY not in page
    assert people.CANARY not in page
    assert f"-MY_PASSWORD={MASK}" in page
    assert not [each for each in queries.captured_queries if CANARY in each["sql"]]


def test_own_export_that_comes_back_does_not_differ(operator, deployment):
    made = exports.preview(deployment=deployment, choice=exports.choose(target="docker"))
    file = SimpleUploadedFile("openmetadata-sso.env", made.artifacts[0].text.encode())

    assert "No difference to openmetadata-sso.env." in text_of(operator.post(PATH, {"file": file}))


def test_file_of_another_kind_is_compared_by_its_settings_alone(operator):
    page = text_of(operator.post(PATH, {"text": FILE, "way": "kubernetes/helm"}))

    assert ">AUTHENTICATION_PROVIDER</th>" in page
    assert "The files chosen here have none of this kind" in page


def test_names_that_nothing_reads_are_told(operator):
    page = text_of(operator.post(PATH, {"text": FILE + "AUTHENTICATION_PROVIDR=x\nAUTHENTICATION_COLOUR=x\n"}))

    assert "Not understood, so not compared:" in page
    assert '<span class="mono">AUTHENTICATION_COLOUR</span>' in page


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "There is nothing to read"),
        ({"text": "To whom it may concern"}, "configuration"),
        ({"file": SimpleUploadedFile("a.zip", b"PK\x03\x04abc")}, "ZIP"),
    ],
)
def test_file_that_can_not_be_read_says_why(operator, sent, says):
    response = operator.post(PATH, sent)

    assert response.status_code == 422
    assert says in text_of(response).split('role="alert"')[1].split("</p>")[0]


@pytest.mark.parametrize(
    "query", [{"way": "okd"}, {"way": "docker/podman"}, {"way": "bare-metal/merged"}, {"situation": "x"}]
)
def test_choice_that_there_is_not_lists_those_there_are(operator, query):
    response = operator.get(PATH, query, follow=True)

    assert response.redirect_chain == [(PATH, 302)]
    assert "use one of" in text_of(response)


def test_real_secrets_are_in_no_comparison(administrator, deployment):
    take(deployment)

    assert people.CANARY not in text_of(administrator.get(PATH, {"secrets": "real"}))


def test_deployment_that_does_not_exist_is_not_found(operator):
    assert operator.get("/deployments/nowhere/compare/").status_code == 404
    assert operator.get(PATH, {"other": "nowhere"}).status_code == 404


def test_broken_registration_is_told(operator, deployment):
    take(deployment)
    ProviderRegistration.objects.update(settings={"domain": "no domain"})

    assert "is no domain" in text_of(operator.get(PATH))


def test_compare_is_for_who_may_export(client, viewer, nobody):
    assert viewer.get(PATH).status_code == 403
    assert viewer.post(PATH, {"text": FILE}).status_code == 403
    assert nobody.get(PATH).status_code == 403
    assert client.get(PATH)["Location"].startswith("/sign-in/")


def test_compare_with_more_rows_asks_no_more_questions(operator, deployment):
    take(deployment)
    operator.get(PATH)
    few = questions(operator)
    for number in range(5):
        people.deployment(deployment.registration, slug=f"more-{number}", name=f"More {number}")
        deployment.name = f"Renamed {number}"
        deployments.update(deployment=deployment, by=people.SOMEONE)

    assert questions(operator) == few


def questions(operator) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert operator.get(PATH).status_code == 200
    return len(captured)
