"""Who the SAML identity provider is, and where people sign in there."""

import re
from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, is_empty, reads
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.urls import parse, shown
from sso_providers.openmetadata.settings import SAML
from sso_providers.openmetadata.subject import Subject

ENTITY_ID, LOGIN, NAME_ID = f"{SAML}.idp.entityId", f"{SAML}.idp.ssoLoginUrl", f"{SAML}.idp.nameId"
GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# How providers end the address of their metadata, and what ends that of their sign-in instead (None: not known).
METADATA_ENDINGS = {
    "/protocol/saml/descriptor": "/protocol/saml",  # Keycloak
    "/sso/saml/metadata": "/sso/saml",  # Okta
    "/federationmetadata.xml": None,  # Entra and ADFS
    "/metadata.xml": None,
    "/metadata": None,
    "/descriptor": None,
}
# What only names a provider: nothing answers a sign-in there.
NAMES = re.compile(
    r"urn:.*"
    r"|https?://sts\.windows\.net/.*"
    r"|https?://www\.okta\.com/\w+"
    r"|https?://accounts\.google\.com/o/saml2\?idpid=.*"
    r"|https?://[^/]+/adfs/services/trust/?",
    re.IGNORECASE,
)
# Where people sign in, and never a provider's name.
SIGN_INS = re.compile(
    r"https?://login\.microsoftonline\.(?:com|us)/[^/]+/saml2/?"
    r"|https?://[^/]+/app/.*/sso/saml"
    r"|https?://accounts\.google\.com/o/saml2/idp\?idpid=.*"
    r"|https?://[^/]+/adfs/ls/?"
    r"|https?://[^/]+/.*/protocol/saml",
    re.IGNORECASE,
)
FORMATS = {
    "unspecified": "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
    "emailaddress": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "email": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "persistent": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "transient": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
}
FORMAT = re.compile(r"urn:oasis:names:tc:SAML:[12]\.[01]:nameid-format:[A-Za-z0-9]+")


def given(subject: Subject, path: str) -> str:
    """The stated text; "" where the server does not read it."""
    return subject.text(path).strip() if reads(subject, "saml") and has(subject, path) else ""


def empty(subject: Subject) -> Iterator[Found]:
    if subject.provider != "saml":
        return
    for path in (ENTITY_ID, LOGIN):
        if is_empty(subject, path):
            message = say("{path} is empty: copy it from the provider's metadata.", path=path.rpartition(".")[2])
            yield Found(setting=path, message=message)


def no_address(subject: Subject) -> Iterator[Found]:
    text = given(subject, LOGIN)
    if text and not parse(text).is_absolute and not NAMES.fullmatch(text) and not is_open(text):
        message = say(
            "{text} is no address: use the provider's sign-in address (HTTP-Redirect) of its metadata.",
            text=shown(text),
        )
        yield Found(setting=LOGIN, message=message)


def metadata(subject: Subject) -> Iterator[Found]:
    text = given(subject, LOGIN)
    path = parse(text).path.rstrip("/").lower()
    ending = next((each for each in METADATA_ENDINGS if path.endswith(each)), "")
    if ending:
        message = say(
            "{text} is the provider's metadata: open it, and copy the address of the SingleSignOnService "
            "with the HTTP-Redirect binding.",
            text=shown(text),
        )
        yield Found(setting=LOGIN, message=message, fix=sign_in_of(text.rstrip("/"), ending))


def sign_in_of(metadata: str, ending: str) -> str | None:
    """Where people sign in at the provider that has its metadata there, where the one tells the other."""
    right = METADATA_ENDINGS.get(ending)
    return f"{metadata.removesuffix(ending)}{right}" if right and metadata.endswith(ending) else None


def name_for_login(subject: Subject) -> Iterator[Found]:
    text, name = given(subject, LOGIN), given(subject, ENTITY_ID)
    if text and NAMES.fullmatch(text):
        message = say(
            "{text} is a provider's name, where nobody can sign in: it belongs into idp.entityId.", text=shown(text)
        )
        yield Found(setting=LOGIN, message=message, fix=name if SIGN_INS.fullmatch(name) else None)


def login_for_name(subject: Subject) -> Iterator[Found]:
    text, login = given(subject, ENTITY_ID), given(subject, LOGIN)
    if text and SIGN_INS.fullmatch(text):
        message = say(
            "{text} is where people sign in, and no name: copy the entityID of the provider's metadata.",
            text=shown(text),
        )
        yield Found(setting=ENTITY_ID, message=message, fix=login if NAMES.fullmatch(login) else name_of(text))


