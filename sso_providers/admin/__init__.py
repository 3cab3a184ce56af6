"""The stock admin over the portal's models. Importing this package registers them with the site."""

from .audit_event import AuditEventAdmin
from .deployment import DeploymentAdmin
from .provider_registration import ProviderRegistrationAdmin
from .user import PortalUserAdmin

__all__ = ["AuditEventAdmin", "DeploymentAdmin", "PortalUserAdmin", "ProviderRegistrationAdmin"]
