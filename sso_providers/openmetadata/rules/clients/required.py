"""What a client can't do without."""

from collections.abc import Iterator

from sso_providers.catalogue import InvalidValue, Value, validators
from sso_providers.catalogue.sentences import say
from sso_providers.catalogue.spec import WELL_KNOWN
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.notes import VALIDATED_SINCE
from sso_providers.openmetadata.rules.provider_kind import is_openid, provider_kind
from sso_providers.openmetadata.rules.repaired import repaired
from sso_providers.openmetadata.rules.shown import CLIENT_TYPE, KUBERNETES, REQUIRED, SIGN_IN, stated_empty
from sso_providers.openmetadata.rules.stated_addresses import OWN
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC, SETTINGS, ChartForm
from sso_providers.openmetadata.subject import Subject

from .credentials import CLIENT_ID, CODE_ID, SECRET, ids
from .guids import inside
from .placeholders import can_be_judged

DISCOVERY = f"{OIDC}.discoveryUri"
TENANT = f"{OIDC}.tenant"
AUTHORITY = f"{AUTHENTICATION}.authority"
# The server's classes for these build the address themselves.
OWN_DISCOVERY = {"azure", "google"}
MICROSOFT = "https://login.microsoftonline.com"
# So many of the five that the others were forgotten.
FORGOTTEN = 3
WHERE = {
    CODE_ID: say("copy the client ID from the provider's console"),
    SECRET: say("copy the client secret from the provider's console"),
    DISCOVERY: say("use the issuer's address with {well_known} behind it", well_known=WELL_KNOWN),
    f"{OIDC}.callbackUrl": say("use OpenMetadata's public address with /callback behind it"),
    f"{OIDC}.serverUrl": say("use OpenMetadata's public address"),
}


def incomplete(subject: Subject) -> Iterator[Found]:
    if not subject.is_confidential or not is_openid(subject):
        return
    missing = [path for path in REQUIRED if is_missing(subject, path)]
    shown = sum(subject.states(path) and path not in missing for path in REQUIRED)
    if not subject.is_whole and shown < FORGOTTEN:
        missing = [path for path in missing if stated_empty(subject, path)]
    for path in missing:
        yield Found(
            setting=path,
            message=say(
                "The server needs {path} of oidcConfiguration to sign people in, and {fault}: {remedy}.",
                path=path.rpartition(".")[2],
                fault=say("it is empty") if subject.states(path) else say("it is not stated"),
                remedy=WHERE[path],
            ),
            fix=known_elsewhere(subject, path),
            level=level_of_missing(subject, path),
        )


def is_missing(subject: Subject, path: str) -> bool:
    """The chart names a Secret itself where the values don't."""
    if subject.states(path):
        return stated_empty(subject, path)
    return subject.is_whole or subject.target != KUBERNETES or SETTINGS[path].chart is not ChartForm.SECRET_REF


def level_of_missing(subject: Subject, path: str) -> Level:
    """The addresses have a default, localhost, until they are stated."""
    if path == SECRET and not subject.is_whole:  # which people keep out of files, or take out of what they show
        return Level.WARNING
    if path == DISCOVERY and provider_kind(subject) in OWN_DISCOVERY:
        return Level.WARNING if subject.release >= VALIDATED_SINCE else Level.HINT
    if subject.is_whole or subject.states(path):
        return Level.ERROR
    is_fine_locally = bool(SETTINGS[path].default) and known_elsewhere(subject, path) is None
    return Level.HINT if is_fine_locally else Level.WARNING


def known_elsewhere(subject: Subject, path: str) -> Value | None:
    """What the rest of the configuration says of it."""
    if path == DISCOVERY:
        return discovery_address(subject)
    if path == CODE_ID:
        stated = dict(ids(subject)).get(CLIENT_ID, "")
        return stated if can_be_judged(stated) else None
    return repaired(subject, path) if path in OWN else None


def discovery_address(subject: Subject) -> str | None:
    """From what else is stated."""
    match provider_kind(subject):
        case "google":
            return f"https://accounts.google.com{WELL_KNOWN}"
        case "azure":
            tenants = [*inside(subject.text(TENANT)), *inside(stated_authority(subject))]
            return f"{MICROSOFT}/{tenants[0]}/v2.0{WELL_KNOWN}" if tenants else None
    try:
        return validators.issuer(stated_authority(subject)).rstrip("/") + WELL_KNOWN
    except InvalidValue:
        return None


def stated_authority(subject: Subject) -> str:
    return subject.text(AUTHORITY) if subject.states(AUTHORITY) else ""


def public_id_missing(subject: Subject) -> Iterator[Found]:
    if subject.is_confidential or not is_openid(subject) or not subject.provider:
        return
    others = all(subject.states(path) for path in SIGN_IN if path != CLIENT_ID)
    if not (stated_empty(subject, CLIENT_ID) or (not subject.states(CLIENT_ID) and (subject.is_whole or others))):
        return
    yield Found(
        setting=CLIENT_ID,
        message=say("The browser has no client ID to sign in with: copy it from the provider's console."),
        level=Level.ERROR if subject.is_whole or subject.states(CLIENT_ID) else Level.WARNING,
    )


RULES = (
    Rule(
        id="confidential-incomplete",
        title="Confidential client without what it needs",
        level=Level.ERROR,
        reason="The server makes its client of these when it starts, and stops without them: 'Client ID and Client "
        "Secret is required to create OidcClient', 'You must define either the discovery URL ...'.",
        source="AuthenticationCodeFlowHandler; OpenMetadata #14602",
        check=incomplete,
        reads=(CLIENT_TYPE, *REQUIRED),
    ),
    Rule(
        id="client-id-missing",
        title="Public client without an id",
        level=Level.ERROR,
        reason="The browser sends clientId to the provider.",
        source="ConfigurationValidator; UI getAuthConfig",
        check=public_id_missing,
        reads=(CLIENT_ID, CLIENT_TYPE),
    ),
)
