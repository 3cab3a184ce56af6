"""Signing out: here at once, then at the provider that the session began at."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.views.generic import View
from mozilla_django_oidc.views import OIDCLogoutView

from sso_providers.actions.audit import Actor, record
from sso_providers.login import errors, logout
from sso_providers.login.logout import WayOut
from sso_providers.models import Event
from sso_providers.models.session import PROVIDER

from .failure import failure


class SignOutView(OIDCLogoutView):
    """Ends the session; a link shows the button first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("sign-in")
        return render(request, "portal/sign_out.html", {"title": _("Sign out")})

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return super().post(request)
        began = request.session.get(PROVIDER, {})
        record(Event.SIGNED_OUT, by=Actor.of(request))
        response = super().post(request)
        way = logout.way_out(request, began)
        return leave(request, way) if way else response


def leave(request: HttpRequest, way: WayOut) -> HttpResponse:
    """A page that goes on by itself, for every page has the button and none may send forms to other hosts.

    Chromium holds a redirect against form-action, too, but not a page's refresh
    (https://github.com/w3c/webappsec-csp/issues/8).
    """
    response = render(request, "portal/leaving.html", {"title": _("Signed out here"), "way": way})
    response.headers["Refresh"] = f"0; url={iri_to_uri(way.address.reveal())}"
    return response


class SignedOutView(View):
    """Where the provider sends the browser after a sign-out there. It ends no session: any page can lead here."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        if not logout.came_back(request, request.GET.get("state", "")):
            return failure(request, errors.sign_out_not_confirmed())
        return render(request, "portal/signed_out.html", {"title": _("Signed out")})
