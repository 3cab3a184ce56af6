"""A registration's provider as the sign-in sees it: description and keys cached, tokens fetched."""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

from sso_providers import http
from sso_providers.actions.registration_rules import usable
from sso_providers.catalogue import Application, Secret
from sso_providers.catalogue.spec import WELL_KNOWN
from sso_providers.models import ProviderRegistration, RegistrationSecret
from sso_providers.oidc import authorization, discovery, signed_userinfo
from sso_providers.oidc.discovery import Metadata
from sso_providers.oidc.tokens import Fault, TokenError

from . import cache_door, errors

Validated = TypeVar("Validated")
CACHED_FOR = 60 * 60
REFETCH_AFTER = 60
JWT = "application/jwt"
# So long what failed fails again without being asked for: a slow provider would hold every worker, and anybody can
# make the portal ask.
FAILED_FOR = 15


def application(
    registration: ProviderRegistration, *, with_secret: bool, stored: Sequence[RegistrationSecret] | None = None
) -> Application:
    """Raises `SignInError` for a row that can't be used: an unknown kind, settings of another time, a lost key."""
    try:
        return usable(registration, with_secret=with_secret, stored=stored)
    # InvalidRegistration, MissingKey, Damaged, or no usable key at all.
    except (ImproperlyConfigured, LookupError, ValueError) as error:
        raise errors.broken_registration(str(error)) from error


def metadata(application: Application) -> Metadata:
    """Raises `FetchError` or `DiscoveryError`."""
    endpoints = application.endpoints
    # Not `discovery_uri`: that is the server's way to the provider, this is the portal's.
    key = cache_key("metadata", endpoints.issuer)
    document = cache_door.get(key)
    if document is None:
        document = fetch_unless_failed(endpoints.issuer.rstrip("/") + WELL_KNOWN)
        # Only one that passes is kept for long.
        cache_door.put(key, document, FAILED_FOR)
        parse(document, endpoints.issuer)
        cache_door.put(key, document, CACHED_FOR)
    return parse(document, endpoints.issuer)


def fetch_unless_failed(address: str) -> dict[str, Any]:
    """As `fetch_object`; what failed just now fails for the same reason."""
    key = cache_key("failed", address)
    if failed := cache_door.get(key):
        reason, detail = failed
        raise http.FetchError(http.Reason(reason), address, detail)
    try:
        return fetch_object(address)
    except http.FetchError as error:
        cache_door.put(key, (error.reason.value, error.detail), FAILED_FOR)
        raise


def parse(document: Mapping[str, Any], issuer: str) -> Metadata:
    return discovery.parse(document, issuer=issuer, allow_http=settings.SSO_ALLOW_PRIVATE_ISSUERS)


def with_keys(
    provider: Metadata, validate: Callable[[Mapping[str, Any]], Validated], *, asker: str = "sign-in"
) -> Validated:
    """What `validate` makes of a token with the provider's keys; they are fetched anew once for an unknown key id.

    Each `asker` may have that done once a minute: forged tokens of one kind must not use it up for another.
    Raises `FetchError` and whatever `validate` raises.
    """
    try:
        return validate(jwks(provider))
    except TokenError as error:
        if error.code is not Fault.UNKNOWN_KEY:
            raise
        return validate(refetched_jwks(provider, asker))


def jwks(provider: Metadata) -> dict[str, Any]:
    return cached_jwks(provider.jwks_uri, refetch=False)


def refetched_jwks(provider: Metadata, asker: str) -> dict[str, Any]:
    """The keys anew, for a key id that was unknown; at most once a minute."""
    may = cache_door.is_first(cache_key(f"refetched:{asker}", provider.jwks_uri), REFETCH_AFTER)
    return cached_jwks(provider.jwks_uri, refetch=may)


def cached_jwks(address: str, *, refetch: bool) -> dict[str, Any]:
    key = cache_key("jwks", address)
    document: dict[str, Any] | None = None if refetch else cache_door.get(key)
    if document is None:
        document = fetch_unless_failed(address)
        if isinstance(document.get("keys"), list):
            cache_door.put(key, document, CACHED_FOR)
        # Another JSON in its place, such as a proxy's excuse, is neither believed for an hour nor replaces the keys.
        elif not refetch:
            cache_door.put(key, document, FAILED_FOR)
    return document


def exchange(
    application: Application,
    provider: Metadata,
    *,
    code: str,
    redirect_uri: str,
    verifier: str,
    meanwhile: Callable[[], None],
) -> http.Response:
    """The token endpoint's answer to `code`, whatever its status; `meanwhile` is called while it thinks."""
    request = authorization.token_request(
        provider, application, code=code, verifier=verifier, redirect_uri=redirect_uri
    )
    return http.fetch(
        "POST",
        provider.token_endpoint,
        form=request.form,
        headers=request.headers,
        allow_private=allow_private(),
        meanwhile=meanwhile,
    )


@sensitive_variables()
def userinfo(provider: Metadata, access_token: str, *, client_id: str) -> dict[str, Any]:
    """The claims, signed or not as the provider likes (OpenID Connect Core 1.0, section 5.3.2).

    Raises `FetchError` or `TokenError`.
    """
    headers: dict[str, str | Secret] = {
        "Authorization": Secret(f"Bearer {access_token}"),
        "Accept": f"application/json, {JWT}",
    }
    response = fetch_document(provider.userinfo_endpoint, headers)
    if response.media_type != JWT:
        return response.json_object()
    return with_keys(
        provider,
        lambda jwks: signed_userinfo.verify(
            response.body.decode("latin-1"),
            jwks=jwks,
            algorithms=provider.userinfo_algorithms or provider.id_token_algorithms,
            issuer=provider.issuer,
            client_id=client_id,
            now=time.time(),
        ),
    )


def fetch_object(address: str) -> dict[str, Any]:
    """Raises `FetchError` for anything but a JSON object with status 200."""
    return fetch_document(address).json_object()


def fetch_document(address: str, headers: Mapping[str, str | Secret] | None = None) -> http.Response:
    response = http.fetch("GET", address, headers=headers, allow_private=allow_private())
    if response.status != 200:
        raise http.FetchError(http.Reason.STATUS, address, str(response.status))
    return response


def allow_private() -> bool:
    return bool(settings.SSO_ALLOW_PRIVATE_ISSUERS)


def cache_key(what: str, address: str) -> str:
    return f"oidc:{what}:{hashlib.sha256(address.encode()).hexdigest()}"
