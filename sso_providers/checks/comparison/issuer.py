"""From an issuer back to the settings that it is made from."""

import re
from string import Formatter
from urllib.parse import unquote

REALMS = "/realms/"


def settings_of(template: str, issuer: str) -> dict[str, str]:
    """What the fields of the catalogue's `template` would be; nothing where the issuer has another form."""
    pattern = ""
    for text, name, _, _ in Formatter().parse(template):
        pattern += re.escape(text)
        if name:
            # A template may name a field twice.
            pattern += f"(?P={name})" if f"(?P<{name}>" in pattern else f"(?P<{name}>.+?)"
    match = re.fullmatch(pattern, issuer) if pattern else None
    return of_realm(match.groupdict()) if match else {}


def of_realm(found: dict[str, str]) -> dict[str, str]:
    """Keycloak's address holds server and realm."""
    server, slash, realm = found.pop("realm_url", "").rpartition(REALMS)
    return {**found, "server_url": server, "realm": unquote(realm)} if slash else found
