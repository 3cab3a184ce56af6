"""Live checks of a registration. Knows neither Django nor the database.

Speaks through `http.fetch` and `directory_door.ask` only.
"""

from collections.abc import Callable

from sso_providers import directory_door, http
from sso_providers.catalogue import Application, Protocol

from . import ldap, oidc, saml
from .report import CheckReport, Stage, Status
from .subject import AskDirectory, Fetch, Subject

__all__ = ["CheckReport", "Stage", "Status", "run"]

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
    fetch: Fetch = http.fetch,
    ask_directory: AskDirectory = directory_door.ask,
) -> CheckReport:
    """Ask the provider, stage by stage; never raises for what a provider does."""
    subject = Subject(
        application=application,
        allow_private=allow_private,
        redirect_uri=redirect_uri,
        fetch=fetch,
        ask_directory=ask_directory,
    )
    return CHECKS[application.kind.protocol](subject)
