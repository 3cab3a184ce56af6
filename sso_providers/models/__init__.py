from .audit_event import AuditEvent, Event
from .calendar_feed import CalendarFeed
from .check_result import CheckResult
from .deployment import Deployment
from .external_identity import ExternalIdentity
from .provider_registration import ProviderRegistration
from .recovery_link import RecoveryLink
from .registration_secret import RegistrationSecret
from .run import Run, RunItem
from .secret_rotation import SecretRotation
from .sent_reminder import SentReminder
from .session import PortalSession
from .used_logout_token import UsedLogoutToken
from .user import User

__all__ = [
    "AuditEvent",
    "CalendarFeed",
    "CheckResult",
    "Deployment",
    "Event",
    "ExternalIdentity",
    "PortalSession",
    "ProviderRegistration",
    "RecoveryLink",
    "RegistrationSecret",
    "Run",
    "RunItem",
    "SecretRotation",
    "SentReminder",
    "UsedLogoutToken",
    "User",
]
