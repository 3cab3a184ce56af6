"""Whatever a provider, a browser or an attacker sends: a page with a code and a reference, and no session.

Besides what tests/profile tries.
"""

import time
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from cryptography.fernet import Fernet
from django.core.cache import cache
from django.test import Client

from sso_providers import http
from sso_providers.actions import registrations
from sso_providers.actions.audit import COMMAND_LINE
from sso_providers.catalogue import Secret
from sso_providers.crypto import Sealed
from sso_providers.login import provider as login_provider
from sso_providers.models import ProviderRegistration, RegistrationSecret, User
from tests import people
from tests.fakes import id_tokens, running_provider
from tests.login.journey import (
    BROKEN_ROWS,
    PORTAL,
    browser_of,
    come_back,
    is_signed_in,
    refusal,
    register,
    sign_in,
    signed_in,
    start,
)
from tests.login.outcome import assert_nothing_happened

pytestmark = pytest.mark.django_db


def callback(slug: str = "fake", **query: str) -> str:
    return f"{PORTAL}/sign-in/{slug}/callback/?{urlencode(query)}"


# The state: what was started here, by this browser, for this registration, just now and once


@pytest.mark.parametrize(
    "query",
    [{}, {"code": "c"}, {"state": "unknown"}, {"code": "c", "state": "unknown"}, {"code": "c", "state": ""}],
    ids=["nothing", "no-state", "no-code", "unknown", "empty"],
)
@pytest.mark.parametrize("started", [True, False], ids=["started", "not-started"])
def test_callback_without_a_known_state_is_refused(client, provider, registration, query, started):
    if started:
        start(client)

    assert refusal(come_back(client, callback(**query))) == "sign-in-expired"
    assert_nothing_happened(client)
    assert provider.count("token") == 0


def test_callback_with_another_registrations_state_is_refused(client, provider, registration):
    register(provider, "second")
    answer = provider.sign_in(start(client, "fake"), "ada")

    response = come_back(client, answer.replace("/fake/", "/second/"))

    assert refusal(response) == "sign-in-expired"
    assert provider.count("token") == 0
    assert come_back(client, answer).status_code == 302, "the sign-in that was started still counts"


def test_callback_with_another_providers_code_never_reaches_it(client, provider, registration):
    """Mix-up: the code of provider A arrives at the callback of B, with B's state."""
    with running_provider() as other:
        register(other, "second")
        at_first = parse_qs(urlsplit(provider.sign_in(start(client, "fake"), "ada")).query)
        at_second = parse_qs(urlsplit(other.sign_in(start(client, "second"), "ada")).query)
        mixed = callback("second", code=at_first["code"][0], state=at_second["state"][0], iss=at_first["iss"][0])

        assert refusal(come_back(client, mixed)) == "wrong-issuer"
        assert other.count("token") == 0
    assert_nothing_happened(client)


def test_callback_after_a_failure_needs_a_new_start(client, provider, registration):
    answer = provider.sign_in(start(client), "ada")
    provider.behave(token="error-500")
    assert refusal(come_back(client, answer)) == "token-refused"
    provider.behave()

    assert refusal(come_back(client, answer)) == "sign-in-expired"


@pytest.mark.parametrize(("age", "works"), [(9 * 60, True), (10 * 60 + 5, False), (24 * 3600, False)])
def test_callback_after_ten_minutes_is_refused(client, provider, registration, age, works):
    answer = provider.sign_in(start(client), "ada")
    session = client.session
    for entry in session["sso_pending"].values():
        entry["started_at"] -= age
    session.save()

    response = come_back(client, answer)

    assert response.status_code == 302 if works else refusal(response) == "sign-in-expired"
    assert is_signed_in(client) is works


def test_callback_by_post_is_not_allowed(client, provider, registration):
    assert client.post("/sign-in/fake/callback/", {"state": "s", "code": "c"}).status_code == 405


# An error in place of a code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("access_denied", "access-denied"),
        ("server_error", "server-error"),
        ("temporarily_unavailable", "temporarily-unavailable"),
        ("login_required", "login-required"),
        ("surprise", "provider-refused"),
        ("x" * 5000, "provider-refused"),
        ("<script>alert(1)</script>", "provider-refused"),
        ("\x00\r\n", "provider-refused"),
    ],
)
def test_error_with_a_valid_state_is_a_page_in_plain_words(client, provider, registration, error, code):
    state = parse_qs(urlsplit(start(client)).query)["state"][0]

    response = come_back(
        client, callback(error=error, error_description="<b>why</b>", state=state, iss=provider.issuer)
    )

    assert refusal(response) == code
    assert "<script>alert" not in response.content.decode()
    assert "<b>why</b>" not in response.content.decode()
    assert_nothing_happened(client)


