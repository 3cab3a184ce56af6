"""What the server does with people: its classes, sign-up, roles."""

from collections.abc import Iterator

from sso_providers.catalogue import Release
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.wording import quoted
from sso_providers.openmetadata.settings import AUTHENTICATION, AUTHORIZER, SETTINGS
from sso_providers.openmetadata.subject import Subject

CLASS = f"{AUTHORIZER}.className"
FILTER = f"{AUTHORIZER}.containerRequestFilter"
ROLES = f"{AUTHORIZER}.useRolesFromProvider"
SECURE_SOCKET = f"{AUTHORIZER}.enableSecureSocketConnection"
SIGN_UP = f"{AUTHENTICATION}.enableSelfSignup"
PROVIDER = f"{AUTHENTICATION}.provider"
FORMER = "org.openmetadata.catalog."
# Before, the classes had other names.
NAMED_SINCE = Release("1.0")


def classes(subject: Subject) -> Iterator[Found]:
    """Classes of a former package, and those that check nothing, have rules of their own."""
    for path in (CLASS, FILTER):
        value, right = subject.text(path).strip(), str(SETTINGS[path].default)
        is_known = value == right or value.startswith(FORMER) or value.rpartition(".")[2].startswith("Noop")
        is_anothers = "." in value and not value.startswith("org.openmetadata.")
        if not value or is_known or is_anothers:
            continue
        yield Found(
            setting=path,
            message=say(
                "{value} is no class of the server, which does not start with it: use {right}.",
                value=quoted(value),
                right=right,
            ),
            fix=right,
        )


def self_signup(subject: Subject) -> Iterator[Found]:
    if subject.value(SIGN_UP) is not False or subject.provider == "basic":
        return
    yield Found(
        setting=SIGN_UP,
        message=say(
            "enableSelfSignup is false, so users must exist before their first login, which is refused "
            "otherwise: make their accounts first, or use true."
        ),
        fix=True,
        level=Level.WARNING if subject.provider and not subject.is_whole else Level.HINT,
    )


def roles(subject: Subject) -> Iterator[Found]:
    if subject.value(ROLES) is True and subject.provider == "ldap":
        yield Found(
            setting=ROLES,
            message=say("useRolesFromProvider is about a token's roles, and LDAP has none: use authRolesMapping."),
            fix=False,
        )


def secure_socket(subject: Subject) -> Iterator[Found]:
    if subject.value(SECURE_SOCKET) is True and subject.config.server_url.startswith("http://"):
        yield Found(
            setting=SECURE_SOCKET,
            message=say("enableSecureSocketConnection wants TLS, and people open OpenMetadata by http: use false."),
            fix=False,
        )


RULES = (
    Rule(
        id="authorizer-class-unknown",
        title="A class that the server has not",
        level=Level.ERROR,
        reason="The server loads these classes by name when it starts.",
        source="values.schema.json of the chart",
        check=classes,
        reads=(CLASS, FILTER),
        since=NAMED_SINCE,
    ),
    Rule(
        id="self-signup-off",
        title="Newcomers are refused",
        level=Level.WARNING,
        reason="With enableSelfSignup false OpenMetadata makes no account at the first sign-in: 'Self Signup is not "
        "enabled'.",
        source="OpenMetadata #18430",
        check=self_signup,
        reads=(SIGN_UP, PROVIDER),
        since=Release("1.3"),
    ),
    Rule(
        id="roles-without-token",
        title="Roles of a token that there is not",
        level=Level.HINT,
        reason="useRolesFromProvider reads the claim roles of an OpenID token.",
        source="authorizerConfiguration.json; LdapAuthenticator",
        check=roles,
        reads=(ROLES, PROVIDER),
    ),
    Rule(
        id="secure-socket-over-http",
        title="A secure web socket over http",
        level=Level.HINT,
        reason="The documentation says to use false where the web socket reports 'Token not present'.",
        source="OpenMetadata documentation, JWT troubleshooting",
        check=secure_socket,
        reads=(SECURE_SOCKET,),
    ),
)
