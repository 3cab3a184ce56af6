"""Back-channel logout: the provider's word ends the sessions that it names, once, whichever process it reaches."""

import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sso_providers.actions import registrations, sessions
from sso_providers.actions.audit import COMMAND_LINE, Actor
from sso_providers.login import limits
from sso_providers.login import provider as login_provider
from sso_providers.models import AuditEvent, Event, PortalSession, ProviderRegistration, UsedLogoutToken, User
from sso_providers.oidc.tokens import MAX_LENGTH
from tests import people
from tests.fakes import SigningKey, id_tokens, running_provider
from tests.login.journey import BROKEN_ROWS, browser_of, is_signed_in, register, sign_in
from tests.portal import program

pytestmark = pytest.mark.django_db
ADDRESS = "/sign-in/fake/back-channel-logout/"
FORM = "application/x-www-form-urlencoded"
LOG = "sso_providers.login.views.back_channel"


def tell(token: str, address: str = ADDRESS, **options: Any) -> Any:
    """The provider's request; without a cookie, and with Django's checks of forged forms on."""
    return Client(enforce_csrf_checks=True).post(address, f"logout_token={token}", content_type=FORM, **options)


def sid_of(browser: Client) -> str:
    sid: str = browser.session["provider"]["sid"]
    assert sid
    return sid