@pytest.mark.parametrize("state", [{}, {"state": "unknown"}, {"state": ""}], ids=["none", "unknown", "empty"])
def test_error_without_a_valid_state_leaves_people_signed_in(db, provider, registration, state):
    """Forced logout: any page can send a browser to a callback with an error."""
    client = browser_of(people.local("vera", "viewer"))
    key = client.session.session_key

    assert refusal(come_back(client, callback(error="access_denied", **state))) == "sign-in-expired"
    assert signed_in(client).username == "vera"
    assert client.session.session_key == key


def test_error_with_a_valid_state_leaves_people_signed_in_too(db, provider, registration):
    client = browser_of(people.local("vera", "viewer"))
    provider.behave(authorize="access-denied")

    assert refusal(sign_in(client, provider)) == "access-denied"
    assert signed_in(client).username == "vera"


# RFC 9207: who answers


def test_answer_with_another_name_is_refused_even_if_none_is_announced(client, provider, registration):
    provider.metadata["authorization_response_iss_parameter_supported"] = None
    provider.behave(authorize="wrong-iss")

    assert refusal(sign_in(client, provider)) == "wrong-issuer"


@pytest.mark.parametrize(
    ("fault", "code"), [("wrong-state", "sign-in-expired"), ("no-state", "sign-in-expired"), ("no-code", None)]
)
def test_answer_without_its_parts_is_refused(client, provider, registration, fault, code):
    provider.behave(authorize=fault)

    assert refusal(sign_in(client, provider)) == (code or "provider-refused")
    assert_nothing_happened(client)


# The ID token

TOKEN_FAULTS = {
    "wrong-issuer": "wrong-issuer",
    "missing-issuer": "wrong-issuer",
    "wrong-audience": "wrong-audience",
    "missing-audience": "wrong-audience",
    "several-audiences": "wrong-party",
    "wrong-party": "wrong-party",
    "expired": "expired",
    "missing-expiry": "missing-claim",
    "issued-later": "issued-later",
    "too-old": "too-old",
    "missing-iat": "missing-claim",
    "not-yet-valid": "not-yet-valid",
    "missing-sub": "missing-claim",
    "empty-sub": "bad-claim",
    "long-sub": "bad-claim",
    "number-sub": "bad-claim",
    "wrong-nonce": "wrong-nonce",
    "missing-nonce": "wrong-nonce",
    "wrong-at-hash": "wrong-access-token",
    "unknown-kid": "unknown-key",
    "critical-header": "critical-header",
    "access-token-type": "wrong-type",
    "absent": "malformed",
    "garbage": "malformed",
    "alg-none": "wrong-algorithm",
    "alg-hs256": "wrong-algorithm",
    "bad-signature": "bad-signature",
    "foreign-key": "bad-signature",
}
# One key fits: it needs no id. Another subject is another person, unless userinfo says it.
HARMLESS = {"", "no-kid", "other-sub"}


def test_token_faults_of_the_fake_are_all_tried():
    assert TOKEN_FAULTS.keys() == id_tokens.ID_TOKEN_FAULTS - HARMLESS


@pytest.mark.parametrize(("fault", "code"), TOKEN_FAULTS.items(), ids=TOKEN_FAULTS)
def test_token_that_is_bad_is_refused_before_userinfo(client, provider, registration, fault, code):
    provider.behave(id_token=fault)

    assert refusal(sign_in(client, provider, "sparse")) == code
    assert provider.count("userinfo") == 0
    assert_nothing_happened(client)


def test_token_with_an_unknown_key_is_looked_up_anew_once_a_minute(client, provider, registration):
    sign_in(client, provider)
    assert provider.count("jwks") == 1
    provider.behave(id_token="unknown-kid")

    for _ in range(3):
        assert refusal(sign_in(Client(), provider)) == "unknown-key"
    assert provider.count("jwks") == 2


