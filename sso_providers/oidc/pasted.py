"""Claims that somebody pasted, to try a policy on them: as JSON, or as a token whose signature nobody checks.

Nothing that comes from here may sign anybody in.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sso_providers.catalogue.sentences import say

from . import strict_json, tokens

# Bytes of UTF-8, as of an ID token.
MAX_LENGTH = 64 * 1024
DEEPEST = 32
# Three parts of base64url (RFC 7515, section 7.1); five if it is encrypted (RFC 7516, section 7.1).
COMPACT = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){2,4}")
WANTED_JSON = 'paste one JSON object such as {"sub": "ada", "groups": ["staff"]}'
WANTED = f"{WANTED_JSON}, or an ID token"


class PastedError(ValueError):
    """What was pasted can't be read. The message is for people, and quotes nothing of it."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """`header` is that of a token; None where the claims themselves were pasted."""

    claims: dict[str, Any]
    header: dict[str, Any] | None


def read(text: str) -> Pasted:
    """Raises `PastedError`."""
    text = text.strip()
    if not text:
        raise PastedError(say("Nothing was pasted: {wanted}.", wanted=WANTED))
    data = text.replace("\r\n", "\n").encode("utf-8", "replace")
    if len(data) > MAX_LENGTH:
        raise PastedError(
            say(
                "This is {data} bytes long: at most {max_length} are read. Leave out what is long.",
                data=len(data),
                max_length=MAX_LENGTH,
            )
        )
    if COMPACT.fullmatch(text):
        header, claims = token_parts(text)
    else:
        header, claims = None, _object(data)
    if _is_deep(claims) or _is_deep(header):
        raise PastedError(say("It is nested more than {deepest} levels deep: leave out what is.", deepest=DEEPEST))
    return Pasted(claims, header)


def token_parts(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims of a token, whoever made it. Raises `PastedError`."""
    parts = token.split(".")
    if len(parts) != 3:
        raise PastedError("This token is encrypted, so its claims can't be read: paste them as JSON.")
    try:
        return tokens.segment(parts[0]), tokens.segment(parts[1])
    except tokens.TokenError as error:
        raise PastedError(
            say("This token is damaged. {error} Copy it again, or {wanted_json}.", error=error, wanted_json=WANTED_JSON)
        ) from None


def as_text(claims: Mapping[str, Any]) -> str:
    """JSON as people read it, and as `read` takes it; "" where it would be too long or too deep for that."""
    if _is_deep(claims):
        return ""
    text = json.dumps(claims, indent=2, ensure_ascii=False)
    return text if len(text.encode()) <= MAX_LENGTH else ""


def _object(data: bytes) -> dict[str, Any]:
    try:
        value = strict_json.loads(data)
    except strict_json.JsonError as error:
        raise PastedError(
            say("What was pasted can't be read, for {error}: {wanted}.", error=error, wanted=WANTED)
        ) from None
    if not isinstance(value, dict):
        raise PastedError(say("What was pasted is JSON, but no object: {wanted}.", wanted=WANTED))
    return value


def _is_deep(value: object) -> bool:
    """Deeper than what a page can show."""
    rest = [(value, 1)]
    while rest:
        each, depth = rest.pop()
        inner = each.values() if isinstance(each, Mapping) else each if isinstance(each, list) else ()
        if inner and depth > DEEPEST:
            return True
        rest.extend((item, depth + 1) for item in inner)
    return False
