"""The same journey at a provider nobody here wrote: `oidc-provider-mock`, a process of its own, over HTTP."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from sso_providers.actions import checks, registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import Secret
from sso_providers.models import ExternalIdentity, ProviderRegistration, User
from tests.login.journey import PORTAL, come_back, is_signed_in, refusal, signed_in, start

pytestmark = pytest.mark.django_db
ADA = {
    "email": "ada@acme.example",
    "email_verified": True,
    "preferred_username": "ada",
    "given_name": "Ada",
    "family_name": "Lovelace",
    "groups": ["data-platform"],
}


@dataclass
class RealProvider:
    issuer: str

    def register_client(self) -> tuple[str, str]:
        """Dynamic client registration (RFC 7591): client ID and secret."""
        body = {"redirect_uris": [f"{PORTAL}/sign-in/real/callback/"]}
        client = requests.post(f"{self.issuer}/oauth2/clients", json=body, timeout=10).json()
        return client["client_id"], client["client_secret"]

    def set_person(self, sub: str, claims: dict[str, object]) -> None:
        requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=10).raise_for_status()

    def authorize(self, address: str, **form: str) -> str:
        """What a person does there: the form's button, and the redirect that follows."""
        page = requests.get(address, timeout=10)
        assert page.status_code == 200, page.text
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]


@pytest.fixture(scope="session")
def real() -> Iterator[RealProvider]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    command += ["--require-registration", "true", "--require-nonce", "true"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    provider = RealProvider(f"http://127.0.0.1:{port}")
    try:
        wait_for(provider, process)
        yield provider
    finally:
        process.terminate()
        process.wait()


def wait_for(provider: RealProvider, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(provider.issuer, timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise AssertionError("oidc-provider-mock did not start.")


def register(real: RealProvider, secret: str = "", **changes: object) -> ProviderRegistration:
    client_id, client_secret = real.register_client()
    columns = {"staff_login": True, "default_role": "viewer", **changes}
    return registrations.create(
        registration=ProviderRegistration(
            slug="real",
            name="Real provider",
            kind="custom-oidc",
            flow="code",
            client_id=client_id,
            settings={
                "issuer": real.issuer,
                "jwks_uri": f"{real.issuer}/jwks",
                "client_authentication_method": "client_secret_basic",
            },
            **columns,
        ),
        secrets={"client_secret": Secret(secret or client_secret)},
        by=COMMAND_LINE,
    )


def sign_in(client: Client, real: RealProvider, sub: str = "ada"):
    return come_back(client, real.authorize(start(client, "real"), sub=sub))


def test_real_provider_signs_in_with_the_policys_role(client, real):
    real.set_person("ada", ADA)
    register(real, default_role="", group_roles={"data-platform": "operator"}, allowed_domains=["acme.example"])

    response = sign_in(client, real)

    assert response["Location"] == reverse("admin:index")
    user = signed_in(client)
    assert (user.username, user.get_full_name(), user.role, user.is_superuser) == (
        "ada",
        "Ada Lovelace",
        "Operator",
        False,
    )
    identity = ExternalIdentity.objects.get()
    assert (identity.issuer, identity.subject) == (real.issuer, "ada")
    assert client.get(reverse("admin:index")).status_code == 200


def test_real_provider_signs_in_the_same_person_again(real):
    real.set_person("ada", ADA)
    register(real)
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, real)

    assert signed_in(browsers[0]) == signed_in(browsers[1])
    assert User.objects.count() == 1


def test_real_provider_whose_person_has_no_group_is_refused(client, real):
    real.set_person("mallory", {"email": "mallory@elsewhere.example", "groups": []})
    register(real, default_role="", group_roles={"data-platform": "operator"})

    assert refusal(sign_in(client, real, "mallory")) == "no-role"
    assert not is_signed_in(client)


def test_real_provider_whose_person_declines_changes_nothing(client, real):
    """It answers an error without a state, so that nothing may follow from it."""
    real.set_person("ada", ADA)
    register(real)
    answer = real.authorize(start(client, "real"), action="deny")

    assert parse_qs(urlsplit(answer).query)["error"] == ["access_denied"]
    assert refusal(come_back(client, answer)) == "sign-in-expired"
    assert not is_signed_in(client)


def test_real_provider_refuses_a_wrong_secret(client, real):
    real.set_person("ada", ADA)
    register(real, secret="wrong")

    response = sign_in(client, real)

    assert refusal(response) == "token-refused"
    assert "client ID or secret" in response.content.decode()


def test_real_provider_code_is_good_for_one_use(client, real):
    real.set_person("ada", ADA)
    register(real)
    answer = real.authorize(start(client, "real"), sub="ada")
    assert come_back(client, answer).status_code == 302

    assert refusal(come_back(client, answer)) == "sign-in-expired"


def test_real_provider_code_of_another_sign_in_is_refused(client, real):
    """Code injection: PKCE and nonce bind the code to the sign-in it was made for."""
    real.set_person("ada", ADA)
    register(real)
    stolen = parse_qs(urlsplit(real.authorize(start(Client(), "real"), sub="ada")).query)["code"][0]
    state = parse_qs(urlsplit(start(client, "real")).query)["state"][0]

    response = client.get("/sign-in/real/callback/", {"code": stolen, "state": state})

    assert refusal(response) in {"token-refused", "wrong-nonce"}
    assert not is_signed_in(client)


@pytest.mark.parametrize(("secret", "status"), [("", "ok"), ("wrong", "failed")])
def test_real_provider_passes_the_check_with_the_right_secret_only(real, secret, status):
    result = checks.run(registration=register(real, secret=secret), by=COMMAND_LINE)

    stages = {stage["id"]: stage["status"] for stage in result.stages}
    assert stages["credentials"] == status
    assert [stages[name] for name in ("discovery", "issuer", "keys")] == ["ok", "ok", "ok"]
