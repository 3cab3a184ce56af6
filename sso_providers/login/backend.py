"""Signs people in through a registration: from the provider's code to one portal user."""

import time
from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from sso_providers import http
from sso_providers.actions import people
from sso_providers.catalogue import Application
from sso_providers.models import ProviderRegistration, User
from sso_providers.oidc import policy, tokens, userinfo
from sso_providers.oidc.authorization import UnsupportedAuthentication
from sso_providers.oidc.discovery import DiscoveryError, Metadata
from sso_providers.oidc.tokens import Fault, TokenError

from . import errors, provider
from .pending import Pending

# What the policy and the profile are made of; userinfo is asked only when one of them is missing.
WANTED = ("email", "email_verified", "preferred_username")


class RegistrationBackend(OIDCAuthenticationBackend):
    """One backend for every registration.

    It reads no settings and its `__init__` can't fail: Django makes every backend for every
    sign-in, so one that could would take the password sign-in down with it.
    """

    def __init__(self) -> None:
        self.UserModel = get_user_model()

    def get_user(self, user_id: Any) -> User | None:
        """The base's own goes on with the session of an account that was switched off."""
        return ModelBackend.get_user(self, user_id)

    @sensitive_variables()
    def authenticate(
        self, request: HttpRequest, *, registration: ProviderRegistration, pending: Pending, code: str
    ) -> User | None:
        """The user whom the provider vouches for. Raises `SignInError`.

        The keywords are this backend's own, so Django offers it no password.
        """
        application = provider.application(registration, with_secret=True)
        try:
            metadata = provider.metadata(application)
            answer = self.get_token(application, metadata, pending, code)
            access_token = answer.get("access_token")
            claims = self.verify_token(
                answer.get("id_token"),
                application=application,
                metadata=metadata,
                nonce=pending.nonce,
                access_token=access_token if isinstance(access_token, str) else None,
            )
            check_fresh(claims, pending)
            claims = self.get_userinfo(access_token, claims, metadata, registration)
        except (http.FetchError, DiscoveryError, TokenError, UnsupportedAuthentication) as error:
            raise errors.from_provider(error) from error
        if pending.purpose == "confirm":
            check_person(request, claims)
        return self.get_or_create_user(request, registration, claims)

    @sensitive_variables()
    def get_token(self, application: Application, metadata: Metadata, pending: Pending, code: str) -> dict[str, Any]:
        """The token endpoint's answer. Raises `SignInError` for an OAuth error (RFC 6749, section 5.2)."""
        response = provider.exchange(
            application, metadata, code=code, redirect_uri=pending.redirect_uri, verifier=pending.verifier
        )
        answer = response.json_object()
        if response.status != 200 or "error" in answer:
            raise errors.token_refused(response.status, answer.get("error"))
        return answer

    @sensitive_variables()
    def verify_token(
        self,
        token: object,
        *,
        application: Application,
        metadata: Metadata,
        nonce: str,
        access_token: str | None,
    ) -> dict[str, Any]:
        """The claims of a valid ID token; keys are fetched anew once for an unknown key id."""
        if not isinstance(token, str):
            raise TokenError(Fault.MALFORMED, "The provider sent no ID token: is the scope openid asked for?")

        def validated(jwks: Mapping[str, Any]) -> dict[str, Any]:
            return tokens.validate_id_token(
                token,
                jwks=jwks,
                issuer=metadata.issuer,
                algorithms=metadata.id_token_algorithms,
                client_id=application.client_id,
                nonce=nonce,
                now=time.time(),
                access_token=access_token,
            )

        try:
            return validated(provider.jwks(metadata))
        except TokenError as error:
            if error.code is not Fault.UNKNOWN_KEY:
                raise
            return validated(provider.refetched_jwks(metadata))

    @sensitive_variables()
    def get_userinfo(
        self,
        access_token: object,
        claims: dict[str, Any],
        metadata: Metadata,
        registration: ProviderRegistration,
    ) -> dict[str, Any]:
        """The claims, completed from userinfo when something is missing and there is an endpoint."""
        staff_policy = registration.staff_policy
        groups_matter = bool(staff_policy.group_roles or staff_policy.required_group)
        complete = all(name in claims for name in WANTED) and (
            not groups_matter or policy.find_groups(claims, staff_policy.groups_claim)
        )
        if complete or not metadata.userinfo_endpoint or not isinstance(access_token, str):
            return claims
        return userinfo.merge(claims, provider.userinfo(metadata, access_token))

    def get_or_create_user(
        self, request: HttpRequest, registration: ProviderRegistration, claims: Mapping[str, Any]
    ) -> User:
        """The portal user of (issuer, subject), with the role that the policy gives."""
        decision = policy.decide(registration.staff_policy, claims)
        user = people.admit(
            registration=registration,
            claims=claims,
            decision=decision,
            address=request.META.get("REMOTE_ADDR", ""),
        )
        if user is None:
            raise errors.no_role(decision.reason) if not decision else errors.disabled()
        return user


def check_person(request: HttpRequest, claims: Mapping[str, Any]) -> None:
    """Who confirms is who is signed in here; anybody else must not even get an account by it."""
    identity = people.find_identity(claims)
    if identity is None or identity.user != request.user:
        raise errors.another_person()


def check_fresh(claims: Mapping[str, Any], pending: Pending) -> None:
    """A confirmation needs a sign-in at the provider since it was asked for (Core 3.1.2.1, max_age)."""
    if pending.purpose != "confirm":
        return
    signed_in_at = claims.get("auth_time")
    if isinstance(signed_in_at, bool) or not isinstance(signed_in_at, int | float):
        raise TokenError(Fault.MISSING_CLAIM, "The provider does not say when you signed in there (auth_time).")
    if signed_in_at + tokens.LEEWAY < pending.started_at:
        raise TokenError(Fault.TOO_OLD, "The provider did not ask you to sign in again.")
