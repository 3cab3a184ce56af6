"""Validation of ID tokens (OpenID Connect Core 1.0, sections 3.1.3.7 and 3.1.3.8; RFC 8725).

Clock, keys and everything the token is compared with are passed in. No message ever
quotes the token.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from sso_providers.catalogue.sentences import say

from . import keys, strict_json

LEEWAY = 120
MAX_AGE = 24 * 3600
MAX_LENGTH = 64 * 1024
MAX_SUBJECT = 255
# The last second of the year 9999, the last that a datetime can hold.
LAST_SECOND = 253402300799
# Tokens of other kinds that the same keys sign (RFC 9068, OpenID Connect Back-Channel Logout 1.0).
OTHER_TYPES = {"at+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt"}
# By the end of an algorithm's name. OpenID Connect does not say which goes with Ed25519; all take its own.
HASHES = {
    "256": hashlib.sha256,
    "384": hashlib.sha384,
    "512": hashlib.sha512,
    "DSA": hashlib.sha512,
    "519": hashlib.sha512,
}


class Fault(StrEnum):
    """What is wrong with a token, as a short code for pages and logs."""

    MALFORMED = "malformed"
    WRONG_TYPE = "wrong-type"
    WRONG_ALGORITHM = "wrong-algorithm"
    CRITICAL_HEADER = "critical-header"
    BAD_KEYS = "bad-keys"
    UNKNOWN_KEY = "unknown-key"
    AMBIGUOUS_KEY = "ambiguous-key"
    BAD_SIGNATURE = "bad-signature"
    WRONG_ISSUER = "wrong-issuer"
    WRONG_AUDIENCE = "wrong-audience"
    WRONG_PARTY = "wrong-party"
    EXPIRED = "expired"
    ISSUED_LATER = "issued-later"
    TOO_OLD = "too-old"
    NOT_YET_VALID = "not-yet-valid"
    MISSING_CLAIM = "missing-claim"
    BAD_CLAIM = "bad-claim"
    WRONG_NONCE = "wrong-nonce"
    WRONG_ACCESS_TOKEN = "wrong-access-token"
    WRONG_SUBJECT = "wrong-subject"


class TokenError(ValueError):
    """The token is refused. `code` is stable; the message is for people and quotes no token."""

    def __init__(self, code: Fault, message: str) -> None:
        self.code = code
        super().__init__(message)


class Verified(NamedTuple):
    """Header and claims of a token whose signature holds; no claim has been looked at."""

    header: dict[str, Any]
    claims: dict[str, Any]


def validate_id_token(
    token: str,
    *,
    jwks: object,
    issuer: str,
    algorithms: Collection[str],
    client_id: str,
    nonce: str | None,
    now: float,
    access_token: str | None = None,
) -> dict[str, Any]:
    """The claims of a valid ID token; raises `TokenError` for any other.

    `algorithms` are those the provider announces; only asymmetric ones of them count. `nonce` is
    None only where none was sent (a pasted token). `now` is in seconds since 1970. Without an
    `access_token` there is nothing that `at_hash` could bind, and it isn't compared.
    """
    header, claims = verify_signature(token, jwks=jwks, algorithms=algorithms)
    check_type(header)
    if claims.get("iss") != issuer:
        raise TokenError(Fault.WRONG_ISSUER, "The token comes from another issuer than the registered one.")
    check_audience(claims, client_id)
    check_times(claims, now)
    check_subject(claims)
    if nonce is not None and not _same(claims.get("nonce"), nonce):
        raise TokenError(Fault.WRONG_NONCE, "The token does not belong to this sign-in (nonce): start again.")
    if access_token is not None and "at_hash" in claims:
        _check_access_token(claims["at_hash"], access_token, header["alg"])
    return claims


def verify_signature(token: str, *, jwks: object, algorithms: Collection[str]) -> Verified:
    """For any signed token of the provider (ID token, logout token, signed userinfo).

    Raises `TokenError`; with code unknown-key, the caller may fetch the keys anew once.
    """
    header, claims = parts(token)
    if "crit" in header:
        raise TokenError(Fault.CRITICAL_HEADER, "The token's header demands extensions that are not supported.")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in keys.SUPPORTED or algorithm not in algorithms:
        raise TokenError(Fault.WRONG_ALGORITHM, "The token is not signed by an algorithm that the provider announces.")
    if not isinstance(header.get("kid"), str | None):
        raise TokenError(Fault.MALFORMED, "The token's key id is no text.")
    if not any(key.has_signed(token, algorithm) for key in _candidates(jwks, header)):
        raise TokenError(Fault.BAD_SIGNATURE, "The token's signature does not match the provider's keys.")
    return Verified(header, claims)


def check_type(header: Mapping[str, Any]) -> None:
    """No token of another kind, which the same keys sign (RFC 8725, section 3.11)."""
    if str(header.get("typ")).lower().removeprefix("application/") in OTHER_TYPES:
        raise TokenError(Fault.WRONG_TYPE, "The provider sent a token of another kind.")


def check_audience(claims: Mapping[str, Any], client_id: str) -> None:
    """aud holds us; azp is us when there, and there when others are in aud."""
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or not all(isinstance(item, str) for item in audiences):
        raise TokenError(Fault.WRONG_AUDIENCE, "The token does not say for whom it is (aud).")
    if client_id not in audiences:
        raise TokenError(Fault.WRONG_AUDIENCE, "The token is meant for another application (aud): check the client ID.")
    party = claims.get("azp")
    if ("azp" in claims or len(audiences) > 1) and party != client_id:
        raise TokenError(Fault.WRONG_PARTY, "The token was issued to another application (azp): check the client ID.")


def check_times(claims: Mapping[str, Any], now: float) -> None:
    """exp, iat and nbf against `now`, with two minutes for clocks that differ."""
    check_expiry(claims, now)
    issued = _second(claims, "iat")
    if issued > now + LEEWAY:
        raise TokenError(Fault.ISSUED_LATER, "The token was issued in the future: check the provider's and our clock.")
    if issued < now - MAX_AGE - LEEWAY:
        raise TokenError(Fault.TOO_OLD, "The token is older than a day: start again.")
    if "nbf" in claims and _second(claims, "nbf") > now + LEEWAY:
        raise TokenError(Fault.NOT_YET_VALID, "The token is not valid yet: check the provider's and our clock.")


def check_expiry(claims: Mapping[str, Any], now: float) -> None:
    if _second(claims, "exp") <= now - LEEWAY:
        raise TokenError(Fault.EXPIRED, "The token has expired: start again, and check the clocks if it happens again.")


def check_subject(claims: Mapping[str, Any]) -> None:
    """sub is 1 to 255 characters (OpenID Connect Core 1.0, section 2)."""
    if "sub" not in claims:
        raise TokenError(Fault.MISSING_CLAIM, "The token does not say who signed in (sub).")
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip() or len(subject) > MAX_SUBJECT:
        raise TokenError(
            Fault.BAD_CLAIM,
            say("The token's sub is no text of 1 to {max_subject} characters.", max_subject=MAX_SUBJECT),
        )


def parts(token: object) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, whoever made it. Raises `TokenError`."""
    if not isinstance(token, str) or not token.isascii() or len(token) > MAX_LENGTH:
        raise TokenError(
            Fault.MALFORMED,
            say("The provider sent no token, or one longer than {max_length} characters.", max_length=MAX_LENGTH),
        )
    segments = token.split(".")
    if len(segments) != 3:
        raise TokenError(Fault.MALFORMED, "The token is not signed as three parts; encrypted ones are not supported.")
    return segment(segments[0]), segment(segments[1])


