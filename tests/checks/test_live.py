"""The second stage of a diagnosis: a file against what its provider says, with a real one on loopback."""

import json
from dataclasses import replace

import pytest

from sso_providers import http
from sso_providers.catalogue import Release, Secret
from sso_providers.checks import live
from sso_providers.http import FetchError, Reason, Response
from sso_providers.openmetadata.diagnosis import diagnose
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.importers.imported import Format, Import
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS
from sso_providers.openmetadata.subject import Place
from tests.fakes import running_provider
from tests.people import CANARY

KEYS, AUTHORITY = f"{AUTHENTICATION}.publicKeyUrls", f"{AUTHENTICATION}.authority"
DISCOVERY, SCOPE = f"{OIDC}.discoveryUri", f"{OIDC}.scope"
IDS = {rule.id for rule in live.rules(live.NOTHING_SEEN)}


@pytest.fixture
def provider():
    with running_provider() as running:
        yield running


def diagnosis(release="1.12", **values):
    """`values` by the environment variables' names."""
    paths = {setting.env: path for path, setting in SETTINGS.items()}
    stated = {paths[name]: value for name, value in values.items()}
    return diagnose(
        Import(
            format=Format.ENV_FILE,
            config=SecurityConfig(server_url="", values=stated),
            places={path: Place(SETTINGS[path].env or "", line) for line, path in enumerate(stated, start=1)},
        ),
        release=Release(release),
    )


def code_flow(provider, **more):
    return {
        "AUTHENTICATION_PROVIDER": "custom-oidc",
        "AUTHENTICATION_CLIENT_TYPE": "confidential",
        "AUTHENTICATION_PUBLIC_KEYS": (f"{provider.url}/jwks",),
        "AUTHENTICATION_AUTHORITY": provider.url,
        "OIDC_DISCOVERY_URI": f"{provider.url}/.well-known/openid-configuration",
        "OIDC_CLIENT_SECRET": Secret(CANARY),
        "OIDC_SCOPE": "openid email profile offline_access",
        **more,
    }


def found(values, *, release="1.12", fetch=http.fetch):
    """What the network alone tells: (rule, setting, level, fix)."""
    made = live.examine(diagnosis(release, **values), allow_private=True, fetch=fetch)
    return [(each.rule.id, each.setting, each.level, each.fix) for each in made.findings if each.rule.id in IDS]


def test_examine_of_a_right_configuration_finds_nothing(provider):
    assert found(code_flow(provider)) == []


def test_examine_keeps_what_the_file_alone_shows(provider):
    before = diagnosis(**code_flow(provider, OIDC_PROMPT_TYPE="none"))

    after = live.examine(before, allow_private=True)

    assert before.findings and set(before.findings) <= set(after.findings)
    assert replace(after, findings=before.findings) == before


def test_examine_sends_no_secret(provider):
    found(code_flow(provider))

    assert {request.method for request in provider.requests} == {"GET"}
    assert not any(CANARY in str(request) for request in provider.requests)


def test_examine_without_permission_asks_nobody_on_a_private_address(provider):
    made = live.examine(diagnosis(**code_flow(provider)), allow_private=False)

    assert provider.requests == []
    assert {"provider-not-answering", "key-url-not-answering"} <= {each.rule.id for each in made.findings}


@pytest.mark.parametrize("kind", ["saml", "ldap", "basic"])
def test_examine_of_another_protocol_asks_for_no_description(kind):
    assert found({"AUTHENTICATION_PROVIDER": kind}) == []


# Keys


def test_keys_of_the_provider_before_are_replaced_and_our_own_kept(provider):
    own = f"{provider.url}/api/v1/system/config/jwks"
    values = code_flow(provider, AUTHENTICATION_PUBLIC_KEYS=("http://127.0.0.1:1/oauth2/jwks", own))

    rows = {row[0]: row for row in found(values)}

    assert rows["provider-keys-not-listed"] == (
        "provider-keys-not-listed",
        "AUTHENTICATION_PUBLIC_KEYS",
        Level.ERROR,
        (f"{provider.url}/jwks", own),
    )


def test_keys_at_an_address_that_is_not_shown_whole_have_no_fix(provider):
    provider.metadata["jwks_uri"] = f"{provider.url}/jwks?part=1"
    values = {
        "AUTHENTICATION_PROVIDER": "custom-oidc",
        "AUTHENTICATION_AUTHORITY": provider.url,
        "AUTHENTICATION_PUBLIC_KEYS": (f"{provider.url}/another-realm/jwks",),
    }

    assert ("provider-keys-not-listed", "AUTHENTICATION_PUBLIC_KEYS", Level.ERROR, None) in found(values)


def test_keys_of_a_public_client_come_from_its_authority(provider):
    values = {
        "AUTHENTICATION_PROVIDER": "custom-oidc",
        "AUTHENTICATION_AUTHORITY": provider.url,
        "AUTHENTICATION_PUBLIC_KEYS": (f"{provider.url}/another-realm/jwks",),
    }

    rows = found(values)

    assert ("provider-keys-not-listed", "AUTHENTICATION_PUBLIC_KEYS", Level.ERROR, (f"{provider.url}/jwks",)) in rows


def test_keys_alone_lead_to_the_server_of_their_organisation(provider):
    """Okta's organisation and its server "default" have different keys; without an authority it is a guess."""
    values = {
        "AUTHENTICATION_PROVIDER": "okta",
        "AUTHENTICATION_PUBLIC_KEYS": (f"{provider.url}/oauth2/default/v1/keys",),
    }

    rows = found(values, release="0.8")

    assert ("provider-keys-not-listed", "AUTHENTICATION_PUBLIC_KEYS", Level.WARNING, (f"{provider.url}/jwks",)) in rows


