"""Signing out at the provider that a session began at: the way there and the way back.

OpenID Connect RP-Initiated Logout 1.0. What the way is made of is read before the session here ends, and
nothing of it keeps that session alive: whatever is wrong with the provider, people are signed out here.
"""

import logging
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.views.decorators.debug import sensitive_variables

from sso_providers import crypto, http
from sso_providers.catalogue import Flow, Secret
from sso_providers.models import ProviderRegistration
from sso_providers.oidc import authorization
from sso_providers.oidc.discovery import DiscoveryError

from . import provider
from .errors import SignInError
from .sessions import ID_TOKEN

logger = logging.getLogger(__name__)

KEY = "sso_signed_out"
LIFETIME = 10 * 60
# Servers take about 8,000 characters of address and headers, cookies included.
LONGEST_HINT = 4000


@dataclass(frozen=True, slots=True)
class WayOut:
    """`address` is where the browser goes; it holds the ID token. `link`, for a page, is the same without it."""

    name: str
    address: Secret
    link: str


@sensitive_variables()
def way_out(request: HttpRequest, began: Mapping[str, str]) -> WayOut | None:
    """To the provider of the session that began as `began` says (`sessions.through`) and has ended.

    What comes back is remembered in the new session. None where there is no such way.
    """
    registration = ProviderRegistration.objects.filter(slug=began.get("registration", ""), flow=Flow.CODE).first()
    if registration is None:
        return None
    try:
        application = provider.application(registration, with_secret=False)
        metadata = provider.metadata(application)
    except (SignInError, http.FetchError, DiscoveryError) as error:
        logger.warning("Signed out of this portal, but not at the provider of %s: %s", registration.slug, error)
        return None
    # The registration may be another provider's by now, who must not get this one's token.
    if not metadata.end_session_endpoint or metadata.issuer != began["issuer"]:
        return None
    own = application.kind.sign_out_parameter
    state = "" if own else secrets.token_urlsafe(32)
    request.session[KEY] = {"state": state, "at": int(time.time())}
    if own:
        address = authorization.own_end_session_url(
            metadata,
            client_id=application.client_id,
            redirect_parameter=own,
            redirect_uri=registration.signed_out_url,
        )
        return WayOut(registration.name, Secret(address), address)
    to_provider = partial(
        authorization.end_session_url,
        metadata,
        client_id=application.client_id,
        post_logout_redirect_uri=registration.signed_out_url,
        state=state,
    )
    return WayOut(registration.name, Secret(to_provider(id_token_hint=hint(began))), to_provider())


@sensitive_variables()
def hint(began: Mapping[str, str]) -> str:
    """The session's ID token; "" where it can't be read any more, or is too long for an address."""
    try:
        token = crypto.Sealed(began[ID_TOKEN]).open().reveal()
    # MissingKey, Damaged, no usable key at all.
    except (ImproperlyConfigured, LookupError, ValueError) as error:
        logger.warning("Signing out at the provider without the ID token: %s", error)
        return ""
    return token if len(token) <= LONGEST_HINT else ""


def came_back(request: HttpRequest, state: str) -> bool:
    """Whether this browser left to sign out with `state` in the last ten minutes; true once."""
    left = request.session.pop(KEY, None)
    if left is None:
        return False
    is_recent = 0 <= time.time() - left["at"] <= LIFETIME
    return is_recent and constant_time_compare(state, left["state"])
