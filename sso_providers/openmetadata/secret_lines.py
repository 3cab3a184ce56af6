"""Hides what looks like a secret in lines that are shown: which of a handed-in file's values are some, nobody says."""

import re
from collections.abc import Collection, Iterable, Iterator

from sso_providers.catalogue import MASK

# A name that says so, and what stands behind it.
NAMED = re.compile(
    r"""
    (?P<name>
        [\w.-]* (?:secret|passwo?r?d|pwd|private_?key|jwt_?token|credential|fernet|api_?key) [\w.-]* ["']? \s* [:=] \s*
    )
    (?P<value> .* )
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Nothing, a comment, a block that begins, or a reference without a value of its own.
NO_SECRET = re.compile(r"""["']{0,2} | \#.* | [{\[].* | ["']? \$\{ \w+ (?: :-["']* )? \} ["']?""", re.VERBOSE)
HARMLESS = re.compile(r"secret_?(ref|key|name)", re.IGNORECASE)
KEY_BEGINS, KEY_ENDS = (
    re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    re.compile(r"-----END [A-Z ]*PRIVATE KEY-----"),
)
PARTS = re.compile(r"(?P<name>[^:=]*[:=]?\s*)(?P<value>.*)", re.DOTALL)


def shown(lines: Iterable[str], secrets: Collection[int]) -> Iterator[str]:
    """The lines as they may be shown; `secrets` are the numbers (from 1) of those that are known to hold one."""
    within_key = False
    for number, line in enumerate(lines, start=1):
        within_key = within_key or bool(KEY_BEGINS.search(line))
        yield hidden(line) if within_key or number in secrets else masked(line)
        within_key = within_key and not KEY_ENDS.search(line)


def hidden(line: str) -> str:
    """Without the value, whatever it is called."""
    parts = PARTS.fullmatch(line)
    if parts is None or not parts["value"].strip():
        return line if ":" in line or "=" in line else MASK
    return f"{parts['name']}{MASK}"


def masked(line: str) -> str:
    """Without the value if its name says that it is a secret."""
    found = NAMED.search(line)
    if found is None or HARMLESS.search(found["name"]) or NO_SECRET.fullmatch(found["value"].strip()):
        return line
    return f"{line[: found.start('value')]}{MASK}"
