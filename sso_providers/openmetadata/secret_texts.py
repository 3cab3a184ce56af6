"""Secrets within a text that is none: an address's user info, a parameter that says it is one."""

import re

from .secret_names import sounds_secret

NAMED = re.compile(r"""(?<![\w.%-])(?P<name>[\w.%-]++)["']?\s*+[=:](?=[^/\s]|\s+\S)""")
SCHEME = re.compile(r"[^\w@]*[A-Za-z][A-Za-z0-9+.-]{0,20}:/+")
# Whom people write to, which is no user info.
MAIL = re.compile(r"[^\s:/@?#=]++@[\w-]++(?:\.[\w-]++)++")
HIDDEN = "…"
# No message shows more, and no fix is as long.
LONGEST, LONGEST_FIX = 1000, 20_000


def without_secrets(text: str) -> str:
    """The text for a message. In an address a query and fragment go too, for what they hold nobody says."""
    own = without_user(text)
    bare = own[:LONGEST]
    if SCHEME.match(bare) or "/" in bare or own is not text:
        bare = re.split(r"(?<=.)[?#]", bare, maxsplit=1)[0]
    named = next((found for found in NAMED.finditer(bare) if sounds_secret(found["name"])), None)
    return f"{bare[: named.end()]}{HIDDEN}" if named else bare


def without_user(text: str) -> str:
    """A password may hold any sign, also a slash: all that stands before the last @ goes."""
    before, at, rest = text.rpartition("@")
    if not at:
        return text
    scheme = SCHEME.match(before)
    return f"{scheme[0] if scheme else ''}{HIDDEN}@{rest}"


def is_mail(text: str) -> bool:
    return bool(MAIL.fullmatch(text.strip()))


def holds_secret(text: str) -> bool:
    """Whether the text may hold one, so that it is not shown at all."""
    if names_secret(text):
        return True
    scheme = SCHEME.match(text)
    if scheme and ("@" in text or text.partition("#")[2]):
        return True
    return "@" in text and not is_mail(text) and (":" in text or "/" in text)


def names_secret(text: str) -> bool:
    """Whether a parameter or key in the text sounds secret, and has something behind it. One that is too long may."""
    return len(text) > LONGEST_FIX or any(sounds_secret(found["name"]) for found in NAMED.finditer(text))
