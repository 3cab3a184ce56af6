"""One's own account: role, how one signs in, and the accounts at providers that are linked to it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from sso_providers.actions import confirmation, identities, ways_in
from sso_providers.actions.audit import Actor
from sso_providers.models import CalendarFeed, ExternalIdentity, ProviderRegistration
from sso_providers.models.session import PROVIDER

from .confirming import confirm_by_password, ways_to_confirm
from .page import page_to_providers, staff_only


@staff_only
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """By POST, one's password again: it unlocks linking and unlinking for five minutes."""
    if request.method == "POST":
        confirm_by_password(request)
        return redirect("account")
    return account_page(request)


@sensitive_variables()
def account_page(request: HttpRequest, *, calendar_address: str = "") -> HttpResponse:
    """`calendar_address` is shown on this one answer only."""
    person: Any = request.user
    context = {
        "title": _("Your account"),
        "accounts": person.external_identities.select_related("registration").order_by("pk"),
        "registrations": not_linked(person),
        "signed_in_through": signed_in_through(request),
        "confirmed": confirmation.is_confirmed(request.session),
        "ways_to_confirm": ways_to_confirm(person),
        "calendar": CalendarFeed.objects.filter(user=person).first(),
        "calendar_address": calendar_address,
    }
    return page_to_providers(request, "portal/account.html", context)


def not_linked(person: Any) -> QuerySet[ProviderRegistration]:
    """Where the person may have an account that is not linked yet."""
    linked = person.external_identities.exclude(registration=None).values("registration")
    return ProviderRegistration.objects.for_staff_login().exclude(pk__in=linked)


def signed_in_through(request: HttpRequest) -> ProviderRegistration | None:
    """None for a session that began without a provider."""
    slug = request.session.get(PROVIDER, {}).get("registration", "")
    return ProviderRegistration.objects.filter(slug=slug).first()


@staff_only
@require_POST
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own only: somebody else's is not found."""
    identity = get_object_or_404(ExternalIdentity.objects.select_related("user"), pk=pk, user_id=request.user.pk)
    if not confirmation.is_confirmed(request.session):
        messages.error(request, _("Confirm first that it is you, then unlink within five minutes."))
        return redirect("account")
    try:
        identities.unlink_own(identity=identity, by=Actor.of(request), keep_session=request.session.session_key or "")
    except (identities.OnlyWayIn, ways_in.LastWayIn) as error:
        messages.error(request, str(error))
    else:
        account_name = identity.email or identity.subject
        messages.success(request, _("The account %(account)s is not linked any more.") % {"account": account_name})
    return redirect("account")
