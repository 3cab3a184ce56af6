"""Claims of the userinfo endpoint, joined to a validated ID token (OpenID Connect Core 1.0, section 5.3)."""

from collections.abc import Mapping
from typing import Any

from .tokens import Fault, TokenError

# About the token itself, never about the person: a userinfo answer has no say in them.
PROTOCOL_CLAIMS = frozenset(
    (
        "iss",
        "sub",
        "aud",
        "azp",
        "exp",
        "iat",
        "nbf",
        "nonce",
        "jti",
        "auth_time",
        "acr",
        "amr",
        "at_hash",
        "c_hash",
        "s_hash",
        "sid",
        "typ",
        "events",
    )
)


def merge(claims: Mapping[str, Any], userinfo: object) -> dict[str, Any]:
    """The ID token's `claims`, and from userinfo what they lack; raises `TokenError` for another sub.

    email_verified always comes from where email does, for it speaks of that address only.
    """
    if not isinstance(userinfo, Mapping):
        raise TokenError(Fault.MALFORMED, "The provider's userinfo answer is no JSON object.")
    subject = userinfo.get("sub")
    if not isinstance(subject, str) or not subject or subject != claims.get("sub"):
        raise TokenError(Fault.WRONG_SUBJECT, "The provider's userinfo answer is about another person (sub).")
    added = {name: value for name, value in userinfo.items() if name not in PROTOCOL_CLAIMS}
    merged = {**added, **claims}
    if "email" not in claims:
        merged.pop("email_verified", None)
        if "email_verified" in added:
            merged["email_verified"] = added["email_verified"]
    elif "email_verified" not in claims and added.get("email") != claims["email"]:
        merged.pop("email_verified", None)
    return merged
