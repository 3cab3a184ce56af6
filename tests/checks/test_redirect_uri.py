"""The stages that ask as a browser would, against the fake provider: the redirect URIs, and the sign-out."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sso_providers.catalogue import CLIENT_SECRET, KINDS, Application, Flow, Secret
from sso_providers.checks import Callback, CheckReport, Status, asking_back, run
from sso_providers.checks.redirect_uri import MOST
from sso_providers.http import FetchError, Reason, connections, fetch
from sso_providers.oidc.provider_errors import REDIRECT_ADDRESS
from tests.fakes import running_provider

SERVER = "https://metadata.acme.example/callback"
PORTAL = "https://portal.example/sign-in/fake/callback/"
CALLBACKS = (
    Callback(address=SERVER, used_by="Production"),
    Callback(address=PORTAL, used_by="this portal", needed=False),
)


@pytest.fixture
def provider():
    connections.made_once.cache_clear()
    with running_provider() as running:
        yield running
    connections.made_once.cache_clear()


def check(provider, *, flow=Flow.CODE, callbacks=CALLBACKS, fetch=fetch, **options) -> CheckReport:
    kind = KINDS["custom-oidc"]
    raw = {"issuer": provider.issuer, "jwks_uri": provider.jwks_uri}
    application = Application(
        kind=kind,
        flow=flow,
        client_id=provider.client_id,
        secrets={CLIENT_SECRET: Secret(provider.client_secret)} if flow is Flow.CODE else {},
        settings=kind.clean(flow, raw, allow_http=True),
    )
    return run(application, allow_private=True, redirect_uri=PORTAL, callbacks=callbacks, fetch=fetch, **options)


def stage(provider, name="redirect-uri", **options):
    return check(provider, **options).stage(name)


def test_redirect_uri_that_is_registered_is_ok(provider):
    provider.redirect_uris = {SERVER, PORTAL}

    found = stage(provider)

    assert (found.status, found.field) == (Status.OK, None)
    assert SERVER in found.summary
    assert "as far as it shows" in found.summary
    assert dict(found.evidence)[SERVER] == "known (sent back there, status 302, login_required); Production"


def test_redirect_uri_of_a_deployment_that_is_not_registered_fails(provider):
    provider.redirect_uris = {PORTAL}

    found = stage(provider)

    assert (found.status, found.field) == (Status.FAILED, REDIRECT_ADDRESS)
    assert SERVER in found.summary
    assert "(Production)" in found.summary


def test_redirect_uri_of_the_portal_alone_missing_is_no_fault_while_nobody_signs_in_with_it(provider):
    provider.redirect_uris = {SERVER}

    found = stage(provider)

    assert found.status is Status.OK
    assert f"but probably not {PORTAL}" in found.summary


def test_redirect_uri_of_the_portal_missing_where_there_is_no_other_is_a_warning(provider):
    provider.redirect_uris = {"https://elsewhere.example/"}

    found = stage(provider, callbacks=CALLBACKS[1:])

    assert (found.status, found.field) == (Status.WARNING, REDIRECT_ADDRESS)


def test_redirect_uri_at_a_provider_that_takes_any_is_a_warning(provider):
    found = stage(provider)

    assert (found.status, found.field) == (Status.WARNING, REDIRECT_ADDRESS)
    assert "any address, even a made-up one" in found.summary


def test_redirect_uri_is_asked_as_nobody_with_a_made_up_address_first(provider):
    provider.redirect_uris = {SERVER, PORTAL}
    urls = []

    def watched(method, url, **options):
        urls.append(url)
        return fetch(method, url, **options)

    check(provider, fetch=watched)

    asked = [parse_qs(urlsplit(url).query) for url in urls if "/authorize?" in url]
    assert [query["redirect_uri"][0] for query in asked][1:] == [SERVER, PORTAL]
    assert ".invalid/" in asked[0]["redirect_uri"][0]
    assert {query["prompt"][0] for query in asked} == {"none"}
    assert {query["response_type"][0] for query in asked} == {"code"}
    assert len({query["state"][0] for query in asked}) == 3


def test_redirect_uri_of_the_implicit_flow_asks_for_its_response_type(provider):
    urls = []

    def watched(method, url, **options):
        urls.append(url)
        return fetch(method, url, **options)

    check(provider, flow=Flow.IMPLICIT, callbacks=CALLBACKS[:1], fetch=watched)

    asked = [parse_qs(urlsplit(url).query) for url in urls if "/authorize?" in url]
    assert {query["response_type"][0] for query in asked} == {"id_token"}


def test_redirect_uri_of_many_deployments_asks_for_some(provider):
    many = tuple(Callback(address=f"{SERVER}/{number}", used_by=str(number)) for number in range(MOST + 3))

    found = stage(provider, callbacks=many)

    assert provider.count("authorize") == MOST + 1
    assert ("Further addresses, not asked for", "3") in found.evidence


def test_redirect_uri_without_anybody_who_comes_back_is_not_applicable(provider):
    assert stage(provider, callbacks=()).status is Status.NOT_APPLICABLE
    assert provider.count("authorize") == 0


def test_redirect_uri_at_a_page_that_does_not_answer_is_not_clear(provider):
    def silent(method, url, **options):
        if "/authorize?" in url:
            raise FetchError(Reason.TIMEOUT, url, "5")
        return fetch(method, url, **options)

    found = stage(provider, fetch=silent)

    assert found.status is Status.NOT_APPLICABLE
    assert "only a sign-in shows" in found.summary


def test_redirect_uri_at_a_slow_provider_stops_asking(provider, monkeypatch):
    provider.redirect_uris = {SERVER, PORTAL}
    monkeypatch.setattr(asking_back, "ENOUGH", 0.0)

    found = stage(provider)

    assert (found.status, provider.count("authorize")) == (Status.NOT_APPLICABLE, 1)
    assert dict(found.evidence)[SERVER] == "not clear (no answer); Production"


def page_for_all(method, url, **options):
    """A provider that shows its sign-in page before it looks at the address, as some do."""
    return fetch(method, url.replace("prompt=none", "prompt=login"), **options)


def test_redirect_uri_at_a_provider_that_shows_the_same_page_is_not_clear(provider):
    found = stage(provider, fetch=page_for_all)

    assert found.status is Status.NOT_APPLICABLE
    assert "Only a sign-in shows it." in found.summary


def test_redirect_uri_that_shows_a_page_where_a_made_up_one_is_refused_is_known(provider):
    provider.redirect_uris = {SERVER, PORTAL}

    assert stage(provider, fetch=page_for_all).status is Status.OK


def test_redirect_uri_of_another_issuer_is_not_asked_for(provider):
    provider.metadata["issuer"] = "https://other.example"

    assert stage(provider).status is Status.NOT_REACHED
    assert provider.count("authorize") == 0


BACK = "https://metadata.acme.example"


def test_logout_that_leads_back_is_ok_and_says_what_is_announced(provider):
    provider.post_logout_redirect_uris = {BACK}

    found = stage(provider, "logout", sign_outs=(BACK,))

    assert found.status is Status.OK
    assert "knows where to send people back to" in found.summary
    assert ("Back-channel logout", "announced") in found.evidence


def test_logout_to_an_address_that_is_not_registered_is_a_warning(provider):
    provider.post_logout_redirect_uris = {"https://elsewhere.example"}

    found = stage(provider, "logout", sign_outs=(BACK,))

    assert (found.status, found.field) == (Status.WARNING, REDIRECT_ADDRESS)
    assert BACK in found.summary


def test_logout_without_an_address_there_is_not_applicable(provider):
    provider.metadata = {"end_session_endpoint": None, "backchannel_logout_supported": None}

    found = stage(provider, "logout", sign_outs=(BACK,))

    assert found.status is Status.NOT_APPLICABLE
    assert ("Back-channel logout", "not announced") in found.evidence


def test_logout_of_nobody_asks_nothing(provider):
    found = stage(provider, "logout")

    assert found.status is Status.OK
    assert provider.count("logout") == 0
