"""Words of a documentation that stand where one of the client's values belongs."""

import re

from sso_providers.catalogue import validators
from sso_providers.openmetadata.rules.placeholders import MASKED, unfilled

# "Client ID", "OIDC Client Secret", "Application (client) ID": the name of a value in place of it.
NAMES = re.compile(
    r"(the |my )?((oidc|azure|google|okta|auth0|cognito|keycloak|sso) )?"
    r"((client|app|application|tenant|directory) (id|secret|key|value)|secret|id)",
    re.IGNORECASE,
)
LONGEST = 200


def is_placeholder(text: str) -> bool:
    """Whether it was never filled in."""
    if len(text) > LONGEST or "${" in text or validators.GUID.fullmatch(text.strip(" {}<>")):
        return False
    return bool(NAMES.fullmatch(words(text))) or (bool(unfilled(text)) and not is_masked(text))


def is_name(text: str) -> bool:
    """Whether it is the value's name as a documentation writes it, which nobody puts in place of a value to hide it."""
    bare = text.strip()
    is_plain = " " in bare or (bare.startswith("{") and bare.endswith("}"))
    return len(text) <= LONGEST and is_plain and "<" not in bare and bool(NAMES.fullmatch(words(text)))


def words(text: str) -> str:
    return " ".join(re.sub(r"\((client|tenant)\)|[\W_]", " ", text).split())


def is_masked(text: str) -> bool:
    """Whether somebody took it out before showing the file."""
    return len(text) <= LONGEST and bool(MASKED.search(unfilled(text) or text))


def can_be_judged(text: str) -> bool:
    """Whether it is meant as a real value; a variable may be one."""
    return bool(text.strip()) and "${" not in text and not is_placeholder(text) and not is_masked(text)
