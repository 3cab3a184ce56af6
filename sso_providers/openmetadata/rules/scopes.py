"""scope: what the server asks the provider for."""

import re
from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .provider_kind import provider_kind
from .shown import means_code_flow, shows_client
from .wording import quoted

SCOPE = f"{OIDC}.scope"
CLAIMS = f"{AUTHENTICATION}.jwtPrincipalClaims"
MAPPING = f"{AUTHENTICATION}.jwtPrincipalClaimsMapping"
OFFLINE = "offline_access"
DEFAULT = "openid email profile"
# RFC 6749, section 3.3.
TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")
# What people put between scopes, and around them.
BETWEEN = re.compile(r"[\s,;|+\\\"]+|%20|%2C")
NEEDED_UNTIL = Release("1.6")
# These give no refresh token without it, as far as anybody else's issuer can be told from their discovery documents.
OFFLINE_AT = {"azure": "Entra", "okta": "Okta", "auth0": "Auth0"}
# These know no such scope and refuse the request.
NO_OFFLINE = {
    "google": say("Google has access_type=offline instead, which the server sends"),
    "aws-cognito": say("Cognito gives a refresh token without it"),
}


def counts(subject: Subject) -> bool:
    return subject.states(SCOPE) and means_code_flow(subject)


def tidied(text: str) -> str:
    """The scopes with blanks between them, whatever was there."""
    bare = text.strip().strip("[](){}")
    return " ".join(dict.fromkeys(word for word in (part.strip("'") for part in BETWEEN.split(bare)) if word))


def is_tidy(text: str) -> bool:
    return all(TOKEN.fullmatch(word) and not BETWEEN.search(word) for word in text.split())


def is_listed(text: str) -> bool:
    return text.lstrip().startswith(("[", "(", "{"))


def separators(subject: Subject) -> Iterator[Found]:
    text = subject.text(SCOPE)
    if not counts(subject) or (is_tidy(text) and not is_listed(text)):
        return
    right = with_openid(tidied(text))
    yield Found(
        setting=SCOPE,
        message=say(
            "{text} are no scopes with blanks between them, but one unknown scope: use {right}.",
            text=quoted(text),
            right=quoted(right),
        ),
        fix=right,
    )


def with_openid(scope: str) -> str:
    words = [word for word in scope.split() if word.lower() != "openid"]
    return " ".join(["openid", *words]) if words else DEFAULT


def openid(subject: Subject) -> Iterator[Found]:
    text = subject.text(SCOPE)
    if not counts(subject) or not is_tidy(text) or is_listed(text) or "openid" in text.split():
        return
    right = with_openid(text)
    if provider_kind(subject) == "azure" and OFFLINE not in right:
        right = f"{right} {OFFLINE}"
    yield Found(
        setting=SCOPE,
        message=say(
            "The scope {text} lacks openid, without which the provider sends no ID token: use {right}.",
            text=quoted(text),
            right=quoted(right),
        ),
        fix=right,
        # pac4j has a scope of its own where none is given, and whether OpenMetadata lets it is not known.
        level=Level.ERROR if text.strip() else Level.WARNING,
    )


def offline_missing(subject: Subject) -> Iterator[Found]:
    kind, text = provider_kind(subject), subject.text(SCOPE)
    if not means_code_flow(subject) or OFFLINE in BETWEEN.split(text) or not is_tidy(text):
        return
    if not subject.states(SCOPE) and not shows_client(subject):
        return
    level = level_of_offline(subject, kind)
    if level is None or (subject.states(SCOPE) and "openid" not in text.split()):
        return
    name = OFFLINE_AT.get(kind, say("the provider"))
    yield Found(
        setting=SCOPE,
        message=say(
            "The scope {text} lacks {offline}, so {name} gives no refresh token: use {right}.",
            text=quoted(text),
            offline=OFFLINE,
            name=name,
            right=quoted(f"{text} {OFFLINE}"),
        ),
        fix=f"{text} {OFFLINE}",
        level=level,
    )


def level_of_offline(subject: Subject, kind: str) -> Level | None:
    """Later releases do without a refresh token, and only the validator for Azure wants the scope."""
    if subject.release > NEEDED_UNTIL:
        return Level.WARNING if kind == "azure" else None
    if kind in OFFLINE_AT:
        return Level.ERROR if subject.states(SCOPE) else Level.WARNING
    # Keycloak gives a refresh token anyway; what another provider does can't be told from here.
    return None if kind in {*NO_OFFLINE, "keycloak"} else Level.WARNING


def offline_refused(subject: Subject) -> Iterator[Found]:
    kind, words = provider_kind(subject), subject.text(SCOPE).split()
    if not counts(subject) or kind not in NO_OFFLINE or OFFLINE not in words:
        return
    right = " ".join(word for word in words if word != OFFLINE)
    yield Found(
        setting=SCOPE,
        message=say(
            "{offline} is refused with invalid_scope; {why}: use {right}.",
            offline=OFFLINE,
            why=NO_OFFLINE[kind],
            right=quoted(right),
        ),
        fix=right,
    )


def email(subject: Subject) -> Iterator[Found]:
    words = subject.text(SCOPE).split()
    if not counts(subject) or not is_tidy(subject.text(SCOPE)) or "openid" not in words or "email" in words:
        return
    mapping = subject.items(MAPPING)
    if not any(item.endswith(":email") for item in mapping) if mapping else "email" not in subject.items(CLAIMS):
        return
    right = " ".join([words[0], "email", *words[1:]])
    yield Found(
        setting=SCOPE,
        message=say(
            "The scope {words} lacks email, and people are known by that claim: use {right}.",
            words=quoted(" ".join(words)),
            right=quoted(right),
        ),
        fix=right,
    )


RULES: tuple[Rule, ...] = (
    Rule(
        id="scope-not-separated",
        title="Scopes without blanks between them",
        level=Level.ERROR,
        reason="A scope is a list with single blanks between its names, which have no quotes and no blanks.",
        source="RFC 6749, section 3.3",
        check=separators,
        reads=(SCOPE,),
    ),
    Rule(
        id="scope-without-openid",
        title="scope without openid",
        level=Level.ERROR,
        reason="The request is no OpenID Connect without it, so there is no ID token to sign in with.",
        source="OpenID Connect Core 1.0, section 3.1.2.1; OidcDiscoveryValidator",
        check=openid,
        reads=(SCOPE,),
    ),
    Rule(
        id="offline-access-missing",
        title="scope without offline_access",
        level=Level.WARNING,
        reason="Up to 1.6 the server fails without a refresh token (getRefreshToken() is null); later OpenMetadata's "
        "validator for Azure demands the scope, from 1.10 on.",
        source="OpenMetadata PR #22070, PR #20721; AzureAuthValidator",
        check=offline_missing,
        reads=(SCOPE,),
    ),
    Rule(
        id="offline-access-refused",
        title="offline_access at a provider without it",
        level=Level.ERROR,
        reason="The provider refuses a request with a scope that it does not know.",
        source="RFC 6749, section 4.1.2.1; AuthenticationCodeFlowHandler (access_type=offline)",
        check=offline_refused,
        reads=(SCOPE,),
    ),
    Rule(
        id="scope-without-email",
        title="scope without email",
        level=Level.WARNING,
        reason="The claim email comes with the scope email.",
        source="OpenID Connect Core 1.0, section 5.4",
        check=email,
        reads=(SCOPE, CLAIMS, MAPPING),
    ),
)
