"""The code flow's smaller settings, and how oidcConfiguration names its provider."""

import re
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.notes import VALIDATED_SINCE
from sso_providers.openmetadata.rules.provider_kind import NAMED, is_openid, provider_kind
from sso_providers.openmetadata.rules.shown import (
    SIGN_IN,
    chosen_of_code_flow,
    means_code_flow,
    stated_empty,
)
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

PROVIDER = f"{AUTHENTICATION}.provider"
PROVIDER_NAME = f"{AUTHENTICATION}.providerName"
TYPE = f"{OIDC}.type"
NONCE = f"{OIDC}.useNonce"
CLOCK_SKEW = f"{OIDC}.maxClockSkew"
# The server has classes of its own for these, and one for all others.
SPECIAL = {"azure", "google"}
BUTTONS = {"azure": "Microsoft", "google": "Google", "okta": "Okta", "auth0": "Auth0", "aws-cognito": "Cognito"}


def provider_not_stated(subject: Subject) -> Iterator[Found]:
    """Many settings of sign-in, and none that switches them on."""
    shown = sum(map(subject.states, SIGN_IN)) >= 3
    if subject.states(PROVIDER) and subject.provider != "basic":
        return
    if not subject.is_confidential or not (shown or subject.states(PROVIDER)) or len(chosen_of_code_flow(subject)) < 3:
        return
    named = subject.text(TYPE).strip().lower()
    yield Found(
        setting=PROVIDER,
        message=say(
            "A client of an OpenID provider is configured, and provider is {state}, so people sign in by "
            "OpenMetadata's own passwords: name the provider.",
            state="basic" if subject.states(PROVIDER) else say("not stated, which means basic"),
        ),
        fix=named if named in NAMED else "custom-oidc",
    )


def type_of_another(subject: Subject) -> Iterator[Found]:
    stated, provider = subject.text(TYPE).strip().lower(), subject.provider.lower()
    if not subject.is_confidential or not stated or stated == provider or not is_openid(subject):
        return
    if provider in SPECIAL:
        message = say(
            "The provider is {provider}, and type {stated} makes the server leave out what it does for {provider} "
            "alone: use {provider}.",
            provider=provider,
            stated=quoted(stated),
        )
        yield Found(setting=TYPE, message=message, fix=provider)
    elif provider and stated in NAMED and (stated in SPECIAL or provider in NAMED):
        effect = (
            say("with which the server uses that provider's addresses") if stated in SPECIAL else say("another one")
        )
        yield Found(
            setting=TYPE,
            message=say(
                "The provider is {provider}, and type names {stated}, {effect}: use {provider}, or change provider.",
                provider=provider,
                stated=quoted(stated),
                effect=effect,
            ),
            fix=provider,
        )


def nonce(subject: Subject) -> Iterator[Found]:
    value = subject.text(NONCE).strip()
    if value.lower() not in {"", "true", "false"} and means_code_flow(subject):
        yield Found(
            setting=NONCE,
            message=say(
                "{value} is neither true nor false, and means false to the server: use true.", value=quoted(value)
            ),
            fix="true",
        )


def clock_skew(subject: Subject) -> Iterator[Found]:
    value = subject.text(CLOCK_SKEW)
    if not value or not means_code_flow(subject) or re.fullmatch(r"\d{1,9}", value):
        return
    number = re.match(r"\s*(\d{1,9})(?!\d)", value)
    yield Found(
        setting=CLOCK_SKEW,
        message=say("{value} is no number of seconds: use one such as 30, or leave it empty.", value=quoted(value)),
        fix=number[1] if number else "",
    )


def provider_name(subject: Subject) -> Iterator[Found]:
    if stated_empty(subject, PROVIDER_NAME) and subject.provider and subject.provider != "basic":
        yield Found(
            setting=PROVIDER_NAME,
            message=say(
                "providerName is empty, and OpenMetadata's page refuses to save without one: use the name for the "
                "sign-in button."
            ),
            fix=BUTTONS.get(provider_kind(subject), "SSO"),
        )


RULES = (
    Rule(
        id="provider-not-stated",
        title="A client, and no provider",
        level=Level.WARNING,
        reason="provider is basic unless something else is stated, and the rest is then not read.",
        source="OpenMetadata PR #10371; authenticationConfiguration.json",
        check=provider_not_stated,
        reads=(PROVIDER, TYPE, *SIGN_IN),
    ),
    Rule(
        id="oidc-type-of-another-provider",
        title="oidcConfiguration names another provider",
        level=Level.WARNING,
        reason="type chooses the server's class: azure builds its address from the tenant, google asks for "
        "access_type=offline, and anything else is a plain OpenID client.",
        source="AuthenticationCodeFlowHandler",
        check=type_of_another,
        reads=(TYPE, PROVIDER),
    ),
    Rule(
        id="nonce-not-boolean",
        title="useNonce is neither true nor false",
        level=Level.WARNING,
        reason="The setting is a text that the server takes for a boolean; without a nonce ID tokens can be replayed.",
        source="oidcClientConfig.json; OpenID Connect Core 1.0, section 3.1.2.1",
        check=nonce,
        reads=(NONCE,),
    ),
    Rule(
        id="clock-skew-not-a-number",
        title="maxClockSkew is no number",
        level=Level.ERROR,
        reason="The setting is a text that the server takes for a whole number of seconds when it starts.",
        source="AuthenticationCodeFlowHandler",
        check=clock_skew,
        reads=(CLOCK_SKEW,),
    ),
    Rule(
        id="provider-name-empty",
        title="No name for the sign-in button",
        level=Level.WARNING,
        reason="The validators want a providerName for every provider.",
        source="OpenMetadata #24404; ConfigurationValidator",
        check=provider_name,
        reads=(PROVIDER_NAME,),
        since=VALIDATED_SINCE,
    ),
)
