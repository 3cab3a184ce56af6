"""Signing keys of the fake provider. Made once a process: RSA keys take their time."""

import base64
import json
from dataclasses import dataclass
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

CURVES: dict[str, ec.EllipticCurve] = {"ES256": ec.SECP256R1(), "ES384": ec.SECP384R1(), "ES512": ec.SECP521R1()}


@dataclass(frozen=True)
class SigningKey:
    kid: str
    algorithm: str
    private: Any

    @classmethod
    def make(cls, kid: str, algorithm: str = "RS256", *, bits: int = 2048) -> "SigningKey":
        """The same key for the same arguments."""
        return cls(kid, algorithm, private_key(kid, algorithm, bits))

    def jwk(self, **changes: Any) -> dict[str, Any]:
        """The public key; a change to None removes a member."""
        public = implementation(self.algorithm).to_jwk(self.private.public_key(), as_dict=True)
        members = {**public, "kid": self.kid, "use": "sig", "alg": self.algorithm, **changes}
        members.pop("key_ops", None) if "key_ops" not in changes else None
        return {name: value for name, value in members.items() if value is not None}

    def sign(self, claims: Any, *, algorithm: str = "", **header: Any) -> str:
        """A compact JWS; a header member of None is left out. `claims` may be the payload's bytes."""
        payload = claims if isinstance(claims, bytes) else json.dumps(claims).encode()
        members = {"alg": algorithm or self.algorithm, "typ": "JWT", "kid": self.kid, **header}
        head = json.dumps({name: value for name, value in members.items() if value is not None}).encode()
        signed = f"{encoded(head)}.{encoded(payload)}"
        signer = implementation(algorithm or self.algorithm)
        return f"{signed}.{encoded(signer.sign(signed.encode(), self.private))}"


def implementation(algorithm: str) -> Any:
    # RFC 9864 gives what RFC 8037 calls EdDSA a name that says the curve; PyJWT knows the older one.
    return jwt.PyJWS().get_algorithm_by_name("EdDSA" if algorithm == "Ed25519" else algorithm)


@cache
def private_key(kid: str, algorithm: str, bits: int) -> Any:
    if algorithm in CURVES:
        return ec.generate_private_key(CURVES[algorithm])
    if algorithm in {"EdDSA", "Ed25519"}:
        return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
