"""Names of environments in names, slugs and addresses, such as production and staging."""

import re
from collections.abc import Callable

PRODUCTION = frozenset({"production", "prod", "prd", "live"})
OTHERS = frozenset(
    {"staging", "stage", "stg", "preprod", "test", "testing", "qa", "uat", "int", "integration", "dev", "development"}
)
# Between what is neither letter nor digit: an ID that was made up may hold any letters.
WORD = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]+(?![A-Za-z0-9])")
# From production one goes to staging, and from everything else to production.
SUCCESSOR = {**dict.fromkeys(PRODUCTION, "staging"), **dict.fromkeys(OTHERS, "production")}
STYLES: tuple[tuple[Callable[[str], bool], Callable[[str], str]], ...] = (
    (str.isupper, str.upper),
    (str.istitle, str.capitalize),
)


def in_other_environment(text: str) -> str:
    """`text` with the first name of an environment in it replaced, in the same style; blank without one."""
    for word in WORD.finditer(text):
        if other := SUCCESSOR.get(word[0].lower()):
            return text[: word.start()] + styled(other, like=word[0]) + text[word.end() :]
    return ""


def styled(word: str, *, like: str) -> str:
    for is_written_so, write_so in STYLES:
        if is_written_so(like):
            return write_so(word)
    return word
