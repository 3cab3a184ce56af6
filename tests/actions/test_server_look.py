"""A look at a running server is kept with the deployment and recorded, and is no version of it."""

import pytest

from sso_providers.actions import server_look
from sso_providers.checks.server import Unseen
from sso_providers.models import AuditEvent, Deployment, Event
from tests import people
from tests.fakes.openmetadata import VERSION, running_openmetadata
from tests.people import CANARY, SOMEONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def fake():
    with running_openmetadata() as running:
        running.auth = {"provider": "basic", "clientType": "public"}
        running.authorizer = {"principalDomain": "acme.example"}
        yield running


@pytest.fixture
def deployment(fake) -> Deployment:
    row = people.deployment(people.registration())
    Deployment.objects.update(url=fake.url)
    row.refresh_from_db()
    return row


def test_look_keeps_what_differs_and_makes_no_version(deployment):
    found = server_look.look(deployment=deployment, by=SOMEONE)

    stored = Deployment.objects.get()
    assert stored.server_seen_at is not None
    assert {
        "setting": "authenticationConfiguration.provider",
        "here": "auth0",
        "there": "basic",
    } in stored.server_differs
    assert len(stored.server_differs) == len(found.differences)
    assert (stored.version, stored.history.count()) == (1, 1)
    event = AuditEvent.objects.get(event=Event.SERVER_LOOKED_AT)
    assert (event.actor, event.target) == ("someone", "production")
    assert event.detail.startswith("OpenMetadata 1.9.3; differs in ")
    assert CANARY not in str(stored.server_differs) + event.detail


def test_look_that_sees_nothing_keeps_the_last_one_and_is_recorded(deployment, fake):
    server_look.look(deployment=deployment, by=SOMEONE)
    before = Deployment.objects.values("server_seen_at", "server_differs").get()
    fake.answers[VERSION] = (404, b"")

    with pytest.raises(Unseen):
        server_look.look(deployment=deployment, by=SOMEONE)

    assert Deployment.objects.values("server_seen_at", "server_differs").get() == before
    assert AuditEvent.objects.filter(event=Event.SERVER_LOOKED_AT)[0].detail == "not OpenMetadata"


def test_look_at_a_private_address_needs_permission(deployment, fake, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False

    with pytest.raises(Unseen, match="SSO_ALLOW_PRIVATE_ISSUERS"):
        server_look.look(deployment=deployment, by=SOMEONE)
    assert fake.headers == []
