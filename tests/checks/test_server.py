"""What a running server tells of itself beside what would be exported, line by line of OpenMetadata."""

from dataclasses import replace
from typing import Any

import pytest

from sso_providers import http
from sso_providers.catalogue import KINDS, RELEASES, Application, Flow, Release, get_release
from sso_providers.checks import server
from sso_providers.checks.server import RELEASE, REPORTED, Cause, Difference, Look, Unseen
from sso_providers.http import connections
from sso_providers.openmetadata.assemble import assemble
from sso_providers.openmetadata.security_config import SecurityConfig
from sso_providers.openmetadata.settings import SETTINGS
from tests.fakes.openmetadata import AUTH, VERSION, OpenMetadata, running_openmetadata
from tests.openmetadata.cases import SERVER
from tests.people import CLIENT_IDS
from tests.people import SETTINGS as OWN


@pytest.fixture
def fake():
    connections.made_once.cache_clear()
    with running_openmetadata() as running:
        config = wanted(running)
        said = {path.partition(".")[2]: value for path, value in config.values.items() if path in REPORTED}
        running.authorizer = {"principalDomain": said.pop("principalDomain")}
        running.auth = {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}
        yield running
    connections.made_once.cache_clear()


def wanted(fake: OpenMetadata, kind: str = "keycloak", flow: Flow = Flow.CODE) -> SecurityConfig:
    settings = KINDS[kind].clean(flow, OWN[kind])
    application = Application(kind=KINDS[kind], flow=flow, client_id=CLIENT_IDS[kind], settings=settings)
    return assemble(application, replace(SERVER, url=fake.url))


def look(fake: OpenMetadata, release: str = "1.9", *, allow_private: bool = True, **config: Any) -> Look:
    found = wanted(fake, **config)
    return server.look(found, get_release(release), allow_private=allow_private, fetch=http.fetch)


def test_look_at_a_server_that_has_what_is_exported_finds_no_difference(fake):
    found = look(fake)

    assert (found.version, found.differences) == ("1.9.3", ())
    assert {path.rpartition(".")[2] for path in found.compared} >= {"provider", "authority", "principalDomain"}


def test_look_sends_no_token(fake):
    look(fake)

    assert len(fake.headers) == 3
    assert not any("authorization" in headers or "cookie" in headers for headers in fake.headers)


@pytest.mark.parametrize(
    ("name", "there", "shown"),
    [
        ("provider", "basic", "basic"),
        ("clientType", "public", "public"),
        ("authority", "https://other.example", "https://other.example"),
        ("clientId", "another", "another"),
        ("callbackUrl", "https://old.example/callback", "https://old.example/callback"),
        ("enableSelfSignup", False, "false"),
        ("jwtPrincipalClaims", ["sub", "email"], "sub, email"),
        ("jwtPrincipalClaimsMapping", ["username:a", "email:b"], "username:a, email:b"),
        ("publicKeyUrls", ["https://old.example/keys"], "https://old.example/keys"),
    ],
)
def test_look_finds_what_differs(fake, name, there, shown):
    fake.auth[name] = there

    (difference,) = look(fake).differences
    assert (difference.setting.rpartition(".")[2], difference.there) == (name, shown)
    assert difference.here != shown


def test_look_finds_another_principal_domain(fake):
    fake.authorizer["principalDomain"] = "open-metadata.org"

    (difference,) = look(fake).differences
    assert difference.setting == "authorizerConfiguration.principalDomain"


@pytest.mark.parametrize("name", ["authority", "clientId", "providerName", "publicKeyUrls", "enableSelfSignup"])
@pytest.mark.parametrize("said", [None, {"a": 1}, 7])
def test_look_does_not_compare_what_the_server_does_not_say(fake, name, said):
    fake.auth[name] = said

    assert look(fake).differences == ()


def test_look_ignores_the_order_of_key_addresses_and_what_is_always_said(fake):
    fake.auth["publicKeyUrls"].reverse()
    fake.auth["responseType"] = "id_token"

    assert look(fake).differences == ()


def test_look_takes_no_mapping_for_none(fake):
    fake.auth["jwtPrincipalClaimsMapping"] = None

    assert look(fake).differences == ()


@pytest.mark.parametrize(
    ("version", "release", "differs"),
    [("1.9.3", "1.9", False), ("1.9", "1.9", False), ("1.10.0-SNAPSHOT", "1.10", False), ("1.12.4", "1.9", True)],
)
def test_look_compares_the_release_line(fake, version, release, differs):
    fake.version["version"] = version

    found = look(fake, release).differences
    assert found == ((Difference(RELEASE, release, version),) if differs else ())


@pytest.mark.parametrize("line", RELEASES)
@pytest.mark.parametrize("kind", KINDS)
def test_look_at_what_each_kind_exports_finds_no_difference(fake, kind, line):
    fake.version["version"] = f"{line}.1"
    config = wanted(fake, kind, KINDS[kind].default_flow)
    fake.auth = {path.partition(".")[2]: value for path, value in config.values.items() if path in REPORTED}

    assert look(fake, line, kind=kind, flow=KINDS[kind].default_flow).differences == ()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (VERSION, (404, b"")),
        (VERSION, (200, b"<html>Welcome</html>")),
        (VERSION, (200, b"{}")),
        (VERSION, (200, b'{"version": "latest"}')),
        (VERSION, (200, b'{"version": 1}')),
        (VERSION, (302, b"")),
        (AUTH, (401, b"{}")),
        (AUTH, (200, b"{}")),
        (AUTH, (200, b"[]")),
    ],
)
def test_look_at_something_else_says_so(fake, path, answer):
    fake.answers[path] = answer

    with pytest.raises(Unseen, match="does not answer as OpenMetadata does") as caught:
        look(fake)
    assert caught.value.cause is Cause.NOT_OPENMETADATA


def test_look_at_nothing_says_so():
    with running_openmetadata() as gone:
        config = wanted(gone)

    with pytest.raises(Unseen, match="refuses connections") as caught:
        server.look(config, get_release("1.9"), allow_private=True, fetch=http.fetch)
    assert caught.value.cause is Cause.UNREACHABLE


def test_look_at_a_private_address_needs_permission(fake):
    with pytest.raises(Unseen, match="SSO_ALLOW_PRIVATE_ISSUERS"):
        look(fake, allow_private=False)
    assert fake.headers == []


def test_look_shows_a_servers_text_harmlessly(fake):
    fake.auth["authority"] = "https://x\x1b[31m" + "y" * 1000

    (difference,) = look(fake).differences
    assert "\x1b" not in difference.there
    assert len(difference.there) == 300


def test_reported_settings_are_in_the_table():
    assert set(REPORTED) <= SETTINGS.keys()


@pytest.mark.parametrize(
    ("setting", "release", "words"),
    [
        (RELEASE, "1.9", "release line"),
        ("authenticationConfiguration.authority", "1.9", "reads them at every start"),
        ("authenticationConfiguration.authority", "1.10", "remove-security-config"),
        ("authorizerConfiguration.principalDomain", "1.13", "not what it has stored"),
        ("authorizerConfiguration.principalDomain", "1.9", "restart"),
    ],
)
def test_remedy_is_that_of_the_release_line(setting, release, words):
    assert words in server.remedy(setting, Release(release))
