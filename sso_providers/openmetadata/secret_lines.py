"""Which lines of a handed-in file may be shown: those of known settings that are no secrets. Of the others, the name.

Nobody says which of a file's other values are secrets, so none of them is shown.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from sso_providers.catalogue import MASK

from .secret_names import sounds_secret

# A name, and what separates it from its value.
NAMED = re.compile(r"\s*(?:-\s+)?(?:#\s*)?(?:export\s+)?[\"']?[A-Za-z_][\w./-]{0,80}[\"']?\s*[:=]\s?")
# Nothing but what a block begins or ends with, or a document.
STRUCTURE = re.compile(r"[\s{}\[\],|>-]*")
COMMENT = re.compile(r"\s*#[^:=@]*")
WORD = re.compile(r"[\w.-]+")
# An address with a name, and perhaps a password, in front of its host.
WITH_USER = re.compile(r"//[^/\s]*@")
KEY_BEGINS, KEY_ENDS = "PRIVATE KEY-----", "-----END "
# Longer lines hold more than a setting and its value.
LONGEST = 2_000


def shown(lines: Iterable[str], known: Collection[int]) -> Iterator[str]:
    """The lines as they may be shown; `known` are the numbers (from 1) of those with settings that are no secrets."""
    within_key = within_text = False
    for number, line in enumerate(lines, start=1):
        within_key = within_key or KEY_BEGINS in line
        if within_key:
            yield MASK
            within_key = KEY_ENDS not in line
        elif number in known and len(line) <= LONGEST and not is_suspicious(line):
            yield line
            within_text = False
        else:
            outlined = MASK if within_text and line.rstrip().endswith("=") else outline(line)
            yield outlined
            within_text = outlined == MASK


def is_suspicious(line: str) -> bool:
    """Whether a known setting's line has what is not expected there, for another setting may stand in it, too."""
    return bool(WITH_USER.search(line)) or any(sounds_secret(word) for word in WORD.findall(line))


def outline(line: str) -> str:
    """The line's name, without its value."""
    if STRUCTURE.fullmatch(line) or COMMENT.fullmatch(line):
        return line
    found = NAMED.match(line)
    if found is None:
        return MASK
    return line if STRUCTURE.fullmatch(line, found.end()) else f"{found[0]}{MASK}"
