"""The check of an OpenID provider."""

from sso_providers.oidc.discovery import Metadata

from . import credentials, discovery, flow, keys, logout, redirect_uri
from .report import CheckReport, Status
from .subject import Subject


def run(subject: Subject) -> CheckReport:
    """Asks for discovery document and keys, the token endpoint with a made-up code, and the pages as nobody."""
    answer = discovery.ask(subject)
    document = discovery.read(answer)
    understood = discovery.understand(subject, document)
    metadata = understood if isinstance(understood, Metadata) else None
    issuer = discovery.issuer_stage(subject, document)
    issuer_holds = issuer.status is Status.OK
    return CheckReport(
        (
            discovery.address_stage(subject, answer),
            discovery.document_stage(subject, answer, understood),
            issuer,
            keys.stage(subject, metadata),
            flow.stage(subject, metadata),
            credentials.stage(subject, metadata, issuer_holds=issuer_holds),
            redirect_uri.stage(subject, metadata, issuer_holds=issuer_holds),
            logout.stage(subject, metadata, document, issuer_holds=issuer_holds),
        )
    )
