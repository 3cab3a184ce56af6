"""Switch a registration's sign-in to this portal off, at once and without its form."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sso_providers.actions import confirmation, registrations
from sso_providers.actions.registration_rules import DAMAGED
from sso_providers.forms import where_to_confirm
from sso_providers.models import ProviderRegistration

from .page import APP, staff_only


@staff_only
@permission_required(f"{APP}.change_providerregistration", raise_exception=True)
@require_POST
def switch_off(request: HttpRequest, slug: str) -> HttpResponse:
    registration = get_object_or_404(ProviderRegistration, slug=slug)
    try:
        registrations.switch_sign_in_off(registration=registration, by=confirmation.actor(request))
    except registrations.InvalidRegistration as error:
        messages.error(request, " ".join(error.errors.values()))
    except confirmation.Unconfirmed as error:
        messages.error(request, where_to_confirm(error))
    except (AttributeError, TypeError):  # a JSON column that something else wrote
        messages.error(request, DAMAGED)
    else:
        messages.success(request, _("Nobody signs in to this portal with %(name)s any more.") % {"name": registration})
    return redirect(registration)
