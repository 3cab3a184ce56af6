"""The key pair of OpenMetadata's own tokens, with which bots and people who signed in are known."""

from collections.abc import Iterator

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import is_null
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import JWT, SETTINGS
from sso_providers.openmetadata.subject import Subject

PUBLIC = f"{JWT}.rsapublicKeyFilePath"
PRIVATE = f"{JWT}.rsaprivateKeyFilePath"
ISSUER = f"{JWT}.jwtissuer"
KEY_ID = f"{JWT}.keyId"
PAIR = (PUBLIC, PRIVATE)
TEXT_KEYS = (".pem", ".key", ".crt", ".cer", ".pub")


def is_own(subject: Subject, path: str) -> bool:
    return bool(subject.text(path).strip()) and not is_shipped(subject, path)


def is_shipped(subject: Subject, path: str) -> bool:
    """However the path begins: the file's name is the shipped one's, in the folder conf."""
    return subject.text(path).strip().removeprefix("./") == str(SETTINGS[path].default).removeprefix("./")


def half(subject: Subject) -> Iterator[Found]:
    for own, other in (PAIR, PAIR[::-1]):
        if is_own(subject, own) and is_shipped(subject, other):
            yield Found(
                setting=other,
                message=say(
                    "{own} is a key of your own, and {other} is the shipped "
                    "one, which does not belong to it: name the other file of your pair.",
                    own=own.rpartition(".")[2],
                    other=other.rpartition(".")[2],
                ),
                level=Level.ERROR if subject.is_whole or subject.states(other) else Level.WARNING,
            )


def exchanged(subject: Subject) -> Iterator[Found]:
    public, private = subject.text(PUBLIC), subject.text(PRIVATE)
    if "private" in file_name(public) and "public" in file_name(private):
        yield Found(setting=PUBLIC, message=say("The path names the private key: exchange the two."), fix=private)
        yield Found(setting=PRIVATE, message=say("The path names the public key: exchange the two."), fix=public)


def file_name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def not_der(subject: Subject) -> Iterator[Found]:
    for path in PAIR:
        value = subject.text(path).strip()
        if subject.states(path) and value.lower().endswith(TEXT_KEYS):
            yield Found(
                setting=path,
                message=say(
                    "{value} is probably a text (PEM), and the server reads DER: convert it with openssl, "
                    "as -outform DER, the private key by openssl pkcs8 -topk8 -nocrypt.",
                    value=quoted(value),
                ),
            )


def nothing(subject: Subject) -> Iterator[Found]:
    for path in (*PAIR, ISSUER, KEY_ID):
        if subject.states(path) and (not subject.text(path).strip() or is_null(subject, path)):
            name, default = path.rpartition(".")[2], str(SETTINGS[path].default)
            yield Found(
                setting=path,
                message=say(
                    "{name} is empty, and the server signs no token without it: use {default}, or your own.",
                    name=name,
                    default=default,
                ),
                fix=default,
            )


def shipped(subject: Subject) -> Iterator[Found]:
    """Said where somebody gave OpenMetadata's tokens a thought already."""
    if subject.text(ISSUER) == SETTINGS[ISSUER].default or not subject.states(ISSUER):
        return
    if all(is_shipped(subject, path) for path in PAIR):
        yield Found(
            setting=PRIVATE,
            message=say(
                "The key pair is the one that OpenMetadata ships, which everybody has: make your own for production."
            ),
        )


RULES = (
    Rule(
        id="token-keys-not-a-pair",
        title="Two keys that are no pair",
        level=Level.ERROR,
        reason="OpenMetadata signs with the private key and checks with the public one: with two that don't belong "
        "together every token is refused.",
        source="JWTTokenGenerator; OpenMetadata documentation, Enable JWT Tokens",
        check=half,
        reads=PAIR,
    ),
    Rule(
        id="token-keys-exchanged",
        title="Public and private key exchanged",
        level=Level.ERROR,
        reason="The server shows the public key to everybody, and can't read the one as the other.",
        source="JWTTokenGenerator",
        check=exchanged,
        reads=PAIR,
    ),
    Rule(
        id="token-key-not-der",
        title="A key that is not DER",
        level=Level.WARNING,
        reason="The server reads the files as X.509 and PKCS #8 in DER.",
        source="JWTTokenGenerator; OpenMetadata documentation, Enable JWT Tokens",
        check=not_der,
        reads=PAIR,
    ),
    Rule(
        id="token-setting-empty",
        title="An empty setting of OpenMetadata's own tokens",
        level=Level.ERROR,
        reason="Bots, and people who signed in by the server, are known by tokens that OpenMetadata signs.",
        source="jwtTokenConfiguration.json",
        check=nothing,
        reads=(*PAIR, ISSUER, KEY_ID),
    ),
    Rule(
        id="token-keys-shipped",
        title="The shipped key pair",
        level=Level.HINT,
        reason="Whoever has the shipped private key, and everybody has, can sign tokens for any user.",
        source="OpenMetadata documentation, Enable JWT Tokens",
        check=shipped,
        reads=(*PAIR, ISSUER),
    ),
)
