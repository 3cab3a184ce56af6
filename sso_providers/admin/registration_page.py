"""What the page of a registration shows around its form: head, addresses, guide, and what its end would break."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sso_providers.actions.secret_rules import stored_secrets
from sso_providers.catalogue import Flow, Kind, Protocol, get_kind
from sso_providers.catalogue.address_lint import look_over
from sso_providers.forms import field_notes, filled_guide, removable_secrets
from sso_providers.models import CheckResult, ExternalIdentity, ProviderRegistration
from sso_providers.models.session import PortalSession


def chosen(request: HttpRequest, registration: ProviderRegistration | None) -> tuple[Kind, Flow]:
    """The registration's kind and flow, or the ones in the address. Raises `UnknownName`."""
    if registration:
        kind = get_kind(registration.kind)
        return kind, kind.flow(registration.flow)
    kind = get_kind(request.GET.get("kind", ""))
    return kind, kind.flow(request.GET.get("flow", kind.default_flow.value))


def page_context(kind: Kind, flow: Flow, registration: ProviderRegistration | None) -> dict[str, Any]:
    guide = filled_guide(kind, flow, registration)
    return {
        "kind": kind,
        "flow": flow,
        "registration": registration,
        "guide": guide,
        "remarks": look_over(guide.addresses),
        "notes": field_notes(kind, flow),
        "takes_metadata": kind.protocol is Protocol.SAML,
        **(stored_context(registration) if registration else {"removable": []}),
    }


def stored_context(registration: ProviderRegistration) -> dict[str, Any]:
    """What only a registration has that is saved."""
    application = registration.application(with_secret=False)
    return {
        "removable": removable_secrets(registration, stored_secrets(registration)),
        "steps_done": registration.steps_done,
        "checked_at": CheckResult.objects.filter(registration=registration)
        .values_list("checked_at", flat=True)
        .first(),
        "endpoints": application.endpoints if application.kind.urls else None,
        "people_count": ExternalIdentity.objects.filter(registration=registration).values("user").distinct().count(),
        "session_count": open_sessions(registration),
    }


def open_sessions(registration: ProviderRegistration) -> int:
    found = PortalSession.objects.filter(registration=registration.slug, expire_date__gt=timezone.now())
    return found.count()
