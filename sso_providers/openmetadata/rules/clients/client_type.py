"""clientType: whether the browser or the server signs people in."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.notes import RESPONSE_TYPE_LOST_SINCE
from sso_providers.openmetadata.rules.provider_kind import is_openid, provider_kind
from sso_providers.openmetadata.rules.shown import (
    CLIENT_TYPE,
    OIDC_SWITCH,
    chosen_of_code_flow,
    shows_sign_in,
    switch,
)
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

CONFIDENTIAL_SINCE = Release("1.3")
RESPONSE_TYPE = f"{AUTHENTICATION}.responseType"
COGNITO = "aws-cognito"
# Nobody fills these in for the browser's flow.
DECISIVE = {f"{OIDC}.{name}" for name in ("id", "secret", "discoveryUri", "type", "tenant")}
NEEDS = say("together with the client's id, secret, discoveryUri, callbackUrl and serverUrl in oidcConfiguration")


def is_public(subject: Subject) -> bool:
    """Stated, or by default."""
    return is_openid(subject) and subject.text(CLIENT_TYPE) == "public"


def ignored(subject: Subject) -> Iterator[Found]:
    if not is_public(subject) or switch(subject, OIDC_SWITCH) is False or level_at_cognito(subject):
        return
    chosen = chosen_of_code_flow(subject)
    if not chosen and switch(subject, OIDC_SWITCH) is None:
        return
    said = (
        say("clientType is public")
        if subject.states(CLIENT_TYPE)
        else say("clientType is not stated, which means public")
    )
    yield Found(
        setting=CLIENT_TYPE,
        message=say(
            "oidcConfiguration is filled in, but {said}, so nothing reads it and the browser signs in by itself: "
            "set clientType to confidential, or take oidcConfiguration out.",
            said=said,
        ),
        fix="confidential",
        level=level_of_ignored(subject, bool(chosen & DECISIVE)),
    )


def level_of_ignored(subject: Subject, decisive: bool) -> Level:
    if subject.states(CLIENT_TYPE) or shows_sign_in(subject):
        return Level.ERROR if decisive else Level.WARNING
    return Level.WARNING if subject.provider else Level.HINT


def at_cognito(subject: Subject) -> Iterator[Found]:
    if level := level_at_cognito(subject):
        yield Found(
            setting=CLIENT_TYPE,
            message=say(
                "With a public client the browser asks for an id_token, whatever responseType says, and Cognito "
                "knows only code and token: set clientType to confidential, {needs}.",
                needs=NEEDS,
            ),
            fix="confidential",
            level=level,
        )


def level_at_cognito(subject: Subject) -> Level | None:
    """A public client that was chosen with responseType code works on those servers that are mended."""
    if not is_public(subject) or provider_kind(subject) != COGNITO or subject.release < RESPONSE_TYPE_LOST_SINCE:
        return None
    asks_for_code = subject.text(RESPONSE_TYPE) == "code"
    if subject.states(CLIENT_TYPE):
        return Level.HINT if asks_for_code else Level.ERROR
    known = subject.states(RESPONSE_TYPE) or shows_sign_in(subject) or chosen_of_code_flow(subject)
    return Level.ERROR if known else Level.WARNING


def left_to_implicit(subject: Subject) -> Iterator[Found]:
    kind = provider_kind(subject)
    off = {
        "keycloak": say("a client of Keycloak has the implicit flow off"),
        "one-login": say("OneLogin's clients don't have it"),
    }
    if subject.states(CLIENT_TYPE) or kind not in off or not shows_sign_in(subject) or chosen_of_code_flow(subject):
        return
    if subject.text(RESPONSE_TYPE) == "code" and subject.release < RESPONSE_TYPE_LOST_SINCE:
        return
    yield Found(
        setting=CLIENT_TYPE,
        message=say(
            "clientType is not stated, which means public and the implicit flow, and {off} until "
            "somebody changes that. Use confidential, {needs}; or state public and allow the flow at the provider.",
            off=off[kind],
            needs=NEEDS,
        ),
        fix="confidential",
    )


def response_type_lost(subject: Subject) -> Iterator[Found]:
    kind = provider_kind(subject)
    if not is_public(subject) or subject.text(RESPONSE_TYPE) != "code" or kind in {"", COGNITO}:
        return
    if subject.provider.lower() in {"google", "custom-oidc"}:
        yield Found(
            setting=RESPONSE_TYPE,
            message=say(
                "Many servers of {release} tell the browser to ask for an id_token although responseType "
                "is code: allow the implicit flow at the provider too, or use a confidential client.",
                release=subject.release,
            ),
        )


def too_old(subject: Subject) -> Iterator[Found]:
    if subject.is_confidential and is_openid(subject):
        yield Found(
            setting=CLIENT_TYPE,
            message=say(
                "OpenMetadata {release} has no confidential clients: upgrade to 1.3.2 or later, "
                "or use a public client.",
                release=subject.release,
            ),
        )


RULES = (
    Rule(
        id="oidc-block-ignored",
        title="oidcConfiguration with a public client",
        level=Level.ERROR,
        reason="OpenMetadata reads oidcConfiguration (OIDC_*) only where clientType is confidential; public is its "
        "default.",
        source="OpenMetadata #20811, #30903; AuthenticationCodeFlowHandler",
        check=ignored,
        reads=(CLIENT_TYPE, *sorted(DECISIVE)),
        since=CONFIDENTIAL_SINCE,
    ),
    Rule(
        id="cognito-public-client",
        title="Public client at Cognito",
        level=Level.ERROR,
        reason="The server tells the browser to ask for response_type=id_token whatever is configured, until PR #31516 "
        "of August 2026, and Cognito has no such response type.",
        source="OpenMetadata #30903, #29597, PR #31516",
        check=at_cognito,
        reads=(CLIENT_TYPE, f"{AUTHENTICATION}.provider", RESPONSE_TYPE),
        since=RESPONSE_TYPE_LOST_SINCE,
    ),
    Rule(
        id="client-left-to-implicit-flow",
        title="clientType not stated for a provider without the implicit flow",
        level=Level.WARNING,
        reason="Without clientType the browser runs the implicit flow, which these providers refuse until it is "
        "switched on for the client.",
        source="OpenMetadata #29597, #28062; RFC 9700, section 2.1.2",
        check=left_to_implicit,
        reads=(CLIENT_TYPE, RESPONSE_TYPE, f"{AUTHENTICATION}.authority"),
        since=CONFIDENTIAL_SINCE,
    ),
    Rule(
        id="response-type-lost",
        title="responseType code with a public client",
        level=Level.HINT,
        reason="The endpoint that the browser asks leaves responseType out, until PR #31516 of August 2026.",
        source="OpenMetadata #29597, PR #31516",
        check=response_type_lost,
        reads=(CLIENT_TYPE, RESPONSE_TYPE),
        since=RESPONSE_TYPE_LOST_SINCE,
    ),
    Rule(
        id="confidential-client-too-early",
        title="Confidential client on a release without it",
        level=Level.ERROR,
        reason="The authorization code flow of the server came with 1.3.2.",
        source="OpenMetadata #14766",
        check=too_old,
        reads=(CLIENT_TYPE,),
        until=Release("1.2"),
    ),
)
