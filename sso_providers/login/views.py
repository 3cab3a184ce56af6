"""The sign-in pages: choose a way in, go to the provider, come back, sign out."""

import logging
import secrets
import time
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View
from mozilla_django_oidc.views import (
    OIDCAuthenticationCallbackView,
    OIDCAuthenticationRequestView,
    OIDCLogoutView,
)

from sso_providers import http
from sso_providers.actions import confirmation
from sso_providers.actions.audit import Actor, record
from sso_providers.models import Event, ProviderRegistration, User
from sso_providers.oidc import authorization
from sso_providers.oidc.discovery import DiscoveryError

from . import errors, pending, provider, sessions
from .errors import SignInError

logger = logging.getLogger(__name__)

leads_to_providers = csp_update({"form-action": settings.CSP_FORM_ACTION_TO_PROVIDERS})


@method_decorator([never_cache, leads_to_providers], name="dispatch")
class SignInView(LoginView):
    """A form per registration, and the local account folded under them."""

    template_name = "portal/sign_in.html"
    redirect_authenticated_user = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "title": "Sign in",
            "registrations": ProviderRegistration.objects.for_staff_login(),
            "last_used": self.request.COOKIES.get(LAST_USED, ""),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        sessions.begin(self.request)
        record(Event.SIGNED_IN, by=Actor.of(self.request), detail="with a password")
        return response


LAST_USED = "last_registration"


@method_decorator(never_cache, name="dispatch")
class StartView(OIDCAuthenticationRequestView):
    """Sends the browser to the provider. Starts by POST; a link only shows the sign-in page."""

    http_method_names = ["get", "post"]

    def __init__(self, **kwargs: Any) -> None:
        View.__init__(self, **kwargs)  # the base's own reads one provider from the settings

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return redirect("sign-in")

    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        registration = get_object_or_404(ProviderRegistration.objects.for_staff_login(), slug=slug)
        try:
            return HttpResponseRedirect(self.authorization_url(request, registration))
        except (http.FetchError, DiscoveryError) as error:
            return failure(request, errors.from_provider(error))
        except SignInError as error:
            return failure(request, error)

    def authorization_url(self, request: HttpRequest, registration: ProviderRegistration) -> str:
        application = provider.application(registration, with_secret=False)
        metadata = provider.metadata(application)
        pkce = authorization.pkce_pair()
        nonce = secrets.token_urlsafe(32)
        confirming = request.POST.get("purpose") == "confirm" and request.user.is_authenticated
        state = pending.remember(
            request,
            pending.Pending(
                registration=registration.slug,
                issuer=metadata.issuer,
                redirect_uri=registration.callback_url,
                nonce=nonce,
                verifier=pkce.verifier,
                purpose="confirm" if confirming else "sign-in",
                next_url=safe_next(request),
                started_at=int(time.time()),
            ),
        )
        return authorization.authorization_url(
            metadata,
            client_id=application.client_id,
            redirect_uri=registration.callback_url,
            scope=str(application.settings["scope"]),
            state=state,
            nonce=nonce,
            code_challenge=pkce.challenge,
            extra={"prompt": "login", "max_age": "0"} if confirming else {},
        )


@method_decorator(never_cache, name="dispatch")
class CallbackView(OIDCAuthenticationCallbackView):
    """The provider's answer, for the registration whose path it came to."""

    @sensitive_variables()
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return self.signed_in(request, slug)
        except SignInError as error:
            return failure(request, error)

    @sensitive_variables()
    def signed_in(self, request: HttpRequest, slug: str) -> HttpResponse:
        started = pending.take(request, request.GET.get("state", ""), registration=slug)
        registration = ProviderRegistration.objects.for_staff_login().filter(slug=slug).first()
        if started is None or registration is None:
            raise errors.expired()
        self.check_issuer(request, registration, started)
        if refusal := request.GET.get("error"):
            raise errors.refused(refusal, request.GET.get("error_description", ""))
        code = request.GET.get("code", "")
        if not code:
            raise errors.refused("no code")
        user = auth.authenticate(request, registration=registration, pending=started, code=code)
        if not isinstance(user, User):
            raise errors.disabled()
        return self.welcome(request, user, started)

    def check_issuer(self, request: HttpRequest, registration: ProviderRegistration, started: pending.Pending) -> None:
        """RFC 9207: `iss` must match if it is there, and be there if the provider says it sends it."""
        found = request.GET.get("iss", "")
        try:
            metadata = provider.metadata(provider.application(registration, with_secret=False))
        except (http.FetchError, DiscoveryError) as error:
            raise errors.from_provider(error) from error
        required = metadata.authorization_response_iss_parameter_supported
        if metadata.issuer != started.issuer or (found and found != started.issuer) or (required and not found):
            raise errors.wrong_issuer(found)

    def welcome(self, request: HttpRequest, user: User, started: pending.Pending) -> HttpResponse:
        if started.purpose == "confirm":
            confirmation.confirm(request.session)
        else:
            auth.login(request, user, backend="sso_providers.login.backend.RegistrationBackend")
            sessions.begin(request)
        response = HttpResponseRedirect(started.next_url or resolve_url(settings.LOGIN_REDIRECT_URL))
        response.set_cookie(
            LAST_USED,
            started.registration,
            max_age=365 * 24 * 60 * 60,
            path=reverse("sign-in"),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


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


@never_cache
def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords for one name from one address (django-axes calls it)."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    return failure(
        request,
        SignInError(
            "too-many-attempts",
            "Too many wrong passwords for this account.",
            f"Wait {minutes} minutes, or run 'manage.py axes_reset' where the portal runs.",
            status=429,
        ),
    )


def failure(request: HttpRequest, error: SignInError) -> HttpResponse:
    """The one page for every failure; what happened in detail is in the log under the reference."""
    reference = secrets.token_hex(4)
    logger.warning("Sign-in failed, reference %s: %s", reference, error)
    context = {"title": "Sign-in failed", "error": error, "reference": reference}
    return render(request, "portal/sign_in_failed.html", context, status=error.status)


def safe_next(request: HttpRequest) -> str:
    """Where to go after the sign-in: a path on this host, or nothing."""
    wanted = request.POST.get("next", "")
    is_safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_safe else ""
