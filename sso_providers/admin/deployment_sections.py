"""The sections of a deployment's form, in the order of the work; the folded one says how much in it was changed."""

from typing import Any

from django.utils.translation import gettext as _

from sso_providers.forms import OPTION_NAMES
from sso_providers.models import Deployment

from .registration_sections import Sections, with_count

BASICS = ("name", "slug", "url", "release", "registration")
PEOPLE = ("admin_principals", "principal_domain", "self_signup")
COLUMNS = ("enforce_principal_domain", "allowed_domains", "use_roles_from_provider", "enable_secure_socket")


def sections(deployment: Deployment | None) -> Sections:
    """As Django's admin takes them."""
    advanced: dict[str, Any] = {"fields": (*COLUMNS, *OPTION_NAMES), "classes": ("collapse",)}
    return [
        (_("Basics"), {"fields": BASICS}),
        (_("People"), {"fields": PEOPLE}),
        (with_count(_("Advanced"), differing(deployment) if deployment else 0), advanced),
    ]


def differing(deployment: Deployment) -> int:
    """How many of the advanced fields are not as a new deployment has them; of the settings only those are stored."""
    usual = Deployment()
    columns = sum(getattr(deployment, name) != getattr(usual, name) for name in COLUMNS)
    return columns + (len(deployment.settings) if isinstance(deployment.settings, dict) else 0)
