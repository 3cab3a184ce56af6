"""Distinguished names as files have them, for several rules."""

import re

from sso_providers.catalogue import InvalidValue
from sso_providers.catalogue.directory import LONGEST, Dn, parse, split
from sso_providers.openmetadata.rules.placeholders import is_open

DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+", re.IGNORECASE)


def dn_of(text: str) -> Dn | None:
    try:
        return parse(text)
    except InvalidValue:
        return None


def fault(text: str) -> str:
    """Why the text is no distinguished name, as a sentence; "" where it is one, or was never filled in."""
    if is_open(text):
        return ""
    try:
        parse(text)
    except InvalidValue as error:
        return str(error)
    return ""


def lacks_equals(text: str) -> bool:
    """Whether some part is no `attribute=value`: then no directory takes it."""
    return len(text) <= LONGEST and any("=" not in part for part in split(text, ",;"))


def domain_parts(name: Dn) -> tuple[str, ...]:
    """The values of the dc parts at the end, which are the directory's own domain."""
    found: list[str] = []
    for rdn in reversed(name.rdns):
        attribute, value = next(iter(rdn))
        if len(rdn) > 1 or attribute != "dc":
            break
        found.append(value)
    return tuple(found)


def of_domain(text: str) -> str | None:
    """The name of the domain's own entry, for a text that is a domain."""
    if not DOMAIN.fullmatch(text):
        return None
    return ",".join(f"dc={label}" for label in text.split("."))
