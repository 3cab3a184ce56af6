"""However broken the registrations are, the administrator signs in with a password and finds the pages to mend them."""

import pytest
from cryptography.fernet import Fernet
from django.test import Client

from sso_providers.crypto import Sealed
from sso_providers.models import CheckResult, ProviderRegistration, RegistrationSecret
from tests import people
from tests.fakes import running_provider
from tests.login.journey import BROKEN_ROWS, is_signed_in, register

pytestmark = pytest.mark.django_db
BROKEN = {
    **BROKEN_ROWS,
    "unknown-flow": {"flow": "device", "staff_login": False},
    "provider-down": {},
}
BROKEN_SECRETS = {"damaged-secret": Sealed("garbage"), "secret-of-a-lost-key": Sealed("v1:00000000:abc")}


@pytest.fixture(params=[*BROKEN, *BROKEN_SECRETS])
def broken(request, db):
    """Every registration, two of them, broken in one way; one is used by a deployment and was checked before."""
    with running_provider() as gone:
        rows = [register(gone, "first"), register(gone, "second")]
    people.deployment(rows[0], slug="production")
    CheckResult.objects.create(registration=rows[0], registration_version=1, status="ok", stages=[])
    if request.param in BROKEN_SECRETS:
        RegistrationSecret.objects.update(sealed=BROKEN_SECRETS[request.param])
    elif columns := BROKEN[request.param]:
        ProviderRegistration.objects.update(**columns)
    return rows


def enter() -> Client:
    people.local_root()
    client = Client()
    assert client.get("/sign-in/").status_code == 200
    client.post("/sign-in/", {"username": "root", "password": people.PASSWORD})
    assert is_signed_in(client)
    return client


def test_administrator_signs_in_with_every_registration_broken(broken):
    enter()


def test_administrator_signs_in_without_any_encryption_key(broken, settings):
    settings.PORTAL_ENCRYPTION_KEYS = Fernet.generate_key().decode()

    enter()


def test_administrator_reaches_lists_forms_and_versions_with_every_registration_broken(broken):
    client = enter()

    for path in paths(broken):
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        assert "First provider" in response.content.decode() or "Production" in response.content.decode()


def test_administrator_reaches_home_with_every_registration_broken(broken):
    response = enter().get("/admin/")

    assert response.status_code == 200
    assert "First provider" in response.content.decode()


def test_no_page_with_every_registration_broken_is_a_program_error(broken):
    client = enter()
    pages = [f"/deployments/production/export/{part}" for part in ("", "?target=kubernetes&secrets=real")]
    pages += ["/registrations/first/check/", "/sign-in/first/", "/sign-in/first/callback/?state=x&code=y", "/sign-in/"]
    pages += ["/admin/sso_providers/deployment/add/", "/admin/sso_providers/user/", "/admin/sso_providers/auditevent/"]

    assert {path: status for path in pages if (status := client.get(path, follow=True).status_code) >= 500} == {}
    forms = ["/sign-in/first/", "/registrations/first/check/", "/deployments/production/export/files/"]
    assert 500 not in {path: client.post(path, follow=True).status_code for path in forms}.values()


def paths(rows: list[ProviderRegistration]) -> list[str]:
    row = f"/admin/sso_providers/providerregistration/{rows[0].pk}"
    deployment = f"/admin/sso_providers/deployment/{rows[0].deployments.get().pk}"
    lists = ["/admin/sso_providers/providerregistration/", "/admin/sso_providers/deployment/"]
    return [*lists, f"{row}/history/", f"{row}/change/", f"{deployment}/change/", f"{deployment}/history/"]
