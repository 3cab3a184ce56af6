"""How a signed-in person proves again who they are: templates/portal/confirm.html, and its password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from sso_providers.actions import confirmation
from sso_providers.actions.audit import Actor
from sso_providers.models import ProviderRegistration


@sensitive_variables()
def confirm_by_password(request: HttpRequest) -> None:
    """By the field `password` of the form that was sent; a wrong one is told, and counts as at the sign-in."""
    user = authenticate(request, username=request.user.get_username(), password=request.POST.get("password", ""))
    if user == request.user:
        confirmation.confirm(session=request.session, by=Actor.of(request))
    else:
        messages.error(request, _("That is not your password: type the one of your local account here."))


def ways_to_confirm(user: Any) -> dict[str, Any]:
    """A local password, or the registrations that the person comes in through."""
    at = ProviderRegistration.objects.for_staff_login().filter(
        externalidentity__user=user, externalidentity__awaits_approval=False
    )
    return {"password": user.has_usable_password(), "registrations": at.distinct()}
