"""OpenMetadata's own addresses as a SAML service provider."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, reads
from sso_providers.openmetadata.rules.own import base, path_under
from sso_providers.openmetadata.rules.placeholders import is_open
from sso_providers.openmetadata.rules.urls import parse, shown
from sso_providers.openmetadata.settings import AUTHENTICATION, SAML
from sso_providers.openmetadata.subject import Subject

ENTITY_ID, ACS, CALLBACK = f"{SAML}.sp.entityId", f"{SAML}.sp.acs", f"{SAML}.sp.callback"
AUTHORITY_URL = f"{SAML}.idp.authorityUrl"
CALLBACK_URL = f"{AUTHENTICATION}.callbackUrl"
METADATA_PATH, ACS_PATH, LOGIN_PATH = "/api/v1/saml/metadata", "/api/v1/saml/acs", "/api/v1/saml/login"
CALLBACK_PATH = "/saml/callback"
RIGHT_PATHS = {ENTITY_ID: METADATA_PATH, ACS: ACS_PATH, CALLBACK: CALLBACK_PATH, AUTHORITY_URL: LOGIN_PATH}
# Pages of the UI: each takes the token that the server puts behind it.
PAGES = ("/saml/callback", "/auth/callback")
OWN = (ENTITY_ID, ACS, CALLBACK)


def expected(subject: Subject, path: str) -> str | None:
    found = base(subject)
    return f"{found}{RIGHT_PATHS[path]}" if found else None


def given(subject: Subject, path: str) -> str:
    """The stated address; "" where the server does not read it."""
    return subject.text(path).strip() if reads(subject, "saml") and has(subject, path) else ""


def is_answering_path(path: str) -> bool:
    """/callback has answered since 1.10, and OpenMetadata's validator takes it."""
    return path.endswith(ACS_PATH) or (path.endswith("/callback") and not path.endswith(PAGES))


def malformed(subject: Subject) -> Iterator[Found]:
    for path in (ACS, CALLBACK):
        text = given(subject, path)
        if text and not parse(text).is_absolute and not is_open(text):
            message = say(
                "{text} is no address: use OpenMetadata's own with {right_paths} behind it.",
                text=shown(text),
                right_paths=RIGHT_PATHS[path],
            )
            yield Found(setting=path, message=message, fix=expected(subject, path))


def wrong_acs(subject: Subject) -> Iterator[Found]:
    text = given(subject, ACS)
    if text and parse(text).is_absolute and not is_answering_path(parse(text).path):
        message = say(
            "{text} does not take the provider's answer: use the address that ends with {acs_path}.",
            text=shown(text),
            acs_path=ACS_PATH,
        )
        yield Found(setting=ACS, message=message, fix=expected(subject, ACS))


def entity_id_is_acs(subject: Subject) -> Iterator[Found]:
    text = given(subject, ENTITY_ID)
    if text and (text.endswith(ACS_PATH) or text == given(subject, ACS)):
        message = say(
            "{text} is where answers are sent to, and not OpenMetadata's name: use the address that ends with "
            "{metadata_path}, and the same as identifier or audience at the provider.",
            text=shown(text),
            metadata_path=METADATA_PATH,
        )
        own = f"{text.removesuffix(ACS_PATH)}{METADATA_PATH}" if text.endswith(ACS_PATH) else None
        yield Found(setting=ENTITY_ID, message=message, fix=expected(subject, ENTITY_ID) or own)


def entity_id_of_provider(subject: Subject) -> Iterator[Found]:
    text = given(subject, ENTITY_ID)
    if text and text == given(subject, f"{SAML}.idp.entityId"):
        message = say(
            "{text} is the identity provider's entity ID as well: use OpenMetadata's own, the address that "
            "ends with {metadata_path}.",
            text=shown(text),
            metadata_path=METADATA_PATH,
        )
        yield Found(setting=ENTITY_ID, message=message, fix=expected(subject, ENTITY_ID))


def wrong_callback(subject: Subject) -> Iterator[Found]:
    text = given(subject, CALLBACK)
    address = parse(text)
    if not address.is_absolute:
        return
    if "/api/" in address.path:
        message = say(
            "{text} is no page: the browser comes back to OpenMetadata's UI, at {callback_path}.",
            text=shown(text),
            callback_path=CALLBACK_PATH,
        )
        yield Found(setting=CALLBACK, message=message, fix=expected(subject, CALLBACK))
    elif not address.path.endswith("/callback"):
        message = say(
            "{text} is no page of OpenMetadata's that takes the token: use {callback_path}.",
            text=shown(text),
            callback_path=CALLBACK_PATH,
        )
        yield Found(setting=CALLBACK, message=message, fix=expected(subject, CALLBACK), level=Level.WARNING)


