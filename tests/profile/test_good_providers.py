"""Providers that keep to the specification, each in its own way: all of them sign in."""

import time
from collections.abc import Callable

import pytest

from tests.fakes import Provider, SigningKey
from tests.login.journey import register, renamed, sign_in
from tests.login.outcome import assert_signed_in
from tests.profile.case import case

pytestmark = pytest.mark.django_db
Change = Callable[[Provider], object]


def signs_with(algorithm: str) -> Change:
    def change(provider: Provider) -> None:
        provider.keys = [SigningKey.make(f"key-{algorithm}", algorithm)]
        provider.metadata["id_token_signing_alg_values_supported"] = [algorithm]

    return change


def says(**members: object) -> Change:
    return lambda provider: provider.metadata.update(members)


def claims(**changes: object) -> Change:
    return lambda provider: provider.claims.update(changes)


def behaves(**faults: str) -> Change:
    return lambda provider: provider.behave(**faults)


def publishes(*keys: object) -> Change:
    return lambda provider: provider.extra_jwks.extend(keys)


def is_seconds_off(seconds: int) -> Change:
    def change(provider: Provider) -> None:
        now = int(time.time()) + seconds
        provider.claims.update(iat=now, exp=now + 60, nbf=now)

    return change


def answers_with(**members: object) -> Change:
    return lambda provider: provider.token_members.update(members)


def has_person(**changes: object) -> Change:
    def change(provider: Provider) -> None:
        provider.people["ada"] = renamed(provider.people["ada"], **changes)

    return change


WAYS: dict[str, Change] = {
    "RS384": signs_with("RS384"),
    "RS512": signs_with("RS512"),
    "PS256": signs_with("PS256"),
    "PS384": signs_with("PS384"),
    "PS512": signs_with("PS512"),
    "ES256": signs_with("ES256"),
    "ES384": signs_with("ES384"),
    "ES512": signs_with("ES512"),
    "EdDSA": signs_with("EdDSA"),
    "Ed25519": signs_with("Ed25519"),
    "a key without kid among keys of other types": behaves(id_token="no-kid"),
    "keys of types that nobody knows": publishes({"kty": "AKP", "alg": "ML-DSA-44"}, {"kty": "oct", "k": "AA"}, {}),
    "a key for encryption of the same kid": publishes({**SigningKey.make("rsa-9").jwk(), "kid": "rsa-1", "use": "enc"}),
    "one audience as a list": claims(aud=["portal"]),
    "several audiences with azp": claims(aud=["portal", "another"], azp="portal"),
    "no at_hash": claims(at_hash=None),
    "times with fractions": claims(iat=time.time() - 0.5, exp=time.time() + 300.5),
    "a clock that is 110 seconds late": is_seconds_off(-110),
    "a clock that is 110 seconds early": is_seconds_off(110),
    "claims that nobody knows, in any shape": claims(acr="1", amr=["pwd"], xyz={"a": [1, None, {"b": []}]}),
    "a subject of 255 characters": claims(sub="s" * 255),
    "names in other alphabets": has_person(preferred_username="адa", given_name="Åda", family_name="洛夫"),
    "no userinfo endpoint": says(userinfo_endpoint=None),
    "no e-mail address": has_person(email=None, email_verified=None),
    "discovery sent as text/plain": behaves(discovery="text-plain"),
    "no list of client authentication methods": says(token_endpoint_auth_methods_supported=None),
    "client_secret_post only": says(token_endpoint_auth_methods_supported=["client_secret_post"]),
    "members of discovery that nobody knows": says(mtls_endpoint_aliases={"a": 1}, frontchannel_logout_supported=True),
    "an authorization endpoint with a query": lambda provider: says(
        authorization_endpoint=f"{provider.url}/authorize?p=b2c_1_signin"
    )(provider),
    "no word about RFC 9207, and no iss": lambda provider: (
        says(authorization_response_iss_parameter_supported=None)(provider),
        behaves(authorize="no-iss")(provider),
    ),
    "no word about RFC 9207, and iss all the same": says(authorization_response_iss_parameter_supported=None),
    "token_type in lower case, expires_in as text": answers_with(token_type="bearer", expires_in="3600"),
    "no expires_in, a scope and a refresh token": answers_with(
        expires_in=None, scope="openid email", refresh_token="refresh"
    ),
    "no access token": behaves(token="no-access-token"),
}


@pytest.mark.parametrize("way", WAYS)
@case("providers that are right", f"{len(WAYS)} ways: {'; '.join(WAYS)}", "signs in")
def test_provider_that_is_right_signs_in(client, provider, registration, way):
    WAYS[way](provider)

    assert_signed_in(client, sign_in(client, provider))


@case("issuer with a slash at its end", "the issuer ends with /, and so it is registered", "signs in")
def test_issuer_with_a_slash_at_its_end(client, provider, db):
    provider.metadata["issuer"] = f"{provider.url}/"
    provider.claims["iss"] = f"{provider.url}/"
    provider.metadata["authorization_response_iss_parameter_supported"] = None
    provider.behave(authorize="no-iss")
    register(provider, settings={"issuer": f"{provider.url}/"})

    assert_signed_in(client, sign_in(client, provider))
