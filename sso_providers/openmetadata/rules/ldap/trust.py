"""How the directory's certificate is checked."""

from collections.abc import Iterator

from sso_providers.catalogue.ldap.rules import CUSTOM, HOST_NAME, TRUST_ALL
from sso_providers.catalogue.sentences import say
from sso_providers.openmetadata.findings import Found, Level, Rule
from sso_providers.openmetadata.rules.given import has, is_empty, reads
from sso_providers.openmetadata.settings import LDAP, TRUST_STORE
from sso_providers.openmetadata.subject import Subject

from .server import TLS

CHOICE = f"{LDAP}.truststoreConfigType"
FILE = f"{TRUST_STORE}.customTrustManagerConfig.trustStoreFilePath"
ACCEPTED = f"{TRUST_STORE}.hostNameConfig.acceptableHostNames"
WILDCARDS = f"{TRUST_STORE}.hostNameConfig.allowWildCards"


def chosen(subject: Subject) -> str:
    """The stated way; "" where the server does not read it or the file doesn't say."""
    return subject.text(CHOICE) if reads(subject, "ldap") and has(subject, CHOICE) else ""


def counting(subject: Subject) -> str:
    """As `chosen`, or the default that counts instead; "" where what is stated is not known."""
    return chosen(subject) or ("" if has(subject, CHOICE) else TRUST_ALL)


def no_file(subject: Subject) -> Iterator[Found]:
    if chosen(subject) != CUSTOM or has(subject, FILE):
        return
    message = say("CustomTrustStore needs a trust store: set trustStoreFilePath to a file that the server can read.")
    level = Level.ERROR if is_empty(subject, FILE) or subject.is_whole else Level.WARNING
    yield Found(setting=FILE, message=message, level=level)


def unused_file(subject: Subject) -> Iterator[Found]:
    choice = counting(subject)
    if reads(subject, "ldap") and has(subject, FILE) and choice not in ("", CUSTOM):
        message = say(
            "The trust store is set, and truststoreConfigType is {choice}, which does not read it: use {custom}.",
            choice=choice,
            custom=CUSTOM,
        )
        level = None if chosen(subject) else Level.HINT
        yield Found(setting=CHOICE, message=message, fix=CUSTOM, level=level)


def no_hosts(subject: Subject) -> Iterator[Found]:
    if chosen(subject) == HOST_NAME and is_empty(subject, ACCEPTED):
        message = say(
            "HostName accepts the names of acceptableHostNames, and it is empty: list the directory's name there."
        )
        host = subject.text(f"{LDAP}.host")
        yield Found(setting=ACCEPTED, message=message, fix=(host,) if host else None)


def never_rendered(subject: Subject) -> Iterator[Found]:
    """The settings of HostName are no values of the chart: where they are stated, it is by extraEnvs, and works."""
    if chosen(subject) != HOST_NAME or subject.is_whole or subject.states(ACCEPTED) or subject.states(WILDCARDS):
        return
    message = say(
        "The chart fails to render HostName: use JVMDefault or CustomTrustStore, or set "
        "AUTHENTICATION_LDAP_TRUSTSTORE_TYPE and its settings by extraEnvs."
    )
    yield Found(setting=CHOICE, message=message, fix="JVMDefault")


def anybody(subject: Subject) -> Iterator[Found]:
    if reads(subject, "ldap") and subject.config.values.get(TLS) is True and counting(subject) == TRUST_ALL:
        message = say("TrustAll takes any certificate, an attacker's too: use JVMDefault or CustomTrustStore.")
        yield Found(setting=CHOICE, message=message)


RULES: tuple[Rule, ...] = (
    Rule(
        id="ldap-trust-store-missing",
        title="CustomTrustStore without a trust store",
        level=Level.ERROR,
        reason="The server opens the file when it connects to the directory, which it does when it starts.",
        source="OpenMetadata issue 15898; LdapAuthenticator",
        reads=(CHOICE, FILE),
        check=no_file,
    ),
    Rule(
        id="ldap-trust-store-unused",
        title="A trust store that is not read",
        level=Level.WARNING,
        reason="Each way to check the certificate reads its own block of trustStoreConfig only.",
        source="OpenMetadata's ldapConfiguration.json",
        reads=(CHOICE, FILE),
        check=unused_file,
    ),
    Rule(
        id="ldap-host-names-empty",
        title="HostName without names",
        level=Level.ERROR,
        reason="The certificate's name is compared with this list, in which there is none.",
        source="UnboundID's HostNameTrustManager",
        reads=(CHOICE, ACCEPTED),
        check=no_hosts,
    ),
    Rule(
        id="ldap-host-name-by-chart",
        title="HostName by the chart",
        level=Level.ERROR,
        reason="The chart's template encodes a list as if it were text, and Helm stops.",
        source="OpenMetadata's Helm charts 1.7 to 1.13, secrets.yaml",
        reads=(CHOICE, ACCEPTED, WILDCARDS),
        targets=("kubernetes",),
        check=never_rendered,
    ),
    Rule(
        id="ldap-trusts-anybody",
        title="The directory's certificate is not checked",
        level=Level.HINT,
        reason="Whoever stands between server and directory can read everybody's password.",
        source="UnboundID's TrustAllTrustManager",
        reads=(CHOICE, TLS),
        check=anybody,
    ),
)