def assert_obeyed(response: Any) -> None:
    assert (response.status_code, response.content) == (200, b"")
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def assert_refused(response: Any) -> None:
    """Exactly 400 and no reason (section 2.8)."""
    assert (response.status_code, response.json()) == (400, {"error": "invalid_request"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def assert_nothing_ended(browser: Client) -> None:
    assert is_signed_in(browser)
    assert not AuditEvent.objects.filter(event=Event.SIGNED_OUT_BY_PROVIDER).exists()


# Whose sessions end


@pytest.fixture
def ada(provider, registration) -> Client:
    browser = Client()
    sign_in(browser, provider, "ada")
    return browser


@pytest.fixture
def ada_elsewhere(provider, registration) -> Client:
    """Another session of hers at the provider."""
    browser = Client()
    sign_in(browser, provider, "ada")
    return browser


@pytest.fixture
def bob(provider, registration) -> Client:
    browser = Client()
    sign_in(browser, provider, "bob")
    return browser


def test_logout_by_sid_ends_that_session_alone(provider, ada, ada_elsewhere, bob):
    assert_obeyed(tell(provider.logout_token(sub=None, sid=sid_of(ada))))

    assert [is_signed_in(browser) for browser in (ada, ada_elsewhere, bob)] == [False, True, True]
    assert ada.get(reverse("admin:index")).status_code == 302


def test_logout_by_sid_and_sub_ends_that_session_alone(provider, ada, ada_elsewhere, bob):
    assert_obeyed(tell(provider.logout_token(sid=sid_of(ada))))

    assert [is_signed_in(browser) for browser in (ada, ada_elsewhere, bob)] == [False, True, True]


def test_logout_by_sub_ends_all_the_persons_sessions(provider, ada, ada_elsewhere, bob):
    assert_obeyed(tell(provider.logout_token()))

    assert [is_signed_in(browser) for browser in (ada, ada_elsewhere, bob)] == [False, False, True]


def test_logout_by_the_sid_of_one_and_the_sub_of_another_ends_nothing(provider, ada, bob):
    assert_obeyed(tell(provider.logout_token(sid=sid_of(bob))))

    assert is_signed_in(ada)
    assert is_signed_in(bob)


def test_logout_by_sid_ends_sessions_of_the_person_that_don_t_know_theirs(provider, registration, bob):
    """Too many end rather than too few, where the ID token had no sid, or a longer one than is kept."""
    browsers = []
    for sid in (None, "s" * 256):
        provider.claims["sid"] = sid
        browsers.append(Client())
        sign_in(browsers[-1], provider, "ada")

    assert_obeyed(tell(provider.logout_token(sid="s" * 256)))

    assert [is_signed_in(browser) for browser in (*browsers, bob)] == [False, False, True]


def test_logout_by_an_unknown_sid_alone_ends_nothing_and_is_obeyed(provider, registration):
    provider.claims["sid"] = None
    browser = Client()
    sign_in(browser, provider, "ada")

    assert_obeyed(tell(provider.logout_token(sub=None, sid="unknown")))
    assert_nothing_ended(browser)


def test_logout_of_somebody_without_a_session_is_obeyed(provider, ada):
    assert_obeyed(tell(provider.logout_token(sub="sub-nobody")))
    assert_nothing_ended(ada)


def test_logout_ends_no_session_that_began_elsewhere(provider, ada):
    """The same subject at another provider, and at the same provider through another registration."""
    with running_provider() as other:
        register(other, "second")
        register(provider, "third")
        second, third = Client(), Client()
        sign_in(second, other, "ada", slug="second")
        sign_in(third, provider, "ada", slug="third")

        assert_obeyed(tell(provider.logout_token()))

    assert [is_signed_in(browser) for browser in (ada, second, third)] == [False, True, True]


def test_logout_ends_no_local_session(provider, ada):
    local = browser_of(User.objects.get(username="ada"))

    assert_obeyed(tell(provider.logout_token()))

    assert is_signed_in(local)


def test_logout_is_recorded_with_the_person_and_how_many(provider, ada, ada_elsewhere):
    tell(provider.logout_token())

    event = AuditEvent.objects.get(event=Event.SIGNED_OUT_BY_PROVIDER)
    assert (event.actor, event.target_type, event.target, event.detail) == (
        "ada",
        "registration",
        "fake",
        "2 sessions",
    )


def test_logout_where_staff_login_was_switched_off_is_obeyed(provider, registration, ada):
    registration.staff_login = False
    registrations.update(registration=registration, by=COMMAND_LINE)

    assert_obeyed(tell(provider.logout_token()))
    assert not is_signed_in(ada)


def test_sign_in_after_a_logout_works(provider, ada):
    tell(provider.logout_token())

    assert sign_in(ada, provider).status_code == 302
    assert is_signed_in(ada)


def test_logout_after_a_key_rotation_fetches_the_keys_once(provider, ada):
    provider.rotate_keys()

    assert_obeyed(tell(provider.logout_token()))
    assert provider.count("jwks") == 2


def test_logout_with_unknown_keys_asks_the_provider_once_a_minute(provider, ada):
    for _ in range(3):
        assert_refused(tell(provider.logout_token(header={"kid": "unknown"})))

    assert provider.count("jwks") == 2
    assert_nothing_ended(ada)


def test_logout_with_unknown_keys_leaves_the_sign_in_its_own_question(provider, ada):
    assert_refused(tell(provider.logout_token(key=SigningKey.make("forged"))))
    provider.rotate_keys()

    assert sign_in(Client(), provider).status_code == 302


# Tokens that are refused; tests/oidc/test_logout_tokens.py has every fault

EVENT = "http://schemas.openid.net/event/backchannel-logout"
BAD: dict[str, tuple[str, dict[str, Any]]] = {
    "no-event": ("wrong-event", {"events": None}),
    "wrong-event": ("wrong-event", {"events": {"https://other.example/event": {}}}),
    "with-nonce": ("has-nonce", {"nonce": "n"}),
    "wrong-aud": ("wrong-audience", {"aud": "another"}),
    "wrong-iss": ("wrong-issuer", {"iss": "https://other.example"}),
    "no-jti": ("missing-claim", {"jti": None}),
    "no-iat": ("missing-claim", {"iat": None}),
    "old": ("too-old", {"iat": int(time.time()) - 3600}),
    "expired": ("expired", {"exp": int(time.time()) - 3600}),
    "nobody": ("nobody", {"sub": None}),
    "access-token": ("wrong-type", {"header": {"typ": "at+jwt"}}),
    "wrong-alg": ("wrong-algorithm", {"key": SigningKey.make("rsa-1", "PS256")}),
    "foreign-key": ("unknown-key", {"key": SigningKey.make("foreign")}),
}


@pytest.mark.parametrize(("code", "changes"), BAD.values(), ids=BAD)
def test_token_that_is_bad_ends_nothing_and_is_not_remembered(provider, ada, caplog, code, changes):
    token = provider.logout_token(**changes)

    assert_refused(tell(token))

    assert_nothing_ended(ada)
    assert not UsedLogoutToken.objects.exists()
    assert f"Back-channel logout for fake refused: {code}: " in caplog.text
    assert token not in caplog.text


@pytest.mark.parametrize("fault", ["alg-none", "alg-hs256", "bad-signature", "foreign-key", "garbage"])
def test_token_that_is_not_signed_by_the_provider_ends_nothing(provider, ada, fault):
    provider.metadata["id_token_signing_alg_values_supported"] = ["none", "HS256", "RS256"]
    cache.clear()
    now = int(time.time())
    claims = {"iss": provider.issuer, "aud": "portal", "sub": "sub-ada", "iat": now, "jti": "j", "events": {EVENT: {}}}

    assert_refused(tell(id_tokens.issue(provider.keys[0], claims, fault, provider.client_secret) or ""))
    assert_nothing_ended(ada)


def test_id_token_in_its_place_ends_nothing(provider, ada):
    claims = {"iss": provider.issuer, "aud": "portal", "sub": "sub-ada", "iat": int(time.time())}

    assert_refused(tell(provider.keys[0].sign(claims | {"exp": claims["iat"] + 300, "jti": "j"})))
    assert_nothing_ended(ada)


def test_token_of_another_provider_ends_nothing(provider, ada):
    with running_provider() as other:
        register(other, "second")

        assert_refused(tell(other.logout_token()))
        assert_refused(tell(provider.logout_token(), "/sign-in/second/back-channel-logout/"))
    assert_nothing_ended(ada)


# What can be told without the provider is: asking it costs, and anybody can send anything

FREE = [name for name in BAD if name not in {"wrong-alg", "foreign-key"}]


def garbage(provider: Any) -> Iterator[str]:
    yield from ("x", "a.b.c", "e30.e30.e30", "a" * 1000)
    yield from (provider.logout_token(**BAD[name][1]) for name in FREE)


def forged(provider: Any) -> str:
    """By another key, under the id of the provider's."""
    token: str = provider.logout_token(key=SigningKey.make("forged"), header={"kid": provider.keys[0].kid})
    return token


@pytest.fixture
def _three_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "BAD_LOGOUT_TOKENS", replace(limits.BAD_LOGOUT_TOKENS, tries=3))


def test_token_that_can_not_be_meant_asks_the_provider_nothing(provider, ada):
    tokens = list(garbage(provider))
    cache.clear()
    provider.requests.clear()
    for token in tokens:
        assert_refused(tell(token))

    assert provider.requests == []
    assert_nothing_ended(ada)


@pytest.mark.usefixtures("_three_tries")
def test_tokens_that_can_not_be_meant_use_up_nobodys_tries(provider, ada):
    """Another customer of the same provider can have it send them, from the provider's own address."""
    for token in garbage(provider):
        assert_refused(tell(token))

    assert_obeyed(tell(provider.logout_token()))


@pytest.mark.usefixtures("_three_tries")
def test_forged_tokens_over_the_limit_are_refused_unread(provider, ada, caplog, django_assert_num_queries):
    for _ in range(3):
        assert_refused(tell(forged(provider)))

    with django_assert_num_queries(0):
        assert_refused(tell(forged(provider)))
        assert_refused(tell(provider.logout_token()))
    assert "too many bad logout tokens" in caplog.text
    assert_nothing_ended(ada)
    assert_obeyed(tell(provider.logout_token(), REMOTE_ADDR="192.0.2.7"))


@pytest.mark.usefixtures("_three_tries")
def test_good_tokens_are_not_limited(provider, ada):
    for _ in range(5):
        assert_obeyed(tell(provider.logout_token()))


@pytest.mark.usefixtures("_three_tries")
def test_database_that_fails_is_nobodys_try(provider, ada, monkeypatch):
    def fail(**_: Any) -> int:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "end_through_provider", fail)
        for _ in range(3):
            assert_refused(tell(provider.logout_token()))

    assert_obeyed(tell(provider.logout_token()))


