"""Live checks of a registration. Knows neither Django nor the database; speaks through `http.fetch` only."""

from sso_providers import http
from sso_providers.catalogue import Application
from sso_providers.oidc.discovery import Metadata

from . import credentials, discovery, flow, keys
from .report import CheckReport, Stage, Status
from .subject import Fetch, Subject

__all__ = ["CheckReport", "Stage", "Status", "run"]


def run(
    application: Application, *, allow_private: bool, redirect_uri: str | None, fetch: Fetch = http.fetch
) -> CheckReport:
    """Ask the provider, stage by stage; never raises for what a provider does.

    Makes at most three requests: discovery document, keys, token endpoint (with a made-up code).
    """
    subject = Subject(application=application, allow_private=allow_private, redirect_uri=redirect_uri, fetch=fetch)
    answer = discovery.ask(subject)
    document = discovery.read(answer)
    understood = discovery.understand(subject, document)
    metadata = understood if isinstance(understood, Metadata) else None
    issuer = discovery.issuer_stage(subject, document)
    return CheckReport(
        (
            discovery.address_stage(subject, answer),
            discovery.document_stage(subject, answer, understood),
            issuer,
            keys.stage(subject, metadata),
            flow.stage(subject, metadata),
            credentials.stage(subject, metadata, issuer_holds=issuer.status is Status.OK),
        )
    )
