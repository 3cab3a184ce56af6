"""What does this error mean? An operator pastes a provider's message or the address of its page."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.catalogue import Protocol
from sso_providers.forms.field_links import link_to_field
from sso_providers.models import ProviderRegistration
from sso_providers.oidc.provider_errors import decode

from .page import APP, page, staff_only


@staff_only
@sensitive_variables()  # what is pasted may hold a code or a secret
@permission_required(f"{APP}.view_providerregistration", raise_exception=True)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def provider_errors(request: HttpRequest) -> HttpResponse:
    """By POST, so that what is pasted stands in no address; it is neither kept nor shown again."""
    choices = [each for each in ProviderRegistration.objects.order_by("name") if speaks_oidc(each)]
    context: dict[str, Any] = {"title": _("What does this error mean?"), "registrations": choices, "asked": False}
    if request.method == "POST":
        slug = request.POST.get("registration", "")
        chosen = next((each for each in choices if each.slug == slug), None)
        context |= answer(request.POST.get("message", ""), chosen)
    return page(request, "portal/provider_error.html", context)


@sensitive_variables()
def answer(message: str, chosen: ProviderRegistration | None) -> dict[str, Any]:
    found = decode("", message, chosen.kind if chosen else "")
    mend = link_to_field(chosen, found.field) if found and chosen else None
    return {"asked": True, "chosen": chosen, "found": found, "mend": mend}


def speaks_oidc(registration: ProviderRegistration) -> bool:
    return registration.is_known and registration.catalogue_kind.protocol is Protocol.OIDC