# Used once


def test_token_twice_is_refused(provider, ada):
    token = provider.logout_token()
    assert_obeyed(tell(token))
    sign_in(ada, provider)

    assert_refused(tell(token))
    assert is_signed_in(ada)


def test_token_with_a_used_jti_is_refused_even_if_it_says_something_else(provider, ada, bob):
    assert_obeyed(tell(provider.logout_token(jti="same")))

    assert_refused(tell(provider.logout_token(jti="same", sub="sub-bob")))
    assert is_signed_in(bob)


def test_token_of_another_issuer_may_have_the_same_jti(provider, ada):
    with running_provider() as other:
        register(other, "second")

        assert_obeyed(tell(provider.logout_token(jti="same")))
        assert_obeyed(tell(other.logout_token(jti="same"), "/sign-in/second/back-channel-logout/"))


def test_token_is_remembered_as_long_as_it_could_be_used_and_no_longer(provider, ada):
    issued = int(time.time()) - 60
    assert_obeyed(tell(provider.logout_token(iat=issued)))
    used = UsedLogoutToken.objects.get()
    lasts = used.expires_at.timestamp() - issued
    assert 12 * 60 <= lasts <= 15 * 60
    UsedLogoutToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert_obeyed(tell(provider.logout_token()))

    assert UsedLogoutToken.objects.count() == 1
    assert UsedLogoutToken.objects.get().digest != used.digest


