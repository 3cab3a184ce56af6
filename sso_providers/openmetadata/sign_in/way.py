"""By which way people come in, as far as the server's rules differ by it, and since when."""

from enum import Enum, auto

from sso_providers.catalogue import Release
from sso_providers.openmetadata.subject import Subject

# First line in which the server itself makes accounts at the callback: the servlets that can are those of the
# configuration kept in the database. The patch is not proven.
SERVER_MAKES_ACCOUNTS = Release("1.10")
# The browser gets a token of OpenMetadata's instead of the provider's (OpenMetadata #26314, #32000).
OWN_TOKEN = Release("2.0")


class Way(Enum):
    CODE = auto()
    BROWSER = auto()
    SAML = auto()
    LDAP = auto()


def way_of(subject: Subject) -> Way:
    match subject.kind:
        case "saml":
            return Way.SAML
        case "ldap":
            return Way.LDAP
    return Way.CODE if subject.is_confidential else Way.BROWSER


def has_own_token(subject: Subject) -> bool:
    """Whether each request carries a token that OpenMetadata signed, and not the provider's."""
    match way_of(subject):
        case Way.BROWSER:
            return False
        case Way.CODE:
            return subject.release >= OWN_TOKEN
    return True


def makes_accounts(subject: Subject) -> bool:
    """Whether the server makes a newcomer's account, and not the sign-up page."""
    match way_of(subject):
        case Way.BROWSER:
            return False
        case Way.LDAP:
            return True
    return subject.release >= SERVER_MAKES_ACCOUNTS
