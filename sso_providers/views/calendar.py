"""The address that calendar programs read, and the making and removing of one's own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from sso_providers.actions import calendar_feed
from sso_providers.actions.audit import Actor

from .account import account_page
from .page import APP, staff_only

MAY_VIEW = f"{APP}.view_providerregistration"


@require_safe
@sensitive_variables()
def feed(request: HttpRequest) -> HttpResponse:
    """By the token in the query, which no log shows; for anybody who has it."""
    if not calendar_feed.is_readable(request.GET.get("token", "")):
        raise Http404
    return HttpResponse(calendar_feed.calendar(), content_type="text/calendar; charset=utf-8")


@staff_only
@permission_required(MAY_VIEW, raise_exception=True)
@require_POST
@sensitive_variables()
def make(request: HttpRequest) -> HttpResponse:
    """Shows the new address, this once: it is in no redirect, session or message."""
    person: Any = request.user
    token = calendar_feed.make(user=person, by=Actor.of(request))
    address = f"{settings.PORTAL_URL}{reverse('calendar-feed', query={'token': token})}"
    return account_page(request, calendar_address=address)


@staff_only
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    if calendar_feed.remove(user=person, by=Actor.of(request)):
        messages.success(request, _("The calendar's address works no more."))
    return redirect("account")
