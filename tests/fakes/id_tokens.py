"""Ways in which a provider issues bad ID tokens. Each changes the claims, the header or the whole token."""

import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from .keys import SigningKey, encoded

Claims = dict[str, Any]

CLAIM_FAULTS: dict[str, Callable[[Claims], Claims]] = {
    "wrong-issuer": lambda claims: claims | {"iss": "https://other.example"},
    "missing-issuer": lambda claims: without(claims, "iss"),
    "wrong-audience": lambda claims: claims | {"aud": "another-client"},
    "missing-audience": lambda claims: without(claims, "aud"),
    "several-audiences": lambda claims: claims | {"aud": [claims["aud"], "another-client"]},
    "wrong-party": lambda claims: claims | {"azp": "another-client"},
    "expired": lambda claims: claims | {"exp": claims["iat"] - 600},
    "missing-expiry": lambda claims: without(claims, "exp"),
    "issued-later": lambda claims: claims | {"iat": claims["iat"] + 600},
    "too-old": lambda claims: claims | {"iat": claims["iat"] - 2 * 86400},
    "missing-iat": lambda claims: without(claims, "iat"),
    "not-yet-valid": lambda claims: claims | {"nbf": claims["iat"] + 600},
    "missing-sub": lambda claims: without(claims, "sub"),
    "other-sub": lambda claims: claims | {"sub": "sub-of-another"},
    "empty-sub": lambda claims: claims | {"sub": ""},
    "long-sub": lambda claims: claims | {"sub": "s" * 256},
    "number-sub": lambda claims: claims | {"sub": 7},
    "wrong-nonce": lambda claims: claims | {"nonce": "another"},
    "missing-nonce": lambda claims: without(claims, "nonce"),
    "wrong-at-hash": lambda claims: claims | {"at_hash": encoded(b"0" * 16)},
}
HEADER_FAULTS: dict[str, dict[str, Any]] = {
    "unknown-kid": {"kid": "unknown"},
    "no-kid": {"kid": None},
    "critical-header": {"crit": ["exp"]},
    "access-token-type": {"typ": "at+jwt"},
}


def without(claims: Claims, name: str) -> Claims:
    return {key: value for key, value in claims.items() if key != name}


def issue(key: SigningKey, claims: Claims, fault: str, client_secret: str) -> str | None:
    """The ID token, bad in the way that `fault` says ("" for none)."""
    if fault in CLAIM_FAULTS:
        return key.sign(CLAIM_FAULTS[fault](claims))
    if fault in HEADER_FAULTS:
        return key.sign(claims, **HEADER_FAULTS[fault])
    return WHOLE[fault](key, claims, client_secret)


def unsigned(key: SigningKey, claims: Claims, client_secret: str) -> str:
    return ".".join((encoded(b'{"alg": "none"}'), encoded(json.dumps(claims).encode()), ""))


def hmac_signed(key: SigningKey, claims: Claims, client_secret: str) -> str:
    header = {"alg": "HS256", "kid": key.kid}
    signed = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{encoded(hmac.new(client_secret.encode(), signed.encode(), hashlib.sha256).digest())}"


def tampered(key: SigningKey, claims: Claims, client_secret: str) -> str:
    head, _, signature = key.sign(claims).split(".")
    return ".".join((head, encoded(json.dumps(claims | {"admin": True}).encode()), signature))


def foreign(key: SigningKey, claims: Claims, client_secret: str) -> str:
    """Signed by somebody else's key under the provider's key id, the key enclosed."""
    other = SigningKey.make("foreign", key.algorithm)
    return other.sign(claims, kid=key.kid, jwk=other.jwk())


WHOLE: dict[str, Callable[[SigningKey, Claims, str], str | None]] = {
    "": lambda key, claims, _: key.sign(claims),
    "absent": lambda key, claims, _: None,
    "garbage": lambda key, claims, _: "not.a.token",
    "alg-none": unsigned,
    "alg-hs256": hmac_signed,
    "bad-signature": tampered,
    "foreign-key": foreign,
}
ID_TOKEN_FAULTS = CLAIM_FAULTS.keys() | HEADER_FAULTS.keys() | WHOLE.keys()