def test_token_whose_logout_failed_may_come_again(provider, ada, monkeypatch, caplog):
    token = provider.logout_token()
    with monkeypatch.context() as patched:

        def fail(**_: Any) -> int:
            raise OperationalError("database is locked")

        patched.setattr(sessions, "end_through_provider", fail)
        assert_refused(tell(token))
    assert "the database failed: OperationalError" in caplog.text
    assert is_signed_in(ada)

    assert_obeyed(tell(token))
    assert not is_signed_in(ada)


# Requests that are none


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_method_other_than_post_is_not_allowed(provider, ada, method):
    response = getattr(Client(), method)(ADDRESS, {"logout_token": provider.logout_token()} if method == "get" else "")

    assert response.status_code == 405
    assert response["Cache-Control"] == "no-store"
    assert_nothing_ended(ada)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("", FORM),
        ("logout_token=", FORM),
        ("logout_token=a&logout_token=b", FORM),
        ("token=a", FORM),
        ("logout_token=%ff%fe", FORM),
        ("logout_token=" + "a" * (MAX_LENGTH + 1), FORM),
        ("logout_token=" + "a" * 3_000_000, FORM),
        ("&".join(f"a{number}=1" for number in range(2000)), FORM),
        ("logout_token=a", f"{FORM}; charset=utf-16"),
        ("logout_token=a", "text/plain"),
        ("logout_token=a", ""),
        ('{"logout_token": "a"}', "application/json"),
        ("--x\r\n", "multipart/form-data; boundary=x"),
        ("--x\r\n", "multipart/form-data"),
    ],
    ids=[
        "nothing",
        "empty",
        "two",
        "another-name",
        "not-utf-8",
        "long",
        "huge",
        "many-fields",
        "utf-16",
        "text",
        "untyped",
        "json",
        "multipart",
        "multipart-without-boundary",
    ],
)
def test_request_without_a_token_is_refused(provider, ada, body, content_type):
    assert_refused(Client().post(ADDRESS, body, content_type=content_type))
    assert_nothing_ended(ada)


def test_token_in_the_address_is_not_read(provider, ada):
    token = provider.logout_token()

    assert_refused(Client().post(f"{ADDRESS}?logout_token={token}", "", content_type=FORM))
    assert_nothing_ended(ada)


