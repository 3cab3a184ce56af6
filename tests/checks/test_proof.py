"""What a provider or directory says of one secret that is not in force yet."""

from typing import Any

import pytest

from sso_providers.catalogue import Application, Flow, Secret, get_kind
from sso_providers.checks.proof import prove
from sso_providers.checks.report import Stage
from tests.certificates import SP_PRIVATE_KEY
from tests.checks.directory import ACCOUNT, PEOPLE, running_directory
from tests.checks.made_certificates import certificate
from tests.fakes import Provider
from tests.openmetadata.cases import FULL_SETTINGS, OWN_SETTINGS

NEW = "gT28Q~new-secret-of-the-application-y9Re"


def proof(kind: str, flow: Flow, name: str, secret: str, **settings: Any) -> Stage:
    found = get_kind(kind)
    application = Application(
        kind=found,
        flow=flow,
        client_id="portal",
        secrets={name: Secret(secret)},
        settings=found.clean(flow, settings, allow_http=True),
    )
    stage = prove(application, name, allow_private=True, redirect_uri=None)
    assert secret not in repr(stage)
    return stage


def of_client(provider: Provider, secret: str, **settings: Any) -> Stage:
    usual = {"issuer": provider.issuer, "jwks_uri": provider.jwks_uri}
    return proof("custom-oidc", Flow.CODE, "client_secret", secret, **usual, **settings)


def test_prove_of_a_client_secret_that_the_provider_takes_is_ok(provider):
    provider.client_secret = NEW

    assert of_client(provider, NEW).status == "ok"


def test_prove_of_a_client_secret_that_the_provider_refuses_fails(provider):
    assert of_client(provider, NEW).status == "failed"


@pytest.mark.parametrize("fault", ["error-500", "html", "disconnect"])
def test_prove_at_a_provider_without_metadata_sends_no_secret(provider, fault):
    provider.behave(discovery=fault)

    assert of_client(provider, NEW).status == "failed"
    assert provider.count("token") == 0


def test_prove_at_another_issuer_sends_no_secret(provider):
    provider.metadata["issuer"] = "https://other.example"

    stage = of_client(provider, NEW)

    assert (stage.id, stage.status, provider.count("token")) == ("issuer", "failed", 0)


@pytest.fixture
def directory():
    with running_directory(NEW) as running:
        yield running


def of_account(port: int, password: str) -> Stage:
    settings = {"host": "localhost", "port": port, "tls": False, "bind_dn": ACCOUNT, "user_base_dn": PEOPLE}
    return proof("ldap", Flow.NONE, "bind_password", password, **settings)


def test_prove_of_a_password_binds_with_it(directory):
    assert of_account(directory.port, NEW).status == "ok"


def test_prove_of_a_wrong_password_fails(directory):
    stage = of_account(directory.port, "another-secret")

    assert (stage.status, stage.field) == ("failed", "bind_password")


def test_prove_at_a_directory_that_is_gone_fails(directory):
    with running_directory(NEW) as other:
        port = other.port

    assert of_account(port, NEW).status == "failed"


def signing() -> dict[str, Any]:
    return {**OWN_SETTINGS["saml"], **FULL_SETTINGS["saml", Flow.NONE]}


def test_prove_of_the_key_of_the_certificate_is_ok():
    assert proof("saml", Flow.NONE, "sp_private_key", SP_PRIVATE_KEY, **signing()).status in {"ok", "warning"}


def test_prove_of_another_key_fails():
    stage = proof("saml", Flow.NONE, "sp_private_key", certificate().key_pem, **signing())

    assert stage.status == "failed"
    assert "does not belong to the certificate" in stage.summary


def test_prove_of_a_password_that_only_the_server_reads_says_so():
    stage = proof("saml", Flow.NONE, "key_store_password", "changeit", **OWN_SETTINGS["saml"])

    assert stage.status == "not-applicable"
