"""Tokens, sessions and the session's cookie."""

from typing import Any

import pytest

from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.sessions import RULES

from .examined import HOME, OWN_KEYS, Answer, Values, ask, ask_one, path, subject

CODE: Values = {"provider": "okta", "clientType": "confidential"}


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


@pytest.mark.parametrize(("seconds", "level"), [(0, Level.ERROR), (-1, Level.ERROR), (1, Level.WARNING)])
def test_token_that_ends_at_once_is_found(seconds, level):
    answer = one("token-validity-too-short", {**CODE, "oidc.tokenValidity": seconds})

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.tokenValidity"), level, 3600)


@pytest.mark.parametrize("values", [{"oidc.tokenValidity": 60}, {}, {"clientType": "public", "oidc.tokenValidity": 0}])
def test_token_that_lasts_or_is_not_made_is_fine(values):
    assert none("token-validity-too-short", {**CODE, **values})


@pytest.mark.parametrize("name", ["oidc.sessionExpiry", "sessionExpiry"])
@pytest.mark.parametrize("seconds", [0, -1, 600, 3599])
def test_session_of_less_than_an_hour_is_found(name, seconds):
    answer = one("session-expiry-too-short", {**CODE, name: seconds})

    assert (answer.setting, answer.level, answer.fix) == (path(name), Level.ERROR, 604800)


@pytest.mark.parametrize(
    "values", [{"oidc.sessionExpiry": 3600}, {}, {"clientType": "public", "oidc.sessionExpiry": 600}]
)
def test_session_of_an_hour_is_fine(values):
    assert none("session-expiry-too-short", {**CODE, **values})


def test_session_expiry_at_its_old_place_is_found_from_2_0_on():
    values: Values = {**CODE, "oidc.sessionExpiry": 86400}

    answer = one("session-expiry-moved", values, release="2.0")

    assert (answer.setting, answer.fix) == (path("sessionExpiry"), 86400)
    assert none("session-expiry-moved", values, release="1.13")
    assert none("session-expiry-moved", {**values, "sessionExpiry": 86400}, release="2.0")
    assert none("session-expiry-moved", {**CODE, "oidc.sessionExpiry": 604800}, release="2.0")
    assert none("session-expiry-moved", values, release="2.0", target="api")


def test_secure_cookie_over_http_is_found():
    values: Values = {**CODE, "forceSecureSessionCookie": True, "callbackUrl": "http://catalog.acme.example/callback"}

    assert one("secure-cookie-over-http", values).fix is False
    assert none("secure-cookie-over-http", {**values, "callbackUrl": f"{HOME}/callback"})
    assert none("secure-cookie-over-http", {**values, "callbackUrl": "http://localhost:8585/callback"})
    assert none("secure-cookie-over-http", {**values, "forceSecureSessionCookie": False})


def test_cookie_without_secure_behind_a_proxy_is_a_hint():
    inside = "http://openmetadata:8585/api/v1/system/config/jwks"
    values: Values = {**CODE, "callbackUrl": f"{HOME}/callback", "publicKeyUrls": (inside,)}

    answer = one("cookie-not-secure-behind-proxy", values)

    assert (answer.setting, answer.level, answer.fix) == (path("forceSecureSessionCookie"), Level.HINT, True)
    assert none("cookie-not-secure-behind-proxy", {**values, "publicKeyUrls": (OWN_KEYS,)})
    assert none("cookie-not-secure-behind-proxy", {**values, "forceSecureSessionCookie": True})
    assert none("cookie-not-secure-behind-proxy", {**values, "clientType": "public"})
    assert none("cookie-not-secure-behind-proxy", values, release="1.9")


def test_skipped_sign_in_page_is_found():
    answer = one("auto-redirect", {"enableAutoRedirect": True})

    assert (answer.setting, answer.level, answer.fix) == (path("enableAutoRedirect"), Level.WARNING, False)
    assert none("auto-redirect", {"enableAutoRedirect": False})
    assert none("auto-redirect", {})
