"""scope."""

from typing import Any

import pytest

from sso_providers.catalogue import Secret
from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.scopes import RULES

from .examined import ENTRA, HOME, KEYCLOAK, Answer, Values, ask, ask_one, path, subject


def with_scope(scope: str, provider: str = "custom-oidc", **more: Any) -> Values:
    return {"provider": provider, "clientType": "confidential", "oidc.scope": scope, **more}


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


@pytest.mark.parametrize(
    ("scope", "fix"),
    [
        ("openid,email,profile", "openid email profile"),
        ("openid, email, profile", "openid email profile"),
        ("openid;email", "openid email"),
        ("openid+email+profile", "openid email profile"),
        ("openid%20email", "openid email"),
        ("[openid, email]", "openid email"),
        ('["openid","email"]', "openid email"),
        ('"openid email profile"', "openid email profile"),
        ("email,profile", "openid email profile"),
        ("openid\\ email", "openid email"),
    ],
)
def test_scopes_that_are_not_separated_by_blanks_are_found(scope, fix):
    answer = one("scope-not-separated", with_scope(scope))

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.scope"), Level.ERROR, fix)


@pytest.mark.parametrize(
    "scope", ["openid email profile", "openid  email", "openid api://x/.default groups urn:zitadel:iam:org", ""]
)
def test_scopes_that_are_separated_by_blanks_are_fine(scope):
    assert none("scope-not-separated", with_scope(scope))
    assert none("scope-not-separated", {**with_scope("a,b"), "clientType": "public"})


@pytest.mark.parametrize(
    ("scope", "provider", "level", "fix"),
    [
        ("email profile", "okta", Level.ERROR, "openid email profile"),
        ("OpenID email", "okta", Level.ERROR, "openid email"),
        ("email", "azure", Level.ERROR, "openid email offline_access"),
        ("", "okta", Level.WARNING, "openid email profile"),
        ("", "azure", Level.WARNING, "openid email profile offline_access"),
    ],
)
def test_scope_without_openid_is_found(scope, provider, level, fix):
    answer = one("scope-without-openid", with_scope(scope, provider))

    assert (answer.level, answer.fix) == (level, fix)


def test_scope_with_openid_is_fine():
    assert none("scope-without-openid", with_scope("email openid"))
    assert none("scope-without-openid", {"provider": "okta", "clientType": "confidential"})
    assert none("scope-without-openid", with_scope("email", "saml"))


@pytest.mark.parametrize(
    ("provider", "release", "level"),
    [
        ("azure", "1.6", Level.ERROR),
        ("okta", "1.5", Level.ERROR),
        ("auth0", "1.6", Level.ERROR),
        ("custom-oidc", "1.6", Level.WARNING),
        ("azure", "1.7", Level.WARNING),
        ("azure", "2.0", Level.WARNING),
    ],
)
def test_missing_offline_access_is_found(provider, release, level):
    answer = one("offline-access-missing", with_scope("openid email", provider), release=release)

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.scope"), level, "openid email offline_access")


@pytest.mark.parametrize(
    ("values", "release"),
    [
        (with_scope("openid email offline_access", "azure"), "1.6"),
        (with_scope("openid email", "google"), "1.6"),
        (with_scope("openid email", "aws-cognito"), "1.6"),
        (with_scope("openid email", authority=KEYCLOAK), "1.6"),
        (with_scope("openid email", "okta"), "1.7"),
        (with_scope("openid email"), "1.12"),
        ({**with_scope("openid email", "azure"), "clientType": "public"}, "1.6"),
        ({"provider": "azure", "clientType": "confidential", "oidc.prompt": "login"}, "1.12"),
    ],
)
def test_offline_access_that_is_there_or_not_needed_is_fine(values, release):
    assert none("offline-access-missing", values, release=release)


def test_default_scope_at_entra_is_found_where_the_client_is_shown():
    values: Values = {
        "provider": "azure",
        "clientType": "confidential",
        "oidc.secret": Secret("look-alike"),
        "oidc.discoveryUri": f"{ENTRA}/v2.0/.well-known/openid-configuration",
        "oidc.callbackUrl": f"{HOME}/callback",
        "oidc.serverUrl": HOME,
    }

    answer = one("offline-access-missing", values)

    assert (answer.level, answer.fix) == (Level.WARNING, "openid email profile offline_access")


@pytest.mark.parametrize("provider", ["google", "aws-cognito"])
def test_offline_access_that_is_refused_is_found(provider):
    answer = one("offline-access-refused", with_scope("openid email offline_access", provider))

    assert (answer.level, answer.fix) == (Level.ERROR, "openid email")
    assert none("offline-access-refused", with_scope("openid email", provider))
    assert none("offline-access-refused", with_scope("openid offline_access", "azure"))


def test_scope_without_email_is_found_where_people_are_known_by_it():
    answer = one("scope-without-email", with_scope("openid profile"))

    assert (answer.level, answer.fix) == (Level.WARNING, "openid email profile")
    assert none("scope-without-email", with_scope("openid profile email"))
    assert none("scope-without-email", with_scope("openid", jwtPrincipalClaims=("preferred_username", "sub")))
    assert none("scope-without-email", with_scope("openid", jwtPrincipalClaimsMapping=("username:sub", "email:upn")))


def test_long_scope_takes_no_time_to_speak_of():
    answer = one("scope-not-separated", with_scope("openid," * 100_000))

    assert len(answer.message) < 500
