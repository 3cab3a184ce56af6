"""A userinfo answer that is a signed JWT (OpenID Connect Core 1.0, section 5.3.2)."""

from collections.abc import Collection
from typing import Any

from . import tokens
from .tokens import Fault, TokenError


def verify(
    token: str, *, jwks: object, algorithms: Collection[str], issuer: str, client_id: str, now: float
) -> dict[str, Any]:
    """Its claims; raises `TokenError`.

    It need not name issuer, audience and end, but must not name wrong ones. `now` is in seconds since 1970.
    """
    header, claims = tokens.verify_signature(token, jwks=jwks, algorithms=algorithms)
    tokens.check_type(header)
    if claims.get("iss", issuer) != issuer:
        raise TokenError(Fault.WRONG_ISSUER, "The provider's userinfo answer comes from another issuer.")
    if "aud" in claims:
        tokens.check_audience(claims, client_id)
    if "exp" in claims:
        tokens.check_expiry(claims, now)
    return claims
