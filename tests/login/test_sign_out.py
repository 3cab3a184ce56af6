"""Signing out: always here, then at the provider that the session began at, and back."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.catalogue import KINDS, Secret
from sso_providers.crypto import Sealed
from sso_providers.login import logout
from sso_providers.models import AuditEvent, Event, PortalSession, ProviderRegistration
from tests import people
from tests.fakes import running_provider
from tests.login.journey import (
    BROKEN_ROWS,
    PORTAL,
    browser_of,
    come_back,
    failure_code,
    is_signed_in,
    register,
    sign_in,
    sign_out,
    signed_in,
)

pytestmark = pytest.mark.django_db
PAGE = "/sign-in/"
DONE = "/sign-out/done/"
BACK = f"{PORTAL}{DONE}"


def query_of(address):
    return dict(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def id_token_of(client):
    return Sealed(client.session["provider"]["id_token"]).open().reveal()


# Here


def test_sign_out_by_a_link_asks_first():
    client = browser_of(people.local_root())

    response = client.get(reverse("sign-out"))

    assert response.status_code == 200
    assert "Sign out?" in response.content.decode()
    assert is_signed_in(client)


def test_sign_out_without_the_forms_token_is_refused():
    client = browser_of(people.local_root(), enforce_csrf_checks=True)

    assert client.post("/sign-out/").status_code == 403
    assert is_signed_in(client)


def test_sign_out_of_a_local_account_ends_the_session_and_leads_to_sign_in():
    client = browser_of(people.local_root())
    key = client.session.session_key

    response = client.post("/sign-out/")

    assert (response.status_code, response["Location"]) == (302, PAGE)
    assert not is_signed_in(client)
    assert not PortalSession.objects.filter(session_key=key).exists()
    assert AuditEvent.objects.filter(event=Event.SIGNED_OUT, actor="root").count() == 1


def test_sign_out_of_who_is_signed_out_leads_to_sign_in(client):
    assert client.get(reverse("sign-out"))["Location"] == PAGE
    assert client.post(reverse("sign-out"))["Location"] == PAGE
    assert not AuditEvent.objects.exists()


def test_sign_out_of_one_browser_leaves_the_others(provider, registration):
    one, other = Client(), Client()
    sign_in(one, provider)
    sign_in(other, provider)

    sign_out(one)

    assert not is_signed_in(one)
    assert is_signed_in(other)


# At the provider


def test_sign_out_leads_to_the_provider_with_what_the_profile_demands(client, provider, registration):
    sign_in(client, provider)
    key, token = client.session.session_key, id_token_of(client)

    address = sign_out(client)

    query = query_of(address)
    assert address.startswith(f"{provider.url}/logout?")
    assert query.pop("state")
    assert query == {"client_id": "portal", "post_logout_redirect_uri": BACK, "id_token_hint": token}
    assert not is_signed_in(client)
    assert not PortalSession.objects.filter(session_key=key).exists()
    assert AuditEvent.objects.filter(event=Event.SIGNED_OUT, actor="ada").count() == 1


def test_sign_out_page_goes_on_by_a_link_without_the_token_too(client, provider, registration):
    """For browsers that refresh nothing by themselves."""
    sign_in(client, provider)
    token = id_token_of(client)

    response = client.post("/sign-out/")

    page = response.content.decode()
    link = html.unescape(re.findall(r'<a class="btn" href="([^"]*)"', page)[0])
    address = response["Refresh"].partition("url=")[2]
    assert "You are signed out of this portal." in page
    assert query_of(link) == {name: value for name, value in query_of(address).items() if name != "id_token_hint"}
    assert token not in page
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"


def test_sign_out_makes_a_new_state_each_time(provider, registration):
    states = set()
    for _ in range(2):
        client = Client()
        sign_in(client, provider)
        states.add(query_of(sign_out(client))["state"])

    assert len(states) == 2
    assert all(len(state) >= 43 for state in states)


def test_sign_out_keeps_the_endpoints_own_query_and_is_not_overridden_by_it(client, provider, registration):
    own = {"p": "b2c_1", "state": "theirs", "client_id": "theirs", "post_logout_redirect_uri": "https://evil.example/"}
    provider.metadata["end_session_endpoint"] = f"{provider.url}/logout?{urlencode(own)}"
    sign_in(client, provider)

    query = parse_qs(urlsplit(sign_out(client)).query)

    assert query["p"] == ["b2c_1"]
    assert query["client_id"] == ["portal"]
    assert query["post_logout_redirect_uri"] == [BACK]
    assert len(query["state"]) == 1
    assert "theirs" not in query["state"]


def test_sign_out_with_an_endpoint_beyond_ascii_leads_there(client, provider, registration):
    provider.metadata["end_session_endpoint"] = f"{provider.url}/abmelden/für-alle"
    sign_in(client, provider)

    assert sign_out(client).startswith(f"{provider.url}/abmelden/f%C3%BCr-alle?client_id=portal")


def test_sign_out_with_a_long_id_token_goes_without_it(client, provider, registration):
    provider.claims["padding"] = "x" * 4000
    sign_in(client, provider)

    query = query_of(sign_out(client))

    assert "id_token_hint" not in query
    assert (query["client_id"], query["post_logout_redirect_uri"]) == ("portal", BACK)


@pytest.mark.parametrize("keys", [Fernet.generate_key().decode(), "no key at all", ""], ids=["other", "bad", "none"])
def test_sign_out_with_an_id_token_that_can_not_be_read_goes_without_it(client, provider, registration, settings, keys):
    sign_in(client, provider)
    settings.PORTAL_ENCRYPTION_KEYS = keys

    assert "id_token_hint" not in query_of(sign_out(client))
    assert not is_signed_in(client)


def test_sign_out_of_a_session_that_began_at_another_registration_leads_to_that_ones(client, provider, registration):
    with running_provider() as other:
        register(other, "second")
        sign_in(client, provider)
        sign_in(client, other, "bob", slug="second")

        assert sign_out(client).startswith(other.url)


def test_sign_out_after_a_password_leads_nowhere_else(client, provider, registration):
    """The session of the provider's sign-in is another person's and over."""
    sign_in(client, provider)
    people.local_root()
    client.post(PAGE, {"username": "root", "password": "correct horse battery staple"})

    assert signed_in(client).username == "root"
    assert sign_out(client) == ""


def test_sign_out_where_staff_login_was_switched_off_still_leads_there(client, provider, registration):
    """The session of the person who did that is the one that goes on."""
    sign_in(client, provider)
    registration.staff_login = False
    registrations.update(registration=registration, by=Actor("ada", signed_in(client)))

    assert sign_out(client).startswith(f"{provider.url}/logout?")


def test_sign_out_at_a_provider_with_a_parameter_of_its_own_sends_that_alone(
    client, provider, registration, monkeypatch
):
    """Cognito: it returns no state either, so the browser that left is all that can be asked for."""
    parameter = KINDS["aws-cognito"].sign_out_parameter
    monkeypatch.setitem(KINDS, "custom-oidc", replace(KINDS["custom-oidc"], sign_out_parameter=parameter))
    sign_in(client, provider)

    assert query_of(sign_out(client)) == {"client_id": "portal", "logout_uri": BACK}
    assert client.get(DONE).status_code == 200
    assert failure_code(client.get(DONE)) == "sign-out-not-confirmed"


# Whatever is wrong there, people are signed out here


def assert_signed_out_here_only(client):
    assert sign_out(client) == ""
    assert not is_signed_in(client)
    assert not PortalSession.objects.filter(user__isnull=False).exists()
    assert logout.KEY not in client.session


def test_sign_out_of_a_provider_without_an_end_session_endpoint_is_local(client, provider, registration):
    provider.metadata["end_session_endpoint"] = None
    sign_in(client, provider)

    assert_signed_out_here_only(client)


def test_sign_out_of_a_registration_that_is_gone_is_local(client, provider, registration):
    sign_in(client, provider)
    registrations.delete(registration=registration, by=Actor("ada", signed_in(client)))

    assert_signed_out_here_only(client)


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_sign_out_of_a_broken_registration_is_local(client, provider, registration, columns):
    sign_in(client, provider)
    ProviderRegistration.objects.update(**columns)

    assert_signed_out_here_only(client)


@pytest.mark.parametrize("columns", [{"kind": "saml"}, {"kind": "ldap", "flow": "none"}], ids=["saml", "ldap"])
def test_sign_out_of_a_registration_of_another_protocol_is_local(client, provider, registration, columns):
    sign_in(client, provider)
    ProviderRegistration.objects.update(staff_login=False, **columns)

    assert_signed_out_here_only(client)


@pytest.mark.parametrize(
    "fault", ["html", "error-500", "empty", "huge", "disconnect", "redirect-private", "duplicate-keys"]
)
def test_sign_out_of_a_provider_that_fails_is_local(client, provider, registration, fault):
    sign_in(client, provider)
    cache.clear()
    provider.behave(discovery=fault)

    assert_signed_out_here_only(client)


def test_sign_out_of_a_provider_that_is_slow_waits_once(provider, registration, impatient):
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, provider)
    cache.clear()
    provider.behave(discovery="slow")
    sign_out(browsers[0])
    asked = provider.count("discovery")

    assert_signed_out_here_only(browsers[1])
    assert provider.count("discovery") == asked


def test_sign_out_needs_no_answer_of_a_provider_that_is_known(client, provider, registration):
    sign_in(client, provider)
    provider.behave(discovery="slow")

    assert sign_out(client).startswith(provider.url)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "http://user:password@id.example/", "/logout", 7])
def test_sign_out_to_an_address_that_is_none_is_local(client, provider, registration, address):
    sign_in(client, provider)
    cache.clear()
    provider.metadata["end_session_endpoint"] = address

    assert_signed_out_here_only(client)


def test_sign_out_after_the_registration_went_to_another_provider_shows_it_no_token(client, provider, registration):
    sign_in(client, provider)
    with running_provider() as other:
        registration.settings |= {"issuer": other.issuer, "jwks_uri": other.jwks_uri}
        secrets = {"client_secret": Secret("of the other")}
        registrations.update(registration=registration, secrets=secrets, by=COMMAND_LINE)

        assert_signed_out_here_only(client)


# And back


def test_done_with_the_state_says_so_once(client, provider, registration):
    sign_in(client, provider)
    back = provider.sign_out(sign_out(client))

    response = come_back(client, back)

    assert response.status_code == 200
    assert "You are signed out of this portal and" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert failure_code(come_back(client, back)) == "sign-out-not-confirmed"


@pytest.mark.parametrize("fault", ["other-state", "no-state"])
def test_done_with_another_state_or_none_is_not_confirmed(client, provider, registration, fault):
    sign_in(client, provider)
    provider.behave(logout=fault)

    response = come_back(client, provider.sign_out(sign_out(client)))

    assert failure_code(response) == "sign-out-not-confirmed"
    assert response.status_code == 400
    assert "Sign-out not confirmed" in response.content.decode()
    assert "Your session in this portal has ended" in response.content.decode()
    assert not is_signed_in(client)


def test_done_in_another_browser_is_not_confirmed(client, provider, registration):
    sign_in(client, provider)
    back = provider.sign_out(sign_out(client))

    assert failure_code(come_back(Client(), back)) == "sign-out-not-confirmed"
    assert come_back(client, back).status_code == 200, "its own browser's state still counts"


@pytest.mark.parametrize(("age", "status"), [(9 * 60, 200), (10 * 60 + 5, 400), (-60, 400)])
def test_done_after_ten_minutes_is_not_confirmed(client, provider, registration, age, status):
    sign_in(client, provider)
    back = provider.sign_out(sign_out(client))
    session = client.session
    session[logout.KEY] = {**session[logout.KEY], "at": session[logout.KEY]["at"] - age}
    session.save()

    assert come_back(client, back).status_code == status


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"state": "x"}, {"state": "\x00ü€"}, {"state": ["a", "b"]}])
def test_done_by_itself_is_not_confirmed(client, query):
    assert failure_code(client.get(DONE, query)) == "sign-out-not-confirmed"


def test_done_leaves_people_signed_in(provider, registration):
    """Forced logout: any page can send a browser there."""
    client = browser_of(people.local("vera", "viewer"))
    before = dict(client.session.items())

    response = client.get(DONE, {"state": "x"})

    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    assert signed_in(client).username == "vera"
    assert {name: client.session[name] for name in before} == before


def test_done_after_signing_in_again_leaves_the_new_session(client, provider, registration):
    sign_in(client, provider)
    back = provider.sign_out(sign_out(client))
    sign_in(client, provider, "bob")

    assert come_back(client, back)["Location"] == reverse("admin:index")
    assert signed_in(client).username == "bob"


def test_done_by_post_is_not_allowed(client):
    assert client.post(DONE).status_code == 405


def test_sign_in_after_a_sign_out_has_a_session_of_its_own(client, provider, registration):
    sign_in(client, provider)
    sign_out(client)
    anonymous = client.session.session_key
    sign_in(client, provider)

    assert client.session.session_key != anonymous
    assert not PortalSession.objects.filter(session_key=anonymous).exists()
