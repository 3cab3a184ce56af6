"""Checks of one typed text that only a directory needs."""

import ipaddress
import re

from sso_providers.catalogue import directory
from sso_providers.catalogue.fields import InvalidValue

# RFC 1123, with the underscores that container networks have.
HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?", re.IGNORECASE | re.ASCII)
# user@domain and DOMAIN\\user ([MS-ADTS], section 5.1.1.1.1).
ACTIVE_DIRECTORY = re.compile(r"[^\s@=,\\]+@[\w.-]+|[\w.-]+\\[^\s@=,\\]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LONGEST_PASSWORD = 4096


def host(text: str) -> str:
    """A host name or IP address alone, in lower case."""
    if "://" in text:
        name = re.split("[:/]", text.partition("://")[2], maxsplit=1)[0]
        raise InvalidValue(
            f"'{text}' is an address: enter the host alone, probably '{name}'; port and TLS have fields of their own."
        )
    if is_ip_address(text) or (HOST.fullmatch(text) and len(text) <= 253):
        return text.lower()
    name, colon, port = text.rpartition(":")
    if colon and port.isdigit() and HOST.fullmatch(name):
        raise InvalidValue(f"'{text}' holds a port: enter '{name}' here, and {port} as the port.")
    raise InvalidValue(f"'{text}' is no host: use a name such as ldap.acme.example, without scheme, port or path.")


def is_ip_address(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def bind_name(text: str) -> str:
    """A distinguished name, or one of the two other forms that Active Directory takes."""
    return text if ACTIVE_DIRECTORY.fullmatch(text) else directory.dn(text)


def password(text: str) -> str:
    """Any text of one line, blanks included. The message shows nothing of it."""
    if CONTROL.search(text):
        raise InvalidValue("The password holds a line break or control character: copy it again.")
    if len(text) > LONGEST_PASSWORD:
        raise InvalidValue(f"The password has {len(text)} characters: at most {LONGEST_PASSWORD} are possible.")
    return text
