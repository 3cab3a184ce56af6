"""Addresses that are none, or not one: whatever they are the address of."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .placeholders import is_open
from .repaired import repaired
from .stated_addresses import (
    AUTHORITY,
    DISCOVERY,
    ISSUERS,
    KEYS,
    MOST_KEYS,
    OWN,
    TRUSTED,
    has_issuer,
    key_texts,
)
from .urls import DOUBLE_SLASH, LONGEST, has_scheme_twice, named, parse, says, shown, tidy

READ = (*ISSUERS, KEYS, *OWN, TRUSTED)


def texts(subject: Subject) -> Iterator[tuple[str, str]]:
    """Every stated address with its setting; neither empty ones nor those with gaps. SAML has rules of its own."""
    for path in (*(ISSUERS if has_issuer(subject) else ()), *OWN):
        value = subject.config.values.get(path)
        if isinstance(value, str) and value.strip() and not is_open(value):
            yield path, value
    for text in key_texts(subject):
        if not is_open(text):
            yield KEYS, text


def scheme_twice(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        if has_scheme_twice(text):
            yield Found(
                setting=path,
                message=say("{stated}, with the scheme twice: write it once.", stated=says(path, text)),
                fix=repaired(subject, path),
            )


def several(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        if len(text) <= LONGEST and text.lower().count("://") > 1 and not has_scheme_twice(text) and "?" not in text:
            remedy = say("give each its own item of the list") if path == KEYS else say("it takes exactly one")
            yield Found(
                setting=path,
                message=say(
                    "{path} has several addresses in one text, {text}: {remedy}.",
                    path=named(path),
                    text=shown(text),
                    remedy=remedy,
                ),
                fix=repaired(subject, path),
            )


def wildcard(subject: Subject) -> Iterator[Found]:
    for path in (*OWN, TRUSTED):
        value = subject.config.values.get(path, "")
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and "*" in text and not is_open(text):
                yield Found(
                    setting=path,
                    message=say(
                        "{stated}, and OpenMetadata takes the * literally: write the full address.",
                        stated=says(path, text),
                    ),
                    fix=None if path == TRUSTED else repaired(subject, path),
                )
                break


def no_address(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        if len(text) > LONGEST:
            yield Found(
                setting=path,
                message=say(
                    "{path} has {count} characters, which is no address: write one.", path=named(path), count=len(text)
                ),
            )
        elif is_unreported(text) and not is_auth0_domain(subject, path, text):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, which is no address: write one that begins with https:// (or "
                    "http://) and has a host, without blanks or quotes.",
                    stated=says(path, text),
                ),
                fix=repaired(subject, path),
            )


def is_unreported(text: str) -> bool:
    """Whether it is no address for a reason that the other rules here don't name."""
    plain = text.strip()
    return not (parse(plain).is_absolute or has_scheme_twice(plain) or "*" in plain or plain.lower().count("://") > 1)


def is_auth0_domain(subject: Subject, path: str, text: str) -> bool:
    """Auth0's library in the browser takes a bare domain; see the rule of its own."""
    return path == AUTHORITY and subject.provider.lower() == "auth0" and parse(tidy(text)).is_absolute


def bare_domain(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        if is_auth0_domain(subject, path, text) and is_unreported(text):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, without a scheme: write {tidy}.", stated=says(path, text), tidy=shown(tidy(text))
                ),
                fix=repaired(subject, path),
            )


def double_slash(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        address = parse(tidy(text))
        if address.is_absolute and DOUBLE_SLASH.search(address.path):
            yield Found(
                setting=path,
                message=say(
                    "{stated}, with an empty part between two slashes: something is missing there, "
                    "such as a tenant, a realm or a user pool, or one slash is too many.",
                    stated=says(path, text),
                ),
                fix=repaired(subject, path),
                level=Level.ERROR if path in {AUTHORITY, DISCOVERY, KEYS} else Level.WARNING,
            )


def too_many_keys(subject: Subject) -> Iterator[Found]:
    value = subject.config.values.get(KEYS)
    if isinstance(value, tuple) and len(value) > MOST_KEYS:
        yield Found(
            setting=KEYS,
            message=say(
                "publicKeyUrls has {count} entries, and the server asks each of them: two are usual. "
                "They were not looked at.",
                count=len(value),
            ),
        )


SERVER_SOURCE = "OpenMetadata JwtFilter, MultiUrlJwkProvider: each entry becomes a java.net.URL"
RULES: tuple[Rule, ...] = (
    Rule(
        id="address-scheme-twice",
        title="An address has its scheme twice",
        level=Level.ERROR,
        reason="http://https://… names a host called https. OpenMetadata's examples put http:// in front of an issuer "
        "that already has its scheme.",
        source="OpenMetadata's documentation of Okta and Auth0, Docker and Kubernetes examples; RFC 3986, section 3",
        check=scheme_twice,
        reads=READ,
    ),
    Rule(
        id="address-several",
        title="Several addresses in one text",
        level=Level.ERROR,
        reason="OpenMetadata takes the whole text as one address.",
        source=SERVER_SOURCE,
        check=several,
        reads=READ,
    ),
    Rule(
        id="address-wildcard",
        title="An address with a wildcard",
        level=Level.ERROR,
        reason="Redirect addresses are compared to the letter, by OpenMetadata and by providers.",
        source="OpenMetadata RedirectUriValidator (issue 26311); RFC 9700, section 4.1.3",
        check=wildcard,
        reads=(*OWN, TRUSTED),
    ),
    Rule(
        id="address-malformed",
        title="No address",
        level=Level.ERROR,
        reason="The server does not start with a key address that is none, and neither server nor browser can open "
        "any other.",
        source=SERVER_SOURCE,
        check=no_address,
        reads=READ,
    ),
    Rule(
        id="auth0-domain-without-scheme",
        title="Auth0's domain without https://",
        level=Level.WARNING,
        reason="Auth0's library takes a bare domain, but OpenMetadata's validator wants an address, and refuses every "
        "change in its settings page otherwise.",
        source="OpenMetadata Auth0Validator (1.10 and later)",
        check=bare_domain,
        reads=(AUTHORITY,),
    ),
    Rule(
        id="address-double-slash",
        title="An address with an empty part",
        level=Level.ERROR,
        reason="Where the tenant's, realm's or pool's name was left out, the provider has nothing to answer.",
        source="OpenMetadata issue 25775",
        check=double_slash,
        reads=READ,
    ),
    Rule(
        id="keys-too-many",
        title="Too many key addresses",
        level=Level.WARNING,
        reason="The server fetches all of them, and does not start when one is malformed.",
        source=SERVER_SOURCE,
        check=too_many_keys,
        reads=(KEYS,),
    ),
)
