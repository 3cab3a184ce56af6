"""Text of a documentation or template that nobody filled in."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sso_providers.catalogue import Secret, Value
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.settings import AUTHENTICATION, JWT, LDAP, OIDC, SAML, SETTINGS, ValueType
from sso_providers.openmetadata.subject import Subject

from .urls import LONGEST, REMEMBERED, named, parse, shown, tidy

# What no address, name or ID holds; `${...}` is a variable, which the file's reader speaks of.
GAP = re.compile(r"(?<![${])\{\s*[A-Za-z][^{}]*\}(?!\})|<\s*[A-Za-z][^<>]*>")
WORDS = re.compile(
    r"(?<![a-z0-9])(your[-_. ]?(own|auth0|okta|azure|google|cognito|keycloak|one-?login|open-?metadata|tenant|domain|"
    r"realm|client|secret|company|org|organi[sz]ation|host|server|user|pool|region|app|issuer|idp|sso|id|name|url|"
    r"password|instance|account|subdomain|site)"
    r"|your[-_.](?=[a-z])"
    r"|replace[-_ ]?(me|with|this)|change[-_ ]?(me|this)(?![a-z])|to[-_]be[-_](filled|replaced)"
    r"|insert[-_ ][a-z]|x{3,}(?![a-z0-9]))",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\s*(your[-_ .].*|\{[^{}]*\}|<[^<>]*>|\.{3,}|…|x{3,}|\*{3,}|todo|tbd|fixme|replace[-_ ]?me|change[-_ ]?me"
    r"|0{8}-0{4}-0{4}-0{4}-0{12})\s*",
    re.IGNORECASE,
)
MASKED = re.compile(r"\.{3}|…|x{3,}|\*{3,}|redacted|removed|hidden|masked|<(my|our)[-_ ]", re.IGNORECASE)
# Words of OpenMetadata's documentation in place of a value, without blanks and signs.
LITERALS = {
    f"{LDAP}.host": {"host", "hostname", "ldaphost", "ldapserver", "ldapserverfqdn"},
    f"{LDAP}.dnAdminPassword": {"password", "bindpassword", "adminpassword"},
    f"{AUTHENTICATION}.authority": {"domain", "authority", "issuerurl", "issuer", "auth0domain"},
    f"{OIDC}.discoveryUri": {"discoveryuri", "discoveryurl", "issuerurl"},
    f"{SAML}.idp.entityId": {"entityid", "idpentityid"},
    f"{SAML}.idp.ssoLoginUrl": {"ssologinurl", "loginurl", "ssourl"},
    f"{SAML}.idp.idpX509Certificate": {"certificate", "x509certificate", "idpcertificate"},
}
# Of a list; longer ones are no list that somebody fills in by hand.
MOST_ITEMS = 100
# RFC 2606, section 3
DOCUMENTATION = re.compile(r"(.+\.)?example\.(com|org|net)", re.IGNORECASE)
# The client's own settings have rules of their own.
CLIENTS = {f"{AUTHENTICATION}.clientId", f"{OIDC}.id", f"{OIDC}.secret", f"{OIDC}.tenant"}
# Free text, text with braces of its own, and base64, in which any word can stand.
UNREAD = {
    f"{AUTHENTICATION}.providerName",
    f"{LDAP}.authRolesMapping",
    f"{JWT}.keyId",
    f"{SAML}.idp.idpX509Certificate",
    f"{SAML}.sp.spX509Certificate",
}
ADDRESSES = {
    f"{AUTHENTICATION}.authority",
    f"{AUTHENTICATION}.callbackUrl",
    f"{AUTHENTICATION}.publicKeyUrls",
    f"{OIDC}.discoveryUri",
    f"{OIDC}.callbackUrl",
    f"{OIDC}.serverUrl",
}


def is_open(text: str) -> bool:
    """Whether part of the text was never filled in, so that nothing else can be told from it."""
    return "${" in text or "{{" in text or bool(unfilled(text))


@lru_cache(REMEMBERED)
def unfilled(text: str) -> str:
    """The part that nobody filled in; "" for none."""
    if len(text) > LONGEST:
        return ""
    # An address that is wrapped as a whole is filled in.
    inner = tidy(text)
    seen = inner if parse(inner).is_absolute else text
    found = GAP.search(seen) or WORDS.search(seen) or WHOLE.fullmatch(seen)
    return found[0] if found else ""


def placeholder(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        found = literal(path, text) or unfilled(text)
        if not found or (path in UNREAD and not GAP.fullmatch(text.strip())):
            continue
        if MASKED.search(found):
            message = say(
                "{path} has {found}, which looks masked: check it again with the real value in the file.",
                path=named(path),
                found=shown(found),
            )
            yield Found(setting=path, message=message, level=Level.WARNING)
            continue
        yield Found(
            setting=path,
            message=say(
                "{path} still holds the placeholder {found}: put the real value in its place.",
                path=named(path),
                found=shown(found),
            ),
            level=Level.ERROR if GAP.fullmatch(found) else Level.WARNING,
        )


def secret_placeholder(subject: Subject) -> Iterator[Found]:
    """Of a secret only the whole is looked at: parts of a good one may look like anything."""
    for path, value in subject.config.values.items():
        if not isinstance(value, Secret) or path in CLIENTS:
            continue
        text = value.reveal()
        if len(text) <= LONGEST and (literal(path, text) or WHOLE.fullmatch(text)):
            # Whoever shows a file to others takes the secrets out.
            level = Level.HINT if MASKED.search(text) else None
            message = say("{path} still holds a placeholder: put the real secret in its place.", path=named(path))
            yield Found(setting=path, message=message, level=level)


def documentation_host(subject: Subject) -> Iterator[Found]:
    for path, text in texts(subject):
        host = parse(tidy(text)).host if path in ADDRESSES else ""
        if DOCUMENTATION.fullmatch(host) and not is_open(text):
            yield Found(
                setting=path,
                message=say(
                    "{path} names {host}, which is kept for documentation: put your own in its place.",
                    path=named(path),
                    host=host,
                ),
            )


def texts(subject: Subject) -> Iterator[tuple[str, str]]:
    """Each path with its text, and with the first bad one of a list; no secrets, no maps."""
    for path, value in subject.config.values.items():
        if SETTINGS[path].type is ValueType.MAP or path in CLIENTS:
            continue
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, tuple):
            yield path, next((each for each in value[:MOST_ITEMS] if unfilled(each)), value[0] if value else "")


def literal(path: str, value: Value) -> str:
    text = str(value)
    if len(text) > LONGEST:
        return ""
    plain = re.sub(r"[\W_]", "", text).lower()
    return text.strip() if plain in LITERALS.get(path, ()) else ""


RULES: tuple[Rule, ...] = (
    Rule(
        id="placeholder-left",
        title="A placeholder was not replaced",
        level=Level.ERROR,
        reason="OpenMetadata uses the text as it is; in an address, braces and angle brackets are not even allowed.",
        source="RFC 3986, section 2; OpenMetadata PR #22070 (Illegal character in path)",
        check=placeholder,
        reads=tuple(path for path in SETTINGS if path not in CLIENTS),
    ),
    Rule(
        id="placeholder-secret",
        title="A secret was not replaced",
        level=Level.ERROR,
        reason="The provider or directory refuses the server with a made-up secret, and nobody can sign in.",
        source="OpenMetadata's documentation of SSO, examples",
        check=secret_placeholder,
        reads=tuple(path for path, setting in SETTINGS.items() if setting.secret and path not in CLIENTS),
    ),
    Rule(
        id="documentation-domain",
        title="A domain of the documentation",
        level=Level.HINT,
        reason="Nobody can own these domains: what is there is an example.",
        source="RFC 2606, section 3",
        check=documentation_host,
        reads=tuple(sorted(ADDRESSES)),
    ),
)