# Userinfo


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("other-sub", "wrong-subject"),
        ("no-sub", "wrong-subject"),
        ("html", "provider-unreachable"),
        ("error-500", "provider-unreachable"),
        ("error-401", "provider-unreachable"),
        ("array", "provider-unreachable"),
        ("huge", "provider-unreachable"),
        ("duplicate-keys", "provider-unreachable"),
        ("unstorable", "provider-unreachable"),
        ("redirect-private", "provider-unreachable"),
        ("disconnect", "provider-unreachable"),
    ],
)
def test_userinfo_that_is_bad_is_refused(client, provider, registration, fault, code):
    provider.behave(userinfo=fault)

    assert refusal(sign_in(client, provider, "sparse")) == code
    assert_nothing_happened(client)


# Endpoints that fail

FAULTS = [
    "html",
    "error-500",
    "error-401",
    "not-found",
    "empty",
    "array",
    "nan",
    "nested",
    "latin-1",
    "duplicate-keys",
    "huge",
    "huge-chunked",
    "disconnect",
    "cut-off",
    "redirect",
    "redirect-private",
    "redirect-nowhere",
]


@pytest.mark.parametrize("fault", FAULTS)
def test_token_endpoint_that_fails_is_a_page(client, provider, registration, fault):
    provider.behave(token=fault)

    assert refusal(sign_in(client, provider)) in {"provider-unreachable", "token-refused"}
    assert (provider.count("jwks"), provider.count("userinfo")) == (0, 0)
    assert_nothing_happened(client)


@pytest.mark.parametrize("fault", ["null", "invalid-client", "invalid-grant"])
def test_token_endpoint_that_refuses_is_a_page(client, provider, registration, fault):
    provider.behave(token=fault)
    response = sign_in(client, provider)

    assert refusal(response) in {"provider-unreachable", "token-refused"}
    assert ("client ID or secret" in response.content.decode()) == (fault == "invalid-client")
    assert_nothing_happened(client)


@pytest.mark.parametrize("document", [{"error": {"a": 1}}, {"error": "x" * 9000}, {"error": None}, {"error": "ü\n"}])
@pytest.mark.parametrize("status", [200, 400, 401, 503])
def test_token_endpoint_with_a_strange_error_is_a_page(client, provider, registration, status, document):
    provider.token_error = (status, document)

    assert refusal(sign_in(client, provider)) == "token-refused"
    assert_nothing_happened(client)


@pytest.mark.parametrize("methods", [["private_key_jwt"], []], ids=["only-keys", "none"])
def test_token_endpoint_that_takes_no_secret_is_a_page(client, provider, registration, methods):
    provider.metadata["token_endpoint_auth_methods_supported"] = methods

    assert refusal(sign_in(client, provider)) == "provider-misconfigured"
    assert provider.count("token") == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_keys_that_fail_are_a_page(client, provider, registration, fault):
    provider.behave(jwks=fault)

    assert refusal(sign_in(client, provider)) == "provider-unreachable"
    assert provider.count("userinfo") == 0
    assert_nothing_happened(client)


@pytest.mark.parametrize("document", [{"keys": []}, {"keys": "none"}, {"keys": [1, None, {"kty": 7}]}, {}])
def test_keys_that_are_none_are_a_page(client, provider, registration, monkeypatch, document):
    monkeypatch.setattr(provider, "jwks", lambda: document)

    assert refusal(sign_in(client, provider)) in {"unknown-key", "bad-keys"}
    assert_nothing_happened(client)


@pytest.mark.parametrize("fault", FAULTS)
def test_discovery_that_fails_at_the_start_is_a_page(client, provider, registration, fault):
    provider.behave(discovery=fault)

    assert refusal(client.post("/sign-in/fake/")) in {"provider-unreachable", "provider-misconfigured"}
    assert "sso_pending" not in client.session


@pytest.mark.parametrize("fault", FAULTS)
def test_discovery_that_fails_at_the_callback_is_a_page(client, provider, registration, fault):
    answer = provider.sign_in(start(client), "ada")
    cache.clear()
    provider.behave(discovery=fault)

    assert refusal(come_back(client, answer)) in {"provider-unreachable", "provider-misconfigured"}
    assert provider.count("token") == 0
    assert_nothing_happened(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://other.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"jwks_uri": "javascript:alert(1)"},
        {"authorization_endpoint": "https://user:password@id.example/"},
        {"authorization_endpoint": 7},
        {"id_token_signing_alg_values_supported": "RS256"},
        {"authorization_response_iss_parameter_supported": "yes"},
    ],
)
def test_discovery_that_describes_the_provider_wrongly_is_a_page(client, provider, registration, changes):
    provider.metadata |= changes

    assert refusal(client.post("/sign-in/fake/")) == "provider-misconfigured"


