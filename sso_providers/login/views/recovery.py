"""The way back in: a one-time link signs in; a drill proves that somebody knows the recovery account's password."""

from django.contrib import auth, messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from sso_providers.actions import recovery
from sso_providers.actions.audit import Actor
from sso_providers.login import errors, limits, own_password, sessions
from sso_providers.models import User

from .failure import failure

BACKEND = "django.contrib.auth.backends.ModelBackend"
WRONG = gettext_lazy("That is no name and password of an active superuser.")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@sensitive_variables()
def recover(request: HttpRequest) -> HttpResponse:
    """A link only shows the button, for mail programs and scanners open links too; the button uses it up."""
    response = use(request) if request.method == "POST" else show(request)
    # Keeps the token out of the Referer. With the stricter `no-referrer` browsers send the form with "Origin: null",
    # which the CSRF check refuses (https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    response["Referrer-Policy"] = "strict-origin"
    return response


@sensitive_variables()
def show(request: HttpRequest) -> HttpResponse:
    token = request.GET.get("token", "")
    person = recovery.find_person(token)
    if person is None:
        return void(request)
    return render(request, "portal/recovery.html", {"title": _("Recovery link"), "person": person, "token": token})


@sensitive_variables()
def use(request: HttpRequest) -> HttpResponse:
    try:
        user = recovery.use_link(token=request.POST.get("token", ""), address=request.META.get("REMOTE_ADDR", ""))
    except recovery.VoidLink:
        return void(request)
    auth.login(request, user, backend=BACKEND)
    sessions.begin(request)
    # Who signs in at a provider only has no password, and gets none by the way.
    if user.has_usable_password():
        own_password.allow_without_old(request.session)
        messages.warning(request, advice(user))
    return redirect("home")


def void(request: HttpRequest) -> HttpResponse:
    if limits.add("recovery", limits.VOID_LINKS, request) > limits.VOID_LINKS.tries:
        return limits.refused(request, limits.VOID_LINKS)
    return failure(request, errors.recovery_link_void())


def advice(user: User) -> str:
    return format_html(
        _(
            'You signed in with a recovery link. <a href="{address}">Set a new password</a> within ten minutes; '
            "afterwards 'manage.py changepassword {name}' does it, where the portal runs."
        ),
        address=reverse("admin:password_change"),
        name=user.username,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@sensitive_post_parameters()
def drill(request: HttpRequest) -> HttpResponse:
    """The password is checked as at the sign-in, with the same lock after five tries; nobody is signed in by it."""
    # Who lost the last role has lost this page too, whatever groups are left.
    if not (request.user.is_staff and request.user.has_perm("sso_providers.view_user")):
        raise PermissionDenied
    form = AuthenticationForm(request, data=request.POST) if request.method == "POST" else None
    if form and form.is_valid() and is_proven(request, form.get_user()):
        proven = _("The password of %(name)s is proven.") % {"name": form.get_user().get_username()}
        messages.success(request, proven)
        return redirect("home")
    context = {"title": _("Recovery drill"), "form": form, "wrong": WRONG, "proof": recovery.newest_proof()}
    return render(request, "portal/recovery_drill.html", context)


def is_proven(request: HttpRequest, user: User) -> bool:
    try:
        recovery.prove(user=user, by=Actor.of(request))
    except recovery.NoRecoveryAccount:
        return False
    return True