def test_keys_of_an_authority_that_is_an_endpoint_are_not_reached(provider):
    values = {
        "AUTHENTICATION_PROVIDER": "custom-oidc",
        "AUTHENTICATION_AUTHORITY": f"{provider.url}/protocol/openid-connect/auth",
        "AUTHENTICATION_PUBLIC_KEYS": (f"{provider.url}/jwks",),
    }

    assert [row[:3] for row in found(values)] == [("provider-not-answering", "AUTHENTICATION_AUTHORITY", Level.WARNING)]


@pytest.mark.parametrize("fault", ["html", "error-500", "disconnect", "redirect", "nested"])
def test_keys_that_nobody_gives_are_told(provider, fault):
    provider.behave(jwks=fault)

    assert [row[:3] for row in found(code_flow(provider))] == [
        ("key-url-not-answering", "AUTHENTICATION_PUBLIC_KEYS", Level.WARNING)
    ]


def test_keys_of_a_long_list_are_not_all_asked_for(provider):
    many = tuple(f"{provider.url}/jwks?{number}" for number in range(200))

    found(code_flow(provider, AUTHENTICATION_PUBLIC_KEYS=many))

    assert len(provider.requests) == 11


# What the provider says of itself


def test_description_that_is_none_is_told_at_its_setting(provider):
    provider.behave(discovery="html")

    assert [row[:3] for row in found(code_flow(provider))] == [
        ("provider-not-answering", "OIDC_DISCOVERY_URI", Level.WARNING)
    ]


@pytest.mark.parametrize(
    ("metadata", "values", "expected"),
    [
        (
            {"issuer": "https://id.acme.example"},
            {},
            ("issuer-not-authority", "AUTHENTICATION_AUTHORITY", Level.WARNING, "https://id.acme.example"),
        ),
        (
            {"response_types_supported": ["id_token"]},
            {},
            ("response-type-not-offered", "OIDC_RESPONSE_TYPE", Level.ERROR, None),
        ),
        (
            {"response_types_supported": ["code", "token"]},
            {"AUTHENTICATION_CLIENT_TYPE": "public"},
            ("response-type-not-offered", "AUTHENTICATION_RESPONSE_TYPE", Level.ERROR, "code"),
        ),
        (
            {"scopes_supported": ["openid", "email"]},
            {"OIDC_SCOPE": "openid email groups"},
            ("scope-not-offered", "OIDC_SCOPE", Level.WARNING, "openid email"),
        ),
        (
            {"scopes_supported": ["openid", "offline_access"]},
            {"OIDC_SCOPE": "openid"},
            ("refresh-not-asked-for", "OIDC_SCOPE", Level.HINT, "openid offline_access"),
        ),
        (
            {"prompt_values_supported": ["login", "select_account"]},
            {"OIDC_PROMPT_TYPE": "consent"},
            ("prompt-not-offered", "OIDC_PROMPT_TYPE", Level.ERROR, "select_account"),
        ),
        (
            {"id_token_signing_alg_values_supported": ["ES256"]},
            {},
            ("algorithm-not-offered", "OIDC_PREFERRED_JWS", Level.ERROR, "ES256"),
        ),
        (
            {"id_token_signing_alg_values_supported": ["ES256", "ES384"]},
            {"AUTHENTICATION_CLIENT_TYPE": "public", "AUTHENTICATION_RESPONSE_TYPE": "code"},
            ("algorithm-not-offered", "AUTHENTICATION_TOKEN_VALIDATION_ALGORITHM", Level.ERROR, None),
        ),
    ],
)
def test_description_is_compared_with_the_file(provider, metadata, values, expected):
    provider.metadata.update(metadata)

    assert expected in found(code_flow(provider, **values))


def test_description_with_refresh_tokens_is_an_error_for_servers_that_need_them(provider):
    provider.metadata["scopes_supported"] = ["openid", "offline_access"]

    rows = found(code_flow(provider, OIDC_SCOPE="openid"), release="1.6")

    assert [row[:3] for row in rows] == [("refresh-not-asked-for", "OIDC_SCOPE", Level.ERROR)]


def test_description_of_entra_may_name_its_second_version():
    tenant = "https://login.microsoftonline.com/c1123b7c-b1b2-4854-9a01-56ab3de29500"
    asked = []

    def fetch(method, url, **_):
        asked.append(url)
        if not url.endswith("/v2.0/.well-known/openid-configuration"):
            raise FetchError(Reason.UNRESOLVABLE, url)
        document = {
            "issuer": f"{tenant}/v2.0",
            "authorization_endpoint": f"{tenant}/oauth2/v2.0/authorize",
            "token_endpoint": f"{tenant}/oauth2/v2.0/token",
            "jwks_uri": f"{tenant}/discovery/v2.0/keys",
            "response_types_supported": ["code", "id_token"],
        }
        return Response(url=url, status=200, headers={}, body=json.dumps(document).encode())

    values = {"AUTHENTICATION_PROVIDER": "azure", "AUTHENTICATION_AUTHORITY": tenant}

    assert found(values, fetch=fetch) == []
    assert asked == [f"{tenant}/v2.0/.well-known/openid-configuration"]


def test_description_full_of_control_characters_is_shown_harmlessly(provider):
    provider.metadata["issuer"] = f"{provider.url}/\x1b[2J"

    made = live.examine(diagnosis(**code_flow(provider)), allow_private=True)

    assert not any("\x1b" in f"{each.message}{each.fix}" for each in made.findings)
