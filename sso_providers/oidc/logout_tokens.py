"""Validation of logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6; RFC 8725).

Clock and keys are passed in. That a token is used once is for the caller to hold: it takes a memory.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sso_providers.catalogue.sentences import say

from . import tokens
from .tokens import Fault, TokenError

EVENT = "http://schemas.openid.net/event/backchannel-logout"
# Its own type is recommended, not required; many providers send the usual one.
TYPES = {"logout+jwt", "jwt"}
# A provider sends the token as it makes it, so this is for retries and slow queues. It is also how long used ones
# are remembered. Section 4 recommends two minutes, but by exp, which is not everywhere.
MAX_AGE = 10 * 60


class LogoutFault(StrEnum):
    """What is wrong with a logout token and with no other token, as a short code for the log."""

    WRONG_EVENT = "wrong-event"
    HAS_NONCE = "has-nonce"
    NOBODY = "nobody"


class LogoutTokenError(ValueError):
    """The token asks for no logout. `code` is stable; the message quotes no token."""

    def __init__(self, code: LogoutFault, message: str) -> None:
        self.code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoutToken:
    """Whom the provider signed out: `sid`, `subject` or both; the other is "".

    `jti` names the token at its issuer. After `usable_until`, in seconds since 1970, it is refused for its age.
    """

    issuer: str
    subject: str
    sid: str
    jti: str
    usable_until: float


def validate_logout_token(
    token: str, *, jwks: object, issuer: str, algorithms: Collection[str], client_id: str, now: float
) -> LogoutToken:
    """Raises `TokenError` or `LogoutTokenError`.

    `algorithms` are those that the provider announces for ID tokens; only asymmetric ones of them count.
    `now` is in seconds since 1970.
    """
    header, claims = tokens.verify_signature(token, jwks=jwks, algorithms=algorithms)
    return meant(header, claims, issuer=issuer, client_id=client_id, now=now)


def check_unsigned(token: str, *, issuer: str, client_id: str, now: float) -> None:
    """What can be told without the provider's keys: anybody can send anything, and fetching them costs.

    Raises `TokenError` or `LogoutTokenError`. Who passes may still have forged it.
    """
    meant(*tokens.parts(token), issuer=issuer, client_id=client_id, now=now)


def meant(
    header: Mapping[str, Any], claims: Mapping[str, Any], *, issuer: str, client_id: str, now: float
) -> LogoutToken:
    """What header and claims of a logout token for this client say, whoever signed it."""
    if str(header.get("typ", "JWT")).lower().removeprefix("application/") not in TYPES:
        raise TokenError(Fault.WRONG_TYPE, "The provider sent a token of another kind in place of the logout token.")
    if claims.get("iss") != issuer:
        raise TokenError(Fault.WRONG_ISSUER, "The token comes from another issuer than the registered one.")
    tokens.check_audience(claims, client_id)
    check_times(claims, now)
    check_event(claims)
    if "sub" in claims:
        tokens.check_subject(claims)
    elif "sid" not in claims:
        raise LogoutTokenError(LogoutFault.NOBODY, "The token does not say who signed out (sub or sid).")
    return LogoutToken(
        issuer=issuer,
        subject=claims.get("sub", ""),
        sid=text(claims, "sid") if "sid" in claims else "",
        jti=text(claims, "jti"),
        usable_until=claims["iat"] + MAX_AGE + tokens.LEEWAY,
    )


def check_times(claims: Mapping[str, Any], now: float) -> None:
    """iat and, where they are there, exp and nbf.

    exp is required since the errata of December 2023 only, and certified providers still send none
    (https://github.com/ory/hydra/issues/4035). The short age by iat stands in for it.
    """
    tokens.check_times({"exp": now, **claims}, now)
    if claims["iat"] < now - MAX_AGE - tokens.LEEWAY:
        raise TokenError(Fault.TOO_OLD, "The logout token is older than ten minutes: compare the clocks.")


def check_event(claims: Mapping[str, Any]) -> None:
    """What tells a logout token from an ID token that the same keys sign."""
    events = claims.get("events")
    if not isinstance(events, Mapping) or not isinstance(events.get(EVENT), Mapping):
        raise LogoutTokenError(LogoutFault.WRONG_EVENT, "The token announces no logout (events).")
    if "nonce" in claims:
        raise LogoutTokenError(LogoutFault.HAS_NONCE, "The token has a nonce, so it belongs to a sign-in.")


def text(claims: Mapping[str, Any], name: str) -> str:
    if name not in claims:
        raise TokenError(Fault.MISSING_CLAIM, say("The token has no {name}.", name=name))
    value = claims[name]
    if not isinstance(value, str) or not value.strip():
        raise TokenError(Fault.BAD_CLAIM, say("The token's {name} is no text.", name=name))
    return value
