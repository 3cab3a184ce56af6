"""From a provider's answer to what it means: by codes and known pieces of messages, and by nothing else.

What is returned was written here: no part of the answer is in it, since a careless provider repeats
what it was sent, the client secret included.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_plus

from .auth0 import AUTH0
from .cognito import COGNITO
from .entra import ENTRA
from .entry import Family, ProviderError
from .google import GOOGLE
from .keycloak import KEYCLOAK
from .oauth import OAUTH
from .okta import OKTA
from .one_login import ONE_LOGIN

FAMILIES = (OAUTH, ENTRA, OKTA, AUTH0, COGNITO, KEYCLOAK, GOOGLE, ONE_LOGIN)

# Characters that are looked at; Entra's messages, the longest, have less than a thousand.
LIMIT = 4096
WORD = re.compile(r"[a-z0-9_]+")
# Names of what is said, in JSON and in addresses, not what is said.
NAMES = {"error", "error_description"}
# Before a bare number of Entra's; `error_codes` is its own list.
BEFORE_NUMBERS = {"code", "error_codes"}
ENTRA_PREFIX = "aadsts"


def decode(error: str, description: str = "", kind: str = "") -> ProviderError | None:
    """What fits best: a known code, then a known piece of a message, then what OAuth's code means there.

    `description` may also be a whole message, page or address that somebody pasted, with `error` blank.
    `kind` is a catalogue kind's id; for one with errors of its own no other provider's are looked at.
    """
    said = words(f"{error} {description}")
    own = [family for family in FAMILIES if kind in family.kinds]
    special = own or [family for family in FAMILIES if family is not OAUTH]
    return by_code(said, special) or by_phrase(said, [*special, OAUTH]) or by_oauth(said, [*own, OAUTH])


def words(text: str) -> list[str]:
    """In small letters; also of a percent-encoded address. Takes time in proportion to LIMIT at most."""
    found = WORD.findall(unquote_plus(text[:LIMIT]).lower())
    return [word for word in found if word not in NAMES]


def by_code(said: list[str], families: Iterable[Family]) -> ProviderError | None:
    """The first word that is some family's own code."""
    for family in families:
        for code in codes(said):
            if found := CODES[family.name].get(code):
                return found
    return None


def codes(said: list[str]) -> Iterator[str]:
    for before, word in zip(["code", *said], said, strict=False):
        yield word
        if before in BEFORE_NUMBERS:
            yield ENTRA_PREFIX + word


def by_phrase(said: list[str], families: Iterable[Family]) -> ProviderError | None:
    """The longest of the known pieces that stand in it: it says the most."""
    text = joined(said)
    fitting = (
        (len(phrase), entry) for family in families for phrase, entry in PHRASES[family.name].items() if phrase in text
    )
    return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]


def by_oauth(said: list[str], families: Iterable[Family]) -> ProviderError | None:
    """OAuth's code, as the first of the families understands it."""
    code = next((word for word in said if word in OAUTH_CODES), "")
    return next((SHARED[family.name][code] for family in families if code in SHARED[family.name]), None)


def joined(said: list[str]) -> str:
    """With a space at each end, so that only whole words fit."""
    return f" {' '.join(said)} "


OAUTH_CODES = {entry.code for entry in OAUTH.errors}
CODES = {
    family.name: {entry.code.lower(): entry for entry in family.errors if entry.code not in OAUTH_CODES}
    for family in FAMILIES
}
PHRASES = {
    family.name: {joined(words(phrase)): entry for entry in family.errors for phrase in entry.phrases}
    for family in FAMILIES
}
SHARED = {
    family.name: {entry.code: entry for entry in family.errors if entry.code in OAUTH_CODES and not entry.phrases}
    for family in FAMILIES
}
