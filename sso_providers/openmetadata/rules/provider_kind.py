"""Which provider a configuration is for, whatever it calls it."""

from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .homes import kind_of
from .stated_addresses import ISSUERS, addresses, key_texts, usable

# OpenMetadata's own names; all other OpenID providers are custom-oidc to it.
NAMED = frozenset({"azure", "google", "okta", "auth0", "aws-cognito"})
OTHER_PROTOCOLS = frozenset({"saml", "ldap", "basic"})
# How people name these to OpenMetadata, which takes any text for oidcConfiguration.type and providerName.
SPOKEN = {"keycloak": "keycloak", "onelogin": "one-login", "one-login": "one-login"}
NAMES = (f"{OIDC}.type", f"{AUTHENTICATION}.providerName")


def provider_kind(subject: Subject) -> str:
    """The catalogue's name of it; "custom-oidc" for any other OpenID provider, "" where the file doesn't say."""
    provider = subject.provider.lower()
    if provider in NAMED | OTHER_PROTOCOLS:
        return provider
    return by_address(subject) or by_name(subject) or provider


def by_address(subject: Subject) -> str:
    """Only what is stated counts: OpenMetadata's default authority is Google's."""
    stated = [address for _, address in addresses(subject, ISSUERS)]
    keys = filter(None, map(usable, key_texts(subject)))
    return next(filter(None, map(kind_of, (*stated, *keys))), "")


def by_name(subject: Subject) -> str:
    for path in NAMES:
        name = subject.text(path).strip().lower()
        if name in NAMED:
            return name
        if name in SPOKEN:
            return SPOKEN[name]
    return ""


def is_openid(subject: Subject) -> bool:
    """Whether people sign in by OpenID Connect, as far as the file says."""
    return subject.provider.lower() not in OTHER_PROTOCOLS