def test_cookie_of_a_person_changes_nothing(provider, ada, bob):
    """The browser of a person has no say here, and its session stays as it is."""
    key = bob.session.session_key

    response = bob.post(ADDRESS, f"logout_token={provider.logout_token()}", content_type=FORM)

    assert_obeyed(response)
    assert bob.session.session_key == key
    assert not is_signed_in(ada)


# Registrations and providers that fail


def test_registration_that_does_not_exist_is_refused(provider, ada):
    assert_refused(tell(provider.logout_token(), "/sign-in/nowhere/back-channel-logout/"))
    assert_nothing_ended(ada)


@pytest.mark.parametrize(
    "columns",
    [*BROKEN_ROWS.values(), {"flow": "implicit", "staff_login": False}, {"kind": "saml"}],
    ids=[*BROKEN_ROWS, "implicit", "saml"],
)
def test_registration_that_is_broken_is_refused(provider, ada, columns):
    token = provider.logout_token()
    ProviderRegistration.objects.update(**columns)

    assert_refused(tell(token))
    assert_nothing_ended(ada)


@pytest.mark.parametrize("endpoint", ["discovery", "jwks"])
@pytest.mark.parametrize("fault", ["html", "error-500", "huge", "disconnect", "redirect-private", "empty"])
def test_provider_that_fails_is_refused(provider, ada, endpoint, fault):
    token = provider.logout_token()
    cache.clear()
    provider.behave(**{endpoint: fault})

    assert_refused(tell(token))
    assert_nothing_ended(ada)


@pytest.mark.parametrize("endpoint", ["discovery", "jwks"])
@pytest.mark.parametrize("fault", ["slow", "error-500", "html", "disconnect", "empty"])
def test_provider_that_fails_is_asked_once(provider, ada, impatient, endpoint, fault):
    """Anybody can send such requests, so they must neither fill the workers nor flood the provider."""
    cache.clear()
    provider.behave(**{endpoint: fault})
    assert_refused(tell(provider.logout_token()))
    asked = provider.count(endpoint)

    assert_refused(tell(provider.logout_token()))
    assert provider.count(endpoint) == asked


def test_log_of_a_logout_holds_no_token(provider, ada, caplog):
    caplog.set_level(logging.DEBUG)
    token = provider.logout_token()
    tell(token)
    tell(token)

    messages = [record.getMessage() for record in caplog.records if record.name == LOG]
    assert messages == [
        "Back-channel logout for fake: sessions ended: 1",
        "Back-channel logout for fake refused: The logout token was used before (jti).",
    ]
    assert token not in caplog.text


# A session that ends while its browser's request is under way


def test_session_that_ends_during_a_request_does_not_come_back(provider, ada, monkeypatch):
    fetched = login_provider.metadata

    def end_meanwhile(application: Any) -> Any:
        PortalSession.objects.filter(user__isnull=False).delete()
        return fetched(application)

    with monkeypatch.context() as patched:
        patched.setattr(login_provider, "metadata", end_meanwhile)
        response = ada.post("/sign-in/fake/")

    assert response.status_code == 400
    page = response.content.decode()
    assert "Your session ended" in page
    assert f'href="{reverse("sign-in")}"' in page
    assert not PortalSession.objects.exists()
    assert ada.get(reverse("admin:index")).status_code == 302


def test_session_that_ended_can_not_be_saved(provider, ada):
    session = ada.session
    assert "provider" in session
    tell(provider.logout_token())
    session["a"] = 1

    with pytest.raises(UpdateError):
        session.save()


# Ending sessions by hand


def test_end_for_user_ends_all_and_says_how_many(provider, ada, ada_elsewhere, bob):
    root = Actor("root", address="192.0.2.7")
    person = User.objects.get(username="ada")
    local = browser_of(person)

    assert sessions.end_for_user(user=person, by=root, reason="left the company") == 3
    assert sessions.end_for_user(user=person, by=root) == 0

    assert [is_signed_in(browser) for browser in (ada, ada_elsewhere, local, bob)] == [False, False, False, True]
    event = AuditEvent.objects.get(event=Event.SESSIONS_ENDED)
    assert (event.actor, event.address, event.target, event.detail) == (
        "root",
        "192.0.2.7",
        "ada",
        "3 sessions: left the company",
    )


