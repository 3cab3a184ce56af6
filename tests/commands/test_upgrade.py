"""`manage.py upgrade`: what another release changes for a deployment."""

import io

import pytest
from django.core.management import CommandError, call_command

from sso_providers.models import AuditEvent, Deployment
from tests import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def deployment() -> Deployment:
    return people.deployment(people.registration(settings={"domain": "acme.eu.auth0.com", "session_expiry": 7200}))


def run(*arguments: str, name: str = "production") -> str:
    out = io.StringIO()
    call_command("upgrade", name, *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_upgrade_says_what_changes_and_in_which_lines(deployment):
    out = run("--to", "2.0")

    assert out.startswith(f"From OpenMetadata {deployment.release} to 2.0:\n")
    assert "  1.10  behaviour: The first start with this line puts the sign-in settings into the database" in out
    assert "\nLines of the files for Docker, Docker Compose:\n" in out
    assert "+AUTHENTICATION_SESSION_EXPIRY=7200" in out
    assert people.CANARY not in out
    assert not AuditEvent.objects.filter(event__startswith="configuration").exists()


def test_upgrade_to_the_same_line_changes_nothing(deployment):
    out = run("--to", deployment.release, "--target", "kubernetes")

    assert "  nothing changes for operators.\n" in out
    assert out.endswith("Lines of the files for Kubernetes, Helm:\n  none.\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--to", "3.0"), "Unknown release line '3.0'"),
        (("--to", "2.0", "--target", "dokcer"), "Did you mean 'docker'"),
        (("--to", "2.0", "--variant", "podman"), "Unknown variant of docker 'podman'"),
        (("--to", "1.7"), "OpenMetadata 1.7 is older than"),
        (("--to", "1.9", "--target", "api"), "1.9 reads its files at every start"),
    ],
)
def test_upgrade_with_a_name_that_nobody_knows_lists_those_there_are(deployment, arguments, message):
    with pytest.raises(CommandError, match=message):
        run(*arguments)


def test_upgrade_of_an_unknown_deployment_names_the_known(deployment):
    with pytest.raises(CommandError, match="Unknown deployment 'staging': use one of production"):
        run("--to", "2.0", name="staging")
