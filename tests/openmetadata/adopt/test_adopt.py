"""From a configuration back to the rows that it would be made of."""

from dataclasses import replace
from typing import Any

import pytest

from sso_providers.catalogue import Application, Flow, Secret
from sso_providers.openmetadata.adopt import Draft, NotAdoptable, adopt
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.server import Server
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from tests.openmetadata.cases import COMBINATIONS, LINE, SERVER, application, full


def application_of(draft: Draft) -> Application:
    return Application(
        kind=draft.kind,
        flow=draft.flow,
        client_id=draft.client_id,
        secrets=draft.secrets,
        settings=draft.kind.clean(draft.flow, draft.settings, allow_http=True),
    )


def server_of(draft: Draft) -> Server:
    return Server(release=LINE, options=draft.options, **dict[str, Any](draft.server))


@pytest.mark.parametrize("make", [application, full])
@pytest.mark.parametrize(("kind", "flow"), COMBINATIONS)
def test_adopt_of_what_a_registration_gives_is_that_registration(kind, flow, make):
    config = assemble(make(kind, flow), SERVER)
    draft = adopt(config)
    assert assemble(application_of(draft), server_of(draft)) == config
    # Its issuer in the cases is a realm's address.
    assert (draft.kind.id, draft.flow) == ("keycloak" if kind == "custom-oidc" else kind, flow)


@pytest.mark.parametrize(
    ("option", "value"),
    [("max_sessions", 2), ("jwt_issuer", "metadata.acme.example"), ("auto_redirect", True)],
)
def test_adopt_keeps_the_servers_options(option, value):
    server = replace(SERVER, options={option: value})
    draft = adopt(assemble(application("okta", Flow.CODE), server))
    assert draft.options == {option: value}


@pytest.mark.parametrize(
    ("addresses", "kind", "own"),
    [
        ({"authority": "https://id.acme.example/realms/a%20b"}, "keycloak", {"realm": "a b"}),
        (
            {"authority": "https://id.acme.example/auth/realms/a/"},
            "keycloak",
            {"server_url": "https://id.acme.example/auth"},
        ),
        ({"authority": "https://acme.onelogin.com/oidc/2"}, "one-login", {"subdomain": "acme"}),
        ({"authority": "https://id.acme.example"}, "custom-oidc", {"issuer": "https://id.acme.example"}),
    ],
)
def test_adopt_of_a_custom_provider_finds_the_particular_kind(addresses, kind, own):
    values = {f"{AUTHENTICATION}.{name}": value for name, value in addresses.items()}
    draft = adopt(SecurityConfig("", {f"{AUTHENTICATION}.provider": "custom-oidc", **values}))
    assert draft.kind.id == kind
    assert own.items() <= draft.settings.items()


def test_adopt_finds_the_tenant_in_the_discovery_address_alone():
    tenant = "c1123b7c-b1b2-4854-9a01-56ab3de29500"
    values = {
        f"{AUTHENTICATION}.provider": "azure",
        f"{AUTHENTICATION}.clientType": "confidential",
        f"{OIDC}.discoveryUri": f"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration",
    }
    assert adopt(SecurityConfig("", values)).settings["tenant_id"] == tenant


@pytest.mark.parametrize("provider", ["", "basic", None])
def test_adopt_without_a_provider_says_so(provider):
    values = {} if provider is None else {f"{AUTHENTICATION}.provider": provider}
    with pytest.raises(NotAdoptable, match="names no identity provider"):
        adopt(SecurityConfig("", values))


def test_adopt_of_addresses_of_another_provider_says_what_is_needed():
    values = {f"{AUTHENTICATION}.provider": "okta", f"{AUTHENTICATION}.authority": "https://accounts.google.com"}
    with pytest.raises(NotAdoptable, match="'okta'.*state authority"):
        adopt(SecurityConfig("", values))


@pytest.mark.parametrize("source", ["", "[]", "{", '{"customParamKey1": "a"}', '{"x": 1}'])
def test_adopt_of_odd_parameters_does_not_fail(source):
    config = assemble(application("okta", Flow.CODE), SERVER)
    adopt(replace(config, values={**config.values, f"{OIDC}.customParams": source}))


def test_adopt_leaves_out_secrets_that_are_not_known():
    config = assemble(replace(application("okta", Flow.CODE), secrets={}), SERVER)
    assert adopt(config).secrets == {}


def test_draft_shows_no_secret():
    draft = adopt(assemble(application("okta", Flow.CODE, "canary-3f"), SERVER))
    assert draft.secrets == {"client_secret": Secret("canary-3f")}
    assert "canary" not in repr(draft)