def seconds_later(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + seconds)


# What the provider says of itself, how it fails, and what people and the log are told each time
FAILURES: dict[str, tuple[dict[str, str], dict[str, str], str, str]] = {
    "wrong-issuer": ({"issuer": "https://other.example"}, {}, "provider-misconfigured", "to the letter"),
    "error-500": ({}, {"discovery": "error-500"}, "provider-unreachable", "answered with status 500"),
    "html": ({}, {"discovery": "html"}, "provider-unreachable", "gave no usable JSON"),
    "redirect": ({}, {"discovery": "redirect"}, "provider-unreachable", "Redirects are not followed"),
    "keys-500": ({}, {"jwks": "error-500"}, "provider-unreachable", "answered with status 500"),
    "keys-empty": ({}, {"jwks": "empty"}, "provider-unreachable", "gave no usable JSON"),
}


@pytest.mark.parametrize(("metadata", "behaviour", "code", "reason"), FAILURES.values(), ids=FAILURES)
def test_provider_that_failed_just_now_fails_for_the_same_reason_and_is_not_asked(
    client, provider, registration, monkeypatch, caplog, metadata, behaviour, code, reason
):
    endpoint = "jwks" if "jwks" in behaviour else "discovery"
    answers = [provider.sign_in(start(client), "ada") for _ in range(3)] if endpoint == "jwks" else []

    def attempt() -> Any:
        return come_back(client, answers.pop()) if endpoint == "jwks" else client.post("/sign-in/fake/")

    provider.metadata.update(metadata)
    provider.behave(**behaviour)
    asked = provider.count(endpoint)
    assert [refusal(attempt()) for _ in range(2)] == [code, code]
    assert caplog.text.count(reason) >= 2
    assert provider.count(endpoint) == asked + 1
    provider.metadata.clear()
    provider.behave()

    seconds_later(monkeypatch, login_provider.FAILED_FOR + 1)
    assert attempt().status_code == 302


