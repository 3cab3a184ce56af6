"""The page about a deployment's running server: what the last look found by GET, a new look by POST."""

import pytest
from django.utils import timezone

from sso_providers.models import AuditEvent, Deployment, Event
from tests.fakes.openmetadata import AUTH, VERSION, running_openmetadata
from tests.people import CANARY

pytestmark = pytest.mark.django_db
PAGE = "/deployments/production/server/"


@pytest.fixture
def fake(deployment):
    with running_openmetadata() as running:
        running.auth = {"provider": "basic"}
        Deployment.objects.update(url=running.url)
        yield running


def test_server_that_nobody_looked_at_says_so_and_is_not_asked(viewer, fake):
    assert "Not looked at yet" in viewer.get(PAGE).content.decode()
    assert fake.headers == []


def test_server_by_post_shows_what_differs_and_what_to_do(operator, fake):
    response = operator.post(PAGE, follow=True)

    assert response.redirect_chain == [(PAGE, 302)]
    page = response.content.decode()
    assert "OpenMetadata 1.9.3 answers" in page
    assert "1 setting differs" in page
    assert "auth0" in page
    assert "basic" in page
    assert "restart the server" in page
    assert CANARY not in page
    assert AuditEvent.objects.get(event=Event.SERVER_LOOKED_AT).address == "127.0.0.1"


def test_server_as_exported_says_so(operator, fake):
    fake.auth = {"provider": "auth0"}

    assert "No difference" in operator.post(PAGE, follow=True).content.decode()


def test_server_of_another_release_line_says_so(operator, fake):
    fake.version["version"] = "1.12.3"

    page = operator.post(PAGE, follow=True).content.decode()

    assert "1.12.3" in page
    assert "Set the deployment&#x27;s release line" in page


@pytest.mark.parametrize(
    ("path", "answer"),
    [(VERSION, (200, b"<html>Welcome</html>")), (VERSION, (503, b"")), (AUTH, (404, b"")), (AUTH, (200, b"[" * 9999))],
)
def test_server_that_is_something_else_says_so(operator, fake, path, answer):
    fake.answers[path] = answer

    page = operator.post(PAGE, follow=True).content.decode()

    assert "does not answer as OpenMetadata does" in page
    assert "Not looked at yet" in page


def test_server_that_is_down_says_so(operator, deployment):
    Deployment.objects.update(url="http://127.0.0.1:9")

    assert "refuses connections" in operator.post(PAGE, follow=True).content.decode()


def test_server_at_a_private_address_is_not_called_without_permission(operator, fake, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    assert "SSO_ALLOW_PRIVATE_ISSUERS" in operator.post(PAGE, follow=True).content.decode()
    assert fake.headers == []


def test_server_of_a_broken_registration_says_why(operator, fake, deployment):
    deployment.registration.__class__.objects.update(settings={})

    response = operator.post(PAGE, follow=True)

    assert response.status_code == 200
    assert "messagelist" in response.content.decode()


def test_server_escapes_what_it_says(operator, fake):
    fake.auth["authority"] = "<script>alert(1)</script>"

    assert "<script>alert" not in operator.post(PAGE, follow=True).content.decode()


def test_server_seen_before_is_shown_without_asking(viewer, fake):
    differs = [{"setting": "authenticationConfiguration.clientId", "here": "a", "there": "b"}]
    Deployment.objects.update(server_seen_at=timezone.now(), server_differs=differs)

    assert "1 setting differs" in viewer.get(PAGE).content.decode()
    assert fake.headers == []


def test_server_by_a_viewer_is_not_permitted(viewer, fake):
    assert "Look at the server" not in viewer.get(PAGE).content.decode()
    assert viewer.post(PAGE).status_code == 403
    assert fake.headers == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_server_without_a_role_is_not_permitted(nobody, deployment, method):
    assert getattr(nobody, method)(PAGE).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
def test_server_signed_out_leads_to_sign_in(client, deployment, method):
    assert getattr(client, method)(PAGE)["Location"] == f"/sign-in/?next={PAGE}"


def test_server_of_an_unknown_deployment_is_not_found(operator):
    assert operator.get("/deployments/nowhere/server/").status_code == 404
