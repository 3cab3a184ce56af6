"""Live checks of a registration. Knows neither Django nor the database.

Speaks through `http.fetch` and `directory_door.ask` only.
"""

from collections.abc import Callable
from dataclasses import replace

from sso_providers import directory_door, http
from sso_providers.catalogue import Application, Protocol

from . import ldap, oidc, saml
from .certificates import TlsCertificate, Witness
from .report import CheckReport, Stage, Status
from .subject import AskDirectory, Callback, Fetch, Subject

__all__ = ["Callback", "CheckReport", "Stage", "Status", "TlsCertificate", "run"]

CHECKS: dict[Protocol, Callable[[Subject], CheckReport]] = {
    Protocol.OIDC: oidc.run,
    Protocol.SAML: saml.run,
    Protocol.LDAP: ldap.run,
}


def run(
    application: Application,
    *,
    allow_private: bool,
    redirect_uri: str | None,
    callbacks: tuple[Callback, ...] = (),
    sign_outs: tuple[str, ...] = (),
    fetch: Fetch = http.fetch,
    ask_directory: AskDirectory = directory_door.ask,
) -> CheckReport:
    """Ask the provider, stage by stage; never raises for what a provider does."""
    witness = Witness()
    subject = Subject(
        application=application,
        allow_private=allow_private,
        redirect_uri=redirect_uri,
        callbacks=callbacks,
        sign_outs=sign_outs,
        fetch=witness.of_answers(fetch),
        ask_directory=witness.of_directories(ask_directory),
    )
    return replace(CHECKS[application.kind.protocol](subject), tls=witness.first_to_end)