def name_of(login: str) -> str | None:
    """The entity ID of the provider that people sign in at, where the one tells the other."""
    address = parse(login)
    if address.host == "login.microsoftonline.com" and (tenant := GUID.search(address.path)):
        return f"https://sts.windows.net/{tenant[0]}/"
    if login.endswith("/protocol/saml"):
        return login.removesuffix("/protocol/saml")
    if address.path.rstrip("/").lower() == "/adfs/ls":
        return f"http://{address.host}/adfs/services/trust"
    return None


def other_tenant(subject: Subject) -> Iterator[Found]:
    """Both of Entra's addresses have the tenant in them."""
    name, login = GUID.search(given(subject, ENTITY_ID)), GUID.search(given(subject, LOGIN))
    is_entra = "sts.windows.net" in given(subject, ENTITY_ID) and "login.microsoftonline." in given(subject, LOGIN)
    if is_entra and name and login and name[0].lower() != login[0].lower():
        message = say(
            "The entity ID is of tenant {name}, and the sign-in address of {login}: use one tenant's.",
            name=name[0],
            login=login[0],
        )
        yield Found(setting=ENTITY_ID, message=message)


def no_format(subject: Subject) -> Iterator[Found]:
    text = given(subject, NAME_ID)
    if not text:
        return
    if not FORMAT.fullmatch(text):
        fix = FORMATS.get(text.rpartition(":")[2].lower())
        message = say(
            "{text} is no NameID format: use its whole name, such as {formats}.",
            text=shown(text),
            formats=FORMATS["emailaddress"],
        )
        yield Found(setting=NAME_ID, message=message, fix=fix)
    elif text.endswith(":transient"):
        message = say(
            "With 'transient' a person has another name at every sign-in, and OpenMetadata makes users of names: "
            "use {formats}.",
            formats=FORMATS["emailaddress"],
        )
        yield Found(setting=NAME_ID, message=message, fix=FORMATS["emailaddress"])


HOLDER = "OpenMetadata's SamlSettingsHolder"
METADATA_OF_SAML = "SAML 2.0 Metadata, section 2.4.3"
RULES: tuple[Rule, ...] = (
    Rule(
        id="saml-provider-empty",
        title="The SAML provider is not named",
        level=Level.ERROR,
        reason="OpenMetadata's schema requires the provider's entity ID and sign-in address.",
        source="OpenMetadata's samlSSOClientConfig.json",
        reads=(ENTITY_ID, LOGIN),
        check=empty,
    ),
    Rule(
        id="saml-sign-in-malformed",
        title="Sign-in address that is none",
        level=Level.ERROR,
        reason="The server sends the browser there with its request.",
        source=HOLDER,
        reads=(LOGIN,),
        check=no_address,
    ),
    Rule(
        id="saml-sign-in-is-metadata",
        title="The provider's metadata in place of its sign-in address",
        level=Level.ERROR,
        reason="Nobody can sign in at the metadata: it is a document that describes where one can.",
        source=METADATA_OF_SAML,
        reads=(LOGIN,),
        check=metadata,
    ),
    Rule(
        id="saml-sign-in-is-name",
        title="The provider's entity ID in place of its sign-in address",
        level=Level.ERROR,
        reason="An entity ID is a name; though it may look like an address, nothing answers there.",
        source=METADATA_OF_SAML,
        reads=(LOGIN, ENTITY_ID),
        check=name_for_login,
    ),
    Rule(
        id="saml-name-is-sign-in",
        title="The provider's sign-in address in place of its entity ID",
        level=Level.WARNING,
        reason="The provider's answers carry its entity ID, and in strict mode the server refuses another one.",
        source="SAML 2.0 Core, section 2.2.5",
        reads=(ENTITY_ID, LOGIN),
        check=login_for_name,
    ),
    Rule(
        id="saml-tenants-differ",
        title="Entity ID and sign-in address of two tenants",
        level=Level.WARNING,
        reason="Entra answers in the name of the tenant where people signed in.",
        source="SAML 2.0 Core, section 2.2.5",
        reads=(ENTITY_ID, LOGIN),
        check=other_tenant,
    ),
    Rule(
        id="saml-name-id-format",
        title="NameID format that does not name people",
        level=Level.WARNING,
        reason="The server requests the format, and takes the NameID for the person's e-mail address.",
        source="SAML 2.0 Core, section 8.3; " + HOLDER,
        reads=(NAME_ID,),
        check=no_format,
    ),
)
