"""Which of a provider's published keys may verify a token (RFC 7517, RFC 7518, RFC 8037)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import OKPAlgorithm

from sso_providers.catalogue.sentences import say

MAX_KEYS = 100
RSA_BITS = range(2048, 16384 + 1)

# (kty, crv) of a key -> what it can verify. Symmetric keys are absent for good.
ALGORITHMS: dict[tuple[str, str | None], tuple[str, ...]] = {
    ("RSA", None): ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("EC", "P-521"): ("ES512",),
    # Two names of one thing (RFC 8037, RFC 9864).
    ("OKP", "Ed25519"): ("EdDSA", "Ed25519"),
}
SUPPORTED = frozenset(name for names in ALGORITHMS.values() for name in names)
MATERIAL = frozenset(("kty", "crv", "n", "e", "x", "y"))
JWS = jwt.PyJWS()
JWS.register_algorithm("Ed25519", OKPAlgorithm())


class KeysError(ValueError):
    """The document is no key set, or no single key of it fits."""


class UnknownKey(KeysError):
    """The token's key isn't there: fetch the keys anew, once."""


class AmbiguousKey(KeysError):
    """The token names no key, and several would fit."""


@dataclass(frozen=True, slots=True)
class Key:
    """A published key that can verify signatures by `algorithms`. `kid` is None where it has none."""

    kid: str | None
    algorithms: tuple[str, ...]
    jwk: Mapping[str, Any]

    def has_signed(self, token: str, algorithm: str) -> bool:
        """Whether the signature of a compact JWS fits; `algorithm` is one of `algorithms`."""
        try:
            JWS.decode(token, key=material(self.jwk), algorithms=[algorithm])
        except (jwt.PyJWTError, TypeError, ValueError):
            return False
        return True


def usable_keys(jwks: object) -> tuple[Key, ...]:
    """The keys that may verify a token; others are left out, not complained about.

    Raises `KeysError` when `jwks` is no key set or has more than `MAX_KEYS` entries.
    """
    entries = jwks.get("keys") if isinstance(jwks, Mapping) else None
    if not isinstance(entries, list):
        raise KeysError("The provider's key document has no list of keys.")
    if len(entries) > MAX_KEYS:
        raise KeysError(say("The provider's key document has more than {max_keys} keys.", max_keys=MAX_KEYS))
    return tuple(key for key in map(_key, entries) if key)


def candidates(jwks: object, header: Mapping[str, Any]) -> tuple[Key, ...]:
    """The keys that may have signed a token with this header: by kid and alg, one at least.

    Key material in the header (jwk, jku, x5c, x5u) is not looked at. A lone key without a kid serves
    any header. Raises `UnknownKey`, `AmbiguousKey` or another `KeysError`.
    """
    keys = usable_keys(jwks)
    fitting = tuple(key for key in keys if header.get("alg") in key.algorithms)
    kid = header.get("kid")
    if kid is None:
        if len(fitting) > 1:
            raise AmbiguousKey("The token names no key, and the provider publishes several that fit.")
        chosen = fitting
    elif len(keys) == 1 and keys[0].kid is None:
        chosen = fitting
    else:
        chosen = tuple(key for key in fitting if key.kid == kid)
    if not chosen:
        raise UnknownKey("The provider's key document has no key that fits the token.")
    return chosen


def _key(entry: object) -> Key | None:
    if not isinstance(entry, Mapping):
        return None
    kid, use, operations = entry.get("kid"), entry.get("use", "sig"), entry.get("key_ops", ["verify"])
    if (
        not isinstance(kid, str | None)
        or use != "sig"
        or not isinstance(operations, list)
        or "verify" not in operations
    ):
        return None
    algorithms = _algorithms(entry)
    if not algorithms or not _is_sound(entry):
        return None
    return Key(kid, algorithms, entry)


def _algorithms(entry: Mapping[str, Any]) -> tuple[str, ...]:
    kty, crv, alg = entry.get("kty"), entry.get("crv"), entry.get("alg")
    if not isinstance(kty, str) or not isinstance(crv, str | None):
        return ()
    possible = ALGORITHMS.get((kty, None if kty == "RSA" else crv), ())
    return possible if alg is None else tuple(name for name in possible if name == alg)


def _is_sound(entry: Mapping[str, Any]) -> bool:
    """Whether the key can be built from its public members, and is strong enough."""
    try:
        key = material(entry)
    # Malformed numbers surface as almost anything from base64, int, cryptography and PyJWT.
    except (jwt.PyJWTError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return False
    return not isinstance(key, RSAPublicKey) or key.key_size in RSA_BITS


def material(entry: Mapping[str, Any]) -> Any:
    """The public key that the members which make it up stand for. Its alg is judged here: PyJWT does not know all."""
    return built(frozenset((name, value) for name, value in entry.items() if name in MATERIAL))


@lru_cache(maxsize=256)
def built(members: frozenset[tuple[str, Any]]) -> Any:
    """A provider has few keys and uses them for long, and building one takes longer than a signature's check."""
    return jwt.PyJWK(dict(members)).key
