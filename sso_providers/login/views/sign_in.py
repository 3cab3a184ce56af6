"""The sign-in page: a form per registration, and the local account folded under them."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from sso_providers.actions import recovery
from sso_providers.actions.audit import Actor
from sso_providers.login import last_registration, sessions
from sso_providers.models import ProviderRegistration

leads_to_providers = csp_update({"form-action": settings.CSP_FORM_ACTION_TO_PROVIDERS})


@method_decorator(leads_to_providers, name="dispatch")
class SignInView(LoginView):
    http_method_names = ["get", "head", "post"]
    template_name = "portal/sign_in.html"
    redirect_authenticated_user = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        last = last_registration.slug(self.request)
        registrations = sorted(ProviderRegistration.objects.for_staff_login(), key=lambda each: each.slug != last)
        return {
            **context,
            "title": _("Sign in"),
            "registrations": registrations,
            "last_used": next((each for each in registrations if each.slug == last), None),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.begin(self.request)
        recovery.sign_in_with_password(user=form.get_user(), by=Actor.of(self.request))
        return response
