"""The profile "Config RP": discovery and keys."""

import pytest
from django.test import Client

from sso_providers.models import User
from tests.fakes import SigningKey
from tests.login.journey import is_signed_in, refusal, sign_in, start
from tests.login.outcome import assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db


@case(
    "oidcc-client-test-discovery-openid-config",
    "the addresses are known from the discovery document only",
    "they are read from <issuer>/.well-known/openid-configuration and used",
)
def test_oidcc_client_test_discovery_openid_config(client, provider, registration):
    provider.metadata["authorization_endpoint"] = f"{provider.url}/authorize?tenant=acme"

    assert start(client).startswith(f"{provider.url}/authorize?tenant=acme&")
    assert [request.path for request in provider.requests] == ["/.well-known/openid-configuration"]


@case(
    "oidcc-client-test-discovery-jwks-uri-keys",
    "the keys are at jwks_uri",
    "they are fetched there and verify the ID token",
)
def test_oidcc_client_test_discovery_jwks_uri_keys(client, provider, registration):
    assert_signed_in(client, sign_in(client, provider))

    assert provider.count("jwks") == 1


@case(
    "oidcc-client-test-discovery-issuer-mismatch",
    "the discovery document names another issuer",
    "refused before the provider is asked",
)
def test_oidcc_client_test_discovery_issuer_mismatch(client, provider, registration):
    provider.metadata["issuer"] = f"{provider.issuer}/"

    assert refusal(client.post("/sign-in/fake/")) == "provider-misconfigured"
    assert not is_signed_in(client)


@case(
    "oidcc-client-test-signing-key-rotation",
    "between two sign-ins the signing key changes",
    "signs in; the keys are fetched anew once",
)
def test_oidcc_client_test_signing_key_rotation(client, provider, registration):
    sign_in(client, provider)
    provider.rotate_keys()
    other = Client()

    sign_in(other, provider)
    assert is_signed_in(other)
    assert provider.count("jwks") == 2


@case(
    "oidcc-client-test-signing-key-rotation-just-before-signing",
    "the key changes after the browser was sent to the provider",
    "signs in; the keys are fetched anew once",
)
def test_oidcc_client_test_signing_key_rotation_just_before_signing(client, provider, registration):
    sign_in(Client(), provider)
    address = start(client)
    provider.keys.insert(0, SigningKey.make("brand-new"))

    response = client.get(provider.sign_in(address).removeprefix("http://testserver"))
    assert response.status_code == 302
    assert is_signed_in(client)
    assert provider.count("jwks") == 2
    assert User.objects.count() == 1
