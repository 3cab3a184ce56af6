"""What both env files of Docker share: the variables in their order, under headings."""

from collections.abc import Callable, Iterable

from sso_providers.catalogue import Secret, Value
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, JWT, Setting

from .header import comment
from .job import Pair

HEADINGS = {
    AUTHORIZER: "Who may do what",
    AUTHENTICATION: "How people sign in",
    JWT: "OpenMetadata's own tokens",
}
MOUNTING = "mount the file there"


def body(pairs: Iterable[Pair], line: Callable[[Setting, Value | Secret], str]) -> str:
    result = block = ""
    for setting, value in pairs:
        if setting.block != block:
            result += ("\n" if block else "") + comment(f"{HEADINGS[setting.block]} ({setting.block})")
            block = setting.block
        result += line(setting, value)
    return result
