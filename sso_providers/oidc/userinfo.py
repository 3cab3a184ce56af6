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
# A path to a claim has 100 characters at most, and so no more steps than this.
DEEPEST = 50


def merge(claims: Mapping[str, Any], userinfo: object) -> dict[str, Any]:
    """The ID token's `claims`, and from userinfo what they lack; raises `TokenError` for another sub.

    A claim that says nothing (`is_empty`) is lacking, also within a claim that holds others, such as
    realm_access. email_verified always comes from where email does, for it speaks of that address only.
    """
    if not isinstance(userinfo, Mapping):
        raise TokenError(Fault.MALFORMED, "The provider's userinfo answer is no JSON object.")
    subject = userinfo.get("sub")
    if not isinstance(subject, str) or not subject or subject != claims.get("sub"):
        raise TokenError(Fault.WRONG_SUBJECT, "The provider's userinfo answer is about another person (sub).")
    added = {name: value for name, value in userinfo.items() if name not in PROTOCOL_CLAIMS}
    merged = completed(claims, added)
    merged.pop("email_verified", None)
    source: Mapping[str, Any] = added if is_empty(claims.get("email")) else claims
    if is_empty(source.get("email_verified")) and added.get("email") == merged.get("email"):
        source = added
    if "email_verified" in source:
        merged["email_verified"] = source["email_verified"]
    return merged


def completed(claims: Mapping[str, Any], added: Mapping[str, Any], depth: int = DEEPEST) -> dict[str, Any]:
    """`claims`, where they are empty or missing filled from `added`; in objects of both too, `depth` levels down."""
    merged = dict(claims)
    for name, value in added.items():
        present = claims.get(name)
        if is_empty(present):
            merged[name] = value
        elif depth and isinstance(present, Mapping) and isinstance(value, Mapping):
            merged[name] = completed(present, value, depth - 1)
    return merged


def is_empty(value: object) -> bool:
    """Null, an empty text, list or object; false and 0 say something."""
    return value is None or (isinstance(value, str | list | Mapping) and not value)
