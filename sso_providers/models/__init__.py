from .audit_event import AuditEvent, Event
from .check_result import CheckResult
from .deployment import Deployment
from .external_identity import ExternalIdentity
from .provider_registration import ProviderRegistration
from .registration_secret import RegistrationSecret
from .user import User

__all__ = [
    "AuditEvent",
    "CheckResult",
    "Deployment",
    "Event",
    "ExternalIdentity",
    "ProviderRegistration",
    "RegistrationSecret",
    "User",
]
