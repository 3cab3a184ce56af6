"""The client's id, under both its names, and its secret: real ones, and the same application's."""

from collections.abc import Iterator

from sso_providers.catalogue import Secret
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.provider_kind import is_openid
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, OIDC
from sso_providers.openmetadata.subject import Subject

from .placeholders import can_be_judged, is_name, is_placeholder

CLIENT_ID = f"{AUTHENTICATION}.clientId"
CODE_ID = f"{OIDC}.id"
SECRET = f"{OIDC}.secret"


def ids(subject: Subject) -> Iterator[tuple[str, str]]:
    """The client's id under both its names, where it is stated and shown."""
    for path in (CLIENT_ID, CODE_ID):
        value = subject.config.values.get(path)
        if isinstance(value, str) and value.strip():
            yield path, value


def placeholder(subject: Subject) -> Iterator[Found]:
    if not is_openid(subject):
        return
    for path, value in ids(subject):
        if is_placeholder(value):
            yield Found(
                setting=path,
                message=say(
                    "{value} is a documentation's word, not a client ID: copy yours from the provider's console.",
                    value=quoted(value),
                ),
                level=Level.ERROR if subject.is_whole or is_name(value) else None,
            )
    secret = subject.config.values.get(SECRET)
    if isinstance(secret, Secret) and is_placeholder(secret.reveal()):
        yield Found(
            setting=SECRET,
            message=say("The client secret looks like a documentation's word: copy yours from the provider's console."),
        )


def untidy(subject: Subject) -> Iterator[Found]:
    if not is_openid(subject):
        return
    for path, value in ids(subject):
        tidy = value.strip().strip("\"'").strip()
        if tidy != value and tidy:
            yield Found(
                setting=path,
                message=say(
                    "The client ID {tidy} has blanks or quotes around it, which the provider does not "
                    "know: take them away.",
                    tidy=quoted(tidy),
                ),
                fix=tidy,
            )
    secret = subject.config.values.get(SECRET)
    if isinstance(secret, Secret) and secret and secret.reveal() != secret.reveal().strip():
        yield Found(
            setting=SECRET,
            message=say(
                "The client secret begins or ends with a blank or a line break, which the provider takes for a "
                "part of it: copy it again (echo -n for a Secret of Kubernetes)."
            ),
        )


def differ(subject: Subject) -> Iterator[Found]:
    stated = dict(ids(subject))
    if not subject.is_confidential or len(stated) < 2 or not all(map(can_be_judged, stated.values())):
        return
    if stated[CLIENT_ID].strip() != stated[CODE_ID].strip():
        yield Found(
            setting=CLIENT_ID,
            message=say(
                "clientId is {stated}, and the id of oidcConfiguration "
                "{used}, with which the server signs in: use the same application's for both.",
                stated=quoted(stated[CLIENT_ID]),
                used=quoted(stated[CODE_ID]),
            ),
            fix=stated[CODE_ID],
        )


RULES = (
    Rule(
        id="credential-is-placeholder",
        title="A documentation's word instead of a credential",
        level=Level.WARNING,
        reason="The provider knows no client of this name. It is a warning, for people take their values out of a "
        "file before they show it.",
        source="OpenMetadata documentation, custom-oidc for Docker",
        check=placeholder,
        reads=(CLIENT_ID, CODE_ID, SECRET),
    ),
    Rule(
        id="credential-untidy",
        title="Blanks or quotes around a credential",
        level=Level.WARNING,
        reason="The provider compares ids and secrets to the letter.",
        source="RFC 6749, sections 2.2 and 2.3.1",
        check=untidy,
        reads=(CLIENT_ID, CODE_ID, SECRET),
    ),
    Rule(
        id="client-ids-differ",
        title="Two client ids",
        level=Level.WARNING,
        reason="The server signs in with the id of oidcConfiguration; clientId is what the page, the validators and "
        "a public client use.",
        source="ConfigurationValidator; UI getAuthConfig",
        check=differ,
        reads=(CLIENT_ID, CODE_ID),
    ),
)
