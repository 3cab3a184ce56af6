"""What no file shows: whether the directory answers, and takes the account. The commands that do."""

from collections.abc import Iterator
from shlex import quote

from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.secret_texts import without_secrets
from sso_providers.openmetadata.subject import Subject

from .accounts import ACCOUNT, MAIL, PASSWORD, USERS, given
from .server import HOST, PORT, TLS, host_in, number, usual_port

# Not a setting: Java's own, which no file of OpenMetadata has.
JAVA = "(JVM)"
LONGEST = 200


def argument(text: str, instead: str) -> str:
    return quote(text) if text and len(text) <= LONGEST and text.isprintable() else instead


def host(subject: Subject) -> str:
    """Of an address with a secret in it the host alone, "" where there is none."""
    text = given(subject, HOST)
    return text if without_secrets(text) == text else host_in(text) or ""


def place(subject: Subject) -> str:
    return f"{argument(host(subject), 'HOST')}:{number(subject, PORT) or usual_port(subject)}"


def bind(subject: Subject) -> Iterator[Found]:
    if subject.provider != "ldap" or subject.is_whole or not (subject.states(HOST) or subject.states(ACCOUNT)):
        return
    scheme = "ldaps" if subject.config.values.get(TLS) is True else "ldap"
    mail = argument(given(subject, MAIL), "mail")
    message = say(
        "Whether the directory takes account and password shows only when it is asked, from the server's machine: "
        "ldapsearch -H {scheme}://{place} -x -D {account} -W "
        "-b {users} '({mail}=ADDRESS)' dn. One entry must come back.",
        scheme=scheme,
        place=place(subject),
        account=argument(given(subject, ACCOUNT), "ACCOUNT"),
        users=argument(given(subject, USERS), "BASE"),
        mail=mail,
    )
    yield Found(setting=ACCOUNT if subject.states(ACCOUNT) else HOST, message=message)


def tls(subject: Subject) -> Iterator[Found]:
    if subject.provider != "ldap" or subject.is_whole or subject.config.values.get(TLS) is not True:
        return
    message = say(
        "Whether Java and the directory agree on a cipher, and which authority signed the certificate, shows "
        "openssl s_client -connect {place} -tls1_2 </dev/null. Java offers no plain RSA key exchange: the "
        "directory must have an ECDHE suite.",
        place=place(subject),
    )
    yield Found(setting=JAVA, message=message)


RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-bind-untested",
        title="The look-up account is not tried here",
        level=Level.HINT,
        reason="The server opens its connections when it starts, and stops where the directory refuses it.",
        source="OpenMetadata's LdapAuthenticator",
        reads=(HOST, PORT, TLS, ACCOUNT, PASSWORD, USERS, MAIL),
        check=bind,
    ),
    Rule(
        id="ldap-tls-untested",
        title="TLS with the directory is not tried here",
        level=Level.HINT,
        reason="What Java's list of disabled algorithms leaves must be something that the directory has.",
        source="OpenMetadata issue 15898",
        reads=(HOST, PORT, TLS),
        check=tls,
    ),
)