def test_end_for_user_counts_no_session_that_was_over_already(db):
    person = people.local("vera", "viewer")
    browser_of(person)
    PortalSession.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    assert sessions.end_for_user(user=person, by=COMMAND_LINE) == 0
    assert not AuditEvent.objects.filter(event=Event.SESSIONS_ENDED).exists()


def test_end_through_provider_by_nothing_is_an_error(provider, ada):
    with pytest.raises(ValueError, match="sid or a subject"):
        sessions.end_through_provider(registration_slug="fake", issuer=provider.issuer, sid="", subject="")
    assert is_signed_in(ada)


# Several processes


@pytest.fixture(scope="module")
def served(django_db_setup: None) -> Iterator[str]:
    """Three other processes of the portal, on the tests' database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        database = f"sqlite:///{name}"
    else:
        database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with program.serving(workers=3, env={**os.environ, "DATABASE_URL": database}) as address:
        yield address


@pytest.fixture
def processes(served: str, transactional_db: None) -> str:
    """Their address; they see what this process has written."""
    return served


def tell_process(address: str, token: str) -> int:
    return requests.post(f"{address}{ADDRESS}", data={"logout_token": token}, timeout=30).status_code


def test_logout_that_another_process_gets_ends_the_session_here(processes, provider, ada, ada_elsewhere, bob):
    assert tell_process(processes, provider.logout_token(sid=sid_of(ada))) == 200

    assert [is_signed_in(browser) for browser in (ada, ada_elsewhere, bob)] == [False, True, True]
    assert ada.get(reverse("admin:index")).status_code == 302
    assert AuditEvent.objects.filter(event=Event.SIGNED_OUT_BY_PROVIDER, actor="ada").count() == 1


def test_token_that_reaches_several_processes_at_once_is_obeyed_once(processes, provider, ada):
    token = provider.logout_token()
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda _: tell_process(processes, token), range(12)))

    assert sorted(statuses) == [200] + [400] * 11
    assert UsedLogoutToken.objects.count() == 1
    assert AuditEvent.objects.filter(event=Event.SIGNED_OUT_BY_PROVIDER).count() == 1
    assert tell(token).status_code == 400


def test_tokens_that_reach_several_processes_at_once_are_all_obeyed(processes, provider, ada, ada_elsewhere, bob):
    tokens = [provider.logout_token(sub=sub) for sub in ("sub-ada", "sub-bob") * 6]
    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(lambda token: tell_process(processes, token), tokens))

    assert statuses == [200] * 12
    assert not any(is_signed_in(browser) for browser in (ada, ada_elsewhere, bob))
    details = AuditEvent.objects.filter(event=Event.SIGNED_OUT_BY_PROVIDER).values_list("actor", "detail")
    assert sorted(details) == [("ada", "2 sessions"), ("bob", "1 session")]


def test_session_that_another_process_ends_during_a_request_does_not_come_back(processes, provider, ada, monkeypatch):
    fetched = login_provider.metadata

    def end_meanwhile(application: Any) -> Any:
        assert tell_process(processes, provider.logout_token()) == 200
        return fetched(application)

    monkeypatch.setattr(login_provider, "metadata", end_meanwhile)

    assert ada.post("/sign-in/fake/").status_code == 400
    assert not PortalSession.objects.exists()


def test_sign_out_in_another_process_knows_the_session_that_began_here(processes, provider, ada):
    """The ID token is in the database, sealed with the keys that all processes have."""
    cookies = {name: morsel.value for name, morsel in ada.cookies.items()}
    browser = requests.Session()
    browser.cookies.update(cookies)
    page = browser.get(f"{processes}/sign-out/", timeout=30).text
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]

    response = browser.post(f"{processes}/sign-out/", data={"csrfmiddlewaretoken": token}, timeout=30)

    assert "id_token_hint=" in response.headers["Refresh"]
    assert not is_signed_in(ada)
