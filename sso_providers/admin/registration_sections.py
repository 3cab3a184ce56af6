"""The sections of a registration's form, in the order of the work; folded ones say how much in them was changed."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sso_providers.catalogue import Flow, Kind, Section
from sso_providers.forms import SECRET, differing, names_of
from sso_providers.models import ProviderRegistration

Sections = list[tuple[str, dict[str, Any]]]
STAFF_FIELDS = (
    "staff_login",
    "default_role",
    "group_roles",
    "groups_claim",
    "required_groups",
    "allowed_domains",
    "trust_email",
    "authoritative_email",
    "newcomers_wait",
)


def sections(kind: Kind, flow: Flow, registration: ProviderRegistration | None) -> Sections:
    """As Django's admin takes them."""
    provider, mapping, advanced = (names_of(kind, flow, section) for section in Section)
    console = kind.guides[flow].console
    found: Sections = [
        (_("Basics"), {"fields": ("name", "slug")}),
        (_("Paste from %(console)s") % {"console": console}, {"fields": provider}),
    ]
    if flow is Flow.CODE:
        found.append(folded(_("Sign-in to this portal"), STAFF_FIELDS, registration))
    found.append(folded(_("People in OpenMetadata"), mapping, registration))
    found.append(folded(_("Advanced"), advanced, registration))
    return found


def folded(title: str, names: tuple[str, ...], registration: ProviderRegistration | None) -> tuple[str, dict[str, Any]]:
    count = len(differing(registration, names)) if registration else 0
    return with_count(title, count), {"fields": names, "classes": ("collapse",)}


def with_count(title: str, count: int) -> SafeString:
    if count:
        words = ngettext("%(count)d differs from the defaults", "%(count)d differ from the defaults", count)
        return format_html('{} <span class="count">· {}</span>', title, words % {"count": count})
    return format_html('{} <span class="count">· {}</span>', title, _("all defaults"))


def secret_names(kind: Kind, flow: Flow) -> set[str]:
    """The form's fields that hold secrets."""
    return {SECRET + field.name for field in kind.secret_fields(flow)}