def test_keys_that_are_none_are_believed_for_a_moment_only(client, provider, registration, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(provider, "jwks", lambda: {"message": "try later"})
        assert [refusal(sign_in(client, provider)) for _ in range(2)] == ["bad-keys", "bad-keys"]
        assert provider.count("jwks") == 1

    seconds_later(monkeypatch, login_provider.FAILED_FOR + 1)
    assert sign_in(client, provider).status_code == 302


def test_keys_that_become_none_don_t_replace_those_that_are_known(client, provider, registration, monkeypatch):
    """A token with an unknown key, which anybody can send, has them fetched anew."""
    sign_in(client, provider)
    with monkeypatch.context() as patched:
        patched.setattr(provider, "jwks", lambda: {"message": "try later"})
        provider.behave(id_token="unknown-kid")
        assert refusal(sign_in(client, provider)) == "bad-keys"
    provider.behave()

    assert sign_in(client, provider).status_code == 302


def test_discovery_that_moves_to_another_issuer_during_a_sign_in_is_refused(client, provider, registration):
    """The registration was given another issuer while somebody was at the provider."""
    with running_provider() as other:
        answer = provider.sign_in(start(client), "ada")
        registration.settings |= {"issuer": other.issuer, "jwks_uri": other.jwks_uri}
        secrets = {"client_secret": Secret("of the other")}
        registrations.update(registration=registration, secrets=secrets, by=COMMAND_LINE)

        assert refusal(come_back(client, answer)) == "wrong-issuer"
        assert other.count("token") == 0


def test_provider_on_a_private_https_address_is_not_called(client, provider, registration, settings):
    settings.SSO_ALLOW_PRIVATE_ISSUERS = False
    ProviderRegistration.objects.update(
        settings={"issuer": "https://127.0.0.1:9", "jwks_uri": "https://127.0.0.1:9/jwks"}
    )

    assert refusal(client.post("/sign-in/fake/")) == "provider-unreachable"


def test_provider_that_is_down_is_a_page(client, db):
    with running_provider() as gone:
        register(gone)

    response = client.post("/sign-in/fake/")

    assert refusal(response) == "provider-unreachable"
    assert response.status_code == 502


# The registration itself


def test_registration_that_does_not_exist_can_not_be_started(client, db):
    assert client.post("/sign-in/nowhere/").status_code == 404
    assert refusal(client.get("/sign-in/nowhere/callback/?code=c&state=s")) == "sign-in-expired"


def test_registration_without_staff_login_can_not_be_started(client, provider, db):
    register(provider, staff_login=False)

    assert client.post("/sign-in/fake/").status_code == 404
    assert "Fake provider" not in client.get("/sign-in/").content.decode()


def test_registration_deleted_during_a_sign_in_is_refused(client, provider, registration):
    answer = provider.sign_in(start(client), "ada")
    registrations.delete(registration=registration, by=COMMAND_LINE)

    assert refusal(come_back(client, answer)) == "sign-in-expired"
    assert_nothing_happened(client)


def test_registration_disabled_during_a_sign_in_is_refused(client, provider, registration):
    answer = provider.sign_in(start(client), "ada")
    registration.staff_login = False
    registrations.update(registration=registration, by=COMMAND_LINE)

    assert refusal(come_back(client, answer)) == "sign-in-expired"
    assert provider.count("token") == 0
    assert_nothing_happened(client)


def test_registration_with_another_secret_than_the_providers_is_refused(client, provider, db):
    register(provider, secret="wrong")

    response = sign_in(client, provider)

    assert refusal(response) == "token-refused"
    assert "client ID or secret" in response.content.decode()


@pytest.mark.parametrize("keys", [Fernet.generate_key().decode(), "no key at all", ""], ids=["other", "bad", "none"])
def test_registration_whose_secret_can_not_be_read_is_refused(client, provider, registration, settings, keys):
    answer = provider.sign_in(start(client), "ada")
    settings.PORTAL_ENCRYPTION_KEYS = keys

    assert refusal(come_back(client, answer)) == "portal-misconfigured"
    assert provider.count("token") == 0
    assert_nothing_happened(client)


@pytest.mark.parametrize("ciphertext", ["", "garbage", "v1:00000000:abc", "v1:a:b:c", "v2:x:y"])
def test_registration_whose_ciphertext_is_damaged_is_refused(client, provider, registration, ciphertext):
    answer = provider.sign_in(start(client), "ada")
    RegistrationSecret.objects.update(sealed=Sealed(ciphertext))

    assert refusal(come_back(client, answer)) in {"portal-misconfigured", "token-refused"}
    assert_nothing_happened(client)


def ruin(**columns: Any) -> None:
    """As somebody with the database's own shell would, past all validation."""
    ProviderRegistration.objects.update(**columns)


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_registration_that_is_broken_can_not_be_started(client, provider, registration, columns):
    ruin(**columns)

    assert refusal(client.post("/sign-in/fake/")) == "portal-misconfigured"
    assert client.get("/sign-in/").status_code == 200


@pytest.mark.parametrize("columns", BROKEN_ROWS.values(), ids=BROKEN_ROWS)
def test_registration_that_breaks_during_a_sign_in_is_refused(client, provider, registration, columns):
    answer = provider.sign_in(start(client), "ada")
    ruin(**columns)

    assert refusal(come_back(client, answer)) == "portal-misconfigured"
    assert provider.count("token") == 0
    assert_nothing_happened(client)


# The person


def test_account_that_is_switched_off_is_refused(client, provider, registration):
    sign_in(client, provider)
    User.objects.update(is_active=False)
    other = Client()

    response = sign_in(other, provider)

    assert refusal(response) == "account-disabled"
    assert "switched off" in response.content.decode()
    assert not is_signed_in(other)


def test_provider_that_did_not_answer_just_now_holds_nobody_again(client, provider, registration, monkeypatch):
    provider.behave(discovery="slow")
    fetch = http.fetch
    monkeypatch.setattr(http, "fetch", lambda *args, **options: fetch(*args, **{**options, "deadline": 0.2}))

    assert refusal(client.post("/sign-in/fake/")) == "provider-unreachable"
    asked = provider.count("discovery")
    assert refusal(client.post("/sign-in/fake/")) == "provider-unreachable"

    assert provider.count("discovery") == asked
