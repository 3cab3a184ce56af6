"""The addresses that a configuration states, and what kind of provider they are about."""

from collections.abc import Iterator
from functools import lru_cache

from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SAML, SETTINGS
from sso_providers.openmetadata.subject import Subject

from .placeholders import is_open
from .urls import LONGEST, REMEMBERED, Address, parse, tidy

AUTHORITY = f"{AUTHENTICATION}.authority"
KEYS = f"{AUTHENTICATION}.publicKeyUrls"
CALLBACK = f"{AUTHENTICATION}.callbackUrl"
PROVIDER = f"{AUTHENTICATION}.provider"
CLIENT_TYPE = f"{AUTHENTICATION}.clientType"
TRUSTED = f"{AUTHENTICATION}.additionalTrustedRedirectUris"
DISCOVERY = f"{OIDC}.discoveryUri"
OIDC_CALLBACK = f"{OIDC}.callbackUrl"
SERVER_URL = f"{OIDC}.serverUrl"
TENANT = f"{OIDC}.tenant"
SAML_LOGIN = f"{SAML}.idp.ssoLoginUrl"
SAML_AUTHORITY = f"{SAML}.idp.authorityUrl"
SAML_ACS = f"{SAML}.sp.acs"
SAML_CALLBACK = f"{SAML}.sp.callback"

# Of OpenMetadata itself; those of a block that the provider doesn't read mean nothing.
OWN = (SERVER_URL, CALLBACK, OIDC_CALLBACK)
OWN_SAML = (SAML_CALLBACK, SAML_ACS, SAML_AUTHORITY)
ISSUERS = (AUTHORITY, DISCOVERY)
WITHOUT_ISSUER = {"saml", "ldap", "basic"}

# Far more than anybody needs; longer lists are not looked at, so that no file takes long.
MOST_KEYS = 50


def has_issuer(subject: Subject) -> bool:
    """Whether people sign in by OpenID Connect, or the file doesn't say by what."""
    return subject.provider.lower() not in WITHOUT_ISSUER


def text_of(subject: Subject, path: str) -> str:
    """What is stated, without blanks around it; "" for nothing, or for what is no address for its length alone."""
    value = subject.config.values.get(path)
    return value.strip() if isinstance(value, str) and len(value) <= LONGEST else ""


def address_of(subject: Subject, path: str) -> Address | None:
    """The stated address, tidied; None where there is none, or where a part of it was not filled in."""
    return usable(text_of(subject, path))


@lru_cache(REMEMBERED)
def usable(text: str) -> Address | None:
    if not text or is_open(text):
        return None
    address = parse(tidy(text))
    return address if address.is_absolute else None


def key_texts(subject: Subject) -> tuple[str, ...]:
    """The stated key addresses as they stand; none where nobody could mean so many."""
    value = subject.config.values.get(KEYS)
    return value if isinstance(value, tuple) and len(value) <= MOST_KEYS else ()


def own_paths(subject: Subject) -> tuple[str, ...]:
    """The settings that hold addresses of OpenMetadata itself, without what a whole file only has by default."""
    own = tuple(path for path in OWN if not is_unread_default(subject, path))
    return (*own, *OWN_SAML) if subject.provider.lower() == "saml" else own


def is_unread_default(subject: Subject, path: str) -> bool:
    """The shipped openmetadata.yaml states every block, and the server reads one of them."""
    is_read = has_issuer(subject) and subject.is_confidential
    return path.startswith(f"{OIDC}.") and not is_read and subject.config.values.get(path) == SETTINGS[path].default


def addresses(subject: Subject, paths: tuple[str, ...]) -> Iterator[tuple[str, Address]]:
    for path in paths:
        if address := address_of(subject, path):
            yield path, address