def other_host(subject: Subject) -> Iterator[Found]:
    """Public names only: of those that not everybody resolves, another rule speaks."""
    own, hosts = base(subject), subject.surroundings.hosts
    for path in OWN:
        address = parse(given(subject, path))
        if not parse(own).is_public(hosts) or not address.is_public(hosts) or address.host == parse(own).host:
            continue
        if path == ENTITY_ID and not address.path.endswith(METADATA_PATH):
            continue  # A name of its own, which need not be an address of the server.
        message = say(
            "{address} is on another host than {own}, which is OpenMetadata's: use one host for all.",
            address=shown(address.text),
            own=own,
        )
        yield Found(setting=path, message=message, fix=expected(subject, path))


def plain_http(subject: Subject) -> Iterator[Found]:
    own = base(subject)
    for path in OWN:
        address = parse(given(subject, path))
        if address.scheme == "http" and own.startswith("https://") and address.host == parse(own).host:
            message = say(
                "{address} is http, and {own} is https: use https for both.", address=shown(address.text), own=own
            )
            yield Found(setting=path, message=message, fix=f"{own}{address.path.removeprefix(path_under(address))}")


def wrong_login(subject: Subject) -> Iterator[Found]:
    text = given(subject, AUTHORITY_URL)
    if text and not text.endswith(LOGIN_PATH):
        message = say(
            "{text} is where OpenMetadata's sign-in page sends the browser: use its own address with "
            "{login_path}; the provider's belongs into idp.ssoLoginUrl.",
            text=shown(text),
            login_path=LOGIN_PATH,
        )
        yield Found(setting=AUTHORITY_URL, message=message, fix=expected(subject, AUTHORITY_URL))


HOLDER = "OpenMetadata's SamlSettingsHolder"
RULES: tuple[Rule, ...] = (
    Rule(
        id="saml-own-address-malformed",
        title="An address of OpenMetadata's own that is none",
        level=Level.ERROR,
        reason="The server hands the assertion consumer's address to the provider, and the browser to the callback.",
        source=HOLDER,
        reads=(ACS, CALLBACK),
        check=malformed,
    ),
    Rule(
        id="saml-acs-path",
        title="Assertion consumer address that nothing answers",
        level=Level.ERROR,
        reason="The server takes the provider's answers at /api/v1/saml/acs; its validator also knows /callback.",
        source="OpenMetadata's SamlValidator (1.10 and later)",
        reads=(ACS,),
        check=wrong_acs,
    ),
    Rule(
        id="saml-entity-id-is-acs",
        title="Entity ID and assertion consumer address are the same",
        level=Level.WARNING,
        reason="The entity ID is a name, which the provider compares with its audience or identifier to the letter; "
        "where the consumer's address stands instead, it works only if the provider has the same.",
        source="OpenMetadata issue 16433",
        reads=(ENTITY_ID, ACS),
        check=entity_id_is_acs,
    ),
    Rule(
        id="saml-entity-id-of-provider",
        title="OpenMetadata's entity ID is the provider's",
        level=Level.ERROR,
        reason="Each party has a name of its own; the provider refuses requests that come from itself.",
        source="SAML 2.0 Core, section 3.2.1; " + HOLDER,
        reads=(ENTITY_ID, f"{SAML}.idp.entityId"),
        check=entity_id_of_provider,
    ),
    Rule(
        id="saml-callback-path",
        title="Callback that is no page of the UI",
        level=Level.ERROR,
        reason="After signing in the server sends the browser there with OpenMetadata's own token.",
        source="OpenMetadata PR #28695, and the documentation's page on AWS, which has it wrong",
        reads=(CALLBACK,),
        check=wrong_callback,
    ),
    Rule(
        id="saml-hosts-differ",
        title="OpenMetadata's own addresses are on several hosts",
        level=Level.WARNING,
        reason="The provider answers to the one, and the browser comes back to the other: the sign-in gets lost.",
        source=HOLDER,
        reads=(*OWN, CALLBACK_URL),
        check=other_host,
    ),
    Rule(
        id="saml-plain-http",
        title="Both http and https for the same server",
        level=Level.WARNING,
        reason="A redirect from http to https loses the provider's answer, and the provider compares addresses to the "
        "letter.",
        source="OpenMetadata issue 24863",
        reads=(*OWN, CALLBACK_URL),
        check=plain_http,
    ),
    Rule(
        id="saml-login-address",
        title="Sign-in address that is not OpenMetadata's",
        level=Level.WARNING,
        reason="Up to 1.11.4 the sign-in page sends the browser to idp.authorityUrl, where the server makes the "
        "request to the provider.",
        source="OpenMetadata's openmetadata.yaml up to 1.11.4",
        reads=(AUTHORITY_URL,),
        until=Release("1.11"),
        check=wrong_login,
    ),
)
