"""`manage.py demo`: a real provider process, sample data, and an administrator whose password is shown once."""

import io
import re
import socket
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from sso_providers import http
from sso_providers.actions import checks
from sso_providers.management.commands import demo
from sso_providers.models import CheckResult, Deployment, ProviderRegistration, User
from tests import people
from tests.people import SOMEONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.fixture(autouse=True)
def _no_secret_left(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command hands it over in the environment."""
    with monkeypatch.context() as patch:
        patch.setenv("DEMO_CLIENT_SECRET", "")
        yield


def run(port: int) -> str:
    out = io.StringIO()
    call_command("demo", "--no-server", "--provider-port", str(port), stdout=out, stderr=out)
    return out.getvalue()


def test_demo_prepares_everything_and_can_start_again(port, monkeypatch):
    results: list[CheckResult] = []
    apply_sample = demo.apply_sample

    def apply_and_check(*arguments) -> None:
        apply_sample(*arguments)
        registration = ProviderRegistration.objects.get(slug="demo")
        results.append(checks.run(registration=registration, by=SOMEONE))

    monkeypatch.setattr(demo, "apply_sample", apply_and_check)

    first, second = run(port), run(port)

    for result in results:
        # Plain http on loopback is worth a warning, and nothing else is.
        assert {stage["id"] for stage in result.stages if stage["status"] != "ok"} == {"address"}
        assert result.status == "warning"
    assert set(ProviderRegistration.objects.values_list("slug", flat=True)) == {
        "demo",
        "auth0-sample",
        "azure-sample",
        "directory-sample",
    }
    assert Deployment.objects.get().registration.slug == "demo"
    password = re.search(r"admin +(\S+)  \(shown only now\)", first)
    assert password
    admin = User.objects.get(username="admin", is_superuser=True)
    assert admin.check_password(password[1])
    assert password[1] not in second
    assert "the password shown at the first start" in second
    secret = people.secret_of(ProviderRegistration.objects.get(slug="demo"))
    assert secret and secret not in first + second


def test_demo_ends_its_provider(port):
    with demo.running_provider(f"http://127.0.0.1:{port}") as provider:
        assert http.fetch("GET", f"http://127.0.0.1:{port}/jwks", allow_private=True).status == 200

    assert provider.returncode is not None
    with pytest.raises(http.FetchError):
        http.fetch("GET", f"http://127.0.0.1:{port}/jwks", allow_private=True)


def test_demo_with_a_port_in_use_says_so(port):
    said = f"127.0.0.1:{port} already: end it, or choose another --provider-port"

    with demo.running_provider(f"http://127.0.0.1:{port}"), pytest.raises(CommandError, match=said):
        run(port)

    assert not ProviderRegistration.objects.exists()


def test_demo_without_private_issuers_names_the_variable(port):
    with override_settings(SSO_ALLOW_PRIVATE_ISSUERS=False), pytest.raises(CommandError, match="=true"):
        run(port)

    assert not User.objects.exists()
