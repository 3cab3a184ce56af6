"""Keep which of the guide's steps are ticked off."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sso_providers.actions import guide_steps
from sso_providers.models import ProviderRegistration

from .page import APP, staff_only


@staff_only
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@require_POST
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """`step`, once for each that is done; the page's script asks for JSON, and gets no page."""
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    by_script = request.headers.get("Accept") == "application/json"
    try:
        guide_steps.tick(registration=registration, done=[int(number) for number in request.POST.getlist("step")])
    except (ValueError, LookupError):
        return HttpResponseBadRequest(_("Unknown step: open the registration again."), content_type="text/plain")
    if by_script:
        return HttpResponse(status=204)
    messages.success(request, _("The ticks are saved."))
    return redirect(registration)
