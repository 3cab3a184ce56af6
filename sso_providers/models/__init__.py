from .audit_event import AuditEvent, Event
from .check_result import CheckResult
from .deployment import Deployment
from .external_identity import ExternalIdentity
from .provider_registration import ProviderRegistration
from .recovery_link import RecoveryLink
from .registration_secret import RegistrationSecret
from .session import PortalSession
from .used_logout_token import UsedLogoutToken
from .user import User

__all__ = [
    "AuditEvent",
    "CheckResult",
    "Deployment",
    "Event",
    "ExternalIdentity",
    "PortalSession",
    "ProviderRegistration",
    "RecoveryLink",
    "RegistrationSecret",
    "UsedLogoutToken",
    "User",
]
