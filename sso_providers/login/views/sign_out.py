"""Signing out: here, and at the provider."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from mozilla_django_oidc.views import OIDCLogoutView

from sso_providers.actions.audit import Actor, record
from sso_providers.models import Event


@method_decorator(never_cache, name="dispatch")
class SignOutView(OIDCLogoutView):
    """Ends the session; a link shows the button first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("sign-in")
        return render(request, "portal/sign_out.html", {"title": "Sign out"})

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            record(Event.SIGNED_OUT, by=Actor.of(request))
        return super().post(request)
