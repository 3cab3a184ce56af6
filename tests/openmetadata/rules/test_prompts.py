"""prompt and maxAge."""

from typing import Any

import pytest

from sso_providers.openmetadata.findings import Level
from sso_providers.openmetadata.rules.prompts import RULES

from .examined import KEYCLOAK, Answer, Values, ask, ask_one, path, subject


def with_prompt(provider: str, prompt: str | None, **more: Any) -> Values:
    return {"provider": provider, "clientType": "confidential", "oidc.prompt": prompt, **more}


def one(id: str, values: Values, **more: Any) -> Answer:
    return ask_one(RULES, id, subject(values, **more))


def none(id: str, values: Values, **more: Any) -> bool:
    return ask(RULES, id, subject(values, **more)) == []


@pytest.mark.parametrize(
    ("provider", "fix"),
    [
        ("okta", "login"),
        ("azure", "select_account"),
        ("google", "select_account"),
        ("auth0", "select_account"),
        ("aws-cognito", "select_account"),
        ("custom-oidc", "select_account"),
    ],
)
@pytest.mark.parametrize("prompt", ["none", "None", "none login"])
def test_prompt_none_is_found_at_every_provider(provider, prompt, fix):
    answer = one("prompt-none", with_prompt(provider, prompt))

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.prompt"), Level.ERROR, fix)


@pytest.mark.parametrize("more", [{"authority": KEYCLOAK}, {"oidc.type": "Keycloak"}, {"oidc.type": "OneLogin"}])
def test_prompt_none_gets_what_the_provider_knows(more):
    assert one("prompt-none", with_prompt("custom-oidc", "none", **more)).fix == "login"


@pytest.mark.parametrize("prompt", ["login", "consent", "select_account", "", None])
def test_other_prompt_is_not_none(prompt):
    assert none("prompt-none", with_prompt("okta", prompt))


def test_prompt_that_nothing_reads_is_fine():
    assert none("prompt-none", {**with_prompt("okta", "none"), "clientType": "public"})
    assert none("prompt-none", with_prompt("saml", "none"))
    assert one("prompt-none", {"oidc.prompt": "none"}).level is Level.ERROR


@pytest.mark.parametrize("prompt", ["", " ", None])
def test_empty_prompt_at_entra_is_found(prompt):
    answer = one("prompt-empty-at-azure", with_prompt("azure", prompt))

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.prompt"), Level.ERROR, "select_account")


def test_empty_prompt_elsewhere_and_unstated_one_are_fine():
    assert none("prompt-empty-at-azure", with_prompt("okta", ""))
    assert none("prompt-empty-at-azure", with_prompt("azure", "login"))
    assert none("prompt-empty-at-azure", {"provider": "azure", "clientType": "confidential", "oidc.type": "azure"})


@pytest.mark.parametrize(("provider", "prompt"), [("google", "login"), ("aws-cognito", "consent")])
def test_refused_prompt_is_found(provider, prompt):
    answer = one("prompt-refused", with_prompt(provider, prompt))

    assert (answer.level, answer.fix) == (Level.ERROR, "select_account")


@pytest.mark.parametrize(("provider", "prompt"), [("google", "consent"), ("aws-cognito", "login"), ("okta", "consent")])
def test_prompt_that_the_provider_takes_is_fine(provider, prompt):
    assert none("prompt-refused", with_prompt(provider, prompt))


@pytest.mark.parametrize("target", ["docker", "kubernetes"])
def test_default_prompt_at_cognito_is_found(target):
    values: Values = {"provider": "aws-cognito", "clientType": "confidential"}

    answer = one("prompt-default-refused", values, target=target)

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.prompt"), Level.WARNING, "select_account")


@pytest.mark.parametrize(
    ("values", "more"),
    [
        (with_prompt("aws-cognito", ""), {}),
        ({"provider": "okta", "clientType": "confidential"}, {}),
        ({"provider": "aws-cognito", "clientType": "public"}, {}),
        # An edited openmetadata.yaml has no default for what is not in it.
        ({"provider": "aws-cognito", "clientType": "confidential"}, {"target": "bare-metal"}),
        ({"provider": "aws-cognito", "clientType": "confidential"}, {"release": "1.6"}),
    ],
)
def test_default_prompt_that_does_no_harm_is_fine(values, more):
    assert none("prompt-default-refused", values, **more)


@pytest.mark.parametrize(
    ("prompt", "level", "fix"),
    [
        ("select-account", Level.ERROR, "select_account"),
        ("selectaccount", Level.ERROR, "select_account"),
        ("Login", Level.ERROR, "login"),
        ("login,consent", Level.ERROR, "login"),
        ('"consent"', Level.ERROR, "consent"),
        ("true", Level.ERROR, "select_account"),
        ("create", Level.WARNING, "select_account"),
    ],
)
def test_unknown_prompt_is_found(prompt, level, fix):
    answer = one("prompt-unknown", with_prompt("custom-oidc", prompt))

    assert (answer.level, answer.fix) == (level, fix)


@pytest.mark.parametrize("prompt", ["login", "consent", "select_account", "none", "", "login consent"])
def test_known_prompt_is_fine(prompt):
    assert none("prompt-unknown", with_prompt("custom-oidc", prompt))


@pytest.mark.parametrize(
    ("provider", "prompt", "fix"),
    [("okta", "login consent", "login"), ("google", "login consent", "consent"), ("auth0", "a b", "select_account")],
)
def test_several_prompts_are_found(provider, prompt, fix):
    answer = one("prompt-several", with_prompt(provider, prompt))

    assert (answer.level, answer.fix) == (Level.WARNING, fix)


@pytest.mark.parametrize("prompt", ["login", "login none", ""])
def test_one_prompt_is_not_several(prompt):
    assert none("prompt-several", with_prompt("okta", prompt))


def with_age(age: str | None) -> Values:
    return {"provider": "okta", "clientType": "confidential", "oidc.maxAge": age}


@pytest.mark.parametrize(
    ("age", "release", "fix"),
    [
        ("-1", "1.12", ""),
        ("3600s", "1.12", "3600"),
        ("1h", "1.12", "1"),
        ("abc", "1.12", ""),
        ("abc", "1.6", "0"),
        ("9" * 30, "1.12", ""),
    ],
)
def test_max_age_that_is_no_number_is_found(age, release, fix):
    answer = one("max-age-not-a-number", with_age(age), release=release)

    assert (answer.setting, answer.level, answer.fix) == (path("oidc.maxAge"), Level.ERROR, fix)


@pytest.mark.parametrize("age", ["0", "28800", "", None])
def test_max_age_that_is_a_number_is_fine(age):
    assert none("max-age-not-a-number", with_age(age))


def test_max_age_of_zero_is_a_hint():
    assert (one("max-age-zero", with_age("0")).level, one("max-age-zero", with_age("0")).fix) == (Level.HINT, "")
    assert none("max-age-zero", with_age("28800"))
    assert none("max-age-zero", {"provider": "okta", "clientType": "confidential"})
    assert none("max-age-zero", with_age("0"), release="1.6")


@pytest.mark.parametrize("age", ["", None])
def test_empty_max_age_on_an_old_release_is_found(age):
    answer = one("max-age-always-sent", with_age(age), release="1.6")

    assert (answer.level, answer.fix) == (Level.WARNING, "0")
    assert none("max-age-always-sent", with_age(age), release="1.7")
    assert none("max-age-always-sent", with_age("0"), release="1.6")