def segment(text: str) -> dict[str, Any]:
    """One of a token's parts that hold JSON (RFC 7515, section 3.1)."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        value = strict_json.loads(data)
    except (binascii.Error, strict_json.JsonError):
        raise TokenError(Fault.MALFORMED, "The token's parts are not base64url and unambiguous JSON.") from None
    if not isinstance(value, dict):
        raise TokenError(Fault.MALFORMED, "The token's parts are no JSON objects.")
    return value


def _candidates(jwks: object, header: Mapping[str, Any]) -> tuple[keys.Key, ...]:
    try:
        return keys.candidates(jwks, header)
    except keys.UnknownKey as error:
        raise TokenError(Fault.UNKNOWN_KEY, str(error)) from None
    except keys.AmbiguousKey as error:
        raise TokenError(Fault.AMBIGUOUS_KEY, str(error)) from None
    except keys.KeysError as error:
        raise TokenError(Fault.BAD_KEYS, str(error)) from None


def _second(claims: Mapping[str, Any], name: str) -> float:
    if name not in claims:
        raise TokenError(Fault.MISSING_CLAIM, say("The token has no {name}.", name=name))
    value = claims[name]
    # bool is an int in Python, and true no time in JSON
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LAST_SECOND:
        raise TokenError(Fault.BAD_CLAIM, say("The token's {name} is no time.", name=name))
    return float(value)


def _same(found: object, expected: str) -> bool:
    return isinstance(found, str) and hmac.compare_digest(found.encode(), expected.encode())


def _check_access_token(at_hash: object, access_token: str, algorithm: str) -> None:
    digest = HASHES[algorithm[-3:]](access_token.encode()).digest()
    expected = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if not _same(at_hash, expected):
        raise TokenError(Fault.WRONG_ACCESS_TOKEN, "The access token does not belong to the ID token (at_hash).")
