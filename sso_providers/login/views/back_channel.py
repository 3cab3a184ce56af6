"""The provider says, without a browser, that somebody signed out there (OpenID Connect Back-Channel Logout 1.0)."""

import logging
import time
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from sso_providers import http
from sso_providers.actions import sessions
from sso_providers.catalogue import Application, Flow
from sso_providers.login import limits, provider
from sso_providers.login.errors import SignInError
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import logout_tokens
from sso_providers.oidc.discovery import DiscoveryError
from sso_providers.oidc.logout_tokens import LogoutToken, LogoutTokenError
from sso_providers.oidc.tokens import TokenError

logger = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
LIMIT = "back-channel-logout"


class NoLogoutRequest(ValueError):
    """There is no such registration, or no token in the request."""


BAD_TOKEN = (TokenError, LogoutTokenError)
REFUSED = (*BAD_TOKEN, NoLogoutRequest, SignInError, http.FetchError, DiscoveryError, sessions.Replayed)


@method_decorator([csrf_exempt, cache_control(no_store=True), sensitive_post_parameters()], name="dispatch")
class BackChannelLogoutView(View):
    """Answers 200 where the token was obeyed, whether or not it ended a session, and 400 otherwise (section 2.8).

    Who may call it is proven by the token alone, which is why no cookie and no other token is asked for.
    Why it was refused is in the log only.
    """

    http_method_names = ["post"]

    @sensitive_variables()
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        if limits.count(LIMIT, limits.BAD_LOGOUT_TOKENS, request) >= limits.BAD_LOGOUT_TOKENS.tries:
            return refused(slug, "too many bad logout tokens came from that address in this minute")
        is_costly = False
        try:
            sent = sent_token(request)
            application = known(slug)
            issuer, client_id = application.endpoints.issuer, application.client_id
            logout_tokens.check_unsigned(sent, issuer=issuer, client_id=client_id, now=time.time())
            is_costly = True
            ended = sessions.obey(registration_slug=slug, token=valid_token(sent, application))
        except DatabaseError as error:
            # Nothing was remembered, so the provider may send the token again.
            return refused(slug, f"the database failed: {type(error).__name__}")
        except REFUSED as error:
            if is_costly:
                limits.add(LIMIT, limits.BAD_LOGOUT_TOKENS, request)
            return refused(slug, f"{error.code}: {error}" if isinstance(error, BAD_TOKEN) else str(error))
        logger.info("Back-channel logout for %s: sessions ended: %s", slug, ended)
        return HttpResponse()


def refused(slug: str, reason: str) -> HttpResponse:
    logger.warning("Back-channel logout for %s refused: %s", slug, reason)
    return JsonResponse({"error": "invalid_request"}, status=400)


def known(slug: str) -> Application:
    """Raises `NoLogoutRequest` or `SignInError`."""
    # Staff login may be off by now: the sessions that began before are what this is about.
    registration = ProviderRegistration.objects.filter(slug=slug, flow=Flow.CODE).first()
    if registration is None:
        raise NoLogoutRequest("there is no such registration with the authorization code flow")
    return provider.application(registration, with_secret=False)


@sensitive_variables()
def valid_token(sent: str, application: Application) -> LogoutToken:
    """Raises `FetchError`, `DiscoveryError`, `TokenError` or `LogoutTokenError`."""
    metadata = provider.metadata(application)

    def validated(jwks: Mapping[str, Any]) -> LogoutToken:
        return logout_tokens.validate_logout_token(
            sent,
            jwks=jwks,
            issuer=metadata.issuer,
            algorithms=metadata.id_token_algorithms,
            client_id=application.client_id,
            now=time.time(),
        )

    return provider.with_keys(metadata, validated, asker="back-channel")


@sensitive_variables()
def sent_token(request: HttpRequest) -> str:
    """The form's `logout_token` (section 2.5)."""
    if request.content_type != FORM:
        raise NoLogoutRequest(f"the request is no form: expected {FORM}")
    try:
        found = request.POST.getlist("logout_token")
    # A form that is too long, has too many fields, or is in another character set.
    except (BadRequest, SuspiciousOperation) as error:
        raise NoLogoutRequest(f"the form can't be read: {type(error).__name__}") from None
    if len(found) != 1:
        raise NoLogoutRequest("the form does not have one logout_token")
    return found[0]
