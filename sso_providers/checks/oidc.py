"""The check of an OpenID provider."""

from sso_providers.oidc.discovery import Metadata

from . import credentials, discovery, flow, keys
from .report import CheckReport, Status
from .subject import Subject


def run(subject: Subject) -> CheckReport:
    """Makes at most three requests: discovery document, keys, token endpoint (with a made-up code)."""
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
