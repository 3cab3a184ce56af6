"""Mail domains in what people write, and the settings that hold them."""

import re

from sso_providers.catalogue.validators import DOMAIN
from sso_providers.openmetadata.rules.urls import LONGEST
from sso_providers.openmetadata.settings import AUTHORIZER
from sso_providers.openmetadata.subject import Subject

PRINCIPAL = f"{AUTHORIZER}.principalDomain"
ALLOWED = f"{AUTHORIZER}.allowedDomains"
REGISTRATION = f"{AUTHORIZER}.allowedEmailRegistrationDomains"
ENFORCED = f"{AUTHORIZER}.enforcePrincipalDomain"


def cleaned(text: str) -> str:
    """The domain that is in it, in lower case: without scheme, path, port, and what stands before an @ or *."""
    bare = re.sub(r"^[a-z]{1,10}://", "", text.strip().strip("\"'"), flags=re.IGNORECASE)
    host = bare.partition("/")[0].rpartition("@")[2].partition(":")[0]
    return host.removeprefix("*").strip(".").lower()


def is_domain(text: str) -> bool:
    return len(text) <= 253 and bool(DOMAIN.fullmatch(text))


def parts(text: str) -> list[str]:
    """Several domains in one text."""
    words = re.split(r"[\s,;|]+", text[:LONGEST].strip().strip("[](){}"))
    return list(dict.fromkeys(filter(None, map(cleaned, words))))


def principal(subject: Subject) -> str:
    return subject.text(PRINCIPAL) if subject.states(PRINCIPAL) else ""
