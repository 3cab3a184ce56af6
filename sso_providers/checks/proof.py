"""Does the provider or directory take one secret, such as a new one that is not in force yet?"""

from collections.abc import Callable

from sso_providers import directory_door, http
from sso_providers.catalogue import CLIENT_SECRET, Application
from sso_providers.directory_door import DirectoryError
from sso_providers.oidc.discovery import Metadata

from . import credentials, discovery, ldap, saml
from .report import Question, Stage, Status
from .subject import AskDirectory, Fetch, Subject

SECRET = Question("secret", "Secret")


def client_secret(subject: Subject) -> Stage:
    """What the token endpoint says of it; or the stage that keeps it from being asked."""
    answer = discovery.ask(subject)
    document = discovery.read(answer)
    understood = discovery.understand(subject, document)
    issuer = discovery.issuer_stage(subject, document)
    before = (
        discovery.address_stage(subject, answer),
        discovery.document_stage(subject, answer, understood),
        issuer,
    )
    for stage in before:
        if stage.status is Status.FAILED:
            return stage
    metadata = understood if isinstance(understood, Metadata) else None
    return credentials.stage(subject, metadata, issuer_holds=issuer.status is Status.OK)


def bind_password(subject: Subject) -> Stage:
    """Binds as the look-up account, and searches nothing."""
    try:
        answer = subject.ask_directory(
            subject.setting("host"),
            int(subject.setting("port")),
            tls=bool(subject.application.settings["tls"]),
            name=subject.setting("bind_dn"),
            password=subject.application.secrets["bind_password"],
            searches=(),
            allow_private=subject.allow_private,
        )
    except DirectoryError as error:
        return ldap.unreached(subject, error).stage(ldap.ADDRESS.id)
    return ldap.account_stage(answer)


PROOFS: dict[str, Callable[[Subject], Stage]] = {
    CLIENT_SECRET: client_secret,
    "bind_password": bind_password,
    "sp_private_key": saml.key_pair_stage,
}


def prove(
    application: Application,
    name: str,
    *,
    allow_private: bool,
    redirect_uri: str | None,
    fetch: Fetch = http.fetch,
    ask_directory: AskDirectory = directory_door.ask,
) -> Stage:
    """`name` is the catalogue's. Never raises for what a provider does; only an OK stage proves the secret."""
    if name not in PROOFS:
        return SECRET.not_applicable("Only OpenMetadata's server can tell whether it is right.")
    subject = Subject(
        application=application,
        allow_private=allow_private,
        redirect_uri=redirect_uri,
        fetch=fetch,
        ask_directory=ask_directory,
    )
    return PROOFS[name](subject)
