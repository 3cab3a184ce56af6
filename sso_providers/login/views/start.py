"""Sends the browser to the provider."""

import secrets
import time

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_variables
from django.views.generic import View
from mozilla_django_oidc.views import OIDCAuthenticationRequestView

from sso_providers import http
from sso_providers.login import errors, pending, provider, purposes
from sso_providers.login.errors import SignInError
from sso_providers.login.purposes.purpose import Purpose
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import authorization
from sso_providers.oidc.discovery import DiscoveryError

from .failure import failure


class StartView(OIDCAuthenticationRequestView):
    """Starts by POST; a link only shows the sign-in page. `purpose` in the form says what the sign-in is for."""

    http_method_names = ["get", "post"]

    def __init__(self, **kwargs: object) -> None:
        View.__init__(self, **kwargs)  # the base's own reads one provider from the settings

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return redirect("sign-in")

    @sensitive_variables()
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        purpose = purposes.wanted(request)
        registration: ProviderRegistration = get_object_or_404(ProviderRegistration, slug=slug, **purpose.registrations)
        try:
            return HttpResponseRedirect(authorization_url(request, registration, purpose))
        except (http.FetchError, DiscoveryError) as error:
            return failure(request, errors.from_provider(error))
        except SignInError as error:
            return failure(request, error)


@sensitive_variables()
def authorization_url(request: HttpRequest, registration: ProviderRegistration, purpose: Purpose) -> str:
    """Raises `SignInError`, `FetchError` or `DiscoveryError`. What the sign-in is about is in the session then."""
    application = provider.application(registration, with_secret=False)
    metadata = provider.metadata(application)
    pkce = authorization.pkce_pair()
    nonce = secrets.token_urlsafe(32)
    state = pending.remember(
        request,
        pending.Pending(
            registration=registration.slug,
            issuer=metadata.issuer,
            redirect_uri=registration.callback_url,
            nonce=nonce,
            verifier=pkce.verifier,
            purpose=purpose.name,
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
        extra=purpose.parameters,
    )


def safe_next(request: HttpRequest) -> str:
    """Where to go after the sign-in: a path on this host, or nothing."""
    wanted = request.POST.get("next", "")
    is_safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_safe else ""
