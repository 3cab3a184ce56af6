"""publicKeyUrls: OpenMetadata's own keys, with which bots, access tokens and its own sessions are signed."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.subject import Subject

from .own import PORT, base, own_path
from .repaired import keys_of, repaired
from .stated_addresses import KEYS, OWN, PROVIDER, key_texts
from .urls import parse, shown

READ = (KEYS, *OWN, PROVIDER)
VALIDATED_SINCE = Release("1.10")
# Older releases take one address of keys alone.
TOKENS_SINCE = Release("0.12")


def own_missing(subject: Subject) -> Iterator[Found]:
    if subject.config.values.get(KEYS) != () and not key_texts(subject):
        return
    if any(key.is_own for key in keys_of(subject)) or refuses_own_keys(subject):
        return
    yield Found(
        setting=KEYS,
        message=say(
            "publicKeyUrls lacks OpenMetadata's own keys: add its address with {own_path} "
            "behind it, or no bot and no access token is accepted.",
            own_path=own_path(subject.release),
        ),
        fix=repaired(subject, KEYS),
    )


def refuses_own_keys(subject: Subject) -> bool:
    """Whether what is stored in a server can't have them: its validator takes Cognito's addresses alone."""
    return (
        subject.kind == "aws-cognito"
        and subject.target == "api"
        and subject.release >= VALIDATED_SINCE
        and any(key.home and key.home.kind == "aws-cognito" for key in keys_of(subject))
    )


def own_path_wrong(subject: Subject) -> Iterator[Found]:
    right = own_path(subject.release)
    own = [key for key in keys_of(subject) if key.is_own and key.address]
    good = [key for key in own if key.address and key.address.path.endswith(right)]
    for key in own:
        if key in good:
            continue
        yield Found(
            setting=KEYS,
            message=say(
                "{key} is not where OpenMetadata {release} shows its own keys: the path is {right}, to the letter.",
                key=shown(key.text),
                release=subject.release,
                right=right,
            ),
            fix=repaired(subject, KEYS),
            level=Level.WARNING if good else None,
        )
        return


def own_over_http(subject: Subject) -> Iterator[Found]:
    public = parse(base(subject))
    for key in keys_of(subject):
        address = key.address
        if not key.is_own or address is None or address.scheme != "http" or public.scheme != "https":
            continue
        if address.host == public.host and address.port in (None, 80):
            yield Found(
                setting=KEYS,
                message=say(
                    "{key} is http, and {host} is served by https: write https, for the "
                    "server does not follow a redirect from one to the other.",
                    key=shown(key.text),
                    host=public.host,
                ),
                fix=repaired(subject, KEYS),
            )


def own_elsewhere(subject: Subject) -> Iterator[Found]:
    public = parse(base(subject))
    if not public.is_public(subject.surroundings.hosts):
        return
    for key in keys_of(subject):
        address = key.address
        if not key.is_own or address is None or not address.is_public(subject.surroundings.hosts):
            continue
        if address.host != public.host or (address.scheme == "https" and address.origin != public.origin):
            yield Found(
                setting=KEYS,
                message=say(
                    "{key} is not at {origin}, where the other settings say OpenMetadata is: use one address for all.",
                    key=shown(key.text),
                    origin=public.origin,
                ),
                fix=repaired(subject, KEYS),
            )


def own_local_port(subject: Subject) -> Iterator[Found]:
    for key in keys_of(subject):
        address = key.address
        if key.is_own and address and address.is_local and (address.port != PORT or address.scheme != "http"):
            yield Found(
                setting=KEYS,
                message=say(
                    "{key} means the server itself, which listens on http and port {port} unless it "
                    "was told otherwise: write http://localhost:{port}, whatever port is published.",
                    key=shown(key.text),
                    port=PORT,
                ),
                fix=repaired(subject, KEYS),
            )


def cognito_validator(subject: Subject) -> Iterator[Found]:
    keys = keys_of(subject)
    if subject.kind == "aws-cognito" and any(key.is_own for key in keys) and len(keys) > 1:
        yield Found(
            setting=KEYS,
            message=say(
                "OpenMetadata's validator for Cognito refuses its own keys' address here, which bots need: save by "
                "PUT, which does not validate, or leave it out where the server knows its own keys."
            ),
        )


RULES: tuple[Rule, ...] = (
    Rule(
        id="own-keys-missing",
        title="OpenMetadata's own keys are missing",
        level=Level.ERROR,
        reason="Bots, access tokens and all sessions that the server makes itself are signed with its own key; "
        "without this address the server may refuse them: 'No key found with kid'.",
        source="OpenMetadata issue 20811, PR #10371",
        check=own_missing,
        reads=READ,
        since=TOKENS_SINCE,
    ),
    Rule(
        id="own-keys-path",
        title="The path of OpenMetadata's own keys is wrong",
        level=Level.ERROR,
        reason="The keys moved from /api/v1/config/jwks to /api/v1/system/config/jwks with 1.0; anything else answers "
        "with an error, or with the page of the user interface.",
        source="OpenMetadata PR #10042, PR #16494",
        check=own_path_wrong,
        reads=READ,
    ),
    Rule(
        id="own-keys-http",
        title="OpenMetadata's own keys by http, though it is served by https",
        level=Level.ERROR,
        reason="The proxy answers http with a redirect to https, and Java does not follow from one scheme to another.",
        source="OpenMetadata issue 13751",
        check=own_over_http,
        reads=READ,
    ),
    Rule(
        id="own-keys-elsewhere",
        title="OpenMetadata's own keys at another address than OpenMetadata",
        level=Level.WARNING,
        reason="The address must be this OpenMetadata's: another one has other keys, or none.",
        source="OpenMetadata issues 15489 and 9525",
        check=own_elsewhere,
        reads=READ,
    ),
    Rule(
        id="own-keys-local-port",
        title="OpenMetadata's own keys at a port that the server doesn't listen on",
        level=Level.WARNING,
        reason="localhost is the server's own container or machine, where the published port does not count.",
        source="OpenMetadata PR #15001",
        check=own_local_port,
        reads=(KEYS,),
    ),
    Rule(
        id="cognito-own-keys-refused",
        title="OpenMetadata's validator takes Cognito's keys alone",
        level=Level.HINT,
        reason="It wants every address of the list to be at cognito-idp.",
        source="OpenMetadata CognitoAuthValidator (1.10 and later)",
        check=cognito_validator,
        reads=(KEYS, PROVIDER),
        since=VALIDATED_SINCE,
        targets=("api",),
    ),
)
