"""What administrators do with one person, beside the form: approve, decline, end sessions."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sso_providers.actions import approval, own_session, sessions, ways_in
from sso_providers.actions.audit import Actor
from sso_providers.models import User

from .page import APP, staff_only

PERSON = "admin:sso_providers_user_change"


def for_who_may_change_people(view: Callable[[HttpRequest, int], HttpResponse]) -> Callable[..., HttpResponse]:
    permitted = permission_required(f"{APP}.change_user", raise_exception=True)(require_POST(view))
    return staff_only(permitted)


@for_who_may_change_people
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    try:
        approval.approve(user=person, by=Actor.of(request))
    except approval.MayNotApprove as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Approved: %(person)s. The next sign-in gives the role.") % {"person": person})
    return redirect(PERSON, pk)


@for_who_may_change_people
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    try:
        approval.decline(user=person, by=Actor.of(request))
    except ways_in.LastWayIn as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Declined: %(person)s.") % {"person": person})
    return redirect(PERSON, pk)


@for_who_may_change_people
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_person(request, pk)
    ended = sessions.end_for_user(user=person, by=Actor.of(request))
    own_session.leave_if_ended(request)
    said = {"person": person, "count": ended}
    messages.success(request, _("Sessions of %(person)s ended: %(count)s.") % said)
    return redirect(PERSON, pk)


def get_person(request: HttpRequest, pk: int) -> User:
    """Superusers are for superusers only, as on their page."""
    person = get_object_or_404(User, pk=pk)
    if person.is_superuser and not (isinstance(request.user, User) and request.user.is_superuser):
        raise PermissionDenied
    return person
